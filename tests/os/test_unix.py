"""Unix sockets: what the scripts of the oracle do not show."""

import copy
import gc
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from types import FrameType

import pytest

from stdnet import Err, Ok, Shutdown, TcpListener, TcpStream, UdpSocket, io, is_ok
from stdnet._fd import OwnedFd, Owner
from stdnet.io import PipeReader, PipeWriter, pipe
from stdnet.os.unix.net import (
    AncillaryData,
    AncillaryError,
    SocketAddr,
    SocketAncillary,
    SocketCred,
    UCred,
    UnixDatagram,
    UnixListener,
    UnixStream,
)
from tests.conftest import open_descriptors
from tests.support.threads import wait_until_blocked

UNNAMED = SocketAddr.from_pathname("").unwrap()


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[UnixListener]:
    """A listener at a path."""
    with UnixListener.bind(tmp_path / "sock").unwrap() as listener:
        yield listener


@pytest.fixture
def pair() -> Iterator[tuple[UnixStream, UnixStream]]:
    """Two streams, connected."""
    one, two = UnixStream.pair().unwrap()
    with one, two:
        yield one, two


@contextmanager
def null(count: int) -> Generator[list[OwnedFd], None, None]:
    """So many descriptors of nothing."""
    fds = [OwnedFd.from_raw_fd(os.open(os.devnull, os.O_RDONLY)) for _ in range(count)]
    yield fds
    for fd in fds:
        fd.close()


@contextmanager
def handler(
    number: int, handle: Callable[[int, FrameType | None], object]
) -> Generator[None, None, None]:
    """Handles a signal."""
    before = signal.signal(number, handle)
    try:
        yield
    finally:
        signal.signal(number, before)


def received(ancillary: SocketAncillary) -> list[OwnedFd]:
    """The descriptors that somebody takes."""
    taken = list[OwnedFd]()
    for message in ancillary.messages():
        match message:
            case Ok(data):
                taken += data if isinstance(data, AncillaryData.ScmRights) else []
            case Err(error):
                pytest.fail(str(error))
    return taken


# Addresses.


def test_addresses_are_values() -> None:
    addr = SocketAddr.from_pathname("/tmp/sock").unwrap()
    same = SocketAddr.from_pathname(Path("/tmp/sock")).unwrap()
    assert addr == same == SocketAddr.from_pathname(b"/tmp/sock").unwrap()
    assert len({addr, same, UNNAMED}) == 2
    assert addr != SocketAddr.from_abstract_name("tmp/sock").unwrap()
    assert pickle.loads(pickle.dumps(addr)) == copy.deepcopy(addr) == addr
    with pytest.raises(AttributeError, match="immutable"):
        addr.__setattr__("_key", (1, b""))


@pytest.mark.parametrize("wrong", [None, 7, bytearray(b"x")])
def test_a_path_of_a_wrong_type_is_a_panic(wrong: object) -> None:
    connect: Callable[[object], object] = UnixStream.connect  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    with pytest.raises(TypeError):
        connect(wrong)


def test_a_lone_surrogate_is_no_panic() -> None:
    assert SocketAddr.from_pathname("\ud800").failure().kind() is io.ErrorKind.InvalidInput
    assert SocketAddr.from_abstract_name("\ud800").failure().kind() is io.ErrorKind.InvalidInput
    escaped = SocketAddr.from_pathname("\udcff").unwrap()
    assert repr(escaped) == '"\\xFF" (pathname)'
    assert escaped.as_pathname() == Path("\udcff")


def test_a_path_that_fills_all_the_room(tmp_path: Path) -> None:
    """C lets a path go without its NUL byte; Python's `socket` does not make one."""
    folder = os.open(tmp_path, os.O_RDONLY)
    path = f"/proc/self/fd/{folder}/".encode().ljust(108, b"x")
    with UnixDatagram.unbound().unwrap() as datagram:
        bind_raw(datagram.fileno(), path)
        addr = datagram.local_addr().unwrap()
        assert addr.as_pathname() == Path(os.fsdecode(path))
        # It can be told, but not given: what Rust makes of it is too long for the system.
        answers: list[io.Result[object]] = [
            *(datagram.send_to_addr(b"x", addr), datagram.connect_addr(addr)),
            *(UnixDatagram.bind_addr(addr), UnixListener.bind_addr(addr)),
            *(UnixStream.connect_addr(addr), UnixStream.connect_timeout(addr, 1)),
        ]
        assert [answer.failure().raw_os_error() for answer in answers] == [22] * len(answers)
        assert isinstance(datagram.connect(path), Err)
    os.close(folder)


