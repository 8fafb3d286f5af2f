"""`run(main)`: a program ends as one of Rust does, with its status, its texts and its signal."""

import asyncio
import io as python_io
import os
import signal
import subprocess
import sys
from typing import Any, Final

import pytest
from returns.result import Failure, Success

from stdnet import Ok, io, run
from tests.support import oracle

PRELUDE: Final = """
import atexit, sys
from stdnet import AddrParseError, Err, IpAddr, Ok, io, propagate, run

"""

MAINS: Final = {
    "ok": "Ok(None)",
    "seven": "Ok(7)",
    "255": "Ok(255)",
    "err text": 'Err("bad\\tMAC")',
    "err io": "Err(io.Error.from_raw_os_error(111))",
    "panic unwrap": 'Err("bad MAC").unwrap()',
    "panic expect": 'Err("bad MAC").expect("a frame")',
    "exit": "sys.exit(4)",
}
"""What `main` returns for each way to end of `tests/oracle/result.rs`."""

ENDS: Final = [row for row in oracle.golden("result") if "end" in row]

KINDS: Final = ("def", "async def")
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(autouse=True)
def _output_has_a_buffer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)


def program(body: str, kind: str = "def") -> list[str]:
    """Returns the command of a program whose `main` has the body."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    needed = "import asyncio\n" if "asyncio." in body else ""  # It takes as long as all else.
    code = f"{PRELUDE}{needed}{kind} main():\n{lines}run(main)\n"
    return [sys.executable, "-X", "dev", "-W", "error", "-c", code]


def end_of(body: str, kind: str = "def") -> tuple[int, str, str]:
    """Runs a program; returns its exit status, its output and its error output."""
    done = subprocess.run(program(body, kind), capture_output=True, text=True, timeout=30)
    return done.returncode, done.stdout, done.stderr


# Compared with Rust.


def test_each_end_is_compared() -> None:
    assert {row["end"] for row in ENDS} == set(MAINS)


@each_kind
@pytest.mark.parametrize("row", ENDS, ids=lambda row: row["end"])
def test_a_program_ends_as_in_rust(row: oracle.Answer, kind: str) -> None:
    status, out, err = end_of(f"return {MAINS[str(row['end'])]}", kind)
    assert (status, out) == (row["status"], "")
    if status == 101:
        # The place of the panic differs from program to program.
        assert err.splitlines()[0] == "Traceback (most recent call last):"
        assert err.splitlines()[-1] == f"stdnet.result.Panic: {row['stderr']}"
    else:
        assert err == (f"{row['stderr']}\n" if row["stderr"] else "")


# Exit statuses.


def status_of(returned: object) -> object:
    """Calls `run` here; returns the code of its `SystemExit`."""

    def main() -> Any:
        return returned

    with pytest.raises(SystemExit) as end:
        run(main)
    return end.value.code


@pytest.mark.parametrize("n", range(256))
def test_every_status_of_a_process_is_returned(n: int) -> None:
    assert status_of(Ok(n)) == n


def test_none_is_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(None) == status_of(Ok(None)) == 0
    assert capsys.readouterr() == ("", "")


def test_results_of_returns_end_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(Success(3)) == 3
    assert status_of(Failure("no")) == 1
    assert capsys.readouterr() == ("", 'Error: "no"\n')


@pytest.mark.parametrize(
    ("returned", "text"),
    [
        (Ok(256), "ValueError: an exit status is 0 to 255, not 256"),
        (Ok(-1), "ValueError: an exit status is 0 to 255, not -1"),
        (Ok(True), "TypeError: main returns Ok(None) or Ok(n), not Ok of bool"),
        (Ok("x"), "TypeError: main returns Ok(None) or Ok(n), not Ok of str"),
        (Ok(1.0), "TypeError: main returns Ok(None) or Ok(n), not Ok of float"),
        (0, "TypeError: main returns a Result or None, not int"),
        (True, "TypeError: main returns a Result or None, not bool"),
        ("x", "TypeError: main returns a Result or None, not str"),
    ],
    ids=str,
)
def test_any_other_value_of_main_is_a_panic(
    capsys: pytest.CaptureFixture[str], returned: object, text: str
) -> None:
    assert status_of(returned) == 101
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[0] == "Traceback (most recent call last):"
    assert err.splitlines()[-1] == text


def test_a_panic_because_of_a_wrong_value_ends_a_program() -> None:
    for value in ("256", "True", '"x"'):
        status, out, err = end_of(f"return Ok({value})")
        assert (status, out) == (101, "")
        assert err.startswith("Traceback (most recent call last):\n")


@pytest.mark.parametrize("main", [None, 5, Ok(None)], ids=repr)
def test_anything_but_a_function_is_a_type_error(main: Any) -> None:
    with pytest.raises(TypeError, match=f"main is a function, not {type(main).__name__}"):
        run(main)


# Exceptions.


@each_kind
def test_an_exception_prints_its_traceback_from_main_on(kind: str) -> None:
    status, out, err = end_of("int('x')", kind)
    assert (status, out) == (101, "")
    assert err.splitlines()[-1].startswith("ValueError: invalid literal for int()")
    assert "rt.py" not in err
    assert ", in main\n" in err


@pytest.mark.parametrize(
    "exc",
    [
        ValueError("no"),
        GeneratorExit(),
        asyncio.CancelledError(),
        ExceptionGroup("x", [OSError(2)]),
    ],
)
def test_every_other_exception_is_a_panic(
    capsys: pytest.CaptureFixture[str], exc: BaseException
) -> None:
    def main() -> None:
        raise exc

    with pytest.raises(SystemExit) as end:
        run(main)
    assert end.value.code == 101
    assert type(exc).__name__ in capsys.readouterr().err


@pytest.mark.parametrize("code", [None, 0, 3, 256, "why"])
def test_system_exit_passes(capsys: pytest.CaptureFixture[str], code: object) -> None:
    error = SystemExit(code)

    def main() -> None:
        raise error

    async def main_later() -> None:
        raise error

    mains: list[Any] = [main, main_later]
    for each in mains:
        with pytest.raises(SystemExit) as end:
            run(each)
        assert end.value is error
    assert capsys.readouterr() == ("", "")


def test_a_coroutine_main_runs_in_an_event_loop() -> None:
    assert end_of("return await asyncio.sleep(0, Ok(3))", "async def") == (3, "", "")


def test_functions_of_atexit_run() -> None:
    for last, status in (("return Ok(0)", 0), ("return Err(1)", 1), ("raise KeyError", 101)):
        assert end_of(f"atexit.register(print, 'bye')\n{last}")[:2] == (status, "bye\n")


# The standard streams.


@each_kind
@pytest.mark.parametrize("last", ["return Err('no')", "raise KeyError('no')"])
def test_the_output_comes_before_the_error(kind: str, last: str) -> None:
    command = program(f"print('one', end=' ')\n{last}", kind)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30)
    assert done.stdout.startswith((b"one Error: ", b"one Traceback"))


def run_with_closed_stdout(body: str, kind: str = "def") -> tuple[int, str]:
    """Runs a program whose output has no reader; returns its exit status and its error output."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            program(body, kind), stdout=writer, stderr=subprocess.PIPE, text=True, timeout=30
        )
    finally:
        os.close(writer)
    return done.returncode, done.stderr


