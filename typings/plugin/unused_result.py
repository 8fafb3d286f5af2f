"""A call of stdnet as a statement, whose result may be an `Err`. Rust's `unused_must_use`.

The docstring of `question.py` explains the comments.
"""

import sys
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Never, TypeVar

from stdnet import (
    Err,
    Ok,
    Result,
    SocketAddr,
    SocketAddrV4,
    TcpListener,
    TcpStream,
    collect,
    io,
    mio,
    propagate,
    sealed,
)
from stdnet.os.unix.net import UnixStream
from stdnet.result import is_ok

T = TypeVar("T")
OneOfTwo = TypeVar("OneOfTwo", int, str)
Reader = TypeVar("Reader", bound=io.Read)


class Lost(Exception): ...


def mine(n: int = 0) -> Result[int, Lost]:
    return Ok(n) if n else Err(Lost())


async def mine_later(n: int = 0) -> Result[int, Lost]:
    return mine(n)


class Mine:
    def method(self) -> Result[int, Lost]:
        return mine()


class MyReader(io.Read):
    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        return io.empty().read(buf)


# Reported.


def methods(stream: TcpStream, listener: TcpListener, unix: UnixStream) -> None:
    stream.write_all(b"hello")  # E: unused-result
    stream.set_nodelay(True)  # E: unused-result
    stream.write(b"hello")  # E: unused-result
    listener.accept()  # E: unused-result
    unix.write_all(b"hello")  # E: unused-result


def methods_of_mio(poll: mio.Poll, events: mio.Events, stream: mio.net.TcpStream) -> None:
    poll.poll(events, None)  # E: unused-result
    poll.registry().register(stream, mio.Token(1), mio.Interest.READABLE)  # E: unused-result
    mio.Waker.new(poll.registry(), mio.Token(2))  # E: unused-result
    stream.write_all(b"hello")  # E: unused-result
    stream.close()
    events.clear()


def functions_and_static_methods(addr: SocketAddr) -> None:
    TcpStream.connect(addr)  # E: unused-result
    TcpListener.bind("127.0.0.1:0")  # E: unused-result
    io.copy(io.empty(), io.sink())  # E: unused-result
    SocketAddrV4.from_str("127.0.0.1:80")  # E: unused-result


def a_reader_by_its_base(reader: io.Read, writer: io.Write) -> None:
    reader.read_exact(bytearray(4))  # E: unused-result
    writer.flush()  # E: unused-result
    io.BufReader(reader).read_line()  # E: unused-result


def chained(stream: TcpStream, r: Result[int, Lost]) -> None:
    stream.peer_addr().map(str)  # E: unused-result
    TcpStream.connect(("::1", 80)).and_then(lambda s: s.write(b"hello"))  # E: unused-result
    r.map(str).map_err(repr)  # E: unused-result
    r.inspect_err(print)  # E: unused-result
    r.or_else(lambda _: mine())  # E: unused-result
    mine().map(str)  # E: unused-result
    r.as_ref()  # E: unused-result


def containers(ok: Ok[Result[int, Lost]], err: Err[Lost], rs: Sequence[Result[int, Lost]]) -> None:
    Err(Lost())  # E: unused-result
    ok.unwrap()  # E: unused-result
    ok.flatten()  # E: unused-result
    ok.apply(err)  # E: unused-result
    err.map(str)  # E: unused-result
    ok.swap()  # E: unused-result
    sealed(mine())  # E: unused-result
    collect(rs)  # E: unused-result
    collect(rs, set)  # E: unused-result
    collect(io.sink().write(b"") for _ in range(3))  # E: unused-result


async def awaited(r: Ok[Coroutine[Any, Any, Result[int, Lost]]], stream: TcpStream) -> None:
    await r.unwrap()  # E: unused-result
    (await mine_later()).map(str)  # E: unused-result
    stream.flush()  # E: unused-result


def in_statements(stream: TcpStream, n: int, m: int) -> None:
    if n:
        stream.flush()  # E: unused-result
    elif n + 1:
        print(n)
        stream.flush()  # E: unused-result
    else:
        stream.flush()  # E: unused-result
    for each in range(n):
        stream.flush()  # E: unused-result
        if each:
            break
    else:
        stream.flush()  # E: unused-result
    while n:
        stream.flush()  # E: unused-result
    try:
        stream.flush()  # E: unused-result
    except ValueError:
        stream.flush()  # E: unused-result
    else:
        stream.flush()  # E: unused-result
    finally:
        stream.flush()  # E: unused-result
    try:
        stream.flush()  # E: unused-result
    except* ValueError:
        stream.flush()  # E: unused-result
    with stream:
        stream.flush()  # E: unused-result
    match m:
        case 1:
            stream.flush()  # E: unused-result
        case _:
            stream.flush()  # E: unused-result


async def in_statements_later(stream: TcpStream) -> None:
    stream.flush()  # E: unused-result

    def inner() -> None:
        stream.flush()  # E: unused-result

    inner()


class InAClass:
    io.sink().flush()  # E: unused-result

    def method(self, stream: TcpStream) -> None:
        stream.flush()  # E: unused-result

    @staticmethod
    def static(stream: TcpStream) -> None:
        stream.flush()  # E: unused-result

    @property
    def state(self) -> None:
        io.sink().flush()  # E: unused-result

    @state.setter
    def state(self, value: None) -> None:
        io.sink().flush()  # E: unused-result


@propagate
def propagating(stream: TcpStream) -> io.Result[None]:
    stream.flush()  # E: unused-result
    return Ok(None)


def checked_twice(stream: TcpStream, value: OneOfTwo) -> OneOfTwo:
    stream.flush()  # E: unused-result
    return value


io.sink().flush()  # E: unused-result

if sys.platform == "linux":
    io.sink().flush()  # E: unused-result


# Not reported.


@propagate
def used(stream: TcpStream) -> io.Result[None]:
    _ = stream.write_all(b"hello")
    stream.write_all(b"hello").unwrap()
    written = stream.write(b"hello")
    match stream.flush():
        case Ok(_):
            pass
        case Err(e):
            print(e)
    print(stream.flush(), written)
    if is_ok(stream.flush()):
        pass
    return stream.flush()


def what_is_no_result(stream: TcpStream, r: Result[int, Lost], sink: io.Write) -> None:
    stream.flush().is_ok()
    stream.flush().ok()
    stream.flush().unwrap_or(None)
    stream.by_ref()
    stream.take(4)
    r.iter()
    r.map_or(0, len)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    is_ok(r)
    io.stdout()
    sink.by_ref()


def what_cannot_fail(ok: Ok[int], never: Result[int, Never]) -> None:
    Ok(1)
    ok.map(str)
    ok.apply(Ok(str))
    never.map(str)


def ones_own_functions(function: Callable[[], Result[int, Lost]]) -> None:
    mine()
    function()
    Mine().method()
    propagate(mine)(1)
    propagate(mine)


async def ones_own_coroutines() -> None:
    await mine_later()


def in_a_lambda(stream: TcpStream) -> Callable[[], object]:
    return lambda: stream.write(b"hello")


def what_mypy_asks_no_plugin_about(reader: Reader, mine: MyReader) -> Reader:
    SocketAddr.from_str("127.0.0.1:80")  # a class whose constructor is overloaded
    reader.read(bytearray(1))  # a type variable
    mine.read_exact(bytearray(1))  # a subclass of one's own
    return reader


def an_unknown_type(r: Any) -> None:
    r.map(str)
    r.unwrap()
