"""ICMP echo over a raw socket."""

import os
import re

import pytest

from stdnet import Ipv4Addr, Ipv6Addr, SocketAddr
from stdnet.examples.ping import checksum, checksum_input, with_checksum
from stdnet.socket2 import Domain, Protocol, Socket, Type
from tests.examples.ordinary_user import needs_root, run_as_nobody
from tests.examples.programs import assert_fails, assert_refuses, run
from tests.support.once import only_with

pytestmark = only_with("3.13")


@needs_root
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_loopback_replies(host: str) -> None:
    done = run("ping", host, "2")
    assert (done.returncode, done.stderr) == (0, "")
    first, second, last = done.stdout.splitlines()
    for number, line in enumerate((first, second)):
        shape = rf"64 bytes from {host}: seq={number} \d+\.\d{{3}} ms intact"
        assert re.fullmatch(shape, line)
    assert last == "2 sent, 2 answered"


def test_without_the_capability_the_error_names_it() -> None:
    done = run_as_nobody("ping", "127.0.0.1")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        'Error: Custom { kind: PermissionDenied, error: "a raw socket takes the capability'
        " CAP_NET_RAW: be root, or give it to the program"
        ' (Operation not permitted (os error 1))" }\n'
    )


@pytest.mark.parametrize("args", [[], ["127.0.0.1", "0"], ["127.0.0.1", "x"], ["a", "1", "b"]])
def test_wrong_arguments_are_refused(args: list[str]) -> None:
    assert_refuses("ping", args, "it takes HOST, and perhaps COUNT")


def test_an_unknown_host_is_an_error() -> None:
    message = "failed to lookup address information: Name or service not known"
    error = f'Custom {{ kind: Uncategorized, error: "{message}" }}'
    assert_fails("ping", ["two words"], error)


def test_the_checksum_is_that_of_rfc_1071() -> None:
    assert checksum(bytes.fromhex("0001f203f4f5f6f7")) == 0xDDF2 ^ 0xFFFF
    assert checksum(b"") == 0xFFFF
    assert checksum(b"\x01") == checksum(b"\x01\x00")


@needs_root
def test_the_kernel_replies_to_a_right_checksum_only() -> None:
    here = SocketAddr(Ipv4Addr.LOCALHOST, 0)
    with Socket.new(Domain.IPV4, Type.RAW, Protocol.ICMPV4).unwrap() as socket:
        socket.set_read_timeout(10).unwrap()
        socket.connect(here).unwrap()
        identifier = (os.getpid() & 0xFFFF).to_bytes(2, "big")
        request = bytes([8, 0, 0, 0]) + identifier + b"\0\1odd"
        right = with_checksum(request, here, here)
        wrong = right[:2] + bytes([right[2] ^ 1]) + right[3:-1] + b"!"
        socket.send(wrong).unwrap()
        socket.send(right).unwrap()
        buf = bytearray(100)
        reply = b""
        while reply[:1] != b"\0" or reply[4:6] != identifier:
            count = socket.recv(buf).unwrap()
            reply = bytes(buf[20:count])
        # The first reply is to the second request.
        assert reply[8:] == b"odd"
        assert checksum(reply) == 0


@needs_root
def test_the_kernel_computes_the_same_checksum_for_icmpv6() -> None:
    """The kernel overwrites the checksum of ICMPv6, so it may be 0 in what is sent."""
    here = SocketAddr(Ipv6Addr.LOCALHOST, 0)
    with Socket.new(Domain.IPV6, Type.RAW, Protocol.ICMPV6).unwrap() as socket:
        socket.set_read_timeout(10).unwrap()
        socket.connect(here).unwrap()
        identifier = (os.getpid() & 0xFFFF).to_bytes(2, "big")
        request = bytes([128, 0, 0, 0]) + identifier + b"\0\1even"
        socket.send(request).unwrap()
        buf = bytearray(100)
        received = b""
        while received[4:6] != identifier or received[:1] != b"\x80":
            received = bytes(buf[: socket.recv(buf).unwrap()])
        assert received == with_checksum(request, here, here)
        assert checksum(checksum_input(received, here, here)) == 0
