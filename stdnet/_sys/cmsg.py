"""Control messages (ancillary data) as bytes: a sequence of C's `cmsghdr`. See `cmsg(3)`."""

from _socket import CMSG_SPACE
from collections.abc import Iterable, Iterator
from struct import Struct
from typing import Final, TypeAlias

ControlMessage: TypeAlias = tuple[int, int, bytes]
"""The level, the type and the data of a control message."""

_CMSGHDR: Final = Struct("@Nii")
"""`cmsg_len`, `cmsg_level`, `cmsg_type`. The data follow at once, as CMSG_ALIGN adds nothing."""


def parse_cmsgs(control: memoryview) -> Iterator[ControlMessage]:
    """Yields the control messages in the bytes.

    Raises `ValueError` at a message whose length is wrong.
    """
    while len(control) >= _CMSGHDR.size:
        size, level, kind = _CMSGHDR.unpack_from(control)
        if not _CMSGHDR.size <= size <= len(control):
            raise ValueError(
                f"a control message of {size} bytes, of which there are {len(control)}"
            )
        yield level, kind, bytes(control[_CMSGHDR.size : size])
        control = control[CMSG_SPACE(size - _CMSGHDR.size) :]


def emit_cmsg(level: int, kind: int, data: bytes) -> bytes:
    """Returns the control message as bytes, padded to CMSG_SPACE."""
    header = _CMSGHDR.pack(_CMSGHDR.size + len(data), level, kind)
    return (header + data).ljust(CMSG_SPACE(len(data)), b"\0")


def emit_cmsgs(messages: Iterable[ControlMessage], control: memoryview) -> int:
    """Writes received control messages to a buffer, and returns how many bytes of it they take.

    The buffer has the size that was given to `recvmsg`, so all messages fit. Only the padding of
    the last one may not, and is left out, as in the kernel's `put_cmsg`.
    """
    end = 0
    for level, kind, data in messages:
        size = _CMSGHDR.size + len(data)
        _CMSGHDR.pack_into(control, end, size, level, kind)
        control[end + _CMSGHDR.size : end + size] = data
        end = min(end + CMSG_SPACE(len(data)), len(control))
    return end
