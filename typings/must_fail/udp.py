"""Mistakes with datagrams that both checkers find."""

from stdnet import Ipv4Addr, Ipv6Addr, Ok, SocketAddr, UdpSocket, io


def buffers(socket: UdpSocket, addr: SocketAddr) -> None:
    socket.recv(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    socket.recv_from(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    socket.peek(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    socket.peek_from(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    socket.send("text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    socket.send_to("text", addr)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def addresses(socket: UdpSocket) -> None:
    socket.send_to(b"x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    socket.send_to(b"x", 80)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    socket.connect(("localhost", "80"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    UdpSocket.bind("127.0.0.1:0", True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    UdpSocket.bind("127.0.0.1:0", backlog=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def groups(socket: UdpSocket, v4: Ipv4Addr, v6: Ipv6Addr) -> None:
    socket.join_multicast_v4(v6, v4)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    socket.join_multicast_v4("224.0.0.251", v4)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    socket.join_multicast_v6(v6, v4)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    socket.leave_multicast_v6(v4, 0)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    socket.set_multicast_ttl_v4("1")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def results_are_not_their_values(socket: UdpSocket) -> None:
    sent: int = socket.send(b"x")  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    socket.local_addr().port()  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    socket.recv(bytearray(1)).unwrap().decode()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    print(sent)


def no_arm_for_err(socket: UdpSocket) -> SocketAddr:  # type: ignore[return]  # pyright: ignore[reportReturnType]
    match socket.recv_from(bytearray(1)):  # pyright: ignore[reportMatchNotExhaustive]
        case Ok((_, addr)):
            return addr


def a_udp_socket_is_not_a_stream(socket: UdpSocket) -> None:
    UdpSocket()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    socket.read(bytearray(1))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    socket.accept()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    reader: io.Read = socket  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    print(reader)
