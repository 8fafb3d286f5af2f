"""Random sequences of operations have the same outcome with stdnet as in C.

C's functions are called through `stdnet.c`, and where there is a gcc also by a C program.
"""

import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from os import sched_getaffinity, sched_setaffinity

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.properties.calls import CompiledCalls
from tests.properties.machines import MACHINES, Environment, Machine
from tests.support.loopback_barrier import LoopbackBarrier
from tests.support.once import share
from tests.support.oracle import Oracle

each_machine = pytest.mark.parametrize("machine", MACHINES)


@contextmanager
def one_processor() -> Generator[None]:
    """Runs all threads of this process on one processor, so that the loopback keeps their order."""
    processors = sched_getaffinity(0)
    sched_setaffinity(0, {min(processors)})
    try:
        yield
    finally:
        sched_setaffinity(0, processors)


@pytest.fixture(scope="module")
def environment() -> Iterator[Environment]:
    """Yields the environment of all sequences, with a C program if there is a compiler."""
    with one_processor(), LoopbackBarrier() as barrier:
        if shutil.which("gcc") is None:
            yield Environment(barrier, [])
        else:
            with Oracle("calls") as program:
                yield Environment(barrier, [CompiledCalls(program)])


def run(machine: type[Machine], environment: Environment, examples: int, steps: int) -> None:
    """Performs random sequences."""
    running = type(machine.__name__, (machine,), {"environment": environment})
    run_state_machine_as_test(
        running, settings=settings(max_examples=share(examples), stateful_step_count=steps)
    )


@each_machine
@pytest.mark.long
@pytest.mark.timeout(3000)
def test_many_sequences_have_the_same_outcome_as_in_c(
    machine: type[Machine], environment: Environment
) -> None:
    run(machine, environment, examples=850, steps=30)


@each_machine
def test_a_sequence_has_the_same_outcome_as_in_c(
    machine: type[Machine], environment: Environment
) -> None:
    run(machine, environment, examples=34, steps=20)
