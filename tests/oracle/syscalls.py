"""Does with stdnet what `syscalls.rs` does with Rust's std, while strace records the system calls.

Each step begins with a `chdir` that fails, to mark it: see `tests/support/strace.py`.
"""

# The results are of no interest here, but the system calls are.
# mypy: disable-error-code="unused-result"

import os
import sys
from contextlib import suppress
from datetime import timedelta

from stdnet import (
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
    Shutdown,
    SocketAddr,
    TcpListener,
    TcpStream,
    UdpSocket,
)
from stdnet.io import PipeReader, pipe
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import SocketAddr as UnixAddr
from stdnet.os.unix.net import SocketAncillary, UnixDatagram, UnixListener, UnixStream


def step(name: str) -> None:
    """Marks the beginning of a step."""
    with suppress(FileNotFoundError):
        os.chdir(f"/step/{name}")


def talk(ip: IpAddr) -> None:
    """Calls of a TCP listener and of two streams that succeed."""
    step("bind")
    listener = TcpListener.bind((ip, 0)).unwrap()
    addr = listener.local_addr().unwrap()

    step("connect")
    client = TcpStream.connect(addr).unwrap()

    step("accept")
    server, _ = listener.accept().unwrap()

    step("addresses")
    client.peer_addr()
    client.local_addr()
    server.peer_addr()

    buf = memoryview(bytearray(16))
    step("write")
    client.write(b"hello")
    client.write(b"")

    step("peek and read")
    server.peek(buf)
    server.read(buf)

    step("whole")
    client.write_all(b"hello")
    server.read_exact(buf[:5])

    step("vectored")
    client.write_vectored([b"head", b"", b"body"])
    server.read_vectored([buf[:4], buf[4:]])

    step("empty")
    client.write(b"!")
    server.peek(bytearray())
    server.read(bytearray())
    server.read_vectored([bytearray()])
    client.write_vectored([b""])
    server.read(buf)

    step("clone")
    server.try_clone()
    listener.try_clone()

    step("half close")
    client.shutdown(Shutdown.Write)
    server.read(buf)
    server.shutdown(Shutdown.Read)
    server.shutdown(Shutdown.Both)
    del server
    del client

    step("incoming")
    client = TcpStream.connect(addr).unwrap()
    next(listener.incoming())
    del client

    step("into_incoming")
    client = TcpStream.connect(addr).unwrap()
    incoming = listener.into_incoming()
    next(incoming)
    del client
    del incoming


def options(ip: IpAddr) -> None:
    """Sets and gets every option of listeners and streams."""
    listener = TcpListener.bind((ip, 0)).unwrap()
    stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()

    step("listener")
    listener.set_ttl(32)
    listener.ttl()
    listener.set_only_v6(True)
    listener.only_v6()
    listener.take_error()
    listener.set_nonblocking(True)
    listener.set_nonblocking(False)

    step("time-outs")
    for dur in (1.5, 1e-9, timedelta(0), None):
        stream.set_read_timeout(dur)
        stream.read_timeout()
        stream.set_write_timeout(dur)
        stream.write_timeout()

    step("linger")
    for linger in (timedelta(seconds=5), 0, None):
        stream.set_linger(linger)
        stream.linger()

    step("stream")
    stream.set_nodelay(True)
    stream.nodelay()
    stream.set_nodelay(False)
    stream.set_ttl(32)
    stream.ttl()
    stream.set_ttl(0)
    stream.set_ttl(0xFFFF_FFFF)
    stream.take_error()
    stream.set_nonblocking(True)
    stream.set_nonblocking(False)

    step("Linux")
    stream.set_quickack(False)
    stream.quickack()
    stream.set_deferaccept(5)
    stream.deferaccept()
    del stream
    del listener


