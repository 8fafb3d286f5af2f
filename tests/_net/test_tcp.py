"""TCP through the public API.

A docstring such as "Rust's `bind_error`." names the test of Rust's standard library that checks the
same behaviour.
"""

import copy
import os
import pickle
import selectors
import socket
import subprocess
import sys
import threading
from array import array
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from stdnet import (
    Err,
    IntoIncoming,
    IpAddr,
    Ipv4Addr,
    Ok,
    Shutdown,
    SocketAddr,
    TcpListener,
    TcpStream,
    is_err,
    is_ok,
)
from stdnet.io import Error, ErrorKind
from stdnet.os.fd import OwnedFd
from stdnet.result import Result
from tests._net.errors import code, kind
from tests._net.signals import Interruption, alarm, interrupt
from tests.support.threads import wait_until_blocked

Pair = tuple[TcpStream, TcpStream]


def another_thread() -> ThreadPoolExecutor:
    """Returns an executor with one thread."""
    return ThreadPoolExecutor(1)


class TestBindAndConnect:
    def test_bind_reports_an_address_of_another_machine(self) -> None:
        """Rust's `bind_error`."""
        assert kind(TcpListener.bind("1.1.1.1:9999")) is ErrorKind.AddrNotAvailable

    def test_bind_reports_an_address_in_use(self, listener: TcpListener) -> None:
        """Rust's `double_bind`."""
        again = TcpListener.bind(listener.local_addr().unwrap())
        assert kind(again) is ErrorKind.AddrInUse

    def test_connect_reports_a_port_without_a_listener(
        self, each_ip: IpAddr.V4 | IpAddr.V6
    ) -> None:
        """Rust's `connect_error`."""
        assert kind(TcpStream.connect((each_ip, 1))) is ErrorKind.ConnectionRefused

    def test_an_address_can_be_bound_again_while_a_connection_lingers(
        self, each_ip: IpAddr.V4 | IpAddr.V6
    ) -> None:
        """Rust's `fast_rebind`."""
        with TcpListener.bind((each_ip, 0)).unwrap() as listener:
            addr = listener.local_addr().unwrap()
            with TcpStream.connect(addr).unwrap() as client:
                server, _ = listener.accept().unwrap()
                server.close()  # The end that closes first is the one that lingers.
                assert client.read(bytearray(1)) == Ok(0)
        TcpListener.bind(addr).unwrap().close()

    def test_both_ends_know_both_addresses(self, listener: TcpListener, pair: Pair) -> None:
        """Rust's `socket_and_peer_name`."""
        client, server = pair
        assert client.peer_addr() == listener.local_addr() == server.local_addr()
        assert client.local_addr() == server.peer_addr()

    def test_connect_tries_the_addresses_in_order(self, listener: TcpListener) -> None:
        addr = listener.local_addr().unwrap()
        refusing = addr.with_port(1)
        with TcpStream.connect([refusing, refusing, addr]).unwrap() as stream:
            assert stream.peer_addr() == Ok(addr)

    def test_the_last_error_is_returned_with_the_earlier_ones_as_notes(
        self, listener: TcpListener
    ) -> None:
        taken, foreign = listener.local_addr().unwrap(), SocketAddr(Ipv4Addr(192, 0, 2, 1), 0)
        error = TcpListener.bind([foreign, taken]).unwrap_err()
        assert error.kind() is ErrorKind.AddrInUse
        assert error.__notes__ == [
            "192.0.2.1:0: Cannot assign requested address (os error 99)",
        ]
        assert str(error) == "Address already in use (os error 98)"

    def test_no_addresses_are_invalid_input(self) -> None:
        error = TcpStream.connect([]).unwrap_err()
        assert str(error) == "could not resolve to any addresses"
        assert error.kind() is ErrorKind.InvalidInput

    def test_the_default_timeout_of_python_is_ignored(self, each_ip: IpAddr.V4 | IpAddr.V6) -> None:
        socket.setdefaulttimeout(5)
        try:
            with (
                TcpListener.bind((each_ip, 0)).unwrap() as listener,
                TcpStream.connect(listener.local_addr().unwrap()).unwrap() as client,
                listener.accept().unwrap()[0] as server,
                server.try_clone().unwrap() as clone,
                TcpStream.from_raw_fd(clone.into_raw_fd()) as again,
            ):
                for handle in (listener, client, server, again):
                    assert _is_blocking(handle.as_raw_fd())
                again.set_nonblocking(True).unwrap()
                with again.try_clone().unwrap() as nonblocking:
                    assert not _is_blocking(nonblocking.as_raw_fd())
        finally:
            socket.setdefaulttimeout(None)


