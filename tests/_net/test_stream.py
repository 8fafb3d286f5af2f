"""The halves of a stream, which `split` returns."""

import copy
import gc
import os
from threading import Thread

import pytest

from stdnet import Ok, Shutdown, TcpStream, io

Pair = tuple[TcpStream, TcpStream]


def is_open(fd: int) -> bool:
    """Returns True if this process has the descriptor."""
    return os.path.exists(f"/proc/self/fd/{fd}")


def test_the_halves_read_and_write_at_once(pair: Pair) -> None:
    client, server = pair
    sent = os.urandom(1 << 22)
    echo = Thread(target=io.copy, args=[server, server])
    echo.start()
    reader, writer = client.split()

    def send() -> None:
        with writer:
            writer.write_all(sent).unwrap()

    sender = Thread(target=send)
    sender.start()
    got = bytearray()
    with reader:
        while len(got) < len(sent):
            got += reader.read_array(1 << 16).unwrap()
    sender.join()
    echo.join()
    assert got == sent


def test_the_stream_is_closed_by_split(pair: Pair) -> None:
    client, _ = pair
    fd = client.as_raw_fd()
    reader, writer = client.split()
    assert (client.as_raw_fd(), reader.as_raw_fd(), writer.as_raw_fd()) == (-1, fd, fd)
    assert client.write(b"x").unwrap_err().raw_os_error() == 9


def test_the_descriptor_is_closed_with_the_second_half(pair: Pair) -> None:
    client, server = pair
    reader, writer = client.split()
    fd = reader.as_raw_fd()
    writer.close()
    assert server.read(bytearray(1)) == Ok(0)
    server.write_all(b"late").unwrap()
    assert reader.read_array(4) == Ok(b"late")
    assert is_open(fd)
    reader.close()
    assert not is_open(fd)


def test_the_writer_outlives_the_reader(pair: Pair) -> None:
    client, server = pair
    reader, writer = client.split()
    reader.close()
    writer.write_all(b"more").unwrap()
    assert server.read_array(4) == Ok(b"more")
    writer.close()
    assert server.read(bytearray(1)) == Ok(0)


def test_the_end_of_the_last_reference_closes_the_writer(pair: Pair) -> None:
    client, server = pair
    reader, writer = client.split()
    del writer
    gc.collect()
    assert server.read(bytearray(1)) == Ok(0)
    reader.close()


def test_into_raw_fd_takes_the_descriptor_from_both_halves(pair: Pair) -> None:
    client, server = pair
    reader, writer = client.split()
    with TcpStream.from_raw_fd(writer.into_raw_fd()) as whole:
        assert reader.read(bytearray(1)).unwrap_err().raw_os_error() == 9
        writer.close()  # It owns no descriptor any more, so nothing is shut down.
        whole.write_all(b"x").unwrap()
        assert server.read_array(1) == Ok(b"x")


def test_the_halves_of_a_closed_stream_return_ebadf(pair: Pair) -> None:
    client, _ = pair
    client.close()
    reader, writer = client.split()
    assert reader.read(bytearray(1)).unwrap_err().raw_os_error() == 9
    assert writer.write(b"x").unwrap_err().raw_os_error() == 9


def test_the_writer_closes_silently_if_the_peer_has_gone(pair: Pair) -> None:
    client, server = pair
    client.shutdown(Shutdown.Both).unwrap()
    server.close()
    _, writer = client.split()
    writer.close()


def test_a_half_has_a_repr_and_is_not_copied(pair: Pair) -> None:
    client, _ = pair
    reader, _ = client.split()
    assert repr(reader) == f"ReadHalf {{ fd: {reader.as_raw_fd()} }}"
    with pytest.raises(TypeError, match="ReadHalf"):
        copy.copy(reader)
