"""A buffer that changes the list in which it is passed: python/cpython#143988 and #143637.

Since Python 3.12 a class can have a `__buffer__`. CPython's `sendmsg` and `recvmsg_into` walk over
the caller's own list, and crash the process if a buffer of it shortens the list meanwhile.
"""

import subprocess
import sys
from typing import Final

import pytest

pytestmark = pytest.mark.skipif(
    sys.version_info < (3, 12), reason="classes have __buffer__ since Python 3.12"
)

PROGRAM: Final = """
import os, sys
from stdnet import io
from stdnet.os.unix.net import SocketAddr, SocketAncillary, UnixDatagram, UnixStream
from stdnet.socket2 import Domain, MsgHdr, MsgHdrMut, SockAddr, Socket, SockRef, Type

class Clearing:
    def __init__(self, bufs, data, calls):
        self.bufs, self.data, self.calls = bufs, data, calls
    def __buffer__(self, flags):
        self.calls -= 1
        if self.calls == 0:
            self.bufs.clear()
        return memoryview(self.data)

def bufs(make):
    found = []
    found += [Clearing(found, make(), int(sys.argv[1])), *(make() for _ in range(200))]
    return found

def sources():
    return bufs(lambda: b"hello")

def targets():
    return bufs(lambda: bytearray(5))

def ancillary():
    return SocketAncillary(bytearray(64))

def perform(operation):
    one, other = UnixStream.pair().unwrap()
    datagram, receiver = UnixDatagram.pair().unwrap()
    reader, writer = io.pipe().unwrap()
    sock, peer = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
    at_a_name = UnixDatagram.bind("").unwrap()
    name = at_a_name.local_addr().unwrap()
    for written in one, writer:
        written.write_all(b"hello world").unwrap()
    datagram.send(b"hello world").unwrap()
    peer.send(b"hello world").unwrap()
    return eval(operation)

for operation in sys.argv[2:]:
    child = os.fork()
    if child == 0:
        print(operation, perform(operation), sep=": ", flush=True)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status:
        print(operation, f"it ended with status {status}", sep=": ", flush=True)
"""
"""A program that performs each operation of its arguments in a child of its own."""

OPERATIONS: Final = {
    "other.write_vectored(sources())",
    "other.read_vectored(targets())",
    "other.send_vectored_with_ancillary(sources(), ancillary())",
    "other.recv_vectored_with_ancillary(targets(), ancillary())",
    "receiver.send_vectored_with_ancillary(sources(), ancillary())",
    "receiver.recv_vectored_with_ancillary(targets(), ancillary())",
    "receiver.recv_vectored_with_ancillary_from(targets(), ancillary())",
    "datagram.send_vectored_with_ancillary_to(sources(), ancillary(), '/')",
    "writer.write_vectored(sources())",
    "reader.read_vectored(targets())",
    "sock.send_vectored(sources())",
    "sock.recv_vectored(targets())",
    "sock.recv_from_vectored(targets())",
    "SockRef.from_(datagram).send_to_vectored(sources(), SockAddr.unix('/').unwrap())",
    "sock.sendmsg(MsgHdr().with_buffers(sources()), 0)",
    "sock.recvmsg(MsgHdrMut().with_buffers(targets()), 0)",
}


@pytest.mark.parametrize("calls", ["1", "2"])
def test_a_buffer_that_clears_its_list_does_no_harm(calls: str) -> None:
    """It clears the list when it is asked for its memory for the first or the second time."""
    command = [sys.executable, "-c", PROGRAM, calls, *OPERATIONS]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    returned = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert returned.keys() == OPERATIONS
    harmed = {key: text for key, text in returned.items() if not text.startswith(("Ok(", "Err("))}
    assert harmed == {}, done.stderr