def _is_blocking(fd: int) -> bool:
    return os.get_blocking(fd)


class TestConnectTimeout:
    def test_it_connects_in_time_to_a_blocking_stream(self, listener: TcpListener) -> None:
        """Rust's `connect_timeout_valid`."""
        addr = listener.local_addr().unwrap()
        with TcpStream.connect_timeout(addr, timedelta(seconds=2)).unwrap() as stream:
            assert stream.peer_addr() == Ok(addr)
            assert _is_blocking(stream.as_raw_fd())

    def test_a_refused_connection_is_reported(self, each_ip: IpAddr.V4 | IpAddr.V6) -> None:
        refused = TcpStream.connect_timeout(SocketAddr(each_ip, 1), 2)
        assert kind(refused) is ErrorKind.ConnectionRefused

    def test_a_timeout_of_zero_is_invalid_input(self, listener: TcpListener) -> None:
        error = TcpStream.connect_timeout(listener.local_addr().unwrap(), 0).unwrap_err()
        assert error.kind() is ErrorKind.InvalidInput
        assert str(error) == "cannot set a 0 duration timeout"

    @pytest.mark.parametrize("negative", [-1, -0.5, timedelta(days=-1), float("nan")])
    def test_a_negative_timeout_raises(self, listener: TcpListener, negative: float) -> None:
        with pytest.raises(ValueError, match="duration"):
            TcpStream.connect_timeout(listener.local_addr().unwrap(), negative).unwrap()

    def test_it_times_out_if_the_backlog_is_full(self, each_ip: IpAddr.V4 | IpAddr.V6) -> None:
        family = socket.AF_INET if each_ip.is_ipv4() else socket.AF_INET6
        with socket.socket(family, socket.SOCK_STREAM) as full:
            full.bind((str(each_ip), 0))
            full.listen(0)
            addr = SocketAddr(each_ip, full.getsockname()[1])
            waiting = list[TcpStream]()
            while is_ok(attempt := TcpStream.connect_timeout(addr, 0.05)):
                waiting.append(attempt.unwrap())
            error = attempt.unwrap_err()
            for stream in waiting:
                stream.close()
        assert repr(error) == 'Error { kind: TimedOut, message: "connection timed out" }'


