"""`print` and `io.stdout()` write to one descriptor from two buffers: the order is kept."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

PRELUDE: Final = """
import contextlib, io as python_io, os, signal, sys
from stdnet.io import stderr, stdin, stdout
"""

SINKS: Final = ["pipe", "file", "terminal", "unbuffered"]


def read_until_closed(source: int) -> bytes:
    """Returns all that is written; reading from a terminal fails when the other end is closed."""
    found = b""
    try:
        while data := os.read(source, 1 << 16):
            found += data
    except OSError:
        pass
    return found.replace(b"\r\n", b"\n")


def output_of(code: str, sink: str, folder: Path) -> str:
    """Runs a program, both of whose outputs are the sink; returns what it wrote."""
    options = ["-u"] if sink == "unbuffered" else []
    command = [sys.executable, *options, "-X", "dev", "-W", "error", "-c", PRELUDE + code]
    match sink:
        case "terminal":
            source, end = pty.openpty()
        case "file":
            end = os.open(folder / "output", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            source = os.open(folder / "output", os.O_RDONLY)
        case _:
            source, end = os.pipe()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=end, stderr=end) as process:
        os.close(end)
        if sink == "file":
            process.wait(30)
        written = read_until_closed(source)
        os.close(source)
        assert process.wait(30) == 0, written
    return written.decode()


@pytest.mark.parametrize("sink", SINKS)
@pytest.mark.parametrize("made", ["stdout()", "stdout().lock()"])
def test_what_is_printed_comes_before_what_is_written_later(
    made: str, sink: str, tmp_path: Path
) -> None:
    code = f"""
print("one", end=" ")
out = {made}
out.write_all(b"two\\n").unwrap()
print("three")
out.write(b"four\\n").unwrap()
print("five", end=" ")
out.write_vectored([b"six", b"\\n"]).unwrap()
print("seven", end=" ")
out.write_fmt("eight\\n").unwrap()
print("nine")
"""
    written = "one two\nthree\nfour\nfive six\nseven eight\nnine\n"
    assert output_of(code, sink, tmp_path) == written


@pytest.mark.parametrize("sink", SINKS)
def test_standard_error_keeps_the_order(sink: str, tmp_path: Path) -> None:
    code = """
print("one", end=" ", file=sys.stderr)
stderr().write_all(b"two ").unwrap()
print("three", end=" ", file=sys.stderr)
lock = stderr().lock()
lock.write(b"four ").unwrap()
print("five", file=sys.stderr)
"""
    assert output_of(code, sink, tmp_path) == "one two three four five\n"


@pytest.mark.parametrize("sink", SINKS)
def test_an_unfinished_line_comes_before_what_is_printed_later(sink: str, tmp_path: Path) -> None:
    code = """
stdout().write_all(b"one ").unwrap()
print("two", end=" ")
"""
    assert output_of(code + "stdout().flush().unwrap()", sink, tmp_path) == "one two "
    assert output_of(code, sink, tmp_path) == "one two "


@pytest.mark.parametrize("sink", ["terminal", "unbuffered"])
def test_where_print_passes_on_lines_the_order_always_holds(sink: str, tmp_path: Path) -> None:
    code = """
stdout().write_all(b"one ").unwrap()
print("two")
stdout().write_all(b"three ").unwrap()
print("four", end=" ", flush=True)
stdout().write_all(b"five ").unwrap()
print("six", end=" ")
stdout().write_all(b"seven\\n").unwrap()
"""
    written = "one two\nthree four five six seven\n"
    assert output_of(code, sink, tmp_path) == written


@pytest.mark.parametrize(
    "prompt",
    [
        'print("user: ", end=""); stdout().flush().unwrap()',
        'stdout().write_all(b"user: ").unwrap(); stdout().flush().unwrap()',
        'print("user", end=""); stdout().write_all(b": ").unwrap(); stdout().flush().unwrap()',
    ],
)
def test_a_prompt_is_seen_before_the_answer_is_read(prompt: str) -> None:
    code = f"{prompt}\nprint(stdin().read_line().unwrap())"
    with subprocess.Popen(
        [sys.executable, "-c", PRELUDE + code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.read(6) == b"user: "
        process.stdin.write(b"me\n")
        process.stdin.flush()
        assert process.stdout.read() == b"me\n\n"


REPLACED: Final = {
    "the same buffer": "sys.stdout = python_io.TextIOWrapper(sys.stdout.buffer)",
    "a detached one": "sys.stdout = python_io.TextIOWrapper(sys.stdout.detach())",
    "another file object": "sys.stdout = open(1, 'w', closefd=False)",
    "a line-buffered one": "sys.stdout.reconfigure(line_buffering=True)",
}


@pytest.mark.parametrize("replace", REPLACED.values(), ids=list(REPLACED))
def test_any_stream_of_python_over_the_descriptor_keeps_the_order(
    replace: str, tmp_path: Path
) -> None:
    code = f"""
{replace}
print("one", end=" ")
stdout().write_all(b"two\\n").unwrap()
print("three", end=" ")
stdout().write_all(b"four\\n").unwrap()
sys.stdout.flush()
"""
    assert output_of(code, "pipe", tmp_path) == "one two\nthree four\n"


def test_the_first_stream_keeps_the_order_while_another_one_is_in_its_place(tmp_path: Path) -> None:
    code = """