def bind_raw(fd: int, path: bytes) -> None:
    import ctypes  # noqa: PLC0415 - for this one call

    name = socket.AF_UNIX.to_bytes(2, sys.byteorder) + path
    assert ctypes.CDLL(None).bind(fd, name, len(name)) == 0


def test_a_foreign_descriptor_is_no_panic() -> None:
    """What Rust answers for a socket of the internet in the hands of a Unix type."""
    with TcpListener.bind("127.0.0.1:0").unwrap() as tcp:
        datagram = UnixDatagram.from_owned_fd(OwnedFd.from_(tcp))
    with datagram:
        error = datagram.local_addr().failure()
        assert str(error) == "file descriptor did not correspond to a Unix socket"
        assert error.kind() is io.ErrorKind.InvalidInput
        assert repr(datagram) == (
            f"UnixDatagram {{ fd: FileDesc(OwnedFd {{ fd: {datagram.as_raw_fd()} }}) }}"
        )
        assert isinstance(datagram.send_to(b"x", "/x"), Err)
        assert isinstance(datagram.connect("/x"), Err)
    with UdpSocket.bind("127.0.0.1:0").unwrap() as udp:
        udp.send_to(b"x", udp.local_addr().unwrap()).unwrap()
        datagram = UnixDatagram.from_owned_fd(OwnedFd.from_(udp))
    with datagram:
        assert datagram.recv_from(bytearray(1)).failure().kind() is io.ErrorKind.InvalidInput


@pytest.mark.parametrize("kind", [UnixStream, UnixListener, UnixDatagram])
def test_after_the_end_every_call_is_ebadf(
    kind: type[UnixStream] | type[UnixListener] | type[UnixDatagram],
) -> None:
    with null(1) as (fd,):
        ended = kind.from_owned_fd(fd)
    ended.close()
    ancillary = SocketAncillary(bytearray(64))
    answers: list[io.Result[object]] = [ended.local_addr(), ended.take_error(), ended.try_clone()]
    if isinstance(ended, UnixListener):
        answers += [ended.accept(), ended.accept_timeout(1), ended.stop()]
    else:
        answers += [ended.peer_addr(), ended.passcred(), ended.set_mark(1)]
        answers += [ended.peek(bytearray(1)), ended.shutdown(Shutdown.Both)]
        answers += [ended.send_vectored_with_ancillary([b"x"], ancillary)]
        answers += [ended.recv_vectored_with_ancillary([bytearray(1)], ancillary)]
    if isinstance(ended, UnixStream):
        answers += [ended.peer_cred(), ended.read(bytearray(1)), ended.write(b"x")]
    if isinstance(ended, UnixDatagram):
        answers += [ended.send_to(b"x", "/x"), ended.recv_from(bytearray(1)), ended.send(b"x")]
        answers += [ended.connect("/x"), ended.peek_from(bytearray(1)), ended.recv(bytearray(1))]
    assert [answer.failure().raw_os_error() for answer in answers] == [9] * len(answers)