class TestReadAndWrite:
    def test_a_written_byte_is_read(self, pair: Pair) -> None:
        """Rust's `smoke_test`."""
        client, server = pair
        assert client.write(b"\x63") == Ok(1)
        buf = bytearray(1)
        assert server.read(buf) == Ok(1)
        assert buf == b"\x63"

    def test_read_returns_zero_at_the_end_of_the_stream(self, pair: Pair) -> None:
        """Rust's `read_eof`."""
        client, server = pair
        client.close()
        assert server.read(bytearray(1)) == Ok(0)
        assert server.read(bytearray(1)) == Ok(0)

    def test_write_reports_that_the_peer_has_closed(self, pair: Pair) -> None:
        """Rust's `write_close`."""
        client, server = pair
        client.write_all(b"unread").unwrap()
        server.close()  # As there is unread data, this resets the connection at once.
        results = [client.write(b"x") for _ in range(2)]
        assert [kind(result) for result in results] == [
            ErrorKind.ConnectionReset,
            ErrorKind.BrokenPipe,
        ]

    def test_a_read_takes_no_more_than_fits_into_the_buffer(self, pair: Pair) -> None:
        """Rust's `partial_read`."""
        client, server = pair
        client.write_all(b"abcdef").unwrap()
        buf = bytearray(4)
        assert server.read(buf) == Ok(4)
        assert server.read(buf) == Ok(2)
        assert buf == b"efcd"

    def test_peeked_bytes_are_read_again(self, pair: Pair) -> None:
        """Rust's `peek`."""
        client, server = pair
        client.write_all(b"\1\3\3\7").unwrap()
        buf = bytearray(6)
        assert server.peek(buf) == Ok(4)
        assert server.read(buf) == Ok(4)
        server.set_nonblocking(True).unwrap()
        assert kind(server.peek(buf)) is ErrorKind.WouldBlock

    def test_read_vectored_fills_the_buffers_in_turn(self, pair: Pair) -> None:
        """Rust's `read_vectored`."""
        client, server = pair
        client.write_all(b"\1\2\3\4\5\6\7").unwrap()
        bufs = [bytearray(), bytearray(1), bytearray(2), bytearray(), bytearray(9)]
        assert server.read_vectored(bufs) == Ok(7)
        assert bufs == [b"", b"\1", b"\2\3", b"", b"\4\5\6\7\0\0\0\0\0"]

    def test_write_vectored_writes_the_buffers_in_turn(self, pair: Pair) -> None:
        """Rust's `write_vectored`."""
        client, server = pair
        assert client.write_vectored([b"", b"\1", memoryview(b"\2\3"), bytearray(b"\4")]) == Ok(4)
        assert server.read_array(4) == Ok(b"\1\2\3\4")

    def test_only_the_first_1024_buffers_are_used(self, pair: Pair) -> None:
        client, server = pair
        assert client.write_vectored([b"x"] * 1500) == Ok(1024)
        assert server.read_vectored([bytearray(1) for _ in range(1500)]) == Ok(1024)

    def test_vectored_calls_with_empty_buffers_return_zero_at_once(self, pair: Pair) -> None:
        client, server = pair
        for nothing in ([], [bytearray()], [bytearray()] * 2000):
            assert server.read_vectored(nothing) == Ok(0)
            assert client.write_vectored(nothing) == Ok(0)

    def test_a_read_into_an_empty_buffer_waits_and_returns_zero(self, pair: Pair) -> None:
        client, server = pair
        server.set_nonblocking(True).unwrap()
        assert kind(server.read(bytearray())) is ErrorKind.WouldBlock
        assert client.write(b"") == Ok(0)
        client.write_all(b"x").unwrap()
        assert server.peek(bytearray()) == Ok(0)
        assert server.read(bytearray()) == Ok(0)
        assert server.read(bytearray(1)) == Ok(1)

    def test_any_bytes_like_object_is_accepted(self, pair: Pair) -> None:
        client, server = pair
        assert client.write(array("i", [1, 2])) == Ok(8)
        numbers = array("i", [0, 0])
        assert server.read(numbers) == Ok(8)
        assert numbers == array("i", [1, 2])

    def test_a_wrong_type_raises_type_error(self, pair: Pair) -> None:
        client, _ = pair
        with pytest.raises(TypeError):
            client.write("text").unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        with pytest.raises(TypeError):
            client.read(b"read-only").unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    def test_more_bytes_than_the_kernel_buffers_are_transferred(self, pair: Pair) -> None:
        client, server = pair
        data = bytes(range(256)) * (4 << 12)
        received = bytearray()
        with another_thread() as other:
            reading = other.submit(server.read_to_end, received)
            client.write_all(data).unwrap()
            client.shutdown(Shutdown.Write).unwrap()
            assert reading.result() == Ok(len(data))
        assert received == data

    def test_read_to_end_keeps_what_was_read_before_a_reset(self, pair: Pair) -> None:
        client, server = pair
        client.write_all(b"before").unwrap()
        received = bytearray(b"+")
        assert server.peek(bytearray(6)) == Ok(6)
        client.set_linger(0).unwrap()
        client.close()
        assert kind(server.read_to_end(received)) is ErrorKind.ConnectionReset
        assert server.read(bytearray(1)) == Ok(0)
        assert kind(server.write(b"x")) is ErrorKind.BrokenPipe


