"""Mistakes with socket2 that both checkers find."""

from stdnet import TcpListener
from stdnet.socket2 import Domain, SockAddr, Socket, SockRef, Type


def domains_and_types_are_distinct() -> None:
    Socket.new(2, Type.STREAM)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Socket.new(Type.STREAM, Domain.IPV4)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Domain(2)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def there_is_no_constructor() -> None:
    Socket(Domain.IPV4, Type.STREAM)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    SockRef()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def addresses_are_not_tuples(socket: Socket) -> None:
    socket.bind(("127.0.0.1", 0))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    SockAddr.from_("127.0.0.1:80")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def buffers(socket: Socket) -> None:
    socket.recv(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    socket.send("text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def into_takes_a_socket_type(socket: Socket) -> None:
    socket.into(int)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
    listener: TcpListener = socket.into(Socket)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    print(listener)


def a_sock_ref_does_not_own_its_descriptor(borrowed: SockRef) -> None:
    borrowed.into_raw_fd()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    borrowed.close()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
