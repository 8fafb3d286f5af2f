"""The counterparts of stdnet's names exist, in stdnet, in Rust's lists and in Python."""

import socket
import sys
from operator import attrgetter

import pytest

from tests.site.counterparts import (
    PYTHON_SOCKET,
    RustItem,
    counterparts,
    counterparts_of,
    rust_items,
)
from tests.support import mio_api, result_api, rust_api, socket2_api


def test_every_name_with_a_counterpart_exists() -> None:
    assert len(counterparts()) > 1200
    assert [name for name in counterparts() if rust_api.lookup(name) is None] == []


def test_every_name_of_python_is_in_its_socket_module() -> None:
    for name, found in counterparts().items():
        for each in found.python:
            module, _, path = each.partition(".")
            assert (name, module) == (name, "socket")
            assert attrgetter(path)(socket) is not None


def test_the_names_of_python_are_sorted_and_listed_once() -> None:
    names = [name for name, _ in rust_api.listed(PYTHON_SOCKET)]
    assert names == sorted(set(names))


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="the list has what the oldest Python has")
def test_every_option_that_python_has_is_listed() -> None:
    expected = dict[str, tuple[str, str]]()
    for name, found in counterparts().items():
        method, _, option = (
            found.c[0].partition(" ") if found.c and len(found.c) == 1 else 3 * ("",)
        )
        if method in {"getsockopt", "setsockopt"} and hasattr(socket, option):
            expected[name] = f"socket.socket.{method}", f"socket.{option}"
    listed = {name: counterparts()[name].python for name in expected}
    different = {name for name in expected if listed[name] != expected[name]}
    # Python has methods for the time-outs.
    assert {name.rpartition(".")[2] for name in different} == {
        *("read_timeout", "set_read_timeout", "set_write_timeout", "write_timeout")
    }


def test_every_item_of_rust_that_is_here_is_a_counterpart() -> None:
    found = {item.path for items in rust_items().values() for item in items}
    std = {f"std::{row.item}" for row in rust_api.rows() if row.is_item and rust_api.is_here(row)}
    methods = {f"{row.item}::{row.name}" for row in socket2_api.rows()}
    results = {f"std::result::Result::{row.name}" for row in result_api.methods()}
    of_mio = {f"mio::{row.item}" for row in mio_api.rows() if row.kind != "module"}
    assert found >= std | methods | results | of_mio


@pytest.mark.parametrize(
    ("name", "path", "trait"),
    [
        ("stdnet.TcpListener.bind", "std::net::TcpListener::bind", ""),
        ("stdnet.TcpStream.read", "std::net::TcpStream::read", "Read"),
        ("stdnet.io.Read", "std::io::Read", ""),
        ("stdnet.io.Result", "std::io::Result", ""),
        ("stdnet.From.from_", "std::convert::From::from", "From"),
        ("stdnet.run", "std::process::Termination", ""),
        ("stdnet.Ok.and_", "std::result::Result::and", ""),
        ("stdnet.socket2.SockRef.set_tcp_nodelay", "socket2::Socket::set_tcp_nodelay", ""),
        ("stdnet.mio.Poll.poll", "mio::Poll::poll", ""),
        ("stdnet.mio.net.TcpStream.read", "mio::net::TcpStream::read", "Read"),
        ("stdnet.mio.unix.pipe.new", "mio::unix::pipe::new", ""),
        (
            "stdnet.os.linux.net.TcpStreamExt.quickack",
            "std::os::linux::net::TcpStreamExt::quickack",
            "",
        ),
    ],
)
def test_a_name_has_its_item_of_rust(name: str, path: str, trait: str) -> None:
    item, *_ = counterparts_of(name).rust
    assert (item.path, item.trait) == (path, trait)
    assert item.stability == "stable"


def test_a_conversion_has_an_item_for_each_type() -> None:
    traits = [item.trait for item in counterparts_of("stdnet.Ipv4Addr.from_").rust]
    assert traits == ["From<[u8; 4]>", "From<u32>"]
    traits = [item.trait for item in counterparts_of("stdnet.TcpStream.from_").rust]
    assert traits == ["From<mio::net::TcpStream>"]


def test_an_inherited_method_has_the_item_of_its_base() -> None:
    assert "stdnet.ReadHalf.read_exact" not in rust_items()
    assert counterparts_of("stdnet.ReadHalf.read_exact").rust == (
        RustItem(
            "std::io::Read::read_exact",
            "",
            "fn read_exact(&mut self, buf: &mut [u8]) -> Result<()>",
            "1.6.0",
            "stable",
        ),
    )


def test_an_addition_has_no_item() -> None:
    assert counterparts_of("stdnet.TcpListener.stop").rust == ()


@pytest.mark.parametrize(
    ("name", "calls", "of_python"),
    [
        (
            "stdnet.TcpListener.bind",
            ("socket", "setsockopt SO_REUSEADDR", "bind", "listen"),
            ("socket.create_server",),
        ),
        (
            "stdnet.TcpStream.set_nodelay",
            ("setsockopt TCP_NODELAY",),
            ("socket.socket.setsockopt", "socket.TCP_NODELAY"),
        ),
        ("stdnet.TcpStream.flush", (), ()),
        ("stdnet.Ipv4Addr.octets", None, ()),
    ],
)
def test_a_name_has_its_system_calls_and_its_names_in_python(
    name: str, calls: tuple[str, ...] | None, of_python: tuple[str, ...]
) -> None:
    found = counterparts_of(name)
    assert (found.c, found.python) == (calls, of_python)