class TestShutdown:
    def test_shutdown_of_the_writing_half_leaves_the_reading_half(self, pair: Pair) -> None:
        """Rust's `shutdown_smoke`."""
        client, server = pair
        client.shutdown(Shutdown.Write).unwrap()
        assert kind(client.write(b"x")) is ErrorKind.BrokenPipe
        assert server.read(bytearray(1)) == Ok(0)
        server.write_all(b"answer").unwrap()
        assert client.read(bytearray(16)) == Ok(6)

    def test_shutdown_of_both_halves_ends_both(self, pair: Pair) -> None:
        """Rust's `close_readwrite_smoke`."""
        client, _ = pair
        client.shutdown(Shutdown.Both).unwrap()
        assert kind(client.write(b"x")) is ErrorKind.BrokenPipe
        assert client.read(bytearray(1)) == Ok(0)

    def test_shutdown_wakes_up_a_read_of_another_thread(self, pair: Pair) -> None:
        """Rust's `close_read_wakes_up`."""
        _, server = pair
        with another_thread() as other:
            reading = other.submit(server.read, bytearray(1))
            server.shutdown(Shutdown.Read).unwrap()
            assert reading.result() == Ok(0)

    def test_shutdown_of_a_listener_wakes_up_an_accept_of_another_thread(
        self, listener: TcpListener
    ) -> None:
        # Rust's `TcpListener` has no `shutdown`, but the kernel can do it.
        with (
            another_thread() as other,
            TcpStream.from_owned_fd(listener.as_fd().try_clone_to_owned().unwrap()) as same,
        ):
            accepting = other.submit(listener.accept)
            same.shutdown(Shutdown.Both).unwrap()
            result = accepting.result()
            assert isinstance(result, Err)


