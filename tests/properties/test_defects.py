"""Defects that the sequences find: they are put into stdnet, and must be found."""

from collections.abc import Callable, Iterator
from errno import EAGAIN
from typing import Final

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from stdnet import Shutdown, io
from stdnet._net import datagram, stream
from stdnet._sys import cvt, sock
from stdnet._sys.ownership import Socket
from stdnet.result import Ok
from tests.properties.machines import Ground, Machine, TcpV4, UdpV4, UnixStreams
from tests.properties.tide import Tide


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with Tide() as tide:
        yield Ground(tide, [])


_OTHER: Final = {
    Shutdown.Read: Shutdown.Write,
    Shutdown.Write: Shutdown.Read,
    Shutdown.Both: Shutdown.Both,
}


def swap_halves(patch: pytest.MonkeyPatch) -> None:
    """Lets `shutdown` end the other half."""
    shutdown = sock.shutdown

    def swapped(owned: Socket, how: Shutdown) -> io.Result[None]:
        return shutdown(owned, _OTHER[how])

    patch.setattr(sock, "shutdown", swapped)


def lose_eagain(patch: pytest.MonkeyPatch) -> None:
    """Lets a call that would wait answer that it has moved nothing."""
    failed = cvt.failed

    def lossy(exc: OSError) -> io.Result[int]:
        return Ok(0) if exc.errno == EAGAIN else failed(exc)

    for module in (stream, datagram):
        patch.setattr(module, "failed", lossy)


@pytest.mark.parametrize(
    ("defect", "machine"),
    [
        (swap_halves, TcpV4),
        (lose_eagain, TcpV4),
        (lose_eagain, UdpV4),
        (lose_eagain, UnixStreams),
    ],
)
def test_a_defect_is_found(
    defect: Callable[[pytest.MonkeyPatch], None],
    machine: type[Machine],
    ground: Ground,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    defect(monkeypatch)
    running = type(machine.__name__, (machine,), {"ground": ground})
    bounded = settings(
        max_examples=200,
        stateful_step_count=20,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    with pytest.raises(AssertionError, match="stdnet answers"):
        run_state_machine_as_test(running, settings=bounded)
