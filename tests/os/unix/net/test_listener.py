"""`UnixListener`, besides what `test_oracle.py` compares with Rust."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stdnet import Ok, io
from stdnet.os.unix.net import SocketAddr, UnixListener, UnixStream
from tests.support.threads import wait_until_blocked

UNNAMED = SocketAddr.from_pathname("").unwrap()


def accept_in_time(listener: UnixListener) -> io.Result[object]:
    return listener.accept_timeout(30)


def accept_next(listener: UnixListener) -> io.Result[object]:
    return next(listener.incoming())


@pytest.mark.parametrize("wait", [UnixListener.accept, accept_in_time, accept_next])
def test_stop_ends_a_call_of_another_thread(
    listener: UnixListener, wait: Callable[[UnixListener], io.Result[object]]
) -> None:
    with ThreadPoolExecutor(1) as pool:
        accepted = pool.submit(wait, listener)
        wait_until_blocked()
        assert listener.stop() == Ok(None)
        assert accepted.result(5).unwrap_err().raw_os_error() == 22
    assert listener.accept().unwrap_err().raw_os_error() == 22


def test_stop_applies_to_clones_and_refuses_new_connections(
    listener: UnixListener, tmp_path: Path
) -> None:
    with (
        listener.try_clone().unwrap() as clone,
        UnixStream.connect(tmp_path / "sock").unwrap() as waiting,
    ):
        clone.stop().unwrap()
        # A TCP listener would reset the connection that waits.
        with listener.accept().unwrap()[0]:
            pass
        assert listener.accept().unwrap_err().raw_os_error() == 22
        assert waiting.read(bytearray(1)) == Ok(0)
    late = UnixStream.connect(tmp_path / "sock").unwrap_err()
    assert late.kind() is io.ErrorKind.ConnectionRefused


@pytest.mark.parametrize("backlog", [1 << 31, -(1 << 31) - 1])
def test_a_backlog_that_is_no_i32_raises(tmp_path: Path, backlog: int) -> None:
    with pytest.raises(ValueError, match="i32"):
        UnixListener.bind(tmp_path / "sock", backlog=backlog).unwrap()


def test_a_negative_backlog_is_the_largest_one(tmp_path: Path) -> None:
    with UnixListener.bind(tmp_path / "sock", backlog=-1).unwrap():
        clients = [UnixStream.connect_timeout(tmp_path / "sock", 1).unwrap() for _ in range(20)]
        for client in clients:
            client.close()


def test_accept_timeout_returns_a_connection_or_times_out(
    listener: UnixListener, tmp_path: Path
) -> None:
    error = listener.accept_timeout(0.01).unwrap_err()
    assert error.kind() is io.ErrorKind.TimedOut
    assert error.is_timeout()
    with UnixStream.connect(tmp_path / "sock").unwrap() as client:
        stream, addr = listener.accept_timeout(5).unwrap()
        with stream:
            assert addr == UNNAMED
            assert stream.local_addr() == client.peer_addr() == listener.local_addr()


def test_accept_timeout_of_zero_is_an_error_and_a_negative_one_raises(
    listener: UnixListener,
) -> None:
    assert listener.accept_timeout(0).unwrap_err().kind() is io.ErrorKind.InvalidInput
    with pytest.raises(ValueError, match="duration"):
        listener.accept_timeout(-1).unwrap()


def test_iterating_over_a_listener_yields_connections(
    listener: UnixListener, tmp_path: Path
) -> None:
    with UnixStream.connect(tmp_path / "sock").unwrap():
        for stream in listener:
            stream.unwrap().close()
            break
    assert repr(listener.incoming()) == f"Incoming {{ listener: {listener!r} }}"


class TestUnlinkOnClose:
    def test_only_with_it_does_close_remove_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "sock"
        UnixListener.bind(path).unwrap().close()
        assert path.exists()
        path.unlink()
        UnixListener.bind(path, unlink_on_close=True).unwrap().close()
        assert not path.exists()

    def test_close_removes_the_file_even_if_another_thread_accepts(self, tmp_path: Path) -> None:
        """A call of another thread keeps the descriptor open, but not the file."""
        path = tmp_path / "sock"
        listener = UnixListener.bind(path, unlink_on_close=True).unwrap()
        with listener.try_clone().unwrap() as clone, ThreadPoolExecutor(1) as pool:
            accepted = pool.submit(listener.accept)
            wait_until_blocked()
            listener.close()
            assert not path.exists()
            clone.stop().unwrap()
            assert accepted.result(5).unwrap_err().raw_os_error() == 22

    def test_the_file_is_removed_with_the_last_reference(self, tmp_path: Path) -> None:
        listener = UnixListener.bind(tmp_path / "sock", unlink_on_close=True).unwrap()
        del listener
        assert not (tmp_path / "sock").exists()

    def test_the_file_is_removed_when_the_program_exits(self, tmp_path: Path) -> None:
        program = (
            "import sys; from stdnet.os.unix.net import UnixListener\n"
            "listener = UnixListener.bind(sys.argv[1], unlink_on_close=True).unwrap()"
        )
        path = tmp_path / "sock"
        command = [sys.executable, "-W", "error", "-X", "dev", "-c", program, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert not path.exists()

    def test_a_relative_path_is_removed_from_another_directory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        with UnixListener.bind("sock", unlink_on_close=True).unwrap():
            monkeypatch.chdir("/")
        assert not (tmp_path / "sock").exists()

    def test_a_bind_that_fails_removes_nothing(
        self, listener: UnixListener, tmp_path: Path
    ) -> None:
        again = UnixListener.bind(tmp_path / "sock", unlink_on_close=True)
        assert again.unwrap_err().kind() is io.ErrorKind.AddrInUse
        gc.collect()
        assert (tmp_path / "sock").exists()

    def test_a_file_that_has_replaced_it_stays(self, tmp_path: Path) -> None:
        path = tmp_path / "sock"
        with UnixListener.bind(path, unlink_on_close=True).unwrap():
            path.unlink()
            other = UnixListener.bind(path).unwrap()
        with other:
            assert path.exists()

    def test_a_file_that_has_been_removed_is_no_error(self, tmp_path: Path) -> None:
        with UnixListener.bind(tmp_path / "sock", unlink_on_close=True).unwrap():
            (tmp_path / "sock").unlink()

    def test_the_file_stays_after_into_raw_fd(self, tmp_path: Path) -> None:
        path = tmp_path / "sock"
        fd = UnixListener.bind(path, unlink_on_close=True).unwrap().into_raw_fd()
        with UnixListener.from_raw_fd(fd), UnixStream.connect(path).unwrap():
            pass
        assert path.exists()

    # pytest-xdist has a thread of its own.
    @pytest.mark.filterwarnings("ignore:.* is multi-threaded:DeprecationWarning")
    def test_a_forked_child_removes_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "sock"
        with UnixListener.bind(path, unlink_on_close=True).unwrap() as listener:
            child = os.fork()
            if not child:
                listener.close()
                os._exit(0)
            os.waitpid(child, 0)
            assert path.exists()
        assert not path.exists()

    def test_an_abstract_name_has_no_file_to_remove(self) -> None:
        with UnixListener.bind_addr(UNNAMED, unlink_on_close=True).unwrap() as listener:
            assert listener.local_addr().unwrap().as_abstract_name() is not None
