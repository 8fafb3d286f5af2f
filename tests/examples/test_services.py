"""The services of the socket types over a bad network."""

import pytest

from stdnet.examples.services import RECORDS
from tests.examples.ordinary_user import needs_root, run_as_nobody
from tests.examples.programs import assert_refuses, run
from tests.support.once import only_with

pytestmark = only_with("3.13")

DATAGRAM = "without connection: datagram"
RAW = "without connection: raw"
ACKNOWLEDGED = "without connection, acknowledged: datagram"
PACKETS = "with connection: sequenced packet"
STREAM = "with connection: stream"

SENT = [record.decode() for record in RECORDS]


def table(*args: str) -> dict[str, tuple[list[str], str]]:
    """Runs the program; returns for each service what arrived, and what the service has kept."""
    done = run("services", *args)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:2] == ["sent", "    " + " ".join(SENT)]
    return {
        lines[at]: (lines[at + 1].split(), lines[at + 2].strip()) for at in range(2, len(lines), 3)
    }


@needs_root
def test_each_service_keeps_what_it_promises() -> None:
    services = table("0.5", "3")
    assert list(services) == [DATAGRAM, RAW, ACKNOWLEDGED, PACKETS, STREAM]
    arrived, kept = services[DATAGRAM]
    lost = 10 - len(arrived)
    assert 0 < lost < 10
    assert arrived != sorted(arrived)
    assert kept == f"{lost} lost, each once, out of order, boundaries"
    assert services[RAW] == services[DATAGRAM]
    arrived, kept = services[ACKNOWLEDGED]
    assert set(arrived) == set(SENT)
    assert len(arrived) > 10
    assert kept == "all, some twice, out of order, boundaries"
    assert services[PACKETS] == (SENT, "all, each once, in order, boundaries")
    arrived, kept = services[STREAM]
    assert "".join(arrived) == "".join(SENT)
    assert kept == "all, each once, in order, no boundaries"


@needs_root
def test_without_loss_datagrams_still_arrive_out_of_order() -> None:
    services = table("0", "3")
    arrived, kept = services[DATAGRAM]
    assert sorted(arrived) == SENT
    assert kept == "all, each once, out of order, boundaries"


@needs_root
def test_the_same_seed_loses_the_same_packets() -> None:
    one, same, other = (table("0.3", seed) for seed in ("7", "7", "8"))
    assert one == same
    assert one != other


def test_without_the_capability_only_the_raw_socket_is_left_out() -> None:
    done = run_as_nobody("services")
    assert done.returncode == 0
    assert (
        f"{RAW}\n    not for everybody: it takes the capability CAP_NET_RAW"
        " (Operation not permitted (os error 1))\n" in done.stdout
    )
    assert f"{STREAM}\n" in done.stdout


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["0.8"], "the loss is 0 to 0.7, not 0.8"),
        (["nan"], "the loss is 0 to 0.7, not nan"),
        (["much"], "the loss and the seed are numbers, not much"),
        (["0.1", "x"], "the loss and the seed are numbers, not 0.1 x"),
        (["1", "2", "3"], "it takes LOSS and SEED, or nothing"),
    ],
)
def test_wrong_arguments_are_refused(args: list[str], why: str) -> None:
    assert_refuses("services", args, why)
