"""C's own calls, by `stdnet.c`, for addresses that `_socket` cannot express."""

from collections.abc import Callable, Sequence
from typing import final

from stdnet._core.buffer import Buffer
from stdnet._sys.fd import HasFileno
from stdnet._sys.sockaddr import STORAGE_SIZE
from stdnet.c import sys_socket
from stdnet.c._cvt import cvt_r
from stdnet.c.sys_uio import iovec
from stdnet.result._containers import Err


@final
class CtypesSocket:
    """A socket whose addresses are C's `sockaddr`, as bytes.

    It has the methods of CPython's sockets that take an address, and raises `OSError` as they do.
    """

    __slots__ = ("_owner",)

    def __init__(self, owner: HasFileno) -> None:
        # The reference keeps the descriptor open.
        self._owner = owner

    def bind(self, addr: bytes) -> None:
        """Calls `bind`."""
        retry_eintr(lambda: sys_socket.bind(self._owner.fileno(), _storage(addr), len(addr)))

    def connect(self, addr: bytes) -> None:
        """Calls `connect`."""
        retry_eintr(lambda: sys_socket.connect(self._owner.fileno(), _storage(addr), len(addr)))

    def sendto(self, buf: Buffer, flags: int, addr: bytes) -> int:
        """Calls `sendto`."""
        fd, size, storage = self._owner.fileno(), memoryview(buf).nbytes, _storage(addr)
        return retry_eintr(lambda: sys_socket.sendto(fd, buf, size, flags, storage, len(addr)))

    def sendmsg(
        self, bufs: Sequence[Buffer], control: Buffer, flags: int, addr: bytes | None
    ) -> int:
        """Calls `sendmsg`."""
        iov = [iovec(buf, memoryview(buf).nbytes) for buf in bufs]
        copy = bytearray(control)
        msg = sys_socket.msghdr(None, 0, iov, len(iov), copy, len(copy))
        if addr is not None:
            msg.msg_name, msg.msg_namelen = _storage(addr), len(addr)
        return retry_eintr(lambda: sys_socket.sendmsg(self._owner.fileno(), msg, flags))


def getsockname(owner: HasFileno) -> bytes:
    """Calls `getsockname`."""
    return _get_addr(owner, sys_socket.getsockname)


def getpeername(owner: HasFileno) -> bytes:
    """Calls `getpeername`."""
    return _get_addr(owner, sys_socket.getpeername)


def _get_addr(
    owner: HasFileno,
    call: Callable[[int, sys_socket.sockaddr_storage, sys_socket.socklen_t], int],
) -> bytes:
    storage, size = sys_socket.sockaddr_storage(), sys_socket.socklen_t(STORAGE_SIZE)
    retry_eintr(lambda: call(owner.fileno(), storage, size))
    return bytes(storage)[: size.value]


def _storage(addr: bytes) -> sys_socket.sockaddr_storage:
    return sys_socket.sockaddr_storage.from_buffer_copy(addr.ljust(STORAGE_SIZE, b"\0"))


def retry_eintr(call: Callable[[], int]) -> int:
    """Repeats the call until no signal interrupts it (EINTR), and returns its result.

    Raises `OSError` if the call returns -1.
    """
    result = cvt_r(call)
    if isinstance(result, Err):
        raise result.unwrap_err()
    return result.unwrap()
