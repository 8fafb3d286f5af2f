"""The work of the scenarios, by kind.

`raw_echo` and `stdnet_echo` do the same work with raw sockets and with stdnet; `echo` does it with
an asynchronous library.
"""
