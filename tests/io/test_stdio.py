"""The standard streams, in child processes, compared with those of Rust.

`tests/oracle/stdio.rs` describes the questions.
"""

import os
import pty
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from stdnet import io
from tests.support import oracle

# The program `child` of the oracle, with stdnet.
CHILD = """
import os, sys
from stdnet import Ok
from stdnet.io import stderr, stdin, stdout

def data(text):
    parts = (part.encode() for part in text.split("+"))
    return b"".join(b"\\n" if part == b"n" else part[:1] * int(part[1:]) for part in parts)

def shown(result, value=str):
    match result:
        case Ok(found):
            return f"Ok({value(found)})"
        case failed:
            return f"Err({failed.unwrap_err()!r})"

def unit(_):
    return "()"

def quoted(text):
    return '"' + text[:4] + '"'

def output(out, name, argument):
    match name:
        case "all":
            return shown(out.write_all(data(argument)), unit)
        case "write":
            return shown(out.write(data(argument)))
        case "vec":
            return shown(out.write_vectored(list(map(data, argument.split(",")))))
        case "flush":
            return shown(out.flush(), unit)

def input(name, argument):
    with stdin().lock() as lock:
        match name:
            case "line":
                line = lock.read_line().unwrap()
                return f"Ok({len(line)}) {quoted(line)}"
            case "lines":
                found = [line.unwrap() for _, line in zip(range(int(argument)), lock.lines())]
                return f"{len(found)} Some({quoted(found[-1])})"
            case "read":
                return shown(lock.read(bytearray(int(argument))))
            case "exact":
                return shown(lock.read_exact(bytearray(int(argument))), unit)
            case "fill":
                return shown(lock.fill_buf(), len)
            case "end":
                return shown(lock.read_to_end(bytearray()))
            case "pos":
                return f"Ok({os.lseek(0, 0, os.SEEK_CUR)})"

with open(sys.argv[1], "w") as report:
    for operation in sys.argv[2:]:
        name, _, argument = operation.partition(":")
        match name:
            case "exit":
                sys.exit()
            case "olock":
                held = stdout().lock()
            case "iclose" | "oclose" | "eclose":
                os.close("ioe".index(name[0]))
            case _:
                streams = {"o": stdout, "e": stderr}
                kind, name = name[0], name[1:]
                stream = streams.get(kind)
                answer = output(stream(), name, argument) if stream else input(name, argument)
                print(answer, file=report)
"""


def pieces(source: socket.socket) -> list[str]:
    """Returns the writes that a socket received, each as a word for each run of a byte."""
    found = iter(lambda: source.recv(1 << 18), b"")
    runs = ((run[0] for run in re.finditer(rb"\n|([^\n])\1*", piece)) for piece in found)
    return ["+".join("n" if b"\n" in r else f"{r[:1].decode()}{len(r)}" for r in p) for p in runs]


def replay(question: str, folder: Path) -> oracle.Answer:
    """Returns stdnet's answers to a question of the oracle."""
    data, report = folder / "input", folder / "report"
    data.write_text("".join(f"{n:04}{'x' * 95}\n" for n in range(200)))
    command = [sys.executable, "-c", CHILD, str(report), *question.split(" ")]
    out, out_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    err, err_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with out, err, data.open("rb") as source:
        with out_end, err_end:
            one, two = out_end.fileno(), err_end.fileno()
            subprocess.run(command, stdin=source, stdout=one, stderr=two, timeout=30)
        written, said = pieces(out), pieces(err)
    answers = report.read_text().splitlines()
    return {"question": question, "answers": answers, "out": written, "err": said}


@pytest.mark.parametrize("answer", oracle.golden("stdio"), ids=lambda answer: answer["question"])
def test_golden_questions_have_the_answers_of_rust(answer: oracle.Answer, tmp_path: Path) -> None:
    assert replay(str(answer["question"]), tmp_path) == answer


PRELUDE = "from stdnet import Ok, Err, io\nfrom stdnet.io import stdin, stdout, stderr\n"


