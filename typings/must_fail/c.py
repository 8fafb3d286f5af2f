"""Mistakes with the C library that both checkers find."""

from stdnet import c


def other_members_and_types_are_errors(addr: c.sockaddr_in, ai: c.addrinfo) -> None:
    addr.sin_prot = 80  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    print(addr.port)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
    addr.sin_port = "80"  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]
    addr.sin_addr = 0  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]
    ai.ai_next = ai  # type: ignore[assignment, misc]  # pyright: ignore[reportAttributeAccessIssue]
    ai.ai_addr.sin_port  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportOptionalMemberAccess, reportUnknownMemberType]
    c.sockaddr_in(sin6_port=80)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    c.sockaddr_in("AF_INET")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.in_addr(1, 2)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def structures_are_distinct_types(fd: int, addr: c.sockaddr_in) -> None:
    c.bind(fd, ("127.0.0.1", 80), 16)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.bind(fd, c.linger(), 8)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.bind(fd, addr)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    c.accept(fd, addr, 16)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.accept(fd, addr, c.c_int(16))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.getsockopt(fd, c.SOL_SOCKET, c.SO_ERROR, 0, c.socklen_t(4))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.inet_ntoa(c.in6_addr())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.freeaddrinfo(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def output_buffers_are_writable(fd: int) -> None:
    c.recv(fd, b"read-only", 9, 0)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.read(fd, "text", 4)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.send(fd, "text", 4, 0)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.gethostname(b"read-only", 9)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.msghdr(msg_control=b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def numbers_are_integers(fd: int) -> None:
    c.htons("80")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.socket("AF_INET", c.SOCK_STREAM, 0)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.listen(fd, 1.5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.cvt(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    c.if_nametoindex(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