class TestOptions:
    def test_nodelay_is_returned_as_it_was_set(self, pair: Pair) -> None:
        """Rust's `nodelay`."""
        client, _ = pair
        assert client.nodelay() == Ok(False)
        assert client.set_nodelay(True) == Ok(None)
        assert client.nodelay() == Ok(True)
        assert client.set_nodelay(False) == Ok(None)
        assert client.nodelay() == Ok(False)

    def test_ttl_is_returned_as_it_was_set(self) -> None:
        """Rust's `ttl`."""
        with (
            TcpListener.bind("127.0.0.1:0").unwrap() as listener,
            TcpStream.connect(listener.local_addr().unwrap()).unwrap() as client,
        ):
            for handle in (listener, client):
                assert handle.set_ttl(100) == Ok(None)
                assert handle.ttl() == Ok(100)
                assert kind(handle.set_ttl(0)) is ErrorKind.InvalidInput
                # The same bits as C's -1, which means the default.
                assert handle.set_ttl(0xFFFF_FFFF) == Ok(None)
                assert handle.ttl() == Ok(64)
                with pytest.raises(ValueError, match="u32"):
                    handle.set_ttl(-1).unwrap()

    @pytest.mark.parametrize("seconds", [None, 0, 1.9, timedelta(seconds=7)])
    def test_linger_is_cut_to_whole_seconds(
        self, pair: Pair, seconds: float | timedelta | None
    ) -> None:
        """Rust's `linger`."""
        client, _ = pair
        client.set_linger(seconds).unwrap()
        whole = None if seconds is None else timedelta(seconds=int(_seconds(seconds)))
        assert client.linger() == Ok(whole)

    def test_quickack_and_deferaccept_are_returned_as_they_were_set(self, pair: Pair) -> None:
        client, _ = pair
        for flag in (False, True):
            client.set_quickack(flag).unwrap()
            assert client.quickack() == Ok(flag)
        client.set_deferaccept(timedelta(seconds=1)).unwrap()
        assert client.deferaccept().unwrap() >= timedelta(seconds=1)

    def test_calls_that_would_wait_return_would_block_in_non_blocking_mode(
        self, listener: TcpListener, pair: Pair
    ) -> None:
        """Rust's `set_nonblocking`."""
        _, server = pair
        for handle in (listener, server):
            handle.set_nonblocking(True).unwrap()
        assert kind(listener.accept()) is ErrorKind.WouldBlock
        assert kind(next(listener.incoming())) is ErrorKind.WouldBlock
        assert repr(server.read(bytearray(1)).unwrap_err()) == (
            'Os { code: 11, kind: WouldBlock, message: "Resource temporarily unavailable" }'
        )
        server.set_nonblocking(False).unwrap()
        server.set_read_timeout(0.001).unwrap()
        assert kind(server.read(bytearray(1))) is ErrorKind.WouldBlock

    def test_a_write_without_room_returns_would_block_in_non_blocking_mode(
        self, pair: Pair
    ) -> None:
        client, _ = pair
        client.set_nonblocking(True).unwrap()
        while is_ok(result := client.write(bytes(1 << 16))):
            pass
        assert kind(result) is ErrorKind.WouldBlock

    def test_timeouts_are_returned_as_they_were_set_up_to_a_tick(self, pair: Pair) -> None:
        """Rust's `timeouts`."""
        client, _ = pair
        dur = timedelta(seconds=15.1)
        assert client.read_timeout() == Ok(None)
        client.set_read_timeout(dur).unwrap()
        client.set_write_timeout(15.1).unwrap()
        for result in (client.read_timeout(), client.write_timeout()):
            kept = result.unwrap()
            assert kept is not None
            assert dur <= kept < dur + timedelta(milliseconds=20)
        client.set_read_timeout(None).unwrap()
        assert client.read_timeout() == Ok(None)

    def test_timeouts_of_extreme_lengths_are_accepted(self, pair: Pair) -> None:
        client, _ = pair
        for shortest in (1e-12, 1e-7, timedelta.resolution):
            client.set_read_timeout(shortest).unwrap()
            assert is_ok(client.read_timeout())
            assert client.read_timeout() != Ok(None)
        for longest in (timedelta.max, 1e30, float("inf")):
            client.set_read_timeout(longest).unwrap()

    def test_a_timeout_of_zero_is_invalid_input(self, pair: Pair) -> None:
        """Rust's `test_timeout_zero_duration`."""
        client, _ = pair
        for zero in (0, 0.0, timedelta(0)):
            for result in (client.set_read_timeout(zero), client.set_write_timeout(zero)):
                assert kind(result) is ErrorKind.InvalidInput

    def test_a_read_that_times_out_returns_would_block(self, pair: Pair) -> None:
        """Rust's `test_read_timeout`."""
        client, server = pair
        client.set_read_timeout(timedelta(milliseconds=10)).unwrap()
        assert kind(client.read(bytearray(1))) is ErrorKind.WouldBlock
        server.write_all(b"x").unwrap()
        assert client.read(bytearray(1)) == Ok(1)

    def test_take_error_returns_the_pending_error_once(
        self, listener: TcpListener, pair: Pair
    ) -> None:
        client, server = pair
        assert listener.take_error() == client.take_error() == Ok(None)
        server.write_all(b"x").unwrap()
        assert client.peek(bytearray(1)) == Ok(1)
        server.set_linger(0).unwrap()
        server.close()
        error = client.take_error().unwrap()
        assert error is not None
        assert error.kind() is ErrorKind.ConnectionReset
        assert client.take_error() == Ok(None)


def _seconds(dur: float | timedelta) -> float:
    return dur.total_seconds() if isinstance(dur, timedelta) else dur