def test_wrong_types_are_panics(pair: tuple[UnixStream, UnixStream]) -> None:
    """Nothing is done, and nothing is taken from what is no descriptor's owner."""
    stream, other = pair
    ancillary = SocketAncillary(bytearray(64))
    creds: Callable[[object], object] = ancillary.add_creds  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    how: Callable[[object], object] = stream.shutdown  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    owned: Callable[[object], object] = UnixStream.from_owned_fd  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    taken: Callable[[object], object] = UnixStream.from_socket  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    send: Callable[[list[bytes], object], object] = stream.send_vectored_with_ancillary  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    receive: Callable[[list[bytearray], object], object] = stream.recv_vectored_with_ancillary  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    for wrong in (None, 2, io.ErrorKind.Other, other):
        for call, what in ((how, "how"), (owned, "owned_fd"), (taken, "socket")):
            with pytest.raises(TypeError, match=f"{what} is"):
                call(wrong)
        with pytest.raises(TypeError, match="each of creds is SocketCred"):
            creds([wrong])
        with pytest.raises(TypeError, match="ancillary is SocketAncillary"):
            send([b"x"], wrong)
        with pytest.raises(TypeError, match="ancillary is SocketAncillary"):
            receive([bytearray(1)], wrong)
    other.write_all(b"x").unwrap()
    assert stream.read_array(1) == Ok(b"x")


# Connecting.


def test_connect_timeout_is_kept_where_there_is_no_room(tmp_path: Path) -> None:
    with UnixListener.bind(tmp_path / "sock", backlog=0).unwrap() as listener:
        with UnixStream.connect_timeout(tmp_path / "sock", 5).unwrap() as client:
            assert client.write_timeout() == Ok(None)
            begun = monotonic()
            error = UnixStream.connect_timeout(listener.local_addr().unwrap(), 0.05).failure()
        assert error.kind() is io.ErrorKind.TimedOut
        assert 0.04 < monotonic() - begun < 5
    assert str(UnixStream.connect_timeout(tmp_path / "sock", 0).failure()) == (
        "cannot set a 0 duration timeout"
    )
    with pytest.raises(ValueError, match="duration"):
        UnixStream.connect_timeout(tmp_path / "sock", -1)


@pytest.mark.parametrize("timeout", [None, 30])
def test_a_connect_goes_on_after_a_signal(tmp_path: Path, timeout: int | None) -> None:
    """CPython takes a connect that a signal interrupted for one that has succeeded."""
    path = tmp_path / "sock"
    interrupted = threading.Event()
    with (
        UnixListener.bind(path, backlog=0).unwrap() as listener,
        UnixStream.connect(path).unwrap(),
        handler(signal.SIGUSR1, lambda _, __: interrupted.set()),
    ):

        def let_in() -> None:
            while not interrupted.wait(0.01):
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
            for _ in range(2):
                with listener.accept().unwrap()[0] as server:
                    server.write_all(b"!").unwrap()

        thread = threading.Thread(target=let_in)
        thread.start()
        connected = (
            UnixStream.connect_timeout(path, timeout) if timeout else UnixStream.connect(path)
        )
        with connected.unwrap() as client:
            assert client.read_array(1) == Ok(b"!")
        thread.join()


class LateError(BlockingIOError):
    """What a handler raises, that looks like what the system says."""


class OddError(TypeError):
    """What a handler raises, that looks like what CPython says."""


@contextmanager
def alarm(error: Exception) -> Generator[None, None, None]:
    """Raises it in a call that waits, once: a call that is made again goes on waiting."""

    def interrupt(*_: object) -> None:
        raise error

    with handler(signal.SIGALRM, interrupt):
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def test_what_a_handler_raises_comes_out_of_connect_timeout(tmp_path: Path) -> None:
    path = tmp_path / "sock"
    with (
        UnixListener.bind(path, backlog=0).unwrap(),
        UnixStream.connect(path).unwrap(),
        pytest.raises(LateError),
        alarm(LateError()),
    ):
        UnixStream.connect_timeout(path, 30)


def test_what_a_handler_raises_comes_out_of_send_to(tmp_path: Path) -> None:
    path = tmp_path / "sock"
    with UnixDatagram.bind(path).unwrap(), UnixDatagram.unbound().unwrap() as sender:
        sender.set_nonblocking(True).unwrap()
        while is_ok(sender.send_to(b"x", path)):
            pass
        sender.set_nonblocking(False).unwrap()
        sender.set_write_timeout(5).unwrap()
        with pytest.raises(OddError), alarm(OddError()):
            sender.send_to(b"x", path)


