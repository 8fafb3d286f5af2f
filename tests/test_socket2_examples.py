"""The examples of socket2, as a user starts them."""

import os
import re
import subprocess
import sys

import pytest

from stdnet import Ipv4Addr, Ipv6Addr, SocketAddr
from stdnet.examples.ping import checksum, covered, with_checksum
from stdnet.examples.services import RECORDS
from stdnet.socket2 import Domain, Protocol, Socket, Type

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="a raw socket takes CAP_NET_RAW")

PYTHON = [sys.executable, "-X", "dev", "-W", "error"]

# Nobody may not read what root has installed, so everything is imported before.
AS_NOBODY = """
import os, sys
from stdnet.examples import {program}
if os.geteuid() == 0:
    os.setuid(65534)
sys.exit({program}.main())
"""


def run(program: str, *args: str) -> subprocess.CompletedProcess[str]:
    command = [*PYTHON, "-m", f"stdnet.examples.{program}", *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def run_as_nobody(program: str, *args: str) -> subprocess.CompletedProcess[str]:
    command = [*PYTHON, "-c", AS_NOBODY.format(program=program), *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@needs_root
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_ping_gets_its_replies(host: str) -> None:
    done = run("ping", host, "2")
    assert (done.returncode, done.stderr) == (0, "")
    first, second, last = done.stdout.splitlines()
    for number, line in enumerate((first, second)):
        shape = rf"64 bytes from {host}: seq={number} \d+\.\d{{3}} ms intact"
        assert re.fullmatch(shape, line)
    assert last == "2 sent, 2 answered"


def test_ping_says_what_an_ordinary_user_lacks() -> None:
    done = run_as_nobody("ping", "127.0.0.1")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "ping: a raw socket takes the capability CAP_NET_RAW: be root, or give it to the program"
        " (Operation not permitted (os error 1))\n"
    )


@pytest.mark.parametrize("args", [[], ["127.0.0.1", "0"], ["127.0.0.1", "x"], ["a", "1", "b"]])
def test_ping_takes_a_host(args: list[str]) -> None:
    done = run("ping", *args)
    assert (done.returncode, done.stderr) == (1, "ping: it takes HOST, and perhaps COUNT\n")


def test_ping_knows_no_such_host() -> None:
    done = run("ping", "two words")
    assert done.returncode == 1
    assert done.stderr == (
        "ping: failed to lookup address information: Name or service not known\n"
    )


def test_checksum_of_the_books() -> None:
    """The example of RFC 1071."""
    assert checksum(bytes.fromhex("0001f203f4f5f6f7")) == 0xDDF2 ^ 0xFFFF
    assert checksum(b"") == 0xFFFF
    assert checksum(b"\x01") == checksum(b"\x01\x00")


@needs_root
def test_the_kernel_takes_the_checksum_and_sends_one_as_good() -> None:
    here = SocketAddr(Ipv4Addr.LOCALHOST, 0)
    with Socket.new(Domain.IPV4, Type.RAW, Protocol.ICMPV4).unwrap() as socket:
        socket.set_read_timeout(10).unwrap()
        socket.connect(here).unwrap()
        identifier = (os.getpid() & 0xFFFF).to_bytes(2, "big")
        request = bytes([8, 0, 0, 0]) + identifier + b"\0\1odd"
        right = with_checksum(request, here, here)
        # The kernel does not answer a request whose checksum is wrong, so the answer is the
        # other one's.
        socket.send(right[:2] + bytes([right[2] ^ 1]) + right[3:-1] + b"!").unwrap()
        socket.send(right).unwrap()
        buf = bytearray(100)
        reply = b""
        while reply[:1] != b"\0" or reply[4:6] != identifier:
            count = socket.recv(buf).unwrap()
            reply = bytes(buf[20:count])
        assert reply[8:] == b"odd"
        assert checksum(reply) == 0


@needs_root
def test_the_kernel_has_the_same_checksum_of_icmpv6() -> None:
    """It puts its own one in, over the addresses as well."""
    here = SocketAddr(Ipv6Addr.LOCALHOST, 0)
    with Socket.new(Domain.IPV6, Type.RAW, Protocol.ICMPV6).unwrap() as socket:
        socket.set_read_timeout(10).unwrap()
        socket.connect(here).unwrap()
        identifier = (os.getpid() & 0xFFFF).to_bytes(2, "big")
        request = bytes([128, 0, 0, 0]) + identifier + b"\0\1even"
        socket.send(request).unwrap()
        buf = bytearray(100)
        seen = b""
        while seen[4:6] != identifier or seen[:1] != b"\x80":
            seen = bytes(buf[: socket.recv(buf).unwrap()])
        assert seen == with_checksum(request, here, here)
        assert checksum(covered(seen, here, here)) == 0


def table(*args: str) -> dict[str, tuple[list[str], str]]:
    """What `services` prints for each service: what arrived, and what is kept."""
    done = run("services", *args)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:2] == ["sent", "    " + " ".join(map(bytes.decode, RECORDS))]
    return {
        lines[at]: (lines[at + 1].split(), lines[at + 2].strip()) for at in range(2, len(lines), 3)
    }


DATAGRAM = "without connection: datagram"
RAW = "without connection: raw"
ACKNOWLEDGED = "without connection, acknowledged: datagram"
PACKETS = "with connection: sequenced packet"
STREAM = "with connection: stream"

SENT = [record.decode() for record in RECORDS]


@needs_root
def test_services_keep_what_they_promise() -> None:
    shown = table("0.5", "3")
    assert list(shown) == [DATAGRAM, RAW, ACKNOWLEDGED, PACKETS, STREAM]
    arrived, kept = shown[DATAGRAM]
    lost = 10 - len(arrived)
    assert 0 < lost < 10
    assert arrived != sorted(arrived)
    assert kept == f"{lost} lost, each once, out of order, boundaries"
    assert shown[RAW] == shown[DATAGRAM]
    arrived, kept = shown[ACKNOWLEDGED]
    assert set(arrived) == set(SENT)
    assert len(arrived) > 10
    assert kept == "all, some twice, out of order, boundaries"
    assert shown[PACKETS] == (SENT, "all, each once, in order, boundaries")
    arrived, kept = shown[STREAM]
    assert "".join(arrived) == "".join(SENT)
    assert kept == "all, each once, in order, no boundaries"


@needs_root
def test_services_over_a_network_that_loses_nothing() -> None:
    shown = table("0", "3")
    arrived, kept = shown[DATAGRAM]
    assert sorted(arrived) == SENT
    assert kept == "all, each once, out of order, boundaries"


@needs_root
def test_services_lose_the_same_with_the_same_seed() -> None:
    one, same, other = (table("0.3", seed) for seed in ("7", "7", "8"))
    assert one == same
    assert one != other


def test_services_of_an_ordinary_user() -> None:
    done = run_as_nobody("services")
    assert done.returncode == 0
    assert (
        f"{RAW}\n    not for everybody: it takes the capability CAP_NET_RAW"
        " (Operation not permitted (os error 1))\n" in done.stdout
    )
    assert f"{STREAM}\n" in done.stdout


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["0.8"], "the loss is 0 to 0.7, not 0.8"),
        (["nan"], "the loss is 0 to 0.7, not nan"),
        (["much"], "the loss and the seed are numbers, not much"),
        (["0.1", "x"], "the loss and the seed are numbers, not 0.1 x"),
        (["1", "2", "3"], "it takes LOSS and SEED, or nothing"),
    ],
)
def test_a_mistake_is_one_line_and_exit_1(args: list[str], says: str) -> None:
    done = run("services", *args)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"services: {says}\n")