@each_kind
@pytest.mark.parametrize(
    "body",
    [
        "print('x')",  # It is written at the end.
        "print('x')\nreturn Ok(7)",
        "print('x', flush=True)",
        "print('x' * 100_000)",
        "for _ in range(100_000):\n    print('x' * 100)",
        "print('x')\nraise KeyError",
    ],
)
def test_print_into_a_closed_pipe_is_one_panic(kind: str, body: str) -> None:
    status, err = run_with_closed_stdout(body, kind)
    assert status == 101
    assert err.splitlines()[0] == "Traceback (most recent call last):"
    expected = "KeyError" if "KeyError" in body else "BrokenPipeError: [Errno 32] Broken pipe"
    assert err.splitlines()[-1] == expected
    assert "Exception ignored" not in err


def test_a_closed_pipe_that_is_not_written_to_does_not_matter() -> None:
    assert run_with_closed_stdout("return Ok(7)") == (7, "")
    assert run_with_closed_stdout("return Err('no')") == (1, 'Error: "no"\n')


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_output_that_cannot_be_written_is_a_panic() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            program("print('x')"), stdout=full, stderr=subprocess.PIPE, text=True, timeout=30
        )
    assert done.returncode == 101
    assert done.stderr.splitlines()[-1] == "OSError: [Errno 28] No space left on device"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("last", "status"),
    [("return Ok(7)", 7), ("return Err('no')", 1), ("raise KeyError('no')", 101)],
)
def test_a_missing_standard_stream_does_not_matter(closed: str, last: str, status: int) -> None:
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", *program(f"print('one')\n{last}")]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=30)
    assert done.returncode == status
    assert done.stdout == (b"" if ">&-" in closed.replace("2>&-", "") else b"one\n")
    if "2>&-" in closed:
        assert done.stderr == b""


