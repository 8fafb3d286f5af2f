"""`UnixStream`, besides what `test_oracle.py` compares with Rust."""

import os
import signal
import threading
from pathlib import Path
from time import monotonic

import pytest

from stdnet import Err, Ok, io
from stdnet.os.unix.net import UCred, UnixListener, UnixStream
from tests.os.unix.net.signals import handler, raise_soon


def test_connect_timeout_expires_if_the_queue_of_the_listener_is_full(tmp_path: Path) -> None:
    with UnixListener.bind(tmp_path / "sock", backlog=0).unwrap() as listener:
        with UnixStream.connect_timeout(tmp_path / "sock", 5).unwrap() as client:
            assert client.write_timeout() == Ok(None)
            begun = monotonic()
            error = UnixStream.connect_timeout(listener.local_addr().unwrap(), 0.05).unwrap_err()
        assert error.kind() is io.ErrorKind.TimedOut
        assert 0.04 < monotonic() - begun < 5


def test_connect_timeout_of_zero_is_an_error_and_a_negative_one_raises(tmp_path: Path) -> None:
    with UnixListener.bind(tmp_path / "sock").unwrap():
        assert str(UnixStream.connect_timeout(tmp_path / "sock", 0).unwrap_err()) == (
            "cannot set a 0 duration timeout"
        )
        with pytest.raises(ValueError, match="duration"):
            UnixStream.connect_timeout(tmp_path / "sock", -1).unwrap()


@pytest.mark.parametrize("timeout", [None, 30])
def test_connect_starts_again_after_a_signal(tmp_path: Path, timeout: int | None) -> None:
    """CPython reports that an interrupted `connect` has succeeded."""
    path = tmp_path / "sock"
    interrupted = threading.Event()
    with (
        UnixListener.bind(path, backlog=0).unwrap() as listener,
        UnixStream.connect(path).unwrap(),
        handler(signal.SIGUSR1, lambda _, __: interrupted.set()),
    ):

        def interrupt_and_accept() -> None:
            while not interrupted.wait(0.01):
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
            for _ in range(2):
                with listener.accept().unwrap()[0] as server:
                    server.write_all(b"!").unwrap()

        thread = threading.Thread(target=interrupt_and_accept)
        thread.start()
        connected = (
            UnixStream.connect_timeout(path, timeout) if timeout else UnixStream.connect(path)
        )
        with connected.unwrap() as client:
            assert client.read_array(1) == Ok(b"!")
        thread.join()


class HandlerError(BlockingIOError):
    """Raised by a signal handler, of the class that the kernel's EAGAIN has."""


def test_an_exception_of_a_signal_handler_propagates_out_of_connect_timeout(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sock"
    with (
        UnixListener.bind(path, backlog=0).unwrap(),
        UnixStream.connect(path).unwrap(),
        pytest.raises(HandlerError),
        raise_soon(HandlerError()),
    ):
        UnixStream.connect_timeout(path, 30).unwrap()


def test_peer_cred_of_a_pair_is_this_process(pair: tuple[UnixStream, UnixStream]) -> None:
    cred = pair[0].peer_cred().unwrap()
    assert cred == UCred(uid=os.geteuid(), gid=os.getegid(), pid=os.getpid())
    assert repr(cred) == f"UCred {{ uid: {cred.uid}, gid: {cred.gid}, pid: Some({cred.pid}) }}"
    assert hash(cred) == hash(UCred(cred.uid, cred.gid, cred.pid))


def test_only_a_privileged_process_may_set_a_mark(pair: tuple[UnixStream, UnixStream]) -> None:
    match pair[0].set_mark(0xFFFF_FFFF):
        case Ok():
            assert os.geteuid() == 0
        case Err(error):
            assert error.kind() is io.ErrorKind.PermissionDenied


def test_the_halves_of_a_split_stream_read_and_write(pair: tuple[UnixStream, UnixStream]) -> None:
    reader, writer = pair[0].split()
    with reader, writer:
        writer.write_all(b"hello").unwrap()
        pair[1].write_all(b"world").unwrap()
        assert pair[1].read_array(5) == Ok(b"hello")
        assert reader.read_array(5) == Ok(b"world")
