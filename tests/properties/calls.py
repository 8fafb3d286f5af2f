"""C's functions, called through `stdnet.c`, or by a compiled C program.

A result of -1 is raised as a `FailedError`. Addresses are the bytes of a `sockaddr`.
"""

from abc import ABC, abstractmethod
from array import array
from errno import errorcode
from typing import TypeVar

from stdnet import c, io
from stdnet.result import Err, Ok
from tests.support.oracle import Oracle, word

_T = TypeVar("_T")


class FailedError(Exception):
    """The failure of an operation: the name of its errno, or the kind of an error without one."""

    def __init__(self, error: io.Error) -> None:
        code = error.raw_os_error()
        super().__init__(repr(error.kind()) if code is None else errorcode[code])


def unwrapped(result: io.Result[_T]) -> _T:
    """Returns the value of an `Ok`; raises an `Err` as a `FailedError`."""
    match result:
        case Ok(value):
            return value
        case Err(error):
            raise FailedError(error)


class Calls(ABC):
    """C's functions. One that fills a buffer returns the bytes."""

    @abstractmethod
    def socket(self, domain: int, kind: int) -> int: ...

    @abstractmethod
    def socketpair(self, domain: int, kind: int) -> tuple[int, int]: ...

    @abstractmethod
    def bind(self, fd: int, name: bytes) -> None: ...

    @abstractmethod
    def connect(self, fd: int, name: bytes) -> None: ...

    @abstractmethod
    def listen(self, fd: int, backlog: int) -> None: ...

    @abstractmethod
    def accept4(self, fd: int, flags: int) -> tuple[int, bytes]: ...

    @abstractmethod
    def getsockname(self, fd: int) -> bytes: ...

    @abstractmethod
    def getpeername(self, fd: int) -> bytes: ...

    @abstractmethod
    def send(self, fd: int, buf: bytes, flags: int) -> int: ...

    @abstractmethod
    def sendto(self, fd: int, buf: bytes, flags: int, name: bytes) -> int: ...

    @abstractmethod
    def recv(self, fd: int, size: int, flags: int) -> bytes: ...

    @abstractmethod
    def recvfrom(self, fd: int, size: int, flags: int) -> tuple[bytes, bytes]: ...

    @abstractmethod
    def getsockopt(self, fd: int, level: int, name: int, size: int) -> bytes: ...

    @abstractmethod
    def setsockopt(self, fd: int, level: int, name: int, value: bytes) -> None: ...

    @abstractmethod
    def shutdown(self, fd: int, how: int) -> None: ...

    @abstractmethod
    def fcntl(self, fd: int, command: int, argument: int = 0) -> int: ...

    @abstractmethod
    def poll(self, fd: int, events: int, timeout: int) -> int: ...

    @abstractmethod
    def close(self, fd: int) -> None: ...


class StdnetCalls(Calls):
    """C's functions, called through `stdnet.c`."""

    def socket(self, domain: int, kind: int) -> int:
        return unwrapped(c.cvt(c.socket(domain, kind, 0)))

    def socketpair(self, domain: int, kind: int) -> tuple[int, int]:
        sv = array("i", [-1, -1])
        unwrapped(c.cvt(c.socketpair(domain, kind, 0, sv)))
        return sv[0], sv[1]

    def bind(self, fd: int, name: bytes) -> None:
        unwrapped(c.cvt(c.bind(fd, _sockaddr(name), len(name))))

    def connect(self, fd: int, name: bytes) -> None:
        unwrapped(c.cvt(c.connect(fd, _sockaddr(name), len(name))))

    def listen(self, fd: int, backlog: int) -> None:
        unwrapped(c.cvt(c.listen(fd, backlog)))

    def accept4(self, fd: int, flags: int) -> tuple[int, bytes]:
        name = _Name()
        return unwrapped(c.cvt(c.accept4(fd, name.addr, name.addrlen, flags))), name.value()

    def getsockname(self, fd: int) -> bytes:
        name = _Name()
        unwrapped(c.cvt(c.getsockname(fd, name.addr, name.addrlen)))
        return name.value()

    def getpeername(self, fd: int) -> bytes:
        name = _Name()
        unwrapped(c.cvt(c.getpeername(fd, name.addr, name.addrlen)))
        return name.value()

    def send(self, fd: int, buf: bytes, flags: int) -> int:
        return unwrapped(c.cvt(c.send(fd, buf, len(buf), flags)))

    def sendto(self, fd: int, buf: bytes, flags: int, name: bytes) -> int:
        return unwrapped(c.cvt(c.sendto(fd, buf, len(buf), flags, _sockaddr(name), len(name))))

    def recv(self, fd: int, size: int, flags: int) -> bytes:
        buf = bytearray(size)
        return bytes(buf[: unwrapped(c.cvt(c.recv(fd, buf, size, flags)))])

    def recvfrom(self, fd: int, size: int, flags: int) -> tuple[bytes, bytes]:
        buf, name = bytearray(size), _Name()
        n = unwrapped(c.cvt(c.recvfrom(fd, buf, size, flags, name.addr, name.addrlen)))
        return bytes(buf[:n]), name.value()

    def getsockopt(self, fd: int, level: int, name: int, size: int) -> bytes:
        value, length = bytearray(size), c.socklen_t(size)
        unwrapped(c.cvt(c.getsockopt(fd, level, name, value, length)))
        return bytes(value[: length.value])

    def setsockopt(self, fd: int, level: int, name: int, value: bytes) -> None:
        unwrapped(c.cvt(c.setsockopt(fd, level, name, value, len(value))))

    def shutdown(self, fd: int, how: int) -> None:
        unwrapped(c.cvt(c.shutdown(fd, how)))

    def fcntl(self, fd: int, command: int, argument: int = 0) -> int:
        return unwrapped(c.cvt(c.fcntl(fd, command, argument)))

    def poll(self, fd: int, events: int, timeout: int) -> int:
        waiter = c.pollfd(fd, events)
        unwrapped(c.cvt(c.poll(waiter, 1, timeout)))
        return waiter.revents

    def close(self, fd: int) -> None:
        unwrapped(c.cvt(c.close(fd)))


