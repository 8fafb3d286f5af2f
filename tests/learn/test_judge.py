"""The judge ends every program in time and with all that it has started, whatever it does."""

import os
import signal
import subprocess
import sys
import time
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any, Final

import pytest

from stdnet import Err, Ok, Result, TcpListener, propagate
from stdnet.learn.judge import family, report, runner
from stdnet.learn.judge.check import NOT_COUNTED, Check, Failure, Run, Skipped
from stdnet.learn.judge.eventually import eventually
from stdnet.learn.judge.exercises import exercises
from stdnet.learn.judge.family import FEW_ARENAS, MARK
from stdnet.learn.judge.process import Ended, Limits, Program, Solution, dying_with_judge
from stdnet.learn.judge.text import Text
from tests.support.once import only_with

pytestmark = only_with("3.13")

PYTHON: Final = [sys.executable, "-I", "-S", "-c"]
MIB: Final = 1 << 20
SHORT: Final = 0.3
WRONG: Final = Path(__file__).parent / "wrong"


def solution(source: str, limits: Limits | None = None) -> Solution:
    """Returns a program in Python, which starts quickly."""
    return Solution([*PYTHON, dedent(source)], limits=limits or Limits())


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """Checks that no test takes long."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 10


def started(program: Program) -> None:
    """Waits until a program has printed a line."""
    while b"\n" not in program.stdout:
        time.sleep(0.005)


STUBBORN: Final = {
    "spins": "print(flush=True)\nwhile True: pass",
    "sleeps": "import time; print(flush=True); time.sleep(1000)",
    "ignores SIGTERM and SIGINT": """
        import signal, time
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        print(flush=True)
        time.sleep(1000)
        """,
    "stops itself": """
        import os, signal
        print(flush=True)
        os.kill(os.getpid(), signal.SIGSTOP)
        """,
    "forks": """
        import os, time
        for _ in range(20):
            if os.fork() == 0:
                os.setsid()
                time.sleep(1000)
        print(flush=True)
        time.sleep(1000)
        """,
    "goes on forking": """
        import os, time
        print(flush=True)
        for _ in range(300):
            if os.fork():
                os._exit(0)
            time.sleep(0.01)
        """,
    "becomes a daemon": """
        import os, time
        if os.fork():
            os._exit(0)
        os.setsid()
        if os.fork():
            os._exit(0)
        print(flush=True)
        time.sleep(1000)
        """,
    "starts others": """
        import subprocess, time
        subprocess.Popen(["sleep", "1000"], start_new_session=True)
        print(flush=True)
        time.sleep(1000)
        """,
    "becomes a daemon without an environment": """
        import os, sys
        again = "import time; print(flush=True); time.sleep(1000)"
        if os.fork():
            os._exit(0)
        os.setsid()
        if os.fork():
            os._exit(0)
        os.execve(sys.executable, [sys.executable, "-I", "-S", "-c", again], {})
        """,
    "forgets its environment": """
        import os, sys
        again = "import time; print(flush=True); time.sleep(1000)"
        os.execve(sys.executable, [sys.executable, "-I", "-S", "-c", again], {})
        """,
    "has threads": """
        import threading, time
        for _ in range(150):
            threading.Thread(target=time.sleep, args=(1000,)).start()
        print(flush=True)
        """,
}


@pytest.mark.parametrize("source", STUBBORN.values(), ids=STUBBORN)
def test_nothing_is_left_of_a_program(source: str) -> None:
    with solution(source).start() as program:
        started(program)
        assert program.members() or program.status is not None
    assert program.members() == []


def test_two_families_are_told_from_each_other() -> None:
    with solution(STUBBORN["sleeps"]).start() as other:
        started(other)
        with solution(STUBBORN["becomes a daemon without an environment"]).start() as program:
            started(program)
            assert len(program.members()) == 1
        assert len(other.members()) == 1
        assert other.status is None


def test_children_that_the_judge_had_before_are_none_of_the_programs() -> None:
    with subprocess.Popen(["sleep", "1000"]) as own:
        with solution(STUBBORN["sleeps"]).start() as program:
            started(program)
            assert len(program.members()) == 1
        assert own.poll() is None
        own.kill()


def test_no_orphan_stays_as_a_zombie() -> None:
    source = """
        import os
        for _ in range(5):
            if os.fork() == 0:
                if os.fork():
                    os._exit(0)
                os.setsid()
                os.execve("/bin/sleep", ["sleep", "1000"], {})
        [os.wait() for _ in range(5)]
        print(flush=True)
        """
    before = children()
    with solution(source).start() as program:
        started(program)
        assert len(children() - before) == 6
    assert children() - before == set()


def children() -> set[bytes]:
    """Returns the children of this process, also those for which nobody has waited."""
    lists = Path("/proc/self/task").glob("*/children")
    return {pid for each in lists for pid in each.read_bytes().split()}


def test_an_exception_at_the_start_ends_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = list[int]()

    class Late(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            begun.append(self.pid)
            for pipe in (self.stdin, self.stdout, self.stderr):
                if pipe is not None:
                    pipe.close()
            self.returncode = 0
            raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", Late)
    with pytest.raises(KeyboardInterrupt):
        solution(STUBBORN["sleeps"]).start()
    with pytest.raises(ProcessLookupError):
        os.kill(begun[0], 0)


def test_a_program_that_does_not_end_is_waited_for_as_long_as_was_said() -> None:
    with solution(STUBBORN["sleeps"]).start() as program:
        failure = program.ended(SHORT).unwrap_err()
    assert failure.seen.en == "the program still runs after 0.3 s"
    assert program.status is None


def test_an_exception_in_the_judge_ends_the_program() -> None:
    program = solution(STUBBORN["sleeps"]).start()
    with pytest.raises(KeyboardInterrupt), program:
        raise KeyboardInterrupt
    assert program.members() == []


def test_a_program_that_leaves_its_port_to_a_child_keeps_nobody_from_it() -> None:
    source = """
        import os, socket, time
        listener = socket.create_server(("127.0.0.1", 0))
        print("listening on 127.0.0.1:%d" % listener.getsockname()[1], flush=True)
        if os.fork() == 0:
            os.setsid()
            time.sleep(1000)
        """
    with solution(source).start() as program:
        addr = program.listening().unwrap()
        program.ended().unwrap()
    with TcpListener.bind(addr).unwrap():
        pass


# Limits.


def ended(source: str, limits: Limits) -> Ended:
    """Runs a program within limits to its end."""
    with solution(source, limits).start() as program:
        return program.ended().unwrap()


def test_memory_is_limited() -> None:
    done = ended("data = bytearray(500 << 20)", Limits(memory=200 * MIB))
    assert done.status == 1
    assert b"MemoryError" in done.stderr


def test_descriptors_are_limited() -> None:
    done = ended("import os\nwhile True: os.dup(0)", Limits(descriptors=20))
    assert b"Too many open files" in done.stderr


def test_the_time_of_the_processor_is_limited() -> None:
    assert ended("while True: pass", Limits(cpu_seconds=1)).status == -signal.SIGXCPU


def test_the_size_of_files_is_limited(tmp_path: Path) -> None:
    file = tmp_path / "file"
    done = ended(f"open({str(file)!r}, 'wb').write(bytes(1 << 20))", Limits(file_size=MIB // 2))
    assert done.status == 1
    assert file.stat().st_size <= MIB // 2


@pytest.mark.skipif(os.getuid() == 0, reason="the kernel limits no processes of root")
def test_processes_are_limited() -> None:
    source = """
        import os, time
        while True:
            if os.fork() == 0:
                time.sleep(1000)
        """
    assert b"BlockingIOError" in ended(source, Limits(processes=20)).stderr


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_program_that_prints_without_end_is_ended(stream: str) -> None:
    source = f"import sys\nwhile True: sys.{stream}.write('no end ' * 100)"
    with solution(source, Limits(output=MIB)).start() as program:
        failure = program.ended().unwrap_err()
    assert failure.seen.en == "it printed more than 1 MiB, and was ended"
    assert len(program.stdout) <= MIB + 1


# What it prints first.


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("", "it ended before it listened"),
        ("raise SystemExit(3)", "it ended before it listened"),
        ("print('hello')", "it printed another line first"),
        ("print('listening on 127.0.0.1:80', end='')", "it printed another line first"),
        ("import os; os.write(1, b'\\xff\\0\\n')", "it printed another line first"),
        (
            "import time; print('listening on 127.0.0.1:80'); time.sleep(1000)",
            "within 0.3 s it printed no whole line; perhaps the line was not flushed",
        ),
        (
            "import os, time; os.close(1); os.close(2); time.sleep(1000)",
            "it ended before it listened",
        ),
        (
            "print('listening on port 80')",
            "it printed 'port 80', which is no address: invalid socket address syntax",
        ),
    ],
)
def test_a_program_that_does_not_say_where_it_listens(source: str, seen: str) -> None:
    with solution(source).start() as program:
        failure = program.listening(SHORT).unwrap_err()
    assert failure.seen.en == seen
    assert failure.rule is not None
    assert "flush" in failure.rule.en
    assert failure.read == "08"


LISTENS: Final = """
    import signal, socket
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    print(f"listening on 127.0.0.1:{PRINTED}", flush=True)
    signal.pause()
    """


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ("0", "it printed 127.0.0.1:0, and nobody can connect to port 0"),
        ("1", "it printed 127.0.0.1:1, and nobody listens there"),
    ],
)
def test_an_address_at_which_nobody_listens(printed: str, seen: str) -> None:
    with solution(LISTENS.replace("PRINTED", printed)).start("127.0.0.1:0") as program:
        failure = program.connect().unwrap_err()
    assert failure.seen.en == seen
    assert failure.rule is not None
    assert "ntohs" in failure.rule.es
    assert failure.read == "08"


def test_a_connection_that_is_refused_later_is_another_matter() -> None:
    source = LISTENS.replace("PRINTED", "port").replace("signal.pause()", "listener.accept()")
    with solution(source).start("127.0.0.1:0") as program:
        program.connect().unwrap().close()
        program.ended().unwrap()
        failure = program.connect().unwrap_err()
    assert "could not connect to the program: Connection refused" in failure.seen.en


@pytest.mark.parametrize(
    ("given", "is_right"),
    [
        ("127.0.0.1:0", True),
        ("127.0.0.1:4000", True),
        ("127.0.0.1:4001", False),
        ("127.0.0.2:0", False),
        ("[::1]:4000", False),
        ("/tmp/data", True),
    ],
)
def test_a_server_prints_the_address_that_it_was_given(given: str, is_right: bool) -> None:
    with solution("print('listening on 127.0.0.1:4000')").start(given) as program:
        assert program.listening().is_ok() == is_right


def test_a_program_that_is_not_there() -> None:
    with Solution(["/no/such/program"]).start() as program:
        assert program.ended().unwrap().status == 127
    assert b"not found" in program.stderr


# How it ends.


def test_the_standard_input_is_what_was_given_and_then_the_end() -> None:
    with Solution(["cat"]).start(stdin=b"x" * MIB) as program:
        assert program.output() == Ok(b"x" * MIB)


def test_a_program_need_not_read_its_input() -> None:
    with Solution(["true"]).start(stdin=bytes(MIB)) as program:
        assert program.output() == Ok(b"")


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("raise SystemExit('Error: Connection refused')", None),
        ("raise SystemExit('Connection refused')", "no line that begins with `Error:`"),
        ("raise SystemExit('Error: no')", "no line that begins with `Error:`"),
        ("raise SystemExit('OSError: Connection refused')", "no line that begins with `Error:`"),
        ("raise SystemExit('Error: no\\nConnection refused')", "no line that begins with `Error:`"),
        ("raise OSError('Connection refused')", "a traceback"),
        ("import sys; print('Error: Connection refused', file=sys.stderr)", "ended with status 0"),
    ],
)
def test_an_error_is_one_line_and_status_1(source: str, seen: str | None) -> None:
    with solution(source).start() as program:
        found = program.error("Connection refused")
    if seen is None:
        assert found == Ok(None)
    else:
        assert seen in found.unwrap_err().seen.en


def failure_of(source: str) -> Failure:
    """Returns the failure of a program that had to end well."""
    with solution(source).start() as program:
        return program.output().unwrap_err()


def test_an_exception_is_named() -> None:
    failure = failure_of("int('x')")
    assert "`ValueError: invalid literal for int() with base 10: 'x'`" in failure.seen.es
    assert failure.rule is None


def test_a_bad_status_has_a_rule_of_its_own() -> None:
    failure = failure_of("raise SystemExit(3)")
    assert failure.seen.en == "it ended with status 3"
    assert failure.rule is not None
    assert failure.rule.en.startswith("Status 0 says that all went well.")


def test_an_error_of_another_type_than_that_of_the_result_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text("""
from stdnet import Ok, Result, SocketAddrV4, propagate, run
@propagate
def main() -> Result[None, str]:
    SocketAddrV4.from_str("").unwrap()
    return Ok(None)
