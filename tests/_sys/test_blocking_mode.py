import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from stdnet import Ok, TcpListener, TcpStream
from stdnet._sys import blocking_mode, inet, timeouts
from stdnet._sys.blocking_mode import is_momentary, without_waiting
from stdnet._sys.ownership import Socket


@pytest.fixture
def inner(listener: TcpListener) -> Iterator[Socket]:
    sock = Socket(fileno=listener.into_raw_fd())
    yield sock
    sock.close()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Returns what is set when `accept` has found the listener non-blocking."""
    event = Event()

    def ask(sock: Socket) -> bool:
        event.set()
        return is_momentary(sock)

    monkeypatch.setattr(timeouts, "is_momentary", ask)
    return event


def test_accept_goes_on_after_the_call_of_another_thread(inner: Socket, asked: Event) -> None:
    with ThreadPoolExecutor(2) as pool:
        begun = Event()

        def hold(_: Socket) -> bool:
            begun.set()
            return asked.wait(20)

        holding = pool.submit(without_waiting, inner, hold)
        assert begun.wait(20)
        accepting = pool.submit(timeouts.accept, inner)
        assert holding.result(20)
        with TcpStream.connect(inet.local_addr(inner).unwrap()).unwrap():
            accepting.result(20)[0].close()


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # The child uses no other thread.
def test_accept_goes_on_after_the_call_of_another_process(inner: Socket, asked: Event) -> None:
    begun, begin = os.pipe()
    end, ending = os.pipe()
    child = os.fork()
    if not child:
        without_waiting(inner, lambda _: (os.write(begin, b"x"), os.read(end, 1)))
        os._exit(0)
    assert os.read(begun, 1) == b"x"
    with pytest.raises(BlockingIOError):
        without_waiting(inner, timeouts.accept)
    with ThreadPoolExecutor(1) as pool:
        accepting = pool.submit(timeouts.accept, inner)
        assert asked.wait(20)
        os.write(ending, b"x")
        assert os.waitpid(child, 0)[1] == 0
        with TcpStream.connect(inet.local_addr(inner).unwrap()).unwrap():
            accepting.result(20)[0].close()
    for fd in (begun, begin, end, ending):
        os.close(fd)


def test_a_mode_that_was_set_is_not_momentary(inner: Socket) -> None:
    assert is_momentary(inner)
    os.set_blocking(inner.fileno(), False)
    assert not is_momentary(inner)
    os.set_blocking(inner.fileno(), True)
    blocking_mode.set_blocking(inner, False)
    assert not blocking_mode.get_blocking(inner)
    assert not is_momentary(inner)


def test_the_mode_is_restored_whatever_happens(inner: Socket) -> None:
    for blocking in (True, False):
        blocking_mode.set_blocking(inner, blocking)
        with pytest.raises(ZeroDivisionError):
            without_waiting(inner, lambda _: 1 // 0)
        assert without_waiting(inner, lambda _: os.get_blocking(inner.fileno())) is False
        assert blocking_mode.get_blocking(inner) is blocking


def test_a_closed_socket(inner: Socket) -> None:
    inner.close()
    with pytest.raises(OSError, match="Bad file descriptor"):
        without_waiting(inner, lambda _: Ok(None))
