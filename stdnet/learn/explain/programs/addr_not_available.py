"""Binds to an address that no interface of this machine has.

203.0.113.1 is of a block that is set aside for documentation (RFC 5737).
"""

from stdnet import TcpListener

error = TcpListener.bind("203.0.113.1:0").unwrap_err()

print(error)
print(repr(error))