class TestIncoming:
    def test_incoming_never_ends(self, listener: TcpListener) -> None:
        clients = [TcpStream.connect(listener.local_addr().unwrap()).unwrap() for _ in range(3)]
        incoming = listener.incoming()
        assert iter(incoming) is incoming
        for client, stream in zip(clients, incoming, strict=False):
            assert stream.unwrap().peer_addr() == client.local_addr()
            client.close()

    def test_an_err_is_an_item_and_does_not_end_the_iteration(self, listener: TcpListener) -> None:
        incoming = listener.incoming()
        listener.close()
        assert [code(next(incoming)) for _ in range(3)] == [9, 9, 9]

    def test_into_incoming_owns_the_listener(self, listener: TcpListener) -> None:
        addr = listener.local_addr().unwrap()
        incoming = listener.into_incoming()
        assert isinstance(incoming, IntoIncoming)
        assert code(listener.local_addr()) == 9
        with TcpStream.connect(addr).unwrap() as client, next(incoming).unwrap() as server:
            assert server.peer_addr() == client.local_addr()

    def test_repr_is_the_debug_output_of_rust(self, listener: TcpListener, pair: Pair) -> None:
        """Rust's `debug`."""
        client, _ = pair
        here, fd = listener.local_addr().unwrap(), listener.as_raw_fd()
        assert repr(listener) == f"TcpListener {{ addr: {here}, fd: {fd} }}"
        assert repr(listener.incoming()) == f"Incoming {{ listener: {listener!r} }}"
        there = client.local_addr().unwrap()
        assert (
            repr(client) == f"TcpStream {{ addr: {there}, peer: {here}, fd: {client.as_raw_fd()} }}"
        )
        into = listener.into_incoming()
        assert (
            repr(into) == f"IntoIncoming {{ listener: TcpListener {{ addr: {here}, fd: {fd} }} }}"
        )
        assert repr(listener) == "TcpListener { fd: -1 }"


class TestClones:
    def test_a_clone_outlives_the_original(self, pair: Pair) -> None:
        """Rust's `tcp_clone_smoke`."""
        client, server = pair
        with client.try_clone().unwrap() as clone:
            assert clone.as_raw_fd() != client.as_raw_fd()
            client.close()
            clone.write_all(b"x").unwrap()
            assert server.read(bytearray(1)) == Ok(1)

    def test_a_clone_writes_while_the_original_reads(self, pair: Pair) -> None:
        """Rust's `clone_while_reading`."""
        client, server = pair
        with another_thread() as other, server.try_clone().unwrap() as clone:
            reading = other.submit(server.read, bytearray(1))
            clone.write_all(b"x").unwrap()
            assert client.read(bytearray(1)) == Ok(1)
            client.write_all(b"y").unwrap()
            assert reading.result() == Ok(1)

    def test_a_clone_of_a_listener_accepts(self, listener: TcpListener) -> None:
        """Rust's `clone_accept_smoke`."""
        with listener.try_clone().unwrap() as clone:
            listener.close()
            with (
                TcpStream.connect(clone.local_addr().unwrap()).unwrap() as client,
                clone.accept().unwrap()[0] as server,
            ):
                assert server.peer_addr() == client.local_addr()