def fail(ip: IpAddr, full: SocketAddr) -> None:
    """Calls of TCP sockets that fail."""
    # No socket listens at port 1.
    refused = SocketAddr(ip, 1)
    minute = timedelta(minutes=1)
    buf = bytearray(16)

    step("bind in use")
    listener = TcpListener.bind((ip, 0)).unwrap()
    addr = listener.local_addr().unwrap()
    TcpListener.bind(addr)

    step("bind each")
    TcpListener.bind([addr, SocketAddr(ip, 0)])

    step("accept would block")
    listener.set_nonblocking(True)
    listener.accept()
    listener.set_nonblocking(False)

    step("connect refused")
    TcpStream.connect(refused)

    step("connect each")
    TcpStream.connect([refused, addr])
    listener.accept()

    step("connect in time")
    client = TcpStream.connect_timeout(addr, minute).unwrap()
    server, _ = listener.accept().unwrap()

    step("connect refused in time")
    TcpStream.connect_timeout(refused, minute)

    step("connect timed out")
    TcpStream.connect_timeout(full, 0.05)

    step("connect in no time")
    TcpStream.connect_timeout(full, 0)

    step("read timed out")
    server.set_read_timeout(0.001)
    server.read(buf)
    server.read_exact(buf)
    server.peek(buf)

    step("reset")
    server.set_linger(0)
    del server
    client.take_error()
    client.write(b"hello")
    client.write_vectored([b"hello"])
    client.read(buf)
    client.peer_addr()
    client.shutdown(Shutdown.Both)
    del client
    del listener


def datagrams(ip: IpAddr) -> None:
    """Calls of UDP sockets."""
    # There is no socket at port 1.
    refused = SocketAddr(ip, 1)
    buf = memoryview(bytearray(16))

    step("bind")
    one = UdpSocket.bind((ip, 0)).unwrap()
    other = UdpSocket.bind((ip, 0)).unwrap()
    addr = one.local_addr().unwrap()
    UdpSocket.bind(addr)
    UdpSocket.bind([addr, SocketAddr(ip, 0)])

    step("to and from")
    other.send_to(b"hello", addr)
    one.peek_from(buf)
    one.recv_from(buf[:2])
    other.send_to(b"", addr)
    one.recv_from(buf)
    other.send_to(b"hello", [addr, refused])
    one.recv_from(bytearray())
    other.send_to(b"hello", [])
    other.send_to(b"x" * 65536, addr)

    step("connect")
    other.peer_addr()
    other.send(b"hello")
    other.connect(addr)
    other.peer_addr()
    other.send(b"hello")
    one.peek(buf)
    one.recv(buf[:2])
    other.send(b"")
    one.recv(buf)
    other.send(b"hello")
    one.peek(bytearray())
    one.recv(bytearray())

    step("refused")
    other.connect(refused)
    other.send(b"hello")
    other.recv(buf)
    other.send(b"hello")
    other.take_error()
    other.take_error()

    step("clone")
    one.try_clone()

    step("not blocking")
    one.set_nonblocking(True)
    one.recv(buf)
    one.recv_from(buf)
    one.peek(buf)
    one.peek_from(buf)
    one.set_nonblocking(False)

    step("options")
    one.set_ttl(32)
    one.ttl()
    one.set_broadcast(True)
    one.broadcast()
    one.set_multicast_loop_v4(False)
    one.multicast_loop_v4()
    one.set_multicast_ttl_v4(4)
    one.multicast_ttl_v4()
    one.set_multicast_ttl_v4(0xFFFF_FFFF)
    one.set_multicast_loop_v6(False)
    one.multicast_loop_v6()

    step("groups")
    v4, v6 = Ipv4Addr(239, 1, 2, 3), Ipv6Addr(0xFF01, 0, 0, 0, 0, 0, 0, 1)
    one.join_multicast_v4(v4, Ipv4Addr.LOCALHOST)
    one.leave_multicast_v4(v4, Ipv4Addr.LOCALHOST)
    one.join_multicast_v6(v6, 1)
    one.leave_multicast_v6(v6, 1)

    step("time-outs")
    for dur in (0.001, 0, None):
        one.set_read_timeout(dur)
        one.read_timeout()
        one.set_write_timeout(dur)
        one.write_timeout()
    del other
    del one