for other in (python_io.StringIO(), None):
    print("one", end=" ")
    with contextlib.redirect_stdout(other):
        print("not seen")
        stdout().write_all(b"two\\n").unwrap()
del sys.stdout
stdout().write_all(b"three\\n").unwrap()
sys.stdout = sys.__stdout__
"""
    assert output_of(code, "pipe", tmp_path) == "one two\none two\nthree\n"


def test_a_stream_that_writes_elsewhere_is_not_flushed(tmp_path: Path) -> None:
    code = f"""
path = {str(tmp_path / "file")!r}
with open(path, "w") as file, contextlib.redirect_stdout(file):
    print("text")
    stdout().write_all(b"line\\n").unwrap()
    assert os.path.getsize(path) == 0

class Other:
    def write(self, text): return stdout().write_all(text.encode()).unwrap()
    def flush(self): raise AssertionError("flushed")
    def fileno(self): return 1

with contextlib.redirect_stdout(Other()):
    print("through")

class Raw(python_io.RawIOBase):
    def writable(self): return True
    def fileno(self): return 1
    def write(self, data): return stdout().write(data).unwrap()

with contextlib.redirect_stdout(python_io.TextIOWrapper(python_io.BufferedWriter(Raw()))):
    print("both")
    stdout().write_all(b"ways\\n").unwrap()
    sys.stdout.flush()
"""
    assert output_of(code, "pipe", tmp_path) == "line\nthrough\nways\nboth\n"


def test_a_stream_that_is_closed_has_nothing_to_flush(tmp_path: Path) -> None:
    code = """
sys.stdout.close()
sys.stderr.close()
stdout().write_all(b"one\\n").unwrap()
stderr().write_all(b"two\\n").unwrap()
sys.stdout = sys.stderr = None
"""
    assert output_of(code, "pipe", tmp_path) == "one\ntwo\n"


def test_an_error_of_what_was_printed_is_the_err_of_the_write() -> None:
    code = """
print("text")
kinds = [stdout().write(b"x\\n"), stdout().write_all(b"x\\n"), stdout().flush()]
kinds.append(stdout().write_vectored([b"x\\n"]))
stderr().write_fmt(" ".join(repr(kind.unwrap_err().kind()) for kind in kinds)).unwrap()
os._exit(0)
"""
    with subprocess.Popen(
        [sys.executable, "-c", PRELUDE + code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b"BrokenPipe BrokenPipe BrokenPipe BrokenPipe"


def test_a_pipe_that_is_full_is_would_block_and_nothing_is_lost() -> None:
    code = """
os.set_blocking(1, False)
filled = 0
with contextlib.suppress(BlockingIOError):
    while True:
        filled += os.write(1, b"x" * 4096)
print("printed", end=" ")
full = stdout().write(b"written\\n")
stderr().write_fmt(f"{full.unwrap_err().kind()!r} {filled}\\n").unwrap()
assert stdin().read_line().unwrap() == "go on\\n"
stdout().write_all(b"written\\n").unwrap()
"""
    with subprocess.Popen(
        [sys.executable, "-c", PRELUDE + code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        kind, filled = process.stderr.readline().split()
        assert kind == b"WouldBlock"
        assert process.stdout.read(int(filled)).strip(b"x") == b""
        process.stdin.write(b"go on\n")
        process.stdin.flush()
        assert process.stdout.read() == b"printed written\n"
        assert process.stderr.read() == b""


def test_a_descriptor_that_was_closed_discards(tmp_path: Path) -> None:
    code = """
print("text")
os.close(1)
answers = [stdout().write(b"x\\n"), stdout().write_all(b"xyz"), stdout().flush()]
stderr().write_fmt(f"{answers}\\n").unwrap()
os._exit(0)
"""
    assert output_of(code, "pipe", tmp_path) == "[Ok(2), Ok(None), Ok(None)]\n"


# Fills the pipe, so that `print` waits in its write and a signal finds it there.
INTERRUPTED: Final = """
reader, writer = os.pipe()
output = os.dup(1)
os.dup2(writer, 1)
os.set_blocking(writer, False)
with contextlib.suppress(BlockingIOError):
    while True:
        os.write(1, b"x" * 4096)
os.set_blocking(writer, True)
signal.signal(signal.SIGALRM, handler)
"""


@pytest.mark.parametrize(
    "error", ["KeyboardInterrupt", "ValueError", "RuntimeError", "OSError(9, '')"]
)
def test_the_exception_of_a_signal_handler_comes_out_of_the_flush(
    error: str, tmp_path: Path
) -> None:
    code = f"""
def handler(*_):
    raise {error}
{INTERRUPTED}
print("printed", end=" ")
try:
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    stdout().write_all(b"not written\\n")
except BaseException as exc:
    os.dup2(output, 1)
    assert type(exc) is type({error}) or type(exc) is {error.partition("(")[0]}, exc
    stdout().write_all(b"written\\n").unwrap()
"""
    assert output_of(code, "pipe", tmp_path) == "printed written\n"


def test_a_signal_handler_writes_while_it_interrupts_a_print(tmp_path: Path) -> None:
    code = f"""
def handler(*_):
    os.dup2(output, 1)
    stdout().write_all(b"handled\\n").unwrap()
{INTERRUPTED}
signal.setitimer(signal.ITIMER_REAL, 0.1)
print("printed", flush=True)
"""
    assert output_of(code, "pipe", tmp_path) == "handled\nprinted\n"
