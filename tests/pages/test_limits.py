"""What no type checker reports, as `howto/checkers` says: when one learns it, the page changes."""

from pathlib import Path
from typing import Final

import pytest

from tests.pages.fill import READMES
from tests.pages.outputs import VERSIONS, Missing, quoted
from tests.support.once import only_with

pytestmark = [
    pytest.mark.skipif(not READMES[0].exists(), reason="the pages are not beside this"),
    pytest.mark.slow,
    only_with("3.12"),
    pytest.mark.timeout(300),
]

UNREPORTED: Final = """
from threading import Thread

from stdnet import Ok, SocketAddr, TcpStream, io, propagate


@propagate
def handle(stream: TcpStream) -> io.Result[None]:
    with stream:
        return stream.write_all(b"Hello")


def serve(stream: TcpStream) -> None:
    Thread(target=handle, args=[stream]).start()


def greet(stream: TcpStream) -> None:
    r = stream.write_all(b"Hello")


def connect(text: str) -> io.Result[TcpStream]:
    return TcpStream.connect(SocketAddr.from_str(text))
"""

LISTS: Final = """
from collections.abc import Sequence

from stdnet import IntoSocketAddrs, Ok, SocketAddr, io, propagate, to_socket_addrs


@propagate
def named(addr: IntoSocketAddrs) -> io.Result[list[SocketAddr]]:
    return Ok[list[SocketAddr]](list(to_socket_addrs(addr).unwrap()))


@propagate
def wider(addr: IntoSocketAddrs) -> io.Result[Sequence[SocketAddr]]:
    return Ok(list(to_socket_addrs(addr).unwrap()))
"""


def reported(checker: str, program: str, folder: Path) -> list[str]:
    path = folder / "program.py"
    path.write_text(program, encoding="utf-8")
    try:
        return quoted(checker, path)
    except Missing as exc:
        pytest.skip(str(exc))


@pytest.mark.parametrize("checker", VERSIONS)
def test_lost_results_are_not_reported(checker: str, tmp_path: Path) -> None:
    assert reported(checker, UNREPORTED, tmp_path) == []


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_a_list_of_addresses_takes_a_type(checker: str, tmp_path: Path) -> None:
    assert reported(checker, LISTS, tmp_path) == []
    without = LISTS.replace("Ok[list[SocketAddr]]", "Ok")
    assert any("list[V4 | V6]" in line for line in reported(checker, without, tmp_path)) == (
        checker == "pyright"
    )
