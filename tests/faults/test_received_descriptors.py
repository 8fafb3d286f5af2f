"""Promise 9: received descriptors are not inherited, and are closed unless they are taken."""

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
    """Returns pairs of a Python socket and a stdnet socket, a stream pair and a datagram pair."""
    made = list[tuple[socket.socket, Receiver]]()
    for kind, receiver in ((socket.SOCK_STREAM, UnixStream), (socket.SOCK_DGRAM, UnixDatagram)):
        theirs, ours = socket.socketpair(socket.AF_UNIX, kind)
        made.append((theirs, receiver.from_socket(ours).unwrap()))
    return made


def descriptors() -> list[str]:
    return os.listdir("/proc/self/fd")


def inheritable() -> list[str]:
    """Returns the descriptors that a child program would inherit."""
    return [
        fd
        for fd in descriptors()
        if os.path.exists(f"/dev/fd/{fd}") and os.get_inheritable(int(fd))
    ]


def rights(*counts: int) -> list[tuple[int, int, bytes]]:
    """Returns control messages with these counts of descriptors."""
    zero = [array.array("i", [0] * count).tobytes() for count in counts]
    return [(socket.SOL_SOCKET, socket.SCM_RIGHTS, data) for data in zero]


def receive(ours: Receiver, room: int) -> SocketAncillary:
    ancillary = SocketAncillary(bytearray(room))
    # One byte at a time, as a stream merges bytes that come without a message.
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
    for theirs, ours in receivers():
        before = descriptors()
        with theirs, ours:
            ours.set_passcred(credentials).unwrap()
            for _ in range(sends):
                theirs.sendmsg([b"x"], rights(*counts))
            for _ in range(sends):
                ancillary = receive(ours, room)
                take_some(ancillary, take)
                del ancillary
            # The kernel closes what is not received.
            theirs.sendmsg([b"x"], rights(*counts))
        assert len(descriptors()) == len(before) - 2


def take_some(ancillary: SocketAncillary, take: int) -> None:
    """Takes up to `take` descriptors of each message, which are close-on-exec."""
    for message in ancillary.messages():
        match message.unwrap_or(None):
            case ScmRights() as owned:
                for _, fd in zip(range(take), owned, strict=False):
                    assert not os.get_inheritable(fd.as_raw_fd())
            case ScmCredentials() as given:
                for cred in given:
                    assert cred.get_pid() in {0, os.getpid()}
            case None:
                str(message.unwrap_err())
    ancillary.truncated()
    repr(ancillary)


def test_they_are_close_on_exec_from_the_start() -> None:
    for theirs, ours in receivers():
        with theirs, ours:
            theirs.sendmsg([b"x"], rights(5))
            before = inheritable()
            ancillary = receive(ours, 64)
            assert isinstance(next(ancillary.messages()).unwrap(), ScmRights)
            assert inheritable() == before
            del ancillary


def test_a_plain_read_leaves_no_descriptor() -> None:
    # The kernel closes descriptors for which the call has no room.
    for theirs, ours in receivers():
        with theirs, ours:
            theirs.sendmsg([b"x"], rights(9))
            before = descriptors()
            read = ours.read if isinstance(ours, UnixStream) else ours.recv
            assert read(bytearray(1)) == Ok(1)
            assert descriptors() == before


@given(st.binary(max_size=64))
def test_credentials_are_parsed_from_any_bytes(data: bytes) -> None:
    for pid, uid, gid in sys_ancillary.parse_credentials(data):
        assert -(1 << 31) <= pid < 1 << 31
        assert 0 <= uid < 1 << 32
        assert 0 <= gid < 1 << 32
