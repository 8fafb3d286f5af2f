"""Names of Python's library for annotations, whose modules few programs need.

`ipaddress` and `socket` would take 3 ms of each import. `typing.get_type_hints` imports them when
it comes to one of these names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket as socket
    from ipaddress import IPv4Address as IPv4Address
    from ipaddress import IPv6Address as IPv6Address
else:
    from typing import ForwardRef

    class _Module:
        """A module that is imported when one of its names is asked for."""

        def __init__(self, name):
            self._name = name

        def __getattr__(self, name):
            return getattr(__import__(self._name), name)

    socket = _Module("socket")

    # References, as an alias made of the classes themselves would ask for them at once. Python 3.14
    # looks up the names in them in the module of the function that uses the alias.
    IPv4Address = ForwardRef("__import__('ipaddress').IPv4Address")
    IPv6Address = ForwardRef("__import__('ipaddress').IPv6Address")
