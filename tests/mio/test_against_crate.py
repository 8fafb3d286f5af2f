"""`stdnet.mio` does what the crate mio does.

`tests/oracle/mio_scripts.rs` describes the operations, and has a script for each scenario. Its
golden answers name every method of the crate. `DIFFERENT` lists where stdnet differs, and why.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple, cast

import pytest
from hypothesis import given, settings

from tests.support import crates, oracle
from tests.support.mio_api import rows
from tests.support.mio_scripts import answers
from tests.support.mio_strategies import scripts
from tests.support.once import EXAMPLES


class Difference(NamedTuple):
    """An answer that differs from the crate's on purpose, and why."""

    scenario: str
    operation: str
    crate: str
    stdnet: str
    reason: str


DIFFERENT: Final = [
    Difference(
        "a closed socket with a second descriptor",
        "p.poll=8",
        "Ok([1: readable])",
        "Ok([])",
        "`close` deregisters, so that no event comes for a descriptor that is closed",
    ),
    Difference(
        "a closed descriptor whose number another socket has",
        "p.poll=8",
        "Ok([1: readable])",
        "Ok([2: readable])",
        "CPython's epoll tells the descriptor only, so the table may have another token by now",
    ),
    Difference(
        "signals during a wait",
        "p.poll_interrupted=200000",
        'Err(Os { code: 4, kind: Interrupted, message: "Interrupted system call" })'
        " Interrupted system call (os error 4)",
        "Ok([])",
        "a handler runs at once, and the wait goes on with what is left of the time-out",
    ),
    Difference(
        "two wakers of one Poll",
        "waker=v,p,8",
        "Ok(())",
        "RuntimeError(Only a single `Waker` can be active per `Poll` instance)",
        "the crate panics in a debug build only, and the golden file is of a release build",
    ),
    Difference(
        "a Unix client that has an abstract name",
        "accept=l,b",
        "Ok((unnamed))",
        'Ok("stdnet-_" (abstract))',
        "the crate's `accept` knows no abstract names; std's, and so stdnet's, does",
    ),
]

VERSION, *SCENARIOS = oracle.golden("mio_scripts")


def operations(row: oracle.Answer) -> list[tuple[str, str]]:
    """Returns each operation of a scenario with the crate's answer."""
    return list(zip(str(row["script"]).split(" "), cast("list[str]", row["answers"]), strict=True))


def expected(row: oracle.Answer) -> list[tuple[str, str]]:
    """Returns each operation of a scenario with its answer, stdnet's where that differs."""
    different = {each[:3]: each.stdnet for each in DIFFERENT}
    return [
        (operation, different.get((str(row["scenario"]), operation, crate), crate))
        for operation, crate in operations(row)
    ]


def test_the_golden_file_is_of_the_version_of_the_crate() -> None:
    assert {"mio": crates.CRATES["mio"].version} == VERSION


@pytest.mark.parametrize("row", SCENARIOS, ids=lambda row: row["scenario"])
def test_a_scenario_has_the_answers_of_the_crate(row: oracle.Answer) -> None:
    script = str(row["script"])
    assert list(zip(script.split(" "), answers(script), strict=True)) == expected(row)


def test_every_difference_is_in_the_golden_file() -> None:
    seen = {(row["scenario"], *pair) for row in SCENARIOS for pair in operations(row)}
    for difference in DIFFERENT:
        assert difference[:3] in seen
        assert difference.crate != difference.stdnet


# Every method of the crate is called.

MADE_BY: Final = {
    "listen": ["net::TcpListener"],
    "connect": ["net::TcpStream"],
    "udp": ["net::UdpSocket"],
    "unix_listen": ["net::UnixListener"],
    "unix_connect": ["net::UnixStream"],
    "unix_datagram": ["net::UnixDatagram"],
    "unix_pair": ["net::UnixStream", "net::UnixStream"],
    "datagram_pair": ["net::UnixDatagram", "net::UnixDatagram"],
    "pipe": ["unix::pipe::Sender", "unix::pipe::Receiver"],
    "poll": ["Poll"],
    "registry": ["Registry"],
    "waker": ["Waker"],
    "dup": ["", "unix::SourceFd"],
    "closed": ["unix::SourceFd"],
    "file": ["unix::SourceFd"],
}
"""The types of what an operation makes, by its arguments."""