def test_an_output_that_main_has_closed_does_not_matter() -> None:
    assert end_of("sys.stdout.close()\nreturn Ok(7)") == (7, "", "")


def test_an_output_without_the_attribute_closed_is_flushed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Tee:
        flushed = 0

        def write(self, text: str) -> None: ...

        def flush(self) -> None:
            self.flushed += 1

    monkeypatch.setattr(sys, "stdout", tee := Tee())
    assert status_of(Ok(3)) == 3
    assert tee.flushed > 0


def test_a_replaced_output_is_flushed(monkeypatch: pytest.MonkeyPatch) -> None:
    written = python_io.BytesIO()

    def main() -> io.Result[None]:
        print("one")
        return Ok(None)

    monkeypatch.setattr(sys, "stdout", python_io.TextIOWrapper(written))
    with pytest.raises(SystemExit):
        run(main)
    assert written.getvalue() == b"one\n"


# Ctrl-C.

WAITS: Final = {
    "def": "import time\ntime.sleep(30)",
    "async def": "await asyncio.sleep(30)",
}


def interrupted(body: str, kind: str) -> tuple[int, bytes, bytes]:
    """Sends SIGINT to a program once it has printed a line; returns its status and outputs."""
    with subprocess.Popen(
        program(body, kind), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    return process.returncode, out, err


def indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())


@each_kind
def test_ctrl_c_cleans_up_prints_nothing_and_dies_of_sigint(kind: str) -> None:
    body = f"""
from contextlib import closing
class Door:
    def close(self):
        print("closed")
with closing(Door()):
    try:
        print("ready", flush=True)
{indented(indented(WAITS[kind]))}
    finally:
        print("finally")
"""
    assert interrupted(body, kind) == (-signal.SIGINT, b"finally\nclosed\n", b"")


@each_kind
def test_ctrl_c_that_main_handles_ends_the_program_as_it_says(kind: str) -> None:
    exception = "asyncio.CancelledError" if kind == "async def" else "KeyboardInterrupt"
    body = f"""
try:
    print("ready", flush=True)
{indented(WAITS[kind])}
except {exception}:
    return Ok(5)
"""
    assert interrupted(body, kind) == (5, b"", b"")


@each_kind
def test_a_question_does_not_stop_ctrl_c(kind: str) -> None:
    body = f"""
@propagate
{kind} inner():
    print("ready", flush=True)
{indented(WAITS[kind])}
    return Ok(None)
return {"await " if kind == "async def" else ""}inner()
"""
    assert interrupted(body, kind) == (-signal.SIGINT, b"", b"")


def test_ctrl_c_with_a_closed_output_dies_of_sigint() -> None:
    body = "print('x')\nraise KeyboardInterrupt"
    assert run_with_closed_stdout(body) == (-signal.SIGINT, "")


def test_a_shell_sees_that_ctrl_c_ended_the_program() -> None:
    command = ["sh", "-c", '"$@"; echo "$?"', "sh", *program("raise KeyboardInterrupt")]
    done = subprocess.run(command, capture_output=True, timeout=30)
    assert (done.stdout, done.stderr) == (b"130\n", b"")


def test_ctrl_c_while_sigint_is_blocked_is_a_keyboard_interrupt() -> None:
    body = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
raise KeyboardInterrupt
"""
    status, out, err = end_of(body)
    assert status != 0
    assert out == ""
    assert err.splitlines()[-1] == "KeyboardInterrupt"


def test_a_main_of_a_module_ends_the_same(tmp_path: Any) -> None:
    (tmp_path / "tool.py").write_text(
        f"{PRELUDE}def main():\n    raise KeyboardInterrupt\nrun(main)"
    )
    command = [sys.executable, "-m", "tool"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


GROUPS = 'BaseExceptionGroup("a", [BaseExceptionGroup("b", [KeyboardInterrupt()]){}])'


def test_ctrl_c_in_an_exception_group_dies_of_sigint() -> None:
    # As a nursery of trio raises it.
    assert end_of(f"raise {GROUPS.format('')}") == (-signal.SIGINT, "", "")


def test_ctrl_c_beside_another_exception_is_a_panic() -> None:
    status, _, stderr = end_of(f"raise {GROUPS.format(', ValueError(1)')}")
    assert status == 101
    assert "ValueError: 1" in stderr