class TestOwnership:
    def test_the_end_of_the_last_reference_closes_the_stream(
        self, each_ip: IpAddr.V4 | IpAddr.V6
    ) -> None:
        listener = TcpListener.bind((each_ip, 0)).unwrap()
        client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        server, _ = listener.accept().unwrap()
        del client
        assert server.read(bytearray(1)) == Ok(0)

    def test_every_call_after_close_returns_ebadf(self, pair: Pair) -> None:
        client, _ = pair
        client.close()
        client.close()
        buf = bytearray(1)
        results: list[Result[object, Error]] = [
            client.read(buf),
            client.read(bytearray()),
            client.peek(buf),
            client.read_vectored([buf]),
            client.read_vectored([]),
            client.read_exact(buf),
            client.read_to_end(bytearray()),
            client.write(b"x"),
            client.write(b""),
            client.write_vectored([b"x"]),
            client.write_vectored([]),
            client.write_all(b"x"),
            client.shutdown(Shutdown.Both),
            client.peer_addr(),
            client.local_addr(),
            client.try_clone(),
            client.as_fd().try_clone_to_owned(),
            client.set_read_timeout(1),
            client.read_timeout(),
            client.write_timeout(),
            client.set_nodelay(True),
            client.nodelay(),
            client.set_ttl(1),
            client.ttl(),
            client.set_linger(None),
            client.linger(),
            client.quickack(),
            client.take_error(),
            client.set_nonblocking(True),
            client.into_socket(),
        ]
        assert [code(result) for result in results] == [9] * len(results)
        assert client.flush() == Ok(None)
        assert client.as_raw_fd() == client.fileno() == client.into_raw_fd() == -1

    def test_every_call_on_a_closed_listener_returns_ebadf(self, listener: TcpListener) -> None:
        listener.close()
        results: list[Result[object, Error]] = [
            listener.accept(),
            listener.local_addr(),
            listener.try_clone(),
            listener.ttl(),
            listener.set_ttl(1),
            listener.only_v6(),
            listener.set_only_v6(True),
            listener.take_error(),
            listener.set_nonblocking(True),
            listener.into_socket(),
        ]
        assert [code(result) for result in results] == [9] * len(results)

    def test_close_during_a_call_keeps_the_number_until_the_call_ends(self, pair: Pair) -> None:
        client, server = pair
        fd = server.as_raw_fd()
        with another_thread() as other:
            ready = threading.Event()

            def read() -> Result[int, Error]:
                ready.set()
                return server.read(bytearray(16))

            reading = other.submit(read)
            ready.wait()
            wait_until_blocked()
            server.close()
            assert is_err(server.write(b"x"))
            with socket.socket() as later:
                assert later.fileno() != fd
            client.write_all(b"late").unwrap()
            assert reading.result() == Ok(4)
        with socket.socket() as later:
            assert later.fileno() == fd

    def test_a_stream_can_be_made_again_from_its_raw_descriptor(self, pair: Pair) -> None:
        client, server = pair
        fd = client.as_raw_fd()
        assert client.into_raw_fd() == fd
        with TcpStream.from_raw_fd(fd) as again:
            again.write_all(b"x").unwrap()
            assert server.read(bytearray(1)) == Ok(1)
        assert code(client.write(b"x")) == 9

    def test_a_stream_can_be_made_again_from_its_owned_descriptor(self, pair: Pair) -> None:
        client, server = pair
        owned = OwnedFd.from_(client)
        assert code(client.write(b"x")) == 9
        with TcpStream.from_owned_fd(owned) as again:
            assert owned.as_raw_fd() == -1
            again.write_all(b"x").unwrap()
            assert server.read(bytearray(1)) == Ok(1)

    @pytest.mark.parametrize("fd", [-1, -2, -(2**31)])
    def test_a_negative_descriptor_raises_value_error(self, fd: int) -> None:
        with pytest.raises(ValueError, match="negative"):
            TcpStream.from_raw_fd(fd)

    @pytest.mark.parametrize("timeout", [None, 0.0, 2.5])
    def test_from_socket_takes_over_the_descriptor_and_the_timeout(
        self, listener: TcpListener, timeout: float | None
    ) -> None:
        addr = listener.local_addr().unwrap()
        python = socket.create_connection((str(addr.ip()), addr.port()))
        python.settimeout(timeout)
        with TcpStream.from_socket(python).unwrap() as stream:
            assert python.fileno() == -1
            assert stream.peer_addr() == Ok(addr)
            expected = timedelta(seconds=timeout) if timeout else None
            assert stream.read_timeout() == stream.write_timeout() == Ok(expected)
            assert _is_blocking(stream.as_raw_fd()) is (timeout != 0)

    def test_from_socket_returns_ebadf_for_a_closed_socket(self) -> None:
        for timeout in (None, 0.0, 1.0):
            python = socket.socket()
            python.settimeout(timeout)
            python.close()
            assert code(TcpStream.from_socket(python)) == 9

    @pytest.mark.parametrize("nonblocking", [False, True])
    def test_into_socket_hands_over_the_descriptor_and_its_mode(
        self, pair: Pair, nonblocking: bool
    ) -> None:
        client, server = pair
        client.set_nonblocking(nonblocking).unwrap()
        with client.into_socket().unwrap() as python:
            assert python.getblocking() is not nonblocking
            assert python.family in {socket.AF_INET, socket.AF_INET6}
            python.sendall(b"x")
            assert server.read(bytearray(1)) == Ok(1)
            assert code(client.write(b"x")) == 9

    def test_a_descriptor_that_is_no_socket_returns_enotsock(self) -> None:
        reader, writer = os.pipe()
        with TcpStream.from_raw_fd(reader) as stream, OwnedFd.from_raw_fd(writer):
            assert code(stream.read(bytearray(1))) == 88  # ENOTSOCK
            assert code(stream.peer_addr()) == 88
            assert code(stream.into_socket()) == 88
            assert stream.as_raw_fd() == reader

    def test_an_address_of_another_family_is_invalid_input(self, tmp_path: object) -> None:
        with socket.socket(socket.AF_UNIX) as unix:
            unix.bind(f"\0stdnet-{id(self)}-{threading.get_ident()}")
            unix.listen()
            with (
                socket.socket(socket.AF_UNIX) as client,
                TcpListener.from_raw_fd(unix.detach()) as listener,
            ):
                name = socket.socket(fileno=listener.as_raw_fd())
                client.connect(name.getsockname())
                name.detach()
                for result in (listener.accept(), listener.local_addr()):
                    assert repr(result.unwrap_err()) == (
                        'Error { kind: InvalidInput, message: "invalid argument" }'
                    )

    def test_a_copy_raises_and_names_try_clone(self, listener: TcpListener) -> None:
        for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError, match="try_clone"):
                attempt(listener)

    def test_the_constructor_raises(self) -> None:
        for handle in (TcpStream, TcpListener):
            with pytest.raises(TypeError):
                handle()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]

    def test_a_listener_can_be_registered_with_a_selector(self, listener: TcpListener) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(listener, selectors.EVENT_READ)
            assert selector.select(0) == []
            with TcpStream.connect(listener.local_addr().unwrap()).unwrap():
                ((key, _),) = selector.select(5)
                assert key.fileobj is listener

    def test_no_descriptor_is_inheritable(self, listener: TcpListener, pair: Pair) -> None:
        with pair[0].try_clone().unwrap() as clone:
            for handle in (listener, *pair, clone):
                assert not os.get_inheritable(handle.as_raw_fd())


