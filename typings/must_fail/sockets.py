"""Mistakes with sockets, addresses and buffers that both checkers find."""

from stdnet import IpAddr, Ipv4Addr, Ipv6Addr, Ok, Shutdown, SocketAddr, TcpListener, TcpStream, io


def a_missing_variant(ip: IpAddr.V4 | IpAddr.V6) -> int:  # type: ignore[return]  # pyright: ignore[reportReturnType]
    match ip:  # pyright: ignore[reportMatchNotExhaustive]
        case IpAddr.V4():
            return 4


def read_only_buffers(stream: TcpStream) -> None:
    stream.read(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    stream.peek(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    stream.read_exact(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    stream.read_to_end(b"fixed")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def text_is_not_bytes(stream: TcpStream) -> None:
    stream.write("text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    stream.write_all("text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    stream.write_fmt(b"bytes")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def results_are_not_their_values(listener: TcpListener) -> None:
    stream, addr = listener.accept().unwrap()
    size: int = stream.read(bytearray(1))  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    listener.accept().local_addr()  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    stream.set_read_timeout("1s")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    stream.shutdown(2)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    print(size, addr, Shutdown.Both)


def there_is_no_constructor() -> None:
    TcpListener()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    TcpStream()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def versions_do_not_mix(v4: Ipv4Addr, v6: Ipv6Addr) -> None:
    _ = v4 & v6  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownVariableType]
    SocketAddr.V4(v6, 80)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    TcpListener.bind(80)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    TcpListener.bind(("localhost", "80"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


class WithoutRead(io.Read):
    """A reader without the method `read`."""


def an_abstract_reader() -> None:
    WithoutRead()  # type: ignore[abstract]  # pyright: ignore[reportAbstractUsage]


class WrongRead(io.Read):
    """A reader whose `read` returns another type."""

    def read(self, buf: io.WritableBuffer, /) -> Ok[str]:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return Ok("1")