def test_peer_cred(pair: tuple[UnixStream, UnixStream]) -> None:
    cred = pair[0].peer_cred().unwrap()
    assert cred == UCred(uid=os.geteuid(), gid=os.getegid(), pid=os.getpid())
    assert repr(cred) == f"UCred {{ uid: {cred.uid}, gid: {cred.gid}, pid: Some({cred.pid}) }}"
    assert hash(cred) == hash(UCred(cred.uid, cred.gid, cred.pid))


def test_set_mark(pair: tuple[UnixStream, UnixStream]) -> None:
    match pair[0].set_mark(0xFFFF_FFFF):
        case Ok():
            assert os.geteuid() == 0
        case Err(error):
            assert error.kind() is io.ErrorKind.PermissionDenied


def test_split(pair: tuple[UnixStream, UnixStream]) -> None:
    reader, writer = pair[0].split()
    with reader, writer:
        writer.write_all(b"hello").unwrap()
        pair[1].write_all(b"world").unwrap()
        assert pair[1].read_array(5) == Ok(b"hello")
        assert reader.read_array(5) == Ok(b"world")


# Listening.


def accept_in_time(listener: UnixListener) -> io.Result[object]:
    return listener.accept_timeout(30)


def accept_next(listener: UnixListener) -> io.Result[object]:
    return next(listener.incoming())


@pytest.mark.parametrize("wait", [UnixListener.accept, accept_in_time, accept_next])
def test_stop_ends_a_call_of_another_thread(
    listener: UnixListener, wait: Callable[[UnixListener], io.Result[object]]
) -> None:
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(wait, listener)
        wait_until_blocked()
        assert listener.stop() == Ok(None)
        assert answer.result(5).failure().raw_os_error() == 22
    assert listener.accept().failure().raw_os_error() == 22


def test_stop_ends_it_for_the_clones_and_refuses_who_waits(
    listener: UnixListener, tmp_path: Path
) -> None:
    with (
        listener.try_clone().unwrap() as clone,
        UnixStream.connect(tmp_path / "sock").unwrap() as waiting,
    ):
        clone.stop().unwrap()
        # Unlike one of TCP, it gives away what has come before.
        with listener.accept().unwrap()[0]:
            pass
        assert listener.accept().failure().raw_os_error() == 22
        assert waiting.read(bytearray(1)) == Ok(0)
    late = UnixStream.connect(tmp_path / "sock").failure()
    assert late.kind() is io.ErrorKind.ConnectionRefused


@pytest.mark.parametrize("backlog", [1 << 31, -(1 << 31) - 1])
def test_a_backlog_is_an_i32(tmp_path: Path, backlog: int) -> None:
    with pytest.raises(ValueError, match="i32"):
        UnixListener.bind(tmp_path / "sock", backlog=backlog)


def test_a_negative_backlog_is_the_most(tmp_path: Path) -> None:
    with UnixListener.bind(tmp_path / "sock", backlog=-1).unwrap():
        clients = [UnixStream.connect_timeout(tmp_path / "sock", 1).unwrap() for _ in range(20)]
        for client in clients:
            client.close()


def test_accept_timeout(listener: UnixListener, tmp_path: Path) -> None:
    error = listener.accept_timeout(0.01).failure()
    assert error.kind() is io.ErrorKind.TimedOut
    assert error.is_timeout()
    assert listener.accept_timeout(0).failure().kind() is io.ErrorKind.InvalidInput
    with pytest.raises(ValueError, match="duration"):
        listener.accept_timeout(-1)
    with UnixStream.connect(tmp_path / "sock").unwrap() as client:
        stream, addr = listener.accept_timeout(5).unwrap()
        with stream:
            assert addr == UNNAMED
            assert stream.local_addr() == client.peer_addr() == listener.local_addr()


def test_iterating_over_a_listener(listener: UnixListener, tmp_path: Path) -> None:
    with UnixStream.connect(tmp_path / "sock").unwrap():
        for stream in listener:
            stream.unwrap().close()
            break
    assert repr(listener.incoming()) == f"Incoming {{ listener: {listener!r} }}"