run(main)
""")
    with Solution.of_file(file).start() as program:
        failure = program.error().unwrap_err()
    assert "errors of type `str`" in failure.seen.en
    assert "one of type `AddrParseError`" in failure.seen.en
    assert failure.rule is not None
    assert "`From`" in failure.rule.es
    assert failure.read == "whatif/wrong_error"


def test_an_interrupt_is_that_of_a_terminal() -> None:
    source = """
        import time
        try:
            print(flush=True)
            time.sleep(1000)
        except KeyboardInterrupt:
            raise SystemExit(7)
        """
    with solution(source).start() as program:
        started(program)
        program.interrupt()
        assert program.ended().unwrap().status == 7


def test_an_interrupt_ends_a_program_of_a_judge_that_ignores_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with solution("import signal; print(flush=True); signal.pause()").start() as program:
            started(program)
            program.interrupt()
            assert program.ended().unwrap().status == -signal.SIGINT
    finally:
        signal.signal(signal.SIGINT, before)


def test_descriptors_and_threads_are_counted() -> None:
    source = """
        import os, threading, time
        [os.dup(0) for _ in range(10)]
        [threading.Thread(target=time.sleep, args=(1000,)).start() for _ in range(5)]
        print(flush=True)
        """
    with solution(source).start() as program:
        started(program)
        assert (program.descriptors(), program.threads()) == (13, 6)


def test_descriptors_are_counted_without_the_mark_of_the_environment() -> None:
    leaky = [sys.executable, str(WRONG / "03_echo_server" / "descriptors.py")]
    [check] = [each for each in exercises()[3].checks() if each.name == "descriptors"]
    outcome = runner.made(check, ["env", "-i", *leaky])
    assert isinstance(outcome.found, Failure)
    assert "descriptors" in outcome.found.seen.en


@pytest.mark.parametrize(("number", "name"), [(3, "descriptors"), (6, "threads_end")])
def test_what_cannot_be_counted_is_said(
    number: int, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(family, "PROC", Path("/no/such/folder"))
    [check] = [each for each in exercises()[number].checks() if each.name == name]
    outcome = runner.made(check, [sys.executable, str(exercises()[number].folder / "solution.py")])
    assert outcome.found == Skipped(NOT_COUNTED)


# A program that does not begin.


def outcomes_of(source: str, folder: Path) -> list[runner.Outcome]:
    """Makes two checks of a file."""
    file = folder / "program.py"
    file.write_text(dedent(source))
    failure = Failure(Text("it did nothing", "no hizo nada"))
    checks = [check_of(Err(failure))] * 2
    return list(runner.all_made(checks, [sys.executable, str(file)]))


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("print(1)\nprint(", "error de sintaxis en la línea 2 de program.py"),
        ("if True:\nprint()", "error de sintaxis en la línea 2 de program.py"),
        (
            "import sys\nfrom stdnet import Nothing",
            "la línea 2 de program.py importa algo que no existe",
        ),
        ("import nothing", "la línea 1 de program.py importa algo que no existe"),
    ],
)
def test_a_program_that_does_not_begin_is_told_once(source: str, seen: str, tmp_path: Path) -> None:
    first, second = outcomes_of(source, tmp_path)
    assert first.found is second.found
    text = report.text(first, "es")
    first_words = f"Qué ocurrió: el programa no llegó a empezar: {seen} "
    assert " ".join(text.split()).startswith(first_words)
    assert "La regla" not in text
    assert "Error: " in text


@pytest.mark.parametrize(
    "source", ["int('x')", "def main():\n    import nothing\nmain()", "raise SystemExit(1)"]
)
def test_a_program_that_began_is_checked_to_the_end(source: str, tmp_path: Path) -> None:
    for outcome in outcomes_of(source, tmp_path):
        assert isinstance(outcome.found, Failure)
        assert outcome.found.seen.en == "it did nothing"


# Checks.


def check_of(found: Result[None, Failure] | Result[None, Failure | Skipped]) -> Check:
    """Returns a check that runs a program to its end, and then has found something."""

    def run(solution: Solution) -> Result[None, Failure] | Result[None, Failure | Skipped]:
        with solution.start() as program:
            _ = program.ended(5)
        return found

    title = Text("It works", "Funciona")
    rule = Text("A program works.", "Un programa funciona.")
    return Check("works", title, rule, "06", run)


def outcome_of(
    found: Result[None, Failure] | Result[None, Failure | Skipped], source: str = ""
) -> runner.Outcome:
    return runner.made(check_of(found), [*PYTHON, source])


def test_a_passed_check_needs_no_words() -> None:
    outcome = outcome_of(Ok(None))
    assert outcome.passed
    assert report.heading(outcome, "es") == "bien    works: Funciona"
    assert report.text(outcome, "es") == ""


def test_a_skipped_check_says_why() -> None:
    outcome = outcome_of(Err(Skipped(Text("no right to ping", "falta el permiso"))))
    assert outcome.passed
    assert report.heading(outcome, "es") == "omitida works: Funciona"
    assert report.text(outcome, "es") == "    Qué ocurrió: falta el permiso"


def test_a_failure_says_what_a_teacher_would_say() -> None:
    failure = Failure(
        Text("other bytes came back", "llegaron otros bytes"), b"hello", b"hallo", [b"he", b"llo"]
    )
    source = "import sys; sys.exit('Error: it is late')"
    outcome = outcome_of(Err(failure), source)
    assert not outcome.passed
    assert report.heading(outcome, "en") == "not ok  works: It works"
    assert report.text(outcome, "en").splitlines() == [
        "    Sent: 2 pieces, 5 bytes in all: b'he' b'llo'",
        "    Came back: 5 bytes: b'hallo'",
        "    Expected: 5 bytes: b'hello'",
        "    What happened: other bytes came back; they differ at byte 1, counted from 0",
        "    The rule: A program works.",
        "    To read: python -m stdnet.learn read 06",
        "    The program: ended with status 1",
        "    Its standard error says:",
        "        Error: it is late",
    ]
    assert report.text(outcome, "es").splitlines() == [
        "    Se envió: 2 piezas, 5 bytes en total: b'he' b'llo'",
        "    Volvió: 5 bytes: b'hallo'",
        "    Se esperaba: 5 bytes: b'hello'",
        "    Qué ocurrió: llegaron otros bytes; difieren en el byte 1, contado desde 0",
        "    La regla: Un programa funciona.",
        "    Para leer: python -m stdnet.learn read 06 --lang es",
        "    El programa: terminó con el estado 1",
        "    En su salida de errores se lee:",
        "        Error: it is late",
    ]


def test_the_standard_input_is_shown_and_what_received_is() -> None:
    @propagate
    def run(solution: Solution) -> Result[None, Failure]:
        with solution.server().unwrap() as server:
            with solution.start(server.addr, stdin=b"hello\n"), server.accept().unwrap() as peer:
                peer.expect(b"hello\n").unwrap()
            return Ok(None)

    source = """
        import socket, sys
        with socket.create_connection(sys.argv[1].split(":")) as s:
            s.sendall(b"hallo\\n")
        """
    text = Text("", "")
    outcome = runner.made(Check("check", text, text, "05", run), [*PYTHON, dedent(source)])
    lines = report.text(outcome, "es").splitlines()
    assert lines[1:3] == [
        "    Entrada estándar: 6 bytes: b'hello\\n'",
        "    El servidor recibió: 6 bytes: b'hallo\\n'",
    ]
    assert "    El programa: terminó con el estado 0" in lines


def test_a_server_that_ended_by_itself_is_not_said_to_have_been_ended() -> None:
    @propagate
    def run(solution: Solution) -> Result[None, Failure]:
        with solution.start() as program, program.connect().unwrap() as peer:
            peer.send(b"hello").unwrap()
            peer.expect(b"hello").unwrap()
        return Ok(None)

    source = """
        import socket, time
        with socket.create_server(("127.0.0.1", 0)) as s:
            print("listening on 127.0.0.1:%d" % s.getsockname()[1], flush=True)
            s.accept()
        time.sleep(0.1)
        """
    text = Text("", "")
    outcome = runner.made(Check("check", text, text, "05", run), [*PYTHON, dedent(source)])
    assert "    The program: ended with status 0" in report.text(outcome, "en")


def test_long_data_are_shown_where_they_differ() -> None:
    data = bytes(1000)
    failure = Failure(Text("", ""), data, data[:500] + b"!" + data[501:], [data] * 9)
    lines = report.text(outcome_of(Err(failure)), "en").splitlines()
    assert sum(map(len, lines)) < 2500
    assert "    Came back: 1000 bytes: …[470]" in report.text(outcome_of(Err(failure)), "en")
    assert "!" in report.text(outcome_of(Err(failure)), "en")


def test_a_check_of_a_slow_program_ends() -> None:
    check = check_of(Ok(None))
    outcome = runner.made(check, [*PYTHON, "import time; time.sleep(1000)"], longest=SHORT)
    assert isinstance(outcome.found, Failure)
    assert outcome.found.seen.en == "the check was not over after 0.3 s: the program is too slow"


def test_an_error_of_the_judges_own_socket_is_a_failure() -> None:
    @propagate
    def run(solution: Solution) -> Result[None, Failure]:
        TcpListener.bind("192.0.2.1:0").unwrap()
        return Ok(None)

    outcome = outcome_by(run)
    assert isinstance(outcome.found, Failure)
    assert "Cannot assign requested address" in outcome.found.seen.es


def outcome_by(run: Run) -> runner.Outcome:
    """Makes a check of a program that ends at once."""
    text = Text("", "")
    return runner.made(Check("check", text, text, "05", run), ["true"])


def test_an_exception_in_a_check_is_the_judges_own_fault() -> None:
    def run(solution: Solution) -> Result[None, Failure]:
        raise ValueError("40 is no signal")

    outcome = outcome_by(run)
    assert not outcome.passed
    text = " ".join(report.text(outcome, "en").split())
    assert "What happened: the judge itself failed, in test_judge.py:" in text
    assert "ValueError: 40 is no signal The rule: This is a fault of the judge" in text
    assert "falló el propio juez" in report.text(outcome, "es")


def test_a_signal_without_a_name_has_its_number() -> None:
    with solution("import os; os.kill(os.getpid(), 40)").start() as program:
        failure = program.output().unwrap_err()
    assert failure.seen == Text("it ended with the signal 40", "terminó con la señal 40")


# The judge itself is ended.


JUDGE: Final = """
import sys
from stdnet import run
from stdnet.learn.judge.command import command
run(lambda: command(sys.argv[1:], "en"))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_judge_that_is_ended_ends_the_program(number: signal.Signals, tmp_path: Path) -> None:
    there = tmp_path / "pid"
    source = f"import os, time; open({str(there)!r}, 'w').write(str(os.getpid())); time.sleep(1000)"
    command = [sys.executable, "-c", JUDGE, "check", "2", "--", *PYTHON, source]
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as judge:
        while not (there.exists() and there.read_text()):
            time.sleep(0.01)
        judge.send_signal(number)
        assert judge.wait(10) in {-number, 128 + number}
    # Whoever waits for orphans on this machine may not have done so yet.
    assert eventually(lambda: not is_alive(int(there.read_text())), 5)


