"""Promise 11: descriptors and credentials that were received are data from a stranger."""

import array
import os
import socket

from hypothesis import given, settings
from hypothesis import strategies as st

from stdnet._sys import ancillary as sys_ancillary
from stdnet.os.unix.net import ScmCredentials, ScmRights, SocketAncillary, UnixDatagram, UnixStream
from stdnet.result import Ok

Receiver = UnixStream | UnixDatagram


def receivers() -> list[tuple[socket.socket, Receiver]]:
    """A stranger's end, and ours, of each kind."""
    made = list[tuple[socket.socket, Receiver]]()
    for kind, receiver in ((socket.SOCK_STREAM, UnixStream), (socket.SOCK_DGRAM, UnixDatagram)):
        theirs, ours = socket.socketpair(socket.AF_UNIX, kind)
        made.append((theirs, receiver.from_socket(ours).unwrap()))
    return made


def descriptors() -> list[str]:
    return os.listdir("/proc/self/fd")


def inheritable() -> list[str]:
    """Those that a program would inherit."""
    return [
        fd
        for fd in descriptors()
        if os.path.exists(f"/dev/fd/{fd}") and os.get_inheritable(int(fd))
    ]


def rights(*counts: int) -> list[tuple[int, int, bytes]]:
    """Messages with so many descriptors each."""
    zero = [array.array("i", [0] * count).tobytes() for count in counts]
    return [(socket.SOL_SOCKET, socket.SCM_RIGHTS, data) for data in zero]


def receive(ours: Receiver, room: int) -> SocketAncillary:
    ancillary = SocketAncillary(bytearray(room))
    # One by one, as bytes that bring no message come together.
    ours.recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    return ancillary


@settings(max_examples=60)
@given(
    counts=st.lists(st.sampled_from([1, 2, 3, 9, 253]), max_size=1),
    sends=st.integers(1, 3),
    room=st.sampled_from([0, 1, 15, 16, 17, 19, 20, 23, 24, 28, 31, 32, 36, 64, 1100, 4096]),
    credentials=st.booleans(),
    take=st.integers(0, 4),
)
def test_no_descriptor_is_leaked(
    counts: list[int], sends: int, room: int, credentials: bool, take: int
) -> None:
    """Whatever is sent, however little room there is, however much is looked at."""
    for theirs, ours in receivers():
        before = descriptors()
        with theirs, ours:
            ours.set_passcred(credentials).unwrap()
            for _ in range(sends):
                theirs.sendmsg([b"x"], rights(*counts))
            for _ in range(sends):
                ancillary = receive(ours, room)
                look(ancillary, take)
                del ancillary
            # What was sent and not received is the kernel's to close.
            theirs.sendmsg([b"x"], rights(*counts))
        assert len(descriptors()) == len(before) - 2


def look(ancillary: SocketAncillary, take: int) -> None:
    """Takes some of what has come, which is close-on-exec from the first moment."""
    for message in ancillary.messages():
        match message.value_or(None):
            case ScmRights() as owned:
                for _, fd in zip(range(take), owned, strict=False):
                    assert not os.get_inheritable(fd.as_raw_fd())
            case ScmCredentials() as given:
                for cred in given:
                    assert cred.get_pid() in {0, os.getpid()}
            case None:
                str(message.failure())
    ancillary.truncated()
    repr(ancillary)


def test_close_on_exec_without_being_looked_at() -> None:
    for theirs, ours in receivers():
        with theirs, ours:
            theirs.sendmsg([b"x"], rights(5))
            before = inheritable()
            ancillary = receive(ours, 64)
            assert isinstance(next(ancillary.messages()).unwrap(), ScmRights)
            assert inheritable() == before
            del ancillary


def test_a_plain_read_leaves_no_descriptor() -> None:
    """The kernel closes what nobody has room for."""
    for theirs, ours in receivers():
        with theirs, ours:
            theirs.sendmsg([b"x"], rights(9))
            before = descriptors()
            read = ours.read if isinstance(ours, UnixStream) else ours.recv
            assert read(bytearray(1)) == Ok(1)
            assert descriptors() == before


@given(st.binary(max_size=64))
def test_any_bytes_are_read_as_credentials(data: bytes) -> None:
    for pid, uid, gid in sys_ancillary.read_credentials(data):
        assert -(1 << 31) <= pid < 1 << 31
        assert 0 <= uid < 1 << 32
        assert 0 <= gid < 1 << 32
