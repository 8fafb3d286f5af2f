"""Every public item that the crate mio has on Linux is in `stdnet.mio`, or is waived.

`tests/support/mio_api.py` reads the list of the items and has the rules that name the Python
counterpart of each. `SCORE` is the number of items that are here, and of those without counterpart.

`tests/mio/test_against_crate.py` compares what they do with the crate.
"""

import inspect
import re
from typing import Final

import pytest

from stdnet import mio
from tests.support.mio_api import WAIVED, Row, all_rows, exists, is_waived, rows
from tests.support.public_names import documented
from tests.support.rust_api import MODULES_OF_MIO, lookup

SCORE: Final = {"here": 266, "waived": 15}


def functions() -> list[Row]:
    """Returns the rows of functions and methods that have the name of their counterpart."""
    return [row for row in rows() if row.has_own_name]


def test_every_item_exists() -> None:
    assert [str(row) for row in rows() if not exists(row)] == []
    assert {"here": len(rows()), "waived": len(all_rows()) - len(rows())} == SCORE


@pytest.mark.parametrize("pattern", WAIVED)
def test_every_waiver_is_used(pattern: str) -> None:
    found = [row for row in all_rows() if re.fullmatch(pattern, str(row))]
    assert found
    assert [str(row) for row in found if exists(row) and not row.trait] == []


@pytest.mark.parametrize(
    ("item", "trait", "name"),
    [
        ("net::TcpStream", "", "set_cork"),
        ("net::TcpStream", "Hash", "hash"),
        ("Interest", "", "AIO"),
        ("Poll", "Iterator", "next"),
        ("net", "", "SctpStream"),
    ],
)
def test_a_missing_item_is_reported(item: str, trait: str, name: str) -> None:
    row = Row(item, "method", trait, name, "", "stable", "fn f()")
    assert not exists(row)
    assert not is_waived(row)


def test_event_has_the_events_of_the_crate() -> None:
    assert mio.event.Events is mio.Events


def test_a_constant_is_an_instance_of_its_class() -> None:
    for row in rows():
        if row.kind == "const":
            assert type(lookup(row.counterpart)) is mio.Interest


PARAMETERS: Final = {
    "net::UdpSocket::set_broadcast": ["broadcast"],
    "net::UdpSocket::set_multicast_loop_v4": ["multicast_loop_v4"],
    "net::UdpSocket::set_multicast_loop_v6": ["multicast_loop_v6"],
    "net::UdpSocket::set_multicast_ttl_v4": ["multicast_ttl_v4"],
    "unix::pipe::Receiver FromRawFd::from_raw_fd": ["raw_fd"],
    "unix::pipe::Sender FromRawFd::from_raw_fd": ["raw_fd"],
}
"""Names that differ, as they are those of the same method in Rust's standard library."""


def test_parameters_have_the_names_of_the_crate() -> None:
    for row in functions():
        function = lookup(row.counterpart)
        assert callable(function)
        parameters = inspect.signature(function).parameters.values()
        # One by keyword only is not the crate's, and one that can only be None: see `test_api.py`.
        names = [
            each.name
            for each in parameters
            if each.kind is not each.KEYWORD_ONLY and each.annotation != "None"
        ]
        names = [name for name in names if name != "self"]
        _, _, between = row.signature.partition("(")
        of_the_crate = re.findall(r"(\w+): ", between.partition(" where ")[0])
        of_the_crate = PARAMETERS.get(str(row), of_the_crate)
        assert (str(row), names) == (str(row), of_the_crate)


def test_a_function_returns_a_result_exactly_if_it_does_in_the_crate() -> None:
    for row in functions():
        function = lookup(row.counterpart)
        assert callable(function)
        returned = str(inspect.signature(function).return_annotation)
        fallible = "Result" in returned or "Ok[" in returned
        assert (str(row), fallible) == (str(row), "-> io::Result<" in row.signature)


@pytest.mark.parametrize("module", MODULES_OF_MIO)
def test_everything_public_has_an_example(module: str) -> None:
    for name, item in documented(module):
        assert (name, ">>> " in (inspect.getdoc(item) or "")) == (name, True)