def test_a_judge_that_is_killed_leaves_no_program(tmp_path: Path) -> None:
    if not dying_with_judge():
        pytest.skip("no setpriv on this machine")
    there = tmp_path / "pid"
    source = f"import os, time; open({str(there)!r}, 'w').write(str(os.getpid())); time.sleep(1000)"
    command = [sys.executable, "-c", JUDGE, "check", "2", "--", *PYTHON, source]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as judge:
        while not (there.exists() and there.read_text()):
            time.sleep(0.01)
        judge.kill()
    assert eventually(lambda: not is_alive(int(there.read_text())), 5)


def is_alive(pid: int) -> bool:
    """Returns False for a process that has ended, even if nobody has waited for it."""
    try:
        return b") Z " not in Path(f"/proc/{pid}/stat").read_bytes()
    except FileNotFoundError:
        return False


def test_a_program_sees_the_environment_of_the_judge() -> None:
    with solution("import os; print(sorted(os.environ))").start() as program:
        names = program.output().unwrap()
    added = set(literal_eval(names.decode())) - {*os.environ}
    assert added - {"LC_CTYPE", "PWD"} == {MARK, *FEW_ARENAS}


def test_a_panic_is_no_error_that_a_program_expects() -> None:
    source = """
        import sys
        print("thread 'main' panicked at src/main.rs:3:5:", file=sys.stderr)
        print("Error: Connection refused", file=sys.stderr)
        sys.exit(1)
        """
    with solution(source).start() as program:
        assert "panic" in program.error("Connection refused").unwrap_err().seen.en