CALLED_BY: Final = {
    "listen": ["net::TcpListener::bind"],
    "accept": ["net::TcpListener::accept", "net::UnixListener::accept"],
    "udp": ["net::UdpSocket::bind"],
    "unix_pair": ["net::UnixStream::pair"],
    "datagram_pair": ["net::UnixDatagram::pair"],
    "connect": ["net::TcpStream::connect"],
    "pipe": ["unix::pipe::new::new"],
    "unix_listen=l,path:l.sock": ["net::UnixListener::bind"],
    "unix_listen=l,abstract": ["net::UnixListener::bind_addr"],
    "unix_connect=a,path:l.sock": ["net::UnixStream::connect"],
    "unix_connect=a,abstract": ["net::UnixStream::connect_addr"],
    "unix_datagram=a,path:a.sock": ["net::UnixDatagram::bind"],
    "unix_datagram=a,abstract": ["net::UnixDatagram::bind_addr"],
    "unix_datagram=b,unbound": ["net::UnixDatagram::unbound"],
    "from_std=l,listener,v4": ["net::TcpListener::from_std"],
    "from_std=a,stream,l": ["net::TcpStream::from_std"],
    "from_std=u,udp,v4": ["net::UdpSocket::from_std"],
    "from_std=l,unix_listener,path:l.sock": ["net::UnixListener::from_std"],
    "from_std=a,unix_stream,path:l.sock": ["net::UnixStream::from_std"],
    "from_std=u,unix_datagram,path:a.sock": ["net::UnixDatagram::from_std"],
    "poll": ["Poll::new", "Poll::registry"],
    "p.poll": ["Poll::poll", "Events::with_capacity", "Events::iter", "event::Event::token"],
    "registry": ["Registry::try_clone"],
    "p.register": [f"Registry::{name}" for name in ("register", "reregister", "deregister")],
    "waker": ["Waker::new"],
    "p.debug_events": ["Events::is_empty", "Events::clear"],
    "add": ["Interest::add"],
    "remove": ["Interest::remove"],
    "interest": [
        *("Interest::READABLE", "Interest::WRITABLE", "Interest::PRIORITY"),
        *(f"Interest::is_{name}" for name in ("readable", "writable", "priority", "aio", "lio")),
    ],
}
"""What an operation calls, besides the method of its name."""

EVENT_FLAGS: Final = [
    *("readable", "writable", "error", "read_closed", "write_closed", "priority", "aio", "lio")
]


def named() -> set[str]:
    """Returns the methods of the crate that the golden scripts call."""
    found = {f"event::Event::is_{flag}" for flag in EVENT_FLAGS}
    for row in SCENARIOS:
        kinds = dict[str, str]()
        for operation, _ in operations(row):
            name, _, words = operation.partition("=")
            target, dot, method = name.partition(".")
            if dot:
                found.add(f"{kinds.get(target, '')}::{method}")
            found.update(CALLED_BY.get(name, []))
            found.update(CALLED_BY.get(operation, []))
            kinds.update(zip(words.split(","), MADE_BY.get(name, []), strict=False))
            if name == "accept":
                listener, accepted = words.split(",")
                kinds[accepted] = kinds.get(listener, "").replace("Listener", "Stream")
            if name == "from_std":
                made, kind, _ = words.split(",")
                kinds[made] = f"net::{kind.title().replace('_', '')}"
    return found


def test_every_method_of_the_crate_is_called_in_a_scenario() -> None:
    listed = {str(row) for row in rows() if row.is_own and row.kind != "required method"}
    assert len(listed) > 110
    assert listed - named() == {"Events::capacity"}


# The crate itself, where it is there.


@pytest.fixture(scope="module")
def crate() -> Iterator[oracle.Oracle]:
    crates.skip_without(crates.CRATES["mio"])
    with oracle.Oracle("mio_scripts") as process:
        yield process


def compare(crate: oracle.Oracle, examples: int) -> None:
    @settings(max_examples=examples)
    @given(script=scripts)
    def have_the_same_answers(script: str) -> None:
        assert answers(script) == crate.ask(script)["answers"]

    have_the_same_answers()


@oracle.needs_rustc
def test_any_script_has_the_answers_of_the_crate(crate: oracle.Oracle) -> None:
    compare(crate, EXAMPLES)


@pytest.mark.long
@pytest.mark.timeout(1200)
@oracle.needs_rustc
def test_many_scripts_have_the_answers_of_the_crate() -> None:
    crates.fetch_or_skip(crates.CRATES["mio"])
    with oracle.Oracle("mio_scripts") as process:
        compare(process, 5000)
