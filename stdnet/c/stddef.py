"""C's <stddef.h>: the offset of a member."""

from __future__ import annotations

from stdnet.c._struct import Struct, member_of

__all__ = ["offsetof"]


def offsetof(type: type[Struct], member: str) -> int:
    """Returns the offset of a member in bytes. C's `offsetof`.

    >>> from stdnet.c import offsetof, sockaddr_in
    >>> offsetof(sockaddr_in, "sin_addr")
    4
    """
    return member_of(type, member).offset