def run(code: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Runs a program with the data as its standard input."""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", PRELUDE + code]
    return subprocess.run(command, input=data, capture_output=True, timeout=30)


def output_of(code: str, data: bytes = b"") -> str:
    """Runs a program; returns its standard output, and checks that it has no errors."""
    done = run(code, data)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def test_lines_iterates_over_standard_input() -> None:
    code = "for line in stdin().lines(): print(line.unwrap().upper())"
    assert output_of(code, b"one\r\ntwo\n\nfour") == "ONE\nTWO\n\nFOUR\n"


def test_all_handles_share_the_buffer() -> None:
    code = """
print(repr(stdin().read_line().unwrap()), stdin().read_array(2).unwrap())
with stdin().lock() as lock:
    print(bytes(lock.fill_buf().unwrap()[:3]))
print(repr(stdin().read_to_string().unwrap()), repr(stdin().read_line().unwrap()))
"""
    shown = "'one\\n' b'tw'\nb'o\\nt'\n'o\\nthree' ''\n"
    assert output_of(code, b"one\ntwo\nthree") == shown


def test_a_thread_may_lock_twice() -> None:
    code = """
lock = stdin().lock()
print(stdin().read_line().unwrap(), lock.read_line().unwrap(), end="")
out = stdout().lock()
stdout().write_all(b"").unwrap()
"""
    assert output_of(code, b"a\nb\n") == "a\n b\n"


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
    assert output_of(code) == "mine\n" * 3 + "other\n" * 5


def test_the_last_reference_releases_a_lock_in_any_thread() -> None:
    code = """
from threading import Thread
held = [stdout().lock()]
Thread(target=held.clear).start()
writer = Thread(target=stdout().write_all, args=[b"written\\n"])
writer.start()
writer.join()
"""
    assert output_of(code) == "written\n"


def test_stdout_passes_on_lines_and_the_rest_at_the_end() -> None:
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


def test_writes_after_the_cleanup_are_not_buffered() -> None:
    code = """
import atexit
atexit.register(lambda: stdout().write_all(b"three").unwrap())
stdout().write_all(b"one ").unwrap()
atexit.register(lambda: stdout().write_all(b"two ").unwrap())
"""
    assert output_of(code) == "one two three" or output_of(code) == "two one three"


def test_a_lock_that_is_never_released_does_not_block_the_exit() -> None:
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
    assert output_of(code) == ""


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-"])
def test_a_closed_stream_is_empty_or_discards(tmp_path: Path, closed: str) -> None:
    code = """
import os
answers = [stdin().read(bytearray(5)), stdout().write(b"x\\n"), stderr().write_vectored([b"yz"])]
os.write(3, repr(answers).encode())
"""
    shell = f'exec "$0" -c "$1" 3>"$2" {closed}'
    command = ["sh", "-c", shell, sys.executable, PRELUDE + code, str(tmp_path / "answers")]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=30)
    assert done.returncode == 0, done.stderr
    answers = "[Ok(0), Ok(2), Ok(2)]"
    assert (tmp_path / "answers").read_text() == answers


def test_every_call_of_a_closed_lock_is_ebadf() -> None:
    code = """
one, two, three = stdin().lock(), stdout().lock(), stderr().lock()
for lock in (one, two, three):
    lock.close()
answers = [one.read(bytearray(1)), one.fill_buf(), two.write(b"x"), two.flush(), three.write(b"x")]
print([answer.unwrap_err().raw_os_error() for answer in answers])
"""
    assert output_of(code) == "[9, 9, 9, 9, 9]\n"


def test_a_write_without_a_reader_is_broken_pipe() -> None:
    code = "stderr().write_fmt(repr(stdout().write_all(b'x' * 10**6 + b'\\n').unwrap_err().kind()))"
    with subprocess.Popen(
        [sys.executable, "-c", PRELUDE + code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b"BrokenPipe"


def test_copy_from_stdin_to_stdout_copies_all() -> None:
    code = "io.copy(stdin().lock(), stdout().lock()).unwrap()"
    data = os.urandom(300_000)
    done = run(code, data)
    assert (done.returncode, done.stdout, done.stderr) == (0, data, b"")


def test_is_terminal_is_true_only_for_a_terminal() -> None:
    code = "print(stdin().is_terminal(), stdin().lock().is_terminal(), stdout().is_terminal())"
    assert output_of(code) == "False False False\n"
    controller, terminal = pty.openpty()
    command = [sys.executable, "-c", PRELUDE + code]
    done = subprocess.run(command, stdin=terminal, stdout=subprocess.PIPE, timeout=30)
    os.close(controller)
    os.close(terminal)
    assert done.stdout == b"True True False\n"


Standard = io.Stdin | io.StdinLock | io.Stdout | io.StdoutLock | io.Stderr | io.StderrLock


def test_streams_and_locks_show_their_names_and_descriptors() -> None:
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