def test_the_file_stays_unless_it_is_asked_to_go(tmp_path: Path) -> None:
    path = tmp_path / "sock"
    UnixListener.bind(path).unwrap().close()
    assert path.exists()
    path.unlink()
    UnixListener.bind(path, unlink_on_close=True).unwrap().close()
    assert not path.exists()


def test_the_file_goes_at_once_whoever_still_accepts(tmp_path: Path) -> None:
    """A call that is under way keeps the descriptor, but not the file."""
    path = tmp_path / "sock"
    listener = UnixListener.bind(path, unlink_on_close=True).unwrap()
    with listener.try_clone().unwrap() as clone, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(listener.accept)
        wait_until_blocked()
        listener.close()
        assert not path.exists()
        clone.stop().unwrap()
        assert answer.result(5).failure().raw_os_error() == 22


def test_the_last_reference_takes_the_file_along(tmp_path: Path) -> None:
    listener = UnixListener.bind(tmp_path / "sock", unlink_on_close=True).unwrap()
    del listener
    assert not (tmp_path / "sock").exists()


def test_a_listener_that_failed_removes_nothing(listener: UnixListener, tmp_path: Path) -> None:
    again = UnixListener.bind(tmp_path / "sock", unlink_on_close=True)
    assert again.failure().kind() is io.ErrorKind.AddrInUse
    gc.collect()
    assert (tmp_path / "sock").exists()


def test_the_file_of_another_stays(tmp_path: Path) -> None:
    path = tmp_path / "sock"
    with UnixListener.bind(path, unlink_on_close=True).unwrap():
        path.unlink()
        other = UnixListener.bind(path).unwrap()
    with other:
        assert path.exists()
    with UnixListener.bind(tmp_path / "gone", unlink_on_close=True).unwrap():
        (tmp_path / "gone").unlink()


def test_the_file_stays_where_the_descriptor_has_been_given_away(tmp_path: Path) -> None:
    path = tmp_path / "sock"
    fd = UnixListener.bind(path, unlink_on_close=True).unwrap().into_raw_fd()
    with UnixListener.from_raw_fd(fd), UnixStream.connect(path).unwrap():
        pass
    assert path.exists()


def test_a_relative_path_is_removed_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with UnixListener.bind("sock", unlink_on_close=True).unwrap():
        monkeypatch.chdir("/")
    assert not (tmp_path / "sock").exists()


def test_a_child_process_removes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sock"
    with UnixListener.bind(path, unlink_on_close=True).unwrap() as listener:
        child = os.fork()
        if not child:
            listener.close()
            os._exit(0)
        os.waitpid(child, 0)
        assert path.exists()
    assert not path.exists()


def test_an_abstract_name_has_no_file_to_remove() -> None:
    with UnixListener.bind_addr(UNNAMED, unlink_on_close=True).unwrap() as listener:
        assert listener.local_addr().unwrap().as_abstract_name() is not None


# Descriptors that travel.


def test_a_descriptor_arrives_as_what_it_was(pair: tuple[UnixStream, UnixStream]) -> None:
    reader, writer = pipe().unwrap()
    ancillary = SocketAncillary(bytearray(64))
    assert ancillary.add_fds([reader, writer.as_raw_fd()])
    pair[0].send_vectored_with_ancillary([b"x"], ancillary).unwrap()
    reader.close()
    writer.close()
    pair[1].recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    one, two = received(ancillary)
    assert received(ancillary) == []
    with PipeReader.from_owned_fd(one) as reader, PipeWriter.from_owned_fd(two) as writer:
        assert not os.get_inheritable(reader.fileno())
        writer.write_all(b"hello").unwrap()
        assert reader.read_array(5) == Ok(b"hello")


