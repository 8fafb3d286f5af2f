"""The chat in one thread, in Python and in Rust."""

import signal
import subprocess
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager

import pytest

from stdnet import Shutdown, TcpStream, io
from stdnet.examples import mio_chat
from stdnet.mio import Token
from tests.examples.programs import (
    read_line,
)
from tests.examples.twins import each_language, serving, stop

Room = tuple[subprocess.Popen[str], list[TcpStream]]


@contextmanager
def room(language: str, size: int, descriptors: int | None = None) -> Generator[Room, None, None]:
    """Starts a chat with so many guests, all of whom are there; yields the server and them."""
    guests = list[TcpStream]()
    with serving(language, "mio_chat", descriptors=descriptors) as (process, addr):
        try:
            for number in range(1, size + 1):
                guests.append(TcpStream.connect(addr).unwrap())
                guests[-1].set_read_timeout(10).unwrap()
                assert read_line(process) == f"server: guest {number} is here\n"
                assert line_of(guests[-1]) == f"* you are guest {number}"
            yield process, guests
        finally:
            for guest in guests:
                guest.close()


def line_of(guest: TcpStream) -> str:
    """Reads a line, and not one byte more."""
    line = bytearray()
    while not line.endswith(b"\n"):
        line += guest.read_array(1).unwrap()
    return line.decode().rstrip("\n")


@each_language
def test_a_line_is_sent_to_all_others_when_it_is_whole(language: str) -> None:
    with room(language, 3) as (_, guests):
        for piece in ("Grüß".encode()[:3], "üße\nzwei\n\ndr".encode()[1:]):
            guests[0].write_all(piece).unwrap()
        for other in guests[1:]:
            assert [line_of(other) for _ in range(3)] == [
                "guest 1: Grüße",
                "guest 1: zwei",
                "guest 1: ",
            ]
        guests[1].write_all(b"four\n").unwrap()
        guests[0].write_all(b"ei\n").unwrap()
        assert line_of(guests[0]) == "guest 2: four"
        assert line_of(guests[1]) == "guest 1: drei"
        assert {line_of(guests[2]) for _ in range(2)} == {"guest 1: drei", "guest 2: four"}


@each_language
def test_a_guest_that_does_not_read_stops_no_other_and_has_to_leave(language: str) -> None:
    line = b"x" * (mio_chat.MAX_LINE - 10)
    with room(language, 3) as (process, (talker, listener, slow)):
        sent = b"guest 1: " + line + b"\n"
        for _ in range((16 << 20) // (10 * len(line))):
            talker.write_all((line + b"\n") * 10).unwrap()
            assert listener.read_array(10 * len(sent)).unwrap() == sent * 10
        assert read_line(process) == "server: guest 3 was lost: it does not read\n"
        seen = bytearray()
        slow.read_to_end(seen).unwrap_or(0)
        lost = bytes(seen).removeprefix(sent * (len(seen) // len(sent)))
        assert sent.startswith(lost)
        talker.write_all(b"bye\n").unwrap()
        assert line_of(listener) == "guest 1: bye"


def test_a_guest_that_goes_on_reading_gets_what_was_kept_for_it() -> None:
    """The server runs in a thread here, so that it is known when something is kept."""
    line = b"x" * (mio_chat.MAX_LINE - 10)
    sent = b"guest 1: " + line + b"\n"
    with (
        closing(mio_chat.Server.bind("127.0.0.1:0").unwrap()) as server,
        ThreadPoolExecutor() as threads,
        ExitStack() as stack,
    ):
        serving = threads.submit(server.serve)
        stack.callback(server.stop)
        guests = list[TcpStream]()
        for number in (1, 2, 3):
            stream = TcpStream.connect(server.listener.local_addr().unwrap()).unwrap()
            stream.set_read_timeout(10).unwrap()
            guests.append(stack.enter_context(stream))
            assert line_of(stream) == f"* you are guest {number}"
        talker, listener, slow = guests
        total = 0
        while not server.guests[Token(4)].unsent:
            talker.write_all((line + b"\n") * 4).unwrap()
            assert listener.read_array(4 * len(sent)).unwrap() == sent * 4
            total += 4
        for _ in range(total):
            assert slow.read_array(len(sent)).unwrap() == sent
    serving.result().unwrap()


@each_language
def test_many_lines_that_come_at_once_are_all_sent(language: str) -> None:
    """There are more than the server reads from a guest in a turn."""
    lines = b"0123456789abcde\n" * (3 * mio_chat.TURN * mio_chat.CHUNK // 16)
    with room(language, 2) as (process, (talker, listener)):
        stop(process)
        talker.write_all(lines).unwrap()
        process.send_signal(signal.SIGCONT)
        for _ in range(lines.count(b"\n")):
            assert listener.read_array(25).unwrap() == b"guest 1: 0123456789abcde\n"


@each_language
def test_a_line_and_the_end_may_come_in_one_event(language: str) -> None:
    with room(language, 2) as (process, guests):
        stop(process)
        guests[0].write_all(b"bye\n").unwrap()
        guests[0].shutdown(Shutdown.Write).unwrap()
        process.send_signal(signal.SIGCONT)
        assert line_of(guests[1]) == "guest 1: bye"
        assert read_line(process) == "server: guest 1 has left\n"
        assert guests[0].read(bytearray(1)).unwrap() == 0


@each_language
def test_a_line_without_an_end_and_a_reset_lose_one_guest_only(language: str) -> None:
    with room(language, 4) as (process, (endless, reset, one, other)):
        endless.write_all(b"x" * (mio_chat.MAX_LINE + 1)).unwrap()
        assert read_line(process) == "server: guest 1 was lost: the line is too long\n"
        reset.set_linger(0).unwrap()
        reset.close()
        assert "guest 2 was lost: Connection reset by peer" in read_line(process)
        one.write_all(b"hello\n").unwrap()
        assert line_of(other) == "guest 3: hello"


@each_language
def test_without_descriptors_a_guest_waits_until_another_one_leaves(language: str) -> None:
    full = "server: nobody can enter: Too many open files (os error 24)\n"
    with ExitStack() as stack, serving(language, "mio_chat", descriptors=16) as (process, addr):
        guests = list[TcpStream]()
        while True:
            guests.append(stack.enter_context(TcpStream.connect(addr).unwrap()))
            line = read_line(process)
            if line == full:
                break
            assert line == f"server: guest {len(guests)} is here\n"
            assert line_of(guests[-1]) == f"* you are guest {len(guests)}"
        guests[0].close()
        # A further event of the listener may come before that.
        while (line := read_line(process)) == full:
            pass
        assert line == "server: guest 1 has left\n"
        assert read_line(process) == f"server: guest {len(guests)} is here\n"


@each_language
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_when_the_guests_have_been_told(
    language: str, number: signal.Signals
) -> None:
    with room(language, 2) as (process, guests):
        process.send_signal(number)
        for guest in guests:
            assert io.read_to_string(guest).unwrap() == "* the room closes\n"
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "server: closes, with 2 guests\n", "")
