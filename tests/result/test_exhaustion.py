"""`?` where nothing is left: no descriptor, no memory, no room on the stack."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

import pytest

from stdnet import io
from stdnet.result import Err, From, Ok, Panic, Result, propagate

# Functions with a `?` of each kind. They take a descriptor, which is to be closed when they end.
QUESTIONS: Final = """
import gc, os, resource, sys
from dataclasses import dataclass
from stdnet import Err, From, Ok, Panic, Result, TcpListener, io, propagate
from stdnet.os.fd import OwnedFd

@dataclass(frozen=True)
class Lost(From[io.Error]):
    source: io.Error

def make_questions():
    failed = Err(io.Error.from_raw_os_error(24))

    @propagate
    def passing(owned: OwnedFd) -> io.Result[int]:
        return Ok(failed.unwrap())

    @propagate
    def converted(owned: OwnedFd) -> "Result[int, Lost]":
        return Ok(failed.unwrap())

    @propagate
    def not_converted(owned: OwnedFd) -> Result[int, str]:
        return Ok(failed.unwrap())

    @propagate
    def of_a_lambda(owned: OwnedFd) -> io.Result[int]:
        return Ok([(lambda: failed.unwrap())() for _ in "a"])

    @propagate
    def in_a_group(owned: OwnedFd) -> io.Result[int]:
        try:
            return Ok(failed.unwrap())
        except Panic as panic:
            raise ExceptionGroup("several", [panic])

    @propagate
    async def later(owned: OwnedFd) -> io.Result[int]:
        return Ok(failed.unwrap())

    def of_a_coroutine(owned: OwnedFd) -> io.Result[int]:
        try:
            later(owned).send(None)
        except StopIteration as stop:
            return stop.value

    return [passing, converted, not_converted, of_a_lambda, in_a_group, of_a_coroutine]
"""

NO_DESCRIPTOR: Final = """
free = os.dup(0)
os.close(free)
resource.setrlimit(resource.RLIMIT_NOFILE, (free, free))

@propagate
def bind() -> Result[TcpListener, Lost]:
    return Ok(TcpListener.bind("127.0.0.1:0").unwrap())

print(bind().unwrap_err().source.raw_os_error())
before = set(sys.modules)
for question in make_questions():
    for _ in range(2):
        try:
            print(question.__name__, question(None))
        except Panic as panic:
            print(question.__name__, panic)
print(set(sys.modules) - before)
"""

EMFILE: Final = 'Os { code: 24, kind: Uncategorized, message: "Too many open files" }'

ANSWERS: Final = {
    "passing": f"Err({EMFILE})",
    "converted": f"Err(Lost(source={EMFILE}))",
    "not_converted": (
        "`?` couldn't convert the error to `str`: the trait `From<Error>` is not implemented for "
        f"`str`: {EMFILE}"
    ),
    "of_a_lambda": f"Err({EMFILE})",
    "in_a_group": f"Err({EMFILE})",
    "of_a_coroutine": f"Err({EMFILE})",
}


def output_of(program: str) -> str:
    """Runs a program; returns its output, and checks that it has no errors."""
    command = [sys.executable, "-W", "ignore", "-c", QUESTIONS + program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_question_needs_no_descriptor_and_imports_nothing() -> None:
    each_twice = [f"{name} {answer}" for name, answer in ANSWERS.items() for _ in range(2)]
    assert output_of(NO_DESCRIPTOR).splitlines() == ["24", *each_twice, "set()"]


# The first allocation of memory fails, then the second, and so on. The return annotation has been
# read before: there CPython itself may crash without memory.
NO_MEMORY: Final = """
from itertools import count
from _testcapi import remove_mem_hooks, set_nomemory

def is_answered(question, owned):
    try:
        question(owned)
    except Panic:
        return True
    except (MemoryError, SystemError):
        return False
    finally:
        remove_mem_hooks()
    return True

sys.unraisablehook = lambda _: None
for question in make_questions():
    is_answered(question, None)
    quiet = failed = 0
    for attempt in count(1):
        before = os.listdir("/proc/self/fd")
        owned = OwnedFd.from_raw_fd(os.dup(0))
        set_nomemory(attempt - 1, attempt)
        answered = is_answered(question, owned)
        del owned
        if os.listdir("/proc/self/fd") != before:
            gc.collect()
        if os.listdir("/proc/self/fd") != before:
            print(question.__name__, "loses a descriptor at allocation", attempt, file=sys.stderr)
            break
        failed += not answered
        quiet = quiet + 1 if answered else 0
        if quiet == 40:
            break
    print(question.__name__, failed > 0, is_answered(question, None))
"""


@pytest.mark.skipif(find_spec("_testcapi") is None, reason="no module _testcapi in this CPython")
def test_a_question_without_memory_loses_no_descriptor() -> None:
    assert output_of(NO_MEMORY).splitlines() == [f"{name} True True" for name in ANSWERS]


@dataclass(frozen=True)
class Lost(From[io.Error]):
    source: io.Error


IO_ERROR: Final = io.Error.other("oh no")


def at_depth(depth: int, function: Callable[[], object]) -> object:
    """Calls a function below `depth` others."""
    return function() if depth == 0 else at_depth(depth - 1, function)


def test_a_question_at_the_end_of_the_stack_converts_or_raises() -> None:
    """An annotation that cannot be read there is read again at the next error."""
    raised = 0
    limit = sys.getrecursionlimit()
    for depth in range(limit - 250, limit):

        @propagate
        def question() -> "Result[int, Lost]":
            err: io.Result[int] = Err(IO_ERROR)
            return Ok(err.unwrap())

        try:
            assert at_depth(depth, question) == Err(Lost(IO_ERROR))
        except RecursionError:
            raised += 1
        assert question() == Err(Lost(IO_ERROR))
    assert 0 < raised < 250


def test_a_panic_at_the_end_of_the_stack_is_a_panic_or_raises() -> None:
    @propagate
    def question() -> Result[int, str]:
        err: Result[int, ValueError] = Err(ValueError("no"))
        return Ok(err.unwrap())  # type: ignore[question]

    limit = sys.getrecursionlimit()
    for depth in range(limit - 250, limit):
        with pytest.raises((Panic, RecursionError)):
            at_depth(depth, question)
