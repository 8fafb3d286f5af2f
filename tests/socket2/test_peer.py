"""All four types of sockets exchange data with a C program, `tests/oracle/socket2_peer.c`."""

import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from stdnet import Ipv4Addr, SocketAddr
from stdnet.result import Ok
from stdnet.socket2 import Domain, Protocol, SockAddr, Socket, Type
from tests.support import oracle

pytestmark = oracle.needs_gcc

LOCALHOST = SocketAddr(Ipv4Addr.LOCALHOST, 0)
PATIENCE = 20
"""Seconds after which a test fails instead of waiting."""
ALL_BYTES = bytes(range(256))


@contextmanager
def peer(*words: str) -> Generator["subprocess.Popen[str]", None, None]:
    """Runs the C program with these arguments."""
    command = [str(oracle.program("socket2_peer")), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def output(process: "subprocess.Popen[str]") -> list[str]:
    """Waits for the end of the program; returns the lines that it has printed."""
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    return out.splitlines()


def bound(domain: Domain, ty: Type, protocol: Protocol | None, addr: SockAddr) -> Socket:
    socket = Socket.new(domain, ty, protocol).unwrap()
    socket.set_read_timeout(PATIENCE).unwrap()
    socket.bind(addr).unwrap()
    return socket


def received(socket: Socket) -> bytes:
    buf = bytearray(4096)
    return bytes(buf[: socket.recv(buf).unwrap()])


def port(socket: Socket) -> str:
    addr = socket.local_addr().unwrap().as_socket()
    assert addr is not None
    return str(addr.port())


def test_a_stream_socket_talks_to_a_c_program() -> None:
    with bound(Domain.IPV4, Type.STREAM, None, SockAddr.from_(LOCALHOST)) as listener:
        listener.listen(1).unwrap()
        with peer("stream", port(listener)) as process:
            server, addr = listener.accept().unwrap()
            with server:
                assert addr == server.peer_addr().unwrap()
                assert server.read_array(8) == Ok(b"greeting")
                assert server.write_all(ALL_BYTES) == Ok(None)
                assert server.read_array(256) == Ok(ALL_BYTES)
            assert "".join(output(process)) == ALL_BYTES.hex()


def test_a_datagram_socket_talks_to_a_c_program() -> None:
    with (
        bound(Domain.IPV4, Type.DGRAM, None, SockAddr.from_(LOCALHOST)) as socket,
        peer("datagram", port(socket)) as process,
    ):
        buf = bytearray(99)
        count, addr = socket.recv_from(buf).unwrap()
        assert buf[:count] == b"greeting"
        assert socket.send_to(ALL_BYTES, addr) == Ok(256)
        assert received(socket) == ALL_BYTES
        assert output(process) == [ALL_BYTES.hex()]


def test_a_seqpacket_socket_talks_to_a_c_program() -> None:
    name = f"stdnet-socket2-{os.getpid()}"
    addr = SockAddr.unix(f"\0{name}").unwrap()
    with bound(Domain.UNIX, Type.SEQPACKET, None, addr) as listener:
        listener.listen(1).unwrap()
        with peer("seqpacket", name) as process:
            server, client = listener.accept().unwrap()
            with server:
                assert client.is_unnamed()
                # Each `recv` returns one packet, even if several are waiting.
                assert [received(server) for _ in range(3)] == [b"one", b"", b"three"]
                for packet in (ALL_BYTES, b"x", b"last"):
                    assert server.send_with_flags(packet, 0x80) == Ok(len(packet))  # MSG_EOR
                assert [received(server) for _ in range(3)] == [ALL_BYTES, b"x", b"last"]
                lines = output(process)
                assert received(server) == b""
    assert lines == [ALL_BYTES.hex(), b"x".hex(), b"last".hex()]


@pytest.mark.skipif(os.geteuid() != 0, reason="a raw socket takes CAP_NET_RAW")
def test_a_raw_socket_talks_to_a_c_program() -> None:
    # There are no ports, so two addresses of this machine that no other test uses.
    here, there = (
        Ipv4Addr(127, os.getpid() >> 8 & 0xFF, os.getpid() & 0xFF, host) for host in (101, 102)
    )
    addr = SockAddr.from_(SocketAddr(here, 0))
    with (
        bound(Domain.IPV4, Type.RAW, Protocol.from_(253), addr) as socket,
        peer("raw", str(there)) as process,
    ):
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        assert socket.send_to(ALL_BYTES, SocketAddr(there, 0)) == Ok(256)
        packet = received(socket)
        # A raw socket receives the IP header, too: here its protocol and its addresses.
        assert (packet[0], packet[9]) == (0x45, 253)
        assert packet[12:20] == there.octets() + here.octets()
        assert packet[20:] == ALL_BYTES
        assert output(process) == [ALL_BYTES.hex()]