def _sockaddr(name: bytes) -> c.sockaddr_storage:
    return c.sockaddr_storage.from_buffer_copy(name.ljust(c.sizeof(c.sockaddr_storage), b"\0"))


class _Name:
    """A buffer for an address."""

    def __init__(self) -> None:
        self.addr = c.sockaddr_storage()
        self.addrlen = c.socklen_t(c.sizeof(self.addr))

    def value(self) -> bytes:
        """Returns the bytes that C has written."""
        return bytes(self.addr)[: self.addrlen.value]


class CompiledCalls(Calls):
    """C's functions, called by the program `tests/oracle/calls.c`."""

    def __init__(self, program: Oracle) -> None:
        self._program = program

    def _call(self, name: str, *arguments: int | bytes) -> tuple[int, bytes, bytes]:
        """Makes a call; returns its result, the bytes of its buffer, and its address."""
        words = [str(each) if isinstance(each, int) else word(each) for each in arguments]
        answer = self._program.ask(name, *words)
        if answer["result"] == -1:
            raise FailedError(io.Error.from_raw_os_error(int(str(answer["errno"]))))
        filled, named = (bytes.fromhex(str(answer[key])) for key in ("data", "name"))
        return int(str(answer["result"])), filled, named

    def socket(self, domain: int, kind: int) -> int:
        return self._call("socket", domain, kind, 0)[0]

    def socketpair(self, domain: int, kind: int) -> tuple[int, int]:
        one, other = array("i", self._call("socketpair", domain, kind, 0)[1])
        return one, other

    def bind(self, fd: int, name: bytes) -> None:
        self._call("bind", fd, name)

    def connect(self, fd: int, name: bytes) -> None:
        self._call("connect", fd, name)

    def listen(self, fd: int, backlog: int) -> None:
        self._call("listen", fd, backlog)

    def accept4(self, fd: int, flags: int) -> tuple[int, bytes]:
        result, _, name = self._call("accept4", fd, flags)
        return result, name

    def getsockname(self, fd: int) -> bytes:
        return self._call("getsockname", fd)[2]

    def getpeername(self, fd: int) -> bytes:
        return self._call("getpeername", fd)[2]

    def send(self, fd: int, buf: bytes, flags: int) -> int:
        return self._call("send", fd, buf, flags)[0]

    def sendto(self, fd: int, buf: bytes, flags: int, name: bytes) -> int:
        return self._call("sendto", fd, buf, flags, name)[0]

    def recv(self, fd: int, size: int, flags: int) -> bytes:
        return self._call("recv", fd, size, flags)[1]

    def recvfrom(self, fd: int, size: int, flags: int) -> tuple[bytes, bytes]:
        _, buf, name = self._call("recvfrom", fd, size, flags)
        return buf, name

    def getsockopt(self, fd: int, level: int, name: int, size: int) -> bytes:
        return self._call("getsockopt", fd, level, name, size)[1]

    def setsockopt(self, fd: int, level: int, name: int, value: bytes) -> None:
        self._call("setsockopt", fd, level, name, value)

    def shutdown(self, fd: int, how: int) -> None:
        self._call("shutdown", fd, how)

    def fcntl(self, fd: int, command: int, argument: int = 0) -> int:
        return self._call("fcntl", fd, command, argument)[0]

    def poll(self, fd: int, events: int, timeout: int) -> int:
        (revents,) = array("h", self._call("poll", fd, events, timeout)[1])
        return revents

    def close(self, fd: int) -> None:
        self._call("close", fd)
