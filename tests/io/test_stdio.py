"""The standard streams, in programs of their own."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from stdnet import io

PRELUDE = "from stdnet import Ok, Err, io\nfrom stdnet.io import stdin, stdout, stderr\n"


def run(code: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", PRELUDE + code]
    return subprocess.run(command, input=data, capture_output=True, timeout=30)


def says(code: str, data: bytes = b"") -> str:
    done = run(code, data)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def test_lines() -> None:
    code = "for line in stdin().lines(): print(line.unwrap().upper())"
    assert says(code, b"one\r\ntwo\n\nfour") == "ONE\nTWO\n\nFOUR\n"


def test_the_buffer_is_shared_by_all_handles() -> None:
    code = """
print(repr(stdin().read_line().unwrap()), stdin().read_array(2).unwrap())
with stdin().lock() as lock:
    print(bytes(lock.fill_buf().unwrap()[:3]))
print(repr(stdin().read_to_string().unwrap()), repr(stdin().read_line().unwrap()))
"""
    shown = "'one\\n' b'tw'\nb'o\\nt'\n'o\\nthree' ''\n"
    assert says(code, b"one\ntwo\nthree") == shown


def test_a_thread_may_lock_twice() -> None:
    code = """
lock = stdin().lock()
print(stdin().read_line().unwrap(), lock.read_line().unwrap(), end="")
out = stdout().lock()
stdout().write_all(b"").unwrap()
"""
    assert says(code, b"a\nb\n") == "a\n b\n"


def test_a_lock_keeps_other_threads_out() -> None:
    code = """
from threading import Thread
writers = [Thread(target=stdout().write_all, args=[b"other\\n"]) for _ in range(5)]
with stdout().lock() as lock:
    for writer in writers:
        writer.start()
    for _ in range(3):
        lock.write_all(b"mine\\n").unwrap()
for writer in writers:
    writer.join()
"""
    assert says(code) == "mine\n" * 3 + "other\n" * 5


def test_a_lock_is_given_back_by_the_last_reference_in_any_thread() -> None:
    code = """
from threading import Thread
held = [stdout().lock()]
Thread(target=held.clear).start()
writer = Thread(target=stdout().write_all, args=[b"written\\n"])
writer.start()
writer.join()
"""
    assert says(code) == "written\n"


def test_lines_are_passed_on_and_the_rest_at_the_end() -> None:
    code = """
stdout().write_all(b"one\\ntwo").unwrap()
stderr().write_all(b"three").unwrap()
"""
    reader, writer = os.pipe()
    with open(reader, "rb") as both:
        command = [sys.executable, "-c", PRELUDE + code]
        subprocess.run(command, stdout=writer, stderr=writer, check=True, timeout=30)
        os.close(writer)
        assert both.read() == b"one\nthreetwo"


def test_what_is_written_while_the_program_ends_is_not_held_back() -> None:
    code = """
import atexit
atexit.register(lambda: stdout().write_all(b"three").unwrap())
stdout().write_all(b"one ").unwrap()
atexit.register(lambda: stdout().write_all(b"two ").unwrap())
"""
    assert says(code) == "one two three" or says(code) == "two one three"


def test_a_lock_that_is_never_given_back_does_not_keep_the_program() -> None:
    code = """
from threading import Event, Thread
taken = Event()
def keep():
    global lock
    lock = stdout().lock()
    taken.set()
Thread(target=keep).start()
taken.wait()
"""
    assert says(code) == ""


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-"])
def test_a_stream_that_is_not_there(tmp_path: Path, closed: str) -> None:
    code = """
import os
answers = [stdin().read(bytearray(5)), stdout().write(b"x\\n"), stderr().write_vectored([b"yz"])]
os.write(3, repr(answers).encode())
"""
    shell = f'exec "$0" -c "$1" 3>"$2" {closed}'
    command = ["sh", "-c", shell, sys.executable, PRELUDE + code, str(tmp_path / "answers")]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=30)
    assert done.returncode == 0, done.stderr
    answers = "[<Success: 0>, <Success: 2>, <Success: 2>]"
    assert (tmp_path / "answers").read_text() == answers


def test_after_the_end_of_a_lock_it_is_ebadf() -> None:
    code = """
one, two, three = stdin().lock(), stdout().lock(), stderr().lock()
for lock in (one, two, three):
    lock.close()
answers = [one.read(bytearray(1)), one.fill_buf(), two.write(b"x"), two.flush(), three.write(b"x")]
print([answer.failure().raw_os_error() for answer in answers])
"""
    assert says(code) == "[9, 9, 9, 9, 9]\n"


def test_a_reader_that_has_gone() -> None:
    code = "stderr().write_fmt(repr(stdout().write_all(b'x' * 10**6 + b'\\n').failure().kind()))"
    with subprocess.Popen(
        [sys.executable, "-c", PRELUDE + code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b"BrokenPipe"


def test_cat() -> None:
    code = "io.copy(stdin().lock(), stdout().lock()).unwrap()"
    data = os.urandom(300_000)
    done = run(code, data)
    assert (done.returncode, done.stdout, done.stderr) == (0, data, b"")


def test_is_terminal() -> None:
    code = "print(stdin().is_terminal(), stdin().lock().is_terminal(), stdout().is_terminal())"
    assert says(code) == "False False False\n"
    controller, terminal = pty.openpty()
    command = [sys.executable, "-c", PRELUDE + code]
    done = subprocess.run(command, stdin=terminal, stdout=subprocess.PIPE, timeout=30)
    os.close(controller)
    os.close(terminal)
    assert done.stdout == b"True True False\n"


Standard = io.Stdin | io.StdinLock | io.Stdout | io.StdoutLock | io.Stderr | io.StderrLock


def test_what_they_are() -> None:
    streams: list[Standard] = [io.stdin(), io.stdin().lock(), io.stdout(), io.stdout().lock()]
    streams += [io.stderr(), io.stderr().lock()]
    names = ["Stdin", "StdinLock", "Stdout", "StdoutLock", "Stderr", "StderrLock"]
    assert list(map(repr, streams)) == [f"{name} {{ .. }}" for name in names]
    for stream, fd in zip(streams, [0, 0, 1, 1, 2, 2], strict=True):
        may_be: io.IsTerminal = stream
        assert may_be.is_terminal() == os.isatty(fd)
        assert stream.fileno() == stream.as_raw_fd() == stream.as_fd().as_raw_fd() == fd
    assert io.stdin().is_read_vectored()
    assert io.stdout().is_write_vectored()
    assert io.stderr().lock().is_write_vectored()