def test_what_is_lent_stays_open_until_it_is_sent(pair: tuple[UnixStream, UnixStream]) -> None:
    reader, writer = pipe().unwrap()
    ancillary = SocketAncillary(bytearray(64))
    ancillary.add_fds([reader])
    number = reader.as_raw_fd()
    reader.close()
    assert pair[0].send_vectored_with_ancillary([b"x"], ancillary) == Ok(1)
    assert received(ancillary) == []
    ancillary.clear()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)
    writer.close()


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_what_was_taken_is_not_sent_on(pair: tuple[UnixStream, UnixStream], taken: int) -> None:
    """A message that was received is sent on with what nobody has taken from it."""
    one, two = pair
    ancillary, arrived = SocketAncillary(bytearray(64)), SocketAncillary(bytearray(64))
    with null(2) as fds:
        ancillary.add_fds(fds)
        one.send_vectored_with_ancillary([b"x"], ancillary).unwrap()
    two.recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    (message,) = ancillary.messages()
    rights = message.unwrap()
    kept = [next(rights) for _ in range(taken)]
    assert two.send_vectored_with_ancillary([b"x"], ancillary) == Ok(1)
    one.recv_vectored_with_ancillary([bytearray(1)], arrived).unwrap()
    assert len(received(arrived)) == 2 - taken
    assert len(kept) == taken


