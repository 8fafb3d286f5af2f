"""Data that go through an unreliable relay arrive in order, up to where the relay breaks off."""

import random
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdnet import Err, Ok, Shutdown, io
from stdnet.io import BufReader, BufWriter, ErrorKind
from stdnet.learn.judge.relay import Plan, Relay, Step, seeded
from tests.faults.stream_pairs import FAMILIES, Stream, connected, listen

_passes = st.builds(Step, st.just("pass"), st.sampled_from([1, 2, 7, 64]) | st.integers(1, 40_000))
_pauses = st.builds(Step, st.just("pause"), st.integers(1, 3))
_ends = st.sampled_from([Step("drop"), Step("reset")])
harmless: st.SearchStrategy[Plan] = st.lists(_passes | _pauses, max_size=12)
plans = harmless | st.tuples(harmless, _ends).map(lambda plan: [*plan[0], plan[1]])


@contextmanager
def relayed(
    family: str, there: Plan, back: Plan
) -> Generator[tuple[Stream, Stream, Relay], None, None]:
    """Yields two streams, and the relay between them."""
    with listen(family) as listener:
        client, one = connected(listener)
        other, server = connected(listener)
    relay = Relay(one, other, there, back)
    with client, server:
        try:
            yield client, server, relay
        finally:
            # The peer may have ended the connection.
            _ = client.shutdown(Shutdown.Both), server.shutdown(Shutdown.Both)
            relay.release()
            relay.join()


def send(stream: Stream, data: bytes) -> io.Result[None]:
    """Sends the data, some of them past the buffer, and then the end of the stream."""
    out = BufWriter.with_capacity(1000, stream)
    sent = out.write_all(data[:500])
    sent = sent.and_then(lambda _: out.write_all(data[500:])).and_then(lambda _: out.flush())
    out.into_parts()
    _ = stream.shutdown(Shutdown.Write)
    return sent


def receive(stream: Stream) -> tuple[bytes, io.Result[int]]:
    """Returns the data until the end of the stream, and the result of reading them."""
    received = bytearray()
    ended = BufReader.with_capacity(999, stream).read_to_end(received)
    return bytes(received), ended


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=40)
@given(there=plans, back=plans, size=st.integers(0, 100_000))
def test_both_directions_deliver_up_to_where_the_relay_breaks_off(
    family: str, there: Plan, back: Plan, size: int
) -> None:
    data = random.Random(size).randbytes(size)
    answer = data[::-1]
    with relayed(family, there, back) as (client, server, _), ThreadPoolExecutor(4) as pool:
        sending = pool.submit(send, client, data), pool.submit(send, server, answer)
        receiving = pool.submit(receive, server), pool.submit(receive, client)
        sent = [future.result(20) for future in sending]
        got = [future.result(20) for future in receiving]
    breaks_off = any(step.action in {"drop", "reset"} for step in (*there, *back))
    for (received, ended), whole, was_sent in zip(got, (data, answer), sent, strict=True):
        # A prefix of what was sent.
        assert whole.startswith(received)
        assert breaks_off or (received == whole and was_sent == Ok(None))
        match ended:
            case Ok(count):
                assert count == len(received)
            case Err(error):
                assert breaks_off
                assert error.kind() in {ErrorKind.ConnectionReset, ErrorKind.BrokenPipe}
        match was_sent:
            case Err(error):
                assert breaks_off
                assert error.kind() in {ErrorKind.ConnectionReset, ErrorKind.BrokenPipe}
            case Ok():
                pass


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(5))
def test_lines_arrive_whole_in_any_pieces(family: str, seed: int) -> None:
    lines = [f"line {n} of é and 🌐{'!' * (n % 70)}\n" for n in range(300)]
    with (
        relayed(family, seeded(seed), seeded(~seed)) as (client, server, _),
        ThreadPoolExecutor(1) as pool,
    ):
        sending = pool.submit(send, client, "".join(lines).encode())
        assert [line.unwrap() + "\n" for line in BufReader(server).lines()] == lines
        assert sending.result() == Ok(None)


@pytest.mark.parametrize("family", FAMILIES)
def test_after_a_time_out_the_stream_goes_on(family: str) -> None:
    with relayed(family, [Step("pass", 4), Step("stall")], []) as (client, server, relay):
        client.write_all(b"head").unwrap()
        assert server.read_array(4) == Ok(b"head")
        server.set_read_timeout(0.05).unwrap()
        client.set_write_timeout(0.05).unwrap()
        count = 0
        while isinstance(wrote := client.write(bytes(1 << 16)), Ok):
            assert wrote.unwrap()
            count += wrote.unwrap()
        assert wrote.unwrap_err().kind() is ErrorKind.WouldBlock
        assert server.read(bytearray(1)).unwrap_err().kind() is ErrorKind.WouldBlock
        relay.release()
        client.shutdown(Shutdown.Write).unwrap()
        server.set_read_timeout(20).unwrap()
        received = bytearray()
        assert server.read_to_end(received) == Ok(count)
        assert not any(received)


@pytest.mark.parametrize("family", FAMILIES)
def test_copy_echoes_all_data(family: str) -> None:
    data = random.Random(1).randbytes(300_000)
    with (
        relayed(family, seeded(3), seeded(4)) as (client, server, _),
        ThreadPoolExecutor(2) as pool,
    ):
        echo = pool.submit(io.copy, server, server)
        sending = pool.submit(send, client, data)
        received = bytearray(len(data))
        assert client.read_exact(received) == Ok(None)
        assert sending.result() == Ok(None)
        assert received == data
        assert echo.result() == Ok(len(data))
