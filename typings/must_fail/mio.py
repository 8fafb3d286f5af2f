"""Mistakes with mio that both checkers find."""

from stdnet import SocketAddr, TcpListener
from stdnet.mio import Events, Interest, Poll, Registry, Token, Waker, net
from stdnet.mio.unix import pipe


def a_token_is_not_any_number(registry: Registry, stream: net.TcpStream) -> None:
    registry.register(stream, 3, Interest.READABLE)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    registry.reregister(stream, 3, Interest.READABLE)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Waker.new(registry, 3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def an_interest_is_not_any_number(registry: Registry, stream: net.TcpStream) -> None:
    registry.register(stream, Token(3), 1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    registry.register(stream, Token(3), Interest.READABLE | 2)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    registry.register(stream, Token(3), Interest.READABLE.remove(Interest.WRITABLE))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_number_is_no_source(registry: Registry) -> None:
    registry.register(3, Token(3), Interest.READABLE)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    registry.deregister("stream")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def an_address_is_no_text() -> None:
    net.TcpListener.bind("127.0.0.1:0")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    net.TcpStream.connect(("127.0.0.1", 80))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    net.UdpSocket.bind("127.0.0.1:0")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def buffers(stream: net.TcpStream, receiver: pipe.Receiver, udp: net.UdpSocket) -> None:
    stream.read(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    receiver.read(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    udp.recv_from(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    stream.write("text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_socket_of_std_is_another_type(std: TcpListener, listener: net.TcpListener) -> None:
    net.TcpStream.from_std(std)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    accepting: TcpListener = listener  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    print(accepting)


def a_result_is_no_value(addr: SocketAddr.V4) -> None:
    net.TcpStream.connect(addr).read(bytearray(1))  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    Poll.new().registry()  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def a_timeout_is_needed(poll: Poll, events: Events) -> None:
    poll.poll(events)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    poll.poll([], None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    poll.poll(events, "1 s")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def try_io_takes_a_function_that_returns_a_result(stream: net.TcpStream) -> None:
    stream.try_io(lambda: 3)  # type: ignore[arg-type, return-value]  # pyright: ignore[reportArgumentType]
