"""`SocketAncillary`, besides what `test_oracle.py` compares with Rust."""

import os
import signal
import socket
from time import sleep

import pytest

from stdnet import Err, Ok
from stdnet.io import PipeReader, PipeWriter, pipe
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import AncillaryError, SocketAncillary, SocketCred, UnixStream
from tests.conftest import open_descriptors
from tests.os.unix.net.descriptors import open_null, take_fds
from tests.os.unix.net.signals import handler


def test_a_received_descriptor_is_of_the_same_open_file(
    pair: tuple[UnixStream, UnixStream],
) -> None:
    reader, writer = pipe().unwrap()
    ancillary = SocketAncillary(bytearray(64))
    assert ancillary.add_fds([reader, writer.as_raw_fd()])
    pair[0].send_vectored_with_ancillary([b"x"], ancillary).unwrap()
    reader.close()
    writer.close()
    pair[1].recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    one, two = take_fds(ancillary)
    assert take_fds(ancillary) == []
    with PipeReader.from_owned_fd(one) as reader, PipeWriter.from_owned_fd(two) as writer:
        assert not os.get_inheritable(reader.fileno())
        writer.write_all(b"hello").unwrap()
        assert reader.read_array(5) == Ok(b"hello")


def test_an_added_descriptor_stays_open_until_the_ancillary_data_is_cleared(
    pair: tuple[UnixStream, UnixStream],
) -> None:
    reader, writer = pipe().unwrap()
    ancillary = SocketAncillary(bytearray(64))
    ancillary.add_fds([reader])
    number = reader.as_raw_fd()
    reader.close()
    assert pair[0].send_vectored_with_ancillary([b"x"], ancillary) == Ok(1)
    assert take_fds(ancillary) == []
    ancillary.clear()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)
    writer.close()


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_a_received_message_is_sent_on_without_the_descriptors_that_were_taken(
    pair: tuple[UnixStream, UnixStream], taken: int
) -> None:
    one, two = pair
    ancillary, arrived = SocketAncillary(bytearray(64)), SocketAncillary(bytearray(64))
    with open_null(2) as fds:
        ancillary.add_fds(fds)
        one.send_vectored_with_ancillary([b"x"], ancillary).unwrap()
    two.recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    (message,) = ancillary.messages()
    rights = message.unwrap()
    kept = [next(rights) for _ in range(taken)]
    assert two.send_vectored_with_ancillary([b"x"], ancillary) == Ok(1)
    one.recv_vectored_with_ancillary([bytearray(1)], arrived).unwrap()
    assert len(take_fds(arrived)) == 2 - taken
    assert len(kept) == taken


@pytest.mark.parametrize("capacity", [0, 15, 16, 19, 20, 23, 24, 28, 32, 35, 36, 56, 1000])
@pytest.mark.parametrize("taken", [0, 1, 100])
def test_no_descriptor_leaks_if_some_do_not_fit_or_are_not_taken(
    pair: tuple[UnixStream, UnixStream], capacity: int, taken: int
) -> None:
    before = len(open_descriptors())
    with open_null(3) as fds:
        sent = SocketAncillary(bytearray(256))
        sent.add_fds(fds)
        for _ in range(3):
            pair[0].send_vectored_with_ancillary([b"x"], sent).unwrap()
        del sent
    ancillary = SocketAncillary(bytearray(capacity))
    for _ in range(3):
        pair[1].recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
        fitting = min(max(capacity - socket.CMSG_LEN(0), 0) // 4, 3)
        assert ancillary.truncated() == (fitting < 3)
        assert len(open_descriptors()) == before + fitting
        assert len([fd for fd, _ in zip(take_fds(ancillary), range(taken), strict=False)]) == min(
            fitting, taken
        )
    del ancillary
    assert len(open_descriptors()) == before


def test_the_descriptors_of_two_messages_arrive_together(
    pair: tuple[UnixStream, UnixStream],
) -> None:
    """The kernel makes one message of them."""
    with open_null(3) as (a, b, c):
        ancillary = SocketAncillary(bytearray(256))
        ancillary.add_fds([a])
        ancillary.add_fds([b, c])
        pair[0].send_vectored_with_ancillary([b"x"], ancillary).unwrap()
    pair[1].recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    fds = take_fds(ancillary)
    assert len({fd.as_raw_fd() for fd in fds}) == 3


def test_the_descriptor_of_a_message_that_rust_does_not_know_is_closed(
    pair: tuple[UnixStream, UnixStream],
) -> None:
    so_passpidfd = 76
    with socket.socket(fileno=pair[1].try_clone().unwrap().into_raw_fd()) as python:
        try:
            python.setsockopt(socket.SOL_SOCKET, so_passpidfd, 1)
        except OSError:
            pytest.skip("a kernel without SO_PASSPIDFD")
    before = len(open_descriptors())
    pair[0].write_all(b"x").unwrap()
    ancillary = SocketAncillary(bytearray(256))
    pair[1].recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    (message,) = ancillary.messages()
    match message:
        case Err(AncillaryError.Unknown(level, kind) as error):
            assert (level, kind) == (socket.SOL_SOCKET, 4)
            assert repr(error) == str(error) == "Unknown { cmsg_level: 1, cmsg_type: 4 }"
        case _:
            pytest.fail("an SCM_PIDFD is not Unknown")
    ancillary.clear()
    assert len(open_descriptors()) == before


class HandlerError(Exception):
    """Raised by a signal handler."""


@pytest.mark.slow
def test_no_descriptor_leaks_if_a_signal_handler_raises_at_any_time(
    pair: tuple[UnixStream, UnixStream],
) -> None:
    """The handler runs wherever CPython looks for signals after the system call."""

    def interrupt(*_: object) -> None:
        raise HandlerError

    one, two = pair
    before = len(open_descriptors())
    with open_null(4) as fds, handler(signal.SIGALRM, interrupt):
        sent = SocketAncillary(bytearray(64))
        sent.add_fds(fds)
        raised = 0
        for step in range(400):
            one.send_vectored_with_ancillary([b"x"], sent).unwrap()
            ancillary = SocketAncillary(bytearray(64))
            taken = list[OwnedFd]()
            try:
                signal.setitimer(signal.ITIMER_REAL, 1e-6 + step * 1e-7)
                _ = two.recv_vectored_with_ancillary([bytearray(1)], ancillary)
                taken = take_fds(ancillary)
                sleep(1)
            except HandlerError:
                raised += 1
            ancillary.clear()
            taken.clear()
            two.set_nonblocking(True).unwrap()
            _ = two.read(bytearray(1))
            two.set_nonblocking(False).unwrap()
        assert raised == 400
        sent.clear()
    assert len(open_descriptors()) == before


def test_passcred_brings_the_credentials_of_the_sender(
    pair: tuple[UnixStream, UnixStream],
) -> None:
    pair[1].set_passcred(True).unwrap()
    pair[0].write_all(b"x").unwrap()
    ancillary = SocketAncillary(bytearray(64))
    pair[1].recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    (message,) = ancillary.messages()
    (cred,) = message.unwrap()
    assert isinstance(cred, SocketCred)
    assert (cred.get_pid(), cred.get_uid(), cred.get_gid()) == (
        *(os.getpid(), os.geteuid(), os.getegid()),
    )


@pytest.mark.parametrize("wrong", [-1, 2**32])
def test_an_id_that_is_out_of_range_raises(wrong: int) -> None:
    cred = SocketCred()
    for change in (cred.set_uid, cred.set_gid):
        with pytest.raises(ValueError, match="u32"):
            change(wrong)
    with pytest.raises(ValueError, match="i32"):
        cred.set_pid(2**31)