class TestSignals:
    def test_a_call_continues_after_signal_handlers(self, pair: Pair) -> None:
        client, server = pair
        buf = bytearray(1)
        with alarm(lambda: server.write_all(b"x")) as seen:
            assert client.read(buf) == Ok(1)
        assert len(seen) >= 3
        assert buf == b"x"

    def test_an_exception_of_a_signal_handler_propagates(
        self, listener: TcpListener, pair: Pair
    ) -> None:
        client, server = pair
        calls: list[Callable[[], object]] = [
            lambda: client.read(bytearray(1)),
            lambda: client.peek(bytearray(1)),
            lambda: client.read_vectored([bytearray(1)]),
            lambda: client.read_to_end(bytearray()),
            lambda: client.write_all(bytes(1 << 26)),
            listener.accept,
        ]
        for call in calls:
            with alarm(interrupt), pytest.raises(Interruption):
                call()
        assert server.write(b"x") == Ok(1)
        assert client.read(bytearray(1)) == Ok(1)


CYCLES = """
import os
from stdnet import Ok, TcpListener, TcpStream

def cycle():
    client = TcpStream.connect(addr).unwrap()
    server, _ = listener.accept().unwrap()
    client.write_all(b"ping").unwrap()
    assert server.read_array(4) == Ok(b"ping")
    server.write_all(b"pong").unwrap()
    assert client.read_array(4) == Ok(b"pong")
    server.close()
    # A reset, so that the port does not linger: there are fewer ports than cycles.
    client.set_linger(0).unwrap()

listener = TcpListener.bind("[::1]:0").unwrap()
addr = listener.local_addr().unwrap()
before = os.listdir("/proc/self/fd")
for _ in range(10_000):
    cycle()
assert os.listdir("/proc/self/fd") == before
"""


def test_ten_thousand_connections_leave_no_descriptor() -> None:
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", CYCLES]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
