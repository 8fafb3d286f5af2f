"""The judge as a client, as a server, as a socket of datagrams, and as a bad network."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from threading import Thread
from typing import Final

import pytest

from stdnet import Err, Ok, TcpListener, TcpStream, UdpSocket, io
from stdnet.learn.judge.peer import Peer, Server, UdpPeer, pieces
from stdnet.learn.judge.relay import Step, Weather, lossy, relayed, seeded
from stdnet.learn.judge.text import Text
from tests.support.once import only_with

pytestmark = only_with("3.13")

PATIENCE: Final = 5.0
SHORT: Final = 0.1


@contextmanager
def connected(patience: float = PATIENCE) -> Generator[tuple[Peer, TcpStream]]:
    """Yields the judge, and a program that is connected with it."""
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = listener.local_addr().unwrap()
        with Peer.connect(addr, patience).unwrap() as peer:
            stream, _ = listener.accept().unwrap()
            with stream:
                yield peer, stream


# The judge as a client.


def test_pieces_are_sent_one_by_one() -> None:
    with connected() as (peer, stream):
        peer.send(*pieces(b"abcdef", 1, 2), pause=0.001).unwrap()
        peer.half_close().unwrap()
        assert stream.read_to_string() == Ok("abcdef")
    assert peer.sent == [b"a", b"bc", b"d", b"ef"]


def test_what_was_expected_comes() -> None:
    with connected() as (peer, stream):
        stream.write_all(b"hello\nworld\nrest").unwrap()
        stream.close()
        assert peer.expect(b"he") == Ok(None)
        assert peer.receive(2) == Ok(b"ll")
        assert peer.receive_line() == Ok(b"o\n")
        assert peer.receive_line() == Ok(b"world\n")
        assert peer.receive_all() == Ok(b"rest")
        assert peer.expect_end() == Ok(None)
        assert peer.received == b"hello\nworld\nrest"


def test_a_failure_says_what_went_over_the_connection() -> None:
    with connected() as (peer, stream):
        peer.send(b"hel", b"lo").unwrap()
        stream.write_all(b"hallo").unwrap()
        failure = peer.expect(b"hello").unwrap_err()
    assert (failure.sent, failure.received, failure.expected) == (
        (b"hel", b"lo"),
        b"hallo",
        b"hello",
    )
    assert failure.seen.en == "other bytes came back"


@pytest.mark.parametrize(
    ("ends", "seen"),
    [
        (False, "3 bytes came; nothing more came in time"),
        (True, "3 bytes came; then the stream ended"),
    ],
)
def test_less_than_expected_is_told_from_the_end(ends: bool, seen: str) -> None:
    with connected(SHORT) as (peer, stream):
        stream.write_all(b"hel").unwrap()
        if ends:
            stream.close()
        assert peer.expect(b"hello").unwrap_err().seen.en == seen


def test_words_of_a_check_take_the_place_of_those_of_the_judge() -> None:
    with connected(SHORT) as (peer, _):
        assert peer.expect(b"x", Text("late", "tarde")).unwrap_err().seen.es == "tarde"
        assert peer.expect_end(Text("late", "tarde")).unwrap_err().seen.es == "tarde"


def test_all_waits_are_bounded() -> None:
    with connected(SHORT) as (peer, _):
        start = time.monotonic()
        for wait in (peer.receive_all, peer.receive_line, peer.expect_end):
            assert "in time" in wait().unwrap_err().seen.en
        assert "in time" in peer.receive(3).unwrap_err().seen.en
        assert "did not take" in peer.send(bytes(64 << 20)).unwrap_err().seen.en
        assert time.monotonic() - start < 5


def test_bytes_that_drip_in_do_not_prolong_the_wait() -> None:
    with connected(0.3) as (peer, stream):

        def drip() -> None:
            while isinstance(stream.write(b"x"), Ok):
                time.sleep(0.02)

        thread = Thread(target=drip)
        thread.start()
        start = time.monotonic()
        assert "in time" in peer.receive_line().unwrap_err().seen.en
        assert time.monotonic() - start < 3
        peer.close()
        thread.join()


def test_more_than_the_end_is_a_failure() -> None:
    with connected() as (peer, stream):
        stream.write_all(b"more").unwrap()
        assert peer.expect_end().unwrap_err().seen.en == "more came before the end"


def test_nothing_is_expected() -> None:
    with connected() as (peer, stream):
        assert peer.expect_nothing(SHORT) == Ok(None)
        stream.write_all(b"x").unwrap()
        assert peer.expect_nothing(SHORT).unwrap_err().seen.en == "something came"


def test_both_directions_at_once() -> None:
    data = bytes(8 << 20)
    with connected() as (peer, stream):
        thread = Thread(target=lambda: io.copy(stream, stream))
        thread.start()
        assert peer.exchange([data], data) == Ok(None)
        peer.half_close().unwrap()
        thread.join()


def test_a_reset_is_a_reset() -> None:
    with connected() as (peer, stream):
        peer.reset()
        assert stream.read(bytearray(1)).unwrap_err().kind() is io.ErrorKind.ConnectionReset


def test_a_reset_of_the_program_is_told() -> None:
    with connected() as (peer, stream):
        peer.send(b"unread").unwrap()
        stream.close()
        seen = peer.receive_all().unwrap_err().seen
    assert seen.en == "the stream did not end: Connection reset by peer (os error 104)"


# The judge as a server, and datagrams.


@pytest.mark.parametrize("addr", ["127.0.0.1:0", "[::1]:0", "@stdnet-judge-{}"])
def test_a_server_accepts(addr: str) -> None:
    addr = addr.format(time.monotonic_ns())
    with (
        Server.bind(addr, PATIENCE, lambda: False).unwrap() as server,
        Peer.connect(server.addr, PATIENCE).unwrap() as client,
        server.accept().unwrap() as peer,
    ):
        client.send(b"hello").unwrap()
        assert peer.expect(b"hello") == Ok(None)


def test_a_server_does_not_wait_for_a_program_that_has_ended() -> None:
    with Server.bind("127.0.0.1:0", PATIENCE, lambda: True).unwrap() as server:
        start = time.monotonic()
        assert server.accept().unwrap_err().seen.en == "the program ended, and did not connect"
        assert time.monotonic() - start < 3


def test_a_program_that_does_not_connect_is_waited_for_a_while() -> None:
    with Server.bind("127.0.0.1:0", SHORT, lambda: False).unwrap() as server:
        failure = server.accept().unwrap_err()
    assert "sigue en marcha: ¿hay un bucle sin fin?" in failure.seen.es
    assert failure.rule is not None
    assert failure.read == "05"


@pytest.mark.parametrize("addr", ["127.0.0.1:0", "[::1]:0"])
def test_datagrams(addr: str) -> None:
    with (
        UdpSocket.bind(addr).unwrap() as program,
        UdpPeer.connect(program.local_addr().unwrap(), SHORT).unwrap() as peer,
    ):
        peer.send(b"hello").unwrap()
        assert program.recv_from(bytearray(9)).map(lambda came: came[0]) == Ok(5)
        assert peer.expect_nothing(SHORT) == Ok(None)
        back = peer.addr().unwrap()
        for text in (b"", b"hello", b"other"):
            program.send_to(text, back).unwrap()
        assert peer.receive() == Ok(b"")
        assert peer.expect(b"hello") == Ok(None)
        failure = peer.expect(b"hello").unwrap_err()
        assert (failure.seen.en, failure.received) == ("another datagram came", b"other")
        assert peer.receive().unwrap_err().seen.en == "no datagram came; nothing more came in time"


# A bad network.


@contextmanager
def echo_server(addr: str = "127.0.0.1:0") -> Generator[str]:
    """Yields the address of a server that echoes."""
    with TcpListener.bind(addr).unwrap() as listener:

        def serve() -> None:
            while isinstance(accepted := listener.accept(), Ok):
                stream, _ = accepted.unwrap()
                with stream:
                    _ = io.copy(stream, stream)

        thread = Thread(target=serve)
        thread.start()
        yield str(listener.local_addr().unwrap())
        listener.stop().unwrap()
        thread.join()


@pytest.mark.parametrize("addr", ["127.0.0.1:0", "[::1]:0"])
def test_a_relay_stands_before_a_server(addr: str) -> None:
    data = bytes(range(256)) * 1000
    with (
        echo_server(addr) as server,
        relayed(server, seeded(1), seeded(2)) as relay,
    ):
        for _ in range(2):
            with Peer.connect(relay.addr, PATIENCE).unwrap() as peer:
                assert peer.exchange([data], data) == Ok(None)
                peer.half_close().unwrap()
                assert peer.expect_end() == Ok(None)


def test_a_relay_cuts_the_data_and_then_resets_the_connection() -> None:
    with (
        echo_server() as server,
        relayed(server, back=[Step("pass", 3), Step("reset")]) as relay,
        Peer.connect(relay.addr, PATIENCE).unwrap() as peer,
    ):
        peer.send(b"hello").unwrap()
        assert peer.receive(3) == Ok(b"hel")
        assert "reset" in peer.receive(1).unwrap_err().seen.en


def test_a_relay_drops_a_connection() -> None:
    with (
        echo_server() as server,
        relayed(server, there=[Step("pass", 3), Step("drop")]) as relay,
        Peer.connect(relay.addr, PATIENCE).unwrap() as peer,
    ):
        peer.send(b"hel").unwrap()
        assert peer.receive_all().map(len).unwrap_or(0) <= 3


def test_a_relay_that_stalls_ends_all_the_same() -> None:
    with (
        echo_server() as server,
        relayed(server, there=[Step("stall")]) as relay,
        Peer.connect(relay.addr, PATIENCE).unwrap() as peer,
    ):
        peer.send(b"hello").unwrap()
        assert peer.expect_nothing(SHORT) == Ok(None)
        relay.release()
        assert peer.expect(b"hello") == Ok(None)
    with echo_server() as server, relayed(server, there=[Step("stall")]) as relay:
        TcpStream.connect(relay.addr).unwrap().close()


def test_a_relay_before_nobody_closes() -> None:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = str(listener.local_addr().unwrap())
    with relayed(addr) as relay, Peer.connect(relay.addr, PATIENCE).unwrap() as peer:
        assert isinstance(peer.receive(1), Err)


def through(weather: Weather, count: int = 60) -> list[bytes]:
    """Returns the datagrams that arrive of some that were sent."""
    with (
        UdpSocket.bind("127.0.0.1:0").unwrap() as server,
        lossy(str(server.local_addr().unwrap()), weather) as relay,
        UdpSocket.bind("127.0.0.1:0").unwrap() as client,
    ):
        for n in range(count):
            client.send_to(b"%d" % n, relay.addr).unwrap()
        came = list[bytes]()
        server.set_read_timeout(0.3).unwrap()
        buf = bytearray(9)
        while isinstance(got := server.recv_from(buf), Ok):
            came.append(bytes(buf[: got.unwrap()[0]]))
        assert len(relay.there.came) == count
    return came


SENT: Final = [b"%d" % n for n in range(60)]


def test_fair_weather_changes_nothing() -> None:
    assert through(Weather()) == SENT


def test_datagrams_are_lost() -> None:
    came = through(Weather(loss=0.3, seed=7))
    assert came == [each for each in SENT if each in came]
    assert 30 <= len(came) <= 54


def test_datagrams_are_doubled() -> None:
    came = through(Weather(double=0.3, seed=7))
    assert sorted({*came}) == sorted(SENT)
    assert 65 <= len(came) <= 95


def test_datagrams_come_late() -> None:
    came = through(Weather(late=0.3, seed=7))
    assert came != SENT
    assert {*SENT} - {*came} <= {b"59"}


def test_the_same_seed_is_the_same_weather() -> None:
    weather = Weather(loss=0.2, double=0.2, late=0.2, seed=3)
    assert through(weather) == through(weather)


def test_answers_go_back_to_each_client() -> None:
    with (
        UdpSocket.bind("127.0.0.1:0").unwrap() as server,
        lossy(str(server.local_addr().unwrap())) as relay,
        UdpPeer.connect(relay.addr, PATIENCE).unwrap() as one,
        UdpPeer.connect(relay.addr, PATIENCE).unwrap() as two,
    ):
        buf = bytearray(9)
        for peer, text in ((one, b"one"), (two, b"two"), (one, b"three")):
            peer.send(text).unwrap()
            n, addr = server.recv_from(buf).unwrap()
            server.send_to(buf[:n], addr).unwrap()
            assert peer.expect(text) == Ok(None)
        assert relay.back.came == [b"one", b"two", b"three"]
