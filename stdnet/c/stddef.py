"""C's <stddef.h>: where a member of a structure is."""

from stdnet.c._struct import Struct, member_of


def offsetof(type: type[Struct], member: str) -> int:
    """How many bytes there are before a member. C's `offsetof`.

    >>> from stdnet.c import offsetof, sockaddr_in
    >>> offsetof(sockaddr_in, "sin_addr")
    4
    """
    return member_of(type, member).offset