@pytest.mark.parametrize("room", [0, 15, 16, 19, 20, 23, 24, 28, 32, 35, 36, 56, 1000])
@pytest.mark.parametrize("taken", [0, 1, 100])
def test_nothing_leaks(pair: tuple[UnixStream, UnixStream], room: int, taken: int) -> None:
    """Whatever was cut, and whoever looks at it or does not."""
    before = len(open_descriptors())
    with null(3) as fds:
        sent = SocketAncillary(bytearray(256))
        sent.add_fds(fds)
        for _ in range(3):
            pair[0].send_vectored_with_ancillary([b"x"], sent).unwrap()
        del sent
    ancillary = SocketAncillary(bytearray(room))
    for _ in range(3):
        pair[1].recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
        fitting = min(max(room - 16, 0) // 4, 3)
        assert ancillary.truncated() == (fitting < 3)
        assert len(open_descriptors()) == before + fitting
        assert len([fd for fd, _ in zip(received(ancillary), range(taken), strict=False)]) == min(
            fitting, taken
        )
    del ancillary
    assert len(open_descriptors()) == before


def test_two_messages_in_one(pair: tuple[UnixStream, UnixStream]) -> None:
    """The system makes one of them."""
    with null(3) as (a, b, c):
        ancillary = SocketAncillary(bytearray(256))
        ancillary.add_fds([a])
        ancillary.add_fds([b, c])
        pair[0].send_vectored_with_ancillary([b"x"], ancillary).unwrap()
    pair[1].recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    fds = received(ancillary)
    assert len({fd.as_raw_fd() for fd in fds}) == 3


def test_a_message_that_rust_knows_nothing_of_leaks_nothing(
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
            pytest.fail("nobody knows of it")
    ancillary.clear()
    assert len(open_descriptors()) == before


class ComeInBetweenError(Exception):
    """What the handler of a signal raises."""


def test_a_signal_that_comes_at_any_time_leaks_nothing(
    pair: tuple[UnixStream, UnixStream],
) -> None:
    """The handler raises after the call, wherever Python looks for signals then."""

    def interrupt(*_: object) -> None:
        raise ComeInBetweenError

    one, two = pair
    before = len(open_descriptors())
    with null(4) as fds, handler(signal.SIGALRM, interrupt):
        sent = SocketAncillary(bytearray(64))
        sent.add_fds(fds)
        raised = 0
        for step in range(400):
            one.send_vectored_with_ancillary([b"x"], sent).unwrap()
            ancillary = SocketAncillary(bytearray(64))
            taken = list[OwnedFd]()
            try:
                signal.setitimer(signal.ITIMER_REAL, 1e-6 + step * 1e-7)
                two.recv_vectored_with_ancillary([bytearray(1)], ancillary)
                taken = received(ancillary)
                sleep(1)
            except ComeInBetweenError:
                raised += 1
            ancillary.clear()
            taken.clear()
            two.set_nonblocking(True).unwrap()
            two.read(bytearray(1))
            two.set_nonblocking(False).unwrap()
        assert raised == 400
        sent.clear()
    assert len(open_descriptors()) == before


def test_credentials(pair: tuple[UnixStream, UnixStream]) -> None:
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
def test_credentials_are_in_range(wrong: int) -> None:
    cred = SocketCred()
    for change in (cred.set_uid, cred.set_gid):
        with pytest.raises(ValueError, match="u32"):
            change(wrong)
    with pytest.raises(ValueError, match="i32"):
        cred.set_pid(2**31)


def test_what_is_not_made_by_hand() -> None:
    for kind in (UnixStream, UnixListener, UnixDatagram, SocketAddr, AncillaryData):
        make: Callable[[int], object] = kind  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
        with pytest.raises(TypeError):
            make(1)


# Conversions.


def every_owner() -> list[Owner]:
    """One of each type that owns a descriptor."""
    one, two = UnixStream.pair().unwrap()
    three, four = UnixStream.pair().unwrap()
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    return [
        *(one, two.split()[0], three.split()[1], four.as_fd().try_clone_to_owned().unwrap()),
        *(UnixDatagram.unbound().unwrap(), UnixListener.bind_addr(UNNAMED).unwrap()),
        *(listener, TcpStream.connect(listener.local_addr().unwrap()).unwrap()),
        UdpSocket.bind("127.0.0.1:0").unwrap(),
        *pipe().unwrap(),
        OwnedFd.from_(UnixDatagram.unbound().unwrap()),
    ]


@pytest.mark.parametrize(
    "kind",
    [
        *(UnixStream, UnixListener, UnixDatagram, TcpStream, TcpListener, UdpSocket),
        *(PipeReader, PipeWriter),
    ],
)
def test_every_type_becomes_every_other(
    kind: type[UnixStream | UnixListener | UnixDatagram | TcpStream | PipeReader],
) -> None:
    for owner in every_owner():
        fd = owner.as_raw_fd()
        became = kind.from_owned_fd(OwnedFd.from_(owner))
        assert became.as_raw_fd() == became.as_fd().as_raw_fd() == fd
        assert owner.as_raw_fd() == -1
        assert became.as_fd().as_fd().as_raw_fd() == became.fileno() == fd
        again = kind.from_raw_fd(OwnedFd.from_(became).into_raw_fd())
        assert became.as_raw_fd() == became.into_raw_fd() == -1
        with again:
            assert again.as_raw_fd() == fd


def test_python_sockets(pair: tuple[UnixStream, UnixStream], tmp_path: Path) -> None:
    with pair[0].into_socket().unwrap() as python:
        assert python.family == socket.AF_UNIX
        python.sendall(b"hello")
        assert pair[1].read_array(5) == Ok(b"hello")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as python:
        python.bind(os.fsencode(tmp_path / "sock"))
        with UnixDatagram.from_socket(python).unwrap() as datagram:
            datagram.send_to(b"x", tmp_path / "sock").unwrap()
            n, addr = datagram.recv_from(bytearray(5)).unwrap()
            assert (n, addr.as_pathname()) == (1, tmp_path / "sock")


def test_a_default_timeout_of_python_changes_nothing(tmp_path: Path) -> None:
    socket.setdefaulttimeout(5)
    try:
        made: list[UnixStream | UnixListener | UnixDatagram] = [
            *UnixStream.pair().unwrap(),
            *UnixDatagram.pair().unwrap(),
            UnixDatagram.unbound().unwrap(),
            UnixDatagram.bind(tmp_path / "datagram").unwrap(),
            listener := UnixListener.bind(tmp_path / "sock").unwrap(),
            UnixStream.connect(tmp_path / "sock").unwrap(),
            listener.accept().unwrap()[0],
        ]
    finally:
        socket.setdefaulttimeout(None)
    assert all(os.get_blocking(each.fileno()) for each in made)


def test_the_file_is_gone_after_a_program_that_just_ends(tmp_path: Path) -> None:
    program = (
        "import sys; from stdnet.os.unix.net import UnixListener\n"
        "listener = UnixListener.bind(sys.argv[1], unlink_on_close=True).unwrap()"
    )
    path = tmp_path / "sock"
    command = [sys.executable, "-W", "error", "-X", "dev", "-c", program, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not path.exists()
