"""When a socket with a time-out trusts the kernel's clock, and when it looks at its own."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from types import FrameType
from typing import Final

import pytest

from stdnet import Ok, Shutdown, TcpListener, TcpStream
from stdnet._sys import timeouts
from stdnet.io import ErrorKind
from stdnet.os.unix.net import UnixDatagram, UnixStream

MOMENT: Final = timedelta(milliseconds=20)

# In a program of its own: the tests' own time limit is a handler, too.
PROGRAM = """
import signal
from signal import SIG_DFL, SIG_IGN, {name}
before = signal.signal({name}, {first})
from stdnet._sys.timeouts import handles_no_repeating_signal
answers = [handles_no_repeating_signal()]
for handler in ({first}, lambda *_: None, before):
    signal.signal({name}, handler)
    answers.append(handles_no_repeating_signal())
print(*answers)
"""


def answers(name: str, first: str) -> list[str]:
    program = PROGRAM.format(name=name, first=first)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    return done.stdout.split()


@pytest.mark.parametrize("name", ["SIGALRM", "SIGUSR1", "SIGCHLD", "SIGPROF"])
def test_a_handler_of_the_programs_own_is_what_matters(name: str) -> None:
    assert answers(name, "SIG_DFL") == ["True", "True", "False", "True"]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_that_comes_once_does_not(name: str) -> None:
    assert answers(name, "SIG_DFL") == ["True", "True", "True", "True"]


def test_a_handler_from_before_matters() -> None:
    assert answers("SIGALRM", "lambda *_: None") == ["False", "False", "False", "True"]


@pytest.mark.parametrize("name", ["SIGUSR1", "SIGCHLD"])
def test_what_is_ignored_does_not(name: str) -> None:
    assert answers(name, "SIG_IGN") == ["True", "True", "False", "True"]


def test_a_handler_of_c_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which Python does not know, as in a program that has Python inside."""
    handlers: dict[int, None] = {signal.SIGPROF: None}

    def getsignal(number: int) -> int | None:
        return handlers.get(number, 0)

    monkeypatch.setattr(timeouts, "_getsignal", getsignal)
    assert not timeouts.handles_no_repeating_signal()
    handlers.clear()
    assert timeouts.handles_no_repeating_signal()


def handler(number: int, frame: FrameType | None) -> None:
    """Goes on."""


@pytest.fixture(params=[signal.SIG_DFL, handler], ids=["calm", "handled"])
def either(request: pytest.FixtureRequest) -> Iterator[None]:
    """Without a handler of the program's own, and with one."""
    alarm = signal.signal(signal.SIGALRM, signal.SIG_DFL)
    user = signal.signal(signal.SIGUSR1, request.param)
    yield
    signal.signal(signal.SIGUSR1, user)
    signal.signal(signal.SIGALRM, alarm)


@pytest.mark.usefixtures("either")
class TestTheAnswersAreTheSame:
    """By the kernel's clock, and by our own."""

    def test_when_the_time_is_over(self) -> None:
        one, other = UnixStream.pair().unwrap()
        with one, other:
            one.set_read_timeout(MOMENT).unwrap()
            assert one.read(bytearray(1)).failure().kind() is ErrorKind.WouldBlock
            assert one.read_vectored([bytearray(1)]).failure().kind() is ErrorKind.WouldBlock
            other.write_all(b"x").unwrap()
            assert one.read(bytearray(1)) == Ok(1)

    def test_when_there_is_no_room(self) -> None:
        one, other = UnixStream.pair().unwrap()
        with one, other:
            one.set_write_timeout(MOMENT).unwrap()
            sent = 0
            while isinstance(written := one.write(bytes(1 << 20)), Ok):
                sent += written.unwrap()
            assert written.failure().kind() is ErrorKind.WouldBlock
            one.shutdown(Shutdown.Write).unwrap()
            got = bytearray()
            assert other.read_to_end(got) == Ok(sent)

    def test_in_non_blocking_mode(self) -> None:
        one, other = UnixStream.pair().unwrap()
        with one, other:
            one.set_read_timeout(3600).unwrap()
            one.set_nonblocking(True).unwrap()
            assert one.read(bytearray(1)).failure().kind() is ErrorKind.WouldBlock

    def test_of_a_datagram_socket_whose_reading_half_is_shut_down(self) -> None:
        one, other = UnixDatagram.pair().unwrap()
        with one, other:
            one.set_read_timeout(MOMENT).unwrap()
            one.shutdown(Shutdown.Read).unwrap()
            assert one.recv(bytearray(1)) == Ok(0)

    def test_of_a_read_of_no_bytes(self) -> None:
        with (
            TcpListener.bind("127.0.0.1:0").unwrap() as listener,
            TcpStream.connect(listener.local_addr().unwrap()).unwrap() as client,
        ):
            client.set_read_timeout(MOMENT).unwrap()
            assert client.read(bytearray()) == Ok(0)
            assert client.peek(bytearray()) == Ok(0)