def test_how_a_server_has_ended_is_known_as_soon_as_its_connection_ends() -> None:
    source = """
        import os, signal, socket
        listener = socket.create_server(("127.0.0.1", 0))
        print(f"listening on 127.0.0.1:{listener.getsockname()[1]}", flush=True)
        connection, _ = listener.accept()
        connection.recv(1)
        os.kill(os.getpid(), signal.SIGTERM)
        """
    for _ in range(10):
        with solution(source).start() as program, program.connect().unwrap() as peer:
            peer.half_close().unwrap()
            _ = peer.expect_end()
        assert program.status == -signal.SIGTERM


def test_what_a_signal_says_comes_first() -> None:
    source = "import os; os.kill(os.getpid(), 11)"
    lines = report.text(outcome_of(Err(Failure(Text("", ""))), source), "en").splitlines()
    assert lines[0].startswith("    The program: ended with the signal SIGSEGV: it used memory")
    assert sum("The program:" in line for line in lines) == 1


def test_a_line_without_end_is_no_other_line() -> None:
    source = "while True: print('no end', end='')"
    with solution(source, Limits(output=MIB)).start() as program:
        failure = program.listening().unwrap_err()
    assert failure.seen.en == "it printed more than 1 MiB without the end of a line, and was ended"


def test_one_byte_is_no_bytes() -> None:
    failure = Failure(Text("", ""), b"ab", b"a", [b"x"])
    text = report.text(outcome_of(Err(failure)), "es")
    assert "Se envió: 1 byte: b'x'" in text
    assert "1 bytes" not in text


def test_of_a_program_that_hangs_it_is_said_that_it_was_ended() -> None:
    with Solution(["sleep", "1000"]).start() as program:
        pass
    check = check_of(Ok(None))
    outcome = runner.Outcome(check, Failure(Text("", "")), program)
    assert "The program: was still running, and was ended" in report.text(outcome, "en")
    assert "El programa: seguía en marcha y se lo detuvo" in report.text(outcome, "es")