def unix(folder: str) -> None:
    """Calls of Unix sockets."""
    path = f"{folder}/sock"
    name = UnixAddr.from_abstract_name(path).unwrap()
    buf = bytearray(16)

    step("listen")
    listener = UnixListener.bind(path).unwrap()
    other = UnixListener.bind_addr(name).unwrap()
    UnixListener.bind(path)

    step("connect")
    client = UnixStream.connect(path).unwrap()
    UnixStream.connect("/nobody/is/here")
    UnixStream.connect_addr(name)
    del other

    step("accept")
    server, _ = listener.accept().unwrap()

    step("addresses")
    client.local_addr()
    client.peer_addr()
    listener.local_addr()
    server.peer_cred()

    step("bytes")
    client.write(b"hello")
    client.write_vectored([b"head", b"body"])
    server.peek(buf)
    server.read(buf)
    client.shutdown(Shutdown.Both)
    server.write(b"hello")

    step("options")
    server.set_passcred(True)
    server.passcred()
    server.set_read_timeout(0.001)
    server.read_timeout()
    server.take_error()
    server.set_nonblocking(True)
    del server
    del client
    del listener

    step("pair")
    stream, peer = UnixStream.pair().unwrap()
    clone = stream.try_clone().unwrap()
    ancillary = SocketAncillary(bytearray(64))
    ancillary.add_fds([0, 1])
    stream.send_vectored_with_ancillary([b"hello"], ancillary)
    peer.recv_vectored_with_ancillary([buf], ancillary)
    del clone
    del peer
    del stream

    step("datagrams")
    path = f"{folder}/datagrams"
    one = UnixDatagram.bind(path).unwrap()
    two = UnixDatagram.unbound().unwrap()
    two.send_to(b"hello", path)
    one.peek_from(buf)
    one.recv_from(buf)
    two.connect(path)
    two.send(b"hello")
    one.peek(buf)
    one.recv(buf)
    two.send(b"")
    one.recv_vectored_with_ancillary_from([buf], SocketAncillary(bytearray(64)))
    two.peer_addr()
    two.shutdown(Shutdown.Both)
    del two
    del one


def pipes() -> None:
    """Calls of pipes."""
    buf = memoryview(bytearray(16))
    step("pipe")
    reader, writer = pipe().unwrap()

    step("write")
    writer.write(b"hello")
    writer.write(b"")
    writer.write_all(b"hello")
    writer.write_vectored([b"head", b"", b"body"])
    writer.write_vectored([])
    writer.flush()

    step("read")
    reader.read(buf[:2])
    reader.read(bytearray())
    reader.read_exact(buf[:8])
    reader.read_vectored([buf[:2], buf[2:]])
    reader.read_vectored([])

    step("clone")
    reader.try_clone()
    clone = writer.try_clone().unwrap()
    reader.as_fd().try_clone_to_owned()

    step("give and take")
    fd = reader.into_raw_fd()
    reader = PipeReader.from_raw_fd(fd)
    reader = PipeReader.from_owned_fd(OwnedFd.from_(reader))
    reader.as_raw_fd()

    step("end")
    del writer
    clone.write(b"x")
    del clone
    reader.read(buf)
    reader.read(buf)
    del reader

    step("nobody reads")
    reader, writer = pipe().unwrap()
    del reader
    writer.write(b"x")
    writer.write_vectored([b"x", b"y"])
    del writer


def main(words: list[str]) -> None:
    """Runs the scenario that the arguments name."""
    match words:
        case ["talk", ip]:
            talk(IpAddr.from_str(ip).unwrap())
        case ["options", ip]:
            options(IpAddr.from_str(ip).unwrap())
        case ["datagrams", ip]:
            datagrams(IpAddr.from_str(ip).unwrap())
        case ["unix", folder]:
            unix(folder)
        case ["pipes"]:
            pipes()
        case ["fail", ip, full]:
            fail(IpAddr.from_str(ip).unwrap(), SocketAddr.from_str(full).unwrap())
        case _:
            return
    step("end")


if __name__ == "__main__":
    main(sys.argv[1:])
