"""C's own calls, for the addresses that CPython has no names for."""

from collections.abc import Callable, Sequence
from typing import final

from stdnet._core.buffer import Buffer
from stdnet._sys.fd import HasFileno
from stdnet._sys.sockaddr import STORAGE_SIZE
from stdnet.c import sys_socket
from stdnet.c._cvt import cvt_r
from stdnet.c.sys_uio import iovec
from stdnet.result import Err


@final
class CtypesSocket:
    """A socket whose addresses are C's bytes. As one of CPython, it raises `OSError`."""

    __slots__ = ("_owner",)

    def __init__(self, owner: HasFileno) -> None:
        # It keeps the descriptor open.
        self._owner = owner

    def bind(self, addr: bytes) -> None:
        """C's `bind`."""
        retry_eintr(lambda: sys_socket.bind(self._owner.fileno(), _storage(addr), len(addr)))

    def connect(self, addr: bytes) -> None:
        """C's `connect`."""
        retry_eintr(lambda: sys_socket.connect(self._owner.fileno(), _storage(addr), len(addr)))

    def sendto(self, buf: Buffer, flags: int, addr: bytes) -> int:
        """C's `sendto`."""
        fd, size, storage = self._owner.fileno(), memoryview(buf).nbytes, _storage(addr)
        return retry_eintr(lambda: sys_socket.sendto(fd, buf, size, flags, storage, len(addr)))

    def sendmsg(
        self, bufs: Sequence[Buffer], control: Buffer, flags: int, addr: bytes | None
    ) -> int:
        """C's `sendmsg`."""
        iov = [iovec(buf, memoryview(buf).nbytes) for buf in bufs]
        own = bytearray(control)
        msg = sys_socket.msghdr(None, 0, iov, len(iov), own, len(own))
        if addr is not None:
            msg.msg_name, msg.msg_namelen = _storage(addr), len(addr)
        return retry_eintr(lambda: sys_socket.sendmsg(self._owner.fileno(), msg, flags))


def getsockname(owner: HasFileno) -> bytes:
    """C's `getsockname`."""
    return _filled(owner, sys_socket.getsockname)


def getpeername(owner: HasFileno) -> bytes:
    """C's `getpeername`."""
    return _filled(owner, sys_socket.getpeername)


def _filled(
    owner: HasFileno,
    call: Callable[[int, sys_socket.sockaddr_storage, sys_socket.socklen_t], int],
) -> bytes:
    storage, size = sys_socket.sockaddr_storage(), sys_socket.socklen_t(STORAGE_SIZE)
    retry_eintr(lambda: call(owner.fileno(), storage, size))
    return bytes(storage)[: size.value]


def _storage(addr: bytes) -> sys_socket.sockaddr_storage:
    return sys_socket.sockaddr_storage.from_buffer_copy(addr.ljust(STORAGE_SIZE, b"\0"))


def retry_eintr(call: Callable[[], int]) -> int:
    """What a call answers, once no signal interrupts it."""
    answer = cvt_r(call)
    if isinstance(answer, Err):
        raise answer.failure()
    return answer.unwrap()
