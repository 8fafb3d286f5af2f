"""Control messages as bytes: C's `cmsghdr`, one after the other."""

from _socket import CMSG_SPACE
from collections.abc import Iterable, Iterator
from struct import Struct
from typing import Final, TypeAlias

ControlMessage: TypeAlias = tuple[int, int, bytes]
"""The level, the type and the data of a control message."""

_CMSGHDR: Final = Struct("@Nii")


def read_control(control: memoryview) -> Iterator[ControlMessage]:
    """The messages; ValueError where the bytes are none."""
    while len(control) >= _CMSGHDR.size:
        size, level, kind = _CMSGHDR.unpack_from(control)
        if not _CMSGHDR.size <= size <= len(control):
            raise ValueError(
                f"a control message of {size} bytes, of which there are {len(control)}"
            )
        yield level, kind, bytes(control[_CMSGHDR.size : size])
        control = control[CMSG_SPACE(size - _CMSGHDR.size) :]


def emit(level: int, kind: int, data: bytes) -> bytes:
    """The message as it lies in memory."""
    header = _CMSGHDR.pack(_CMSGHDR.size + len(data), level, kind)
    return (header + data).ljust(CMSG_SPACE(len(data)), b"\0")


def write_control(messages: Iterable[ControlMessage], control: memoryview) -> int:
    """Puts the messages as the system does: the last one is cut where there is no more room."""
    end = 0
    for level, kind, data in messages:
        size = _CMSGHDR.size + len(data)
        _CMSGHDR.pack_into(control, end, size, level, kind)
        control[end + _CMSGHDR.size : end + size] = data
        end = min(end + CMSG_SPACE(len(data)), len(control))
    return end
