"""Sequences of any operations are answered by stdnet as they are in C.

The calls in C are made by `stdnet.c`, and where there is a gcc also by a program in C.
"""

import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.properties.calls import Compiled
from tests.properties.machines import MACHINES, Ground, Machine
from tests.properties.tide import Tide
from tests.support.oracle import Oracle

each_machine = pytest.mark.parametrize("machine", MACHINES)


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    """One processor for all, and a program in C if it can be compiled."""
    with Tide() as tide:
        if shutil.which("gcc") is None:
            yield Ground(tide, [])
        else:
            with Oracle("calls") as program:
                yield Ground(tide, [Compiled(program)])


def run(machine: type[Machine], ground: Ground, examples: int, steps: int) -> None:
    """Performs random sequences in all worlds."""
    running = type(machine.__name__, (machine,), {"ground": ground})
    run_state_machine_as_test(
        running, settings=settings(max_examples=examples, stateful_step_count=steps)
    )


@each_machine
@pytest.mark.long
@pytest.mark.timeout(3000)
def test_many_sequences_are_answered_as_in_c(machine: type[Machine], ground: Ground) -> None:
    run(machine, ground, examples=850, steps=30)


@each_machine
def test_any_sequence_is_answered_as_in_c(machine: type[Machine], ground: Ground) -> None:
    run(machine, ground, examples=34, steps=20)
