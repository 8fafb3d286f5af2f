"""Random sequences of operations: a `Poll` reports what a plain epoll does."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.mio.machine import PollMachine
from tests.support.once import share


def test_a_poll_hears_what_a_plain_epoll_does() -> None:
    run(share(30), 60)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_poll_hears_what_a_plain_epoll_does_for_minutes() -> None:
    run(800, 100)


def run(count: int, steps: int) -> None:
    """Performs random sequences."""
    run_state_machine_as_test(
        PollMachine, settings=settings(max_examples=count, stateful_step_count=steps)
    )
