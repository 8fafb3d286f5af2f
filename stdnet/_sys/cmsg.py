"""Control messages (ancillary data) as bytes: a sequence of C's `cmsghdr`. See `cmsg(3)`."""

import sys
from _socket import CMSG_LEN, CMSG_SPACE
from collections.abc import Iterable, Iterator
from struct import Struct
from typing import Final, TypeAlias

ControlMessage: TypeAlias = tuple[int, int, bytes]
"""The level, the type and the data of a control message."""

_CMSGHDR: Final = Struct("@Nii" if sys.platform == "linux" else "@Iii")
"""`cmsg_len`, `cmsg_level`, `cmsg_type`."""
_DATA: Final = CMSG_LEN(0)
"""Where the data begin. Only the BSDs pad the header, for 64-bit processors."""


def parse_cmsgs(control: memoryview) -> Iterator[ControlMessage]:
    """Yields the control messages in the bytes.

    Raises `ValueError` at a message whose length is wrong.
    """
    while len(control) >= _DATA:
        size, level, kind = _CMSGHDR.unpack_from(control)
        if not _DATA <= size <= len(control):
            raise ValueError(
                f"a control message of {size} bytes, of which there are {len(control)}"
            )
        yield level, kind, bytes(control[_DATA:size])
        control = control[CMSG_SPACE(size - _DATA) :]


def emit_cmsg(level: int, kind: int, data: bytes) -> bytes:
    """Returns the control message as bytes, padded to CMSG_SPACE."""
    header = _CMSGHDR.pack(_DATA + len(data), level, kind).ljust(_DATA, b"\0")
    return (header + data).ljust(CMSG_SPACE(len(data)), b"\0")


def emit_cmsgs(messages: Iterable[ControlMessage], control: memoryview) -> int:
    """Writes received control messages to a buffer, and returns how many bytes of it they take.

    The buffer has the size that was given to `recvmsg`, so all messages fit. Only the padding of
    the last one may not, and is left out, as in the kernel's `put_cmsg`.
    """
    end = 0
    for level, kind, data in messages:
        size = _DATA + len(data)
        _CMSGHDR.pack_into(control, end, size, level, kind)
        control[end + _DATA : end + size] = data
        end = min(end + CMSG_SPACE(len(data)), len(control))
    return end
