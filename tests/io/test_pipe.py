"""Pipes."""

import fcntl
import gc
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet import TcpListener, io
from stdnet.io import PipeReader, PipeWriter, pipe
from stdnet.os.fd import AsFd, AsRawFd, FromRawFd, IntoRawFd, OwnedFd
from stdnet.result import Err, Ok

Ends = tuple[PipeReader, PipeWriter]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """Creates a pipe, and closes both ends after the test."""
    reader, writer = pipe().unwrap()
    with reader, writer:
        yield reader, writer


def is_open(fd: int) -> bool:
    """Returns True if the number is one of an open descriptor."""
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


@given(st.lists(st.binary(max_size=300)))
def test_data_written_to_a_pipe_are_read_from_it(chunks: list[bytes]) -> None:
    reader, writer = pipe().unwrap()
    with reader:
        with writer:
            for chunk in chunks:
                assert writer.write(chunk) == Ok(len(chunk))
        found = bytearray()
        assert reader.read_to_end(found) == Ok(len(b"".join(chunks)))
        assert found == b"".join(chunks)


@given(st.lists(st.binary(max_size=300), max_size=9), st.lists(st.integers(0, 300), max_size=9))
def test_vectored_calls_move_several_buffers(chunks: list[bytes], sizes: list[int]) -> None:
    reader, writer = pipe().unwrap()
    with reader, writer:
        whole = b"".join(chunks)
        assert writer.write_vectored(chunks) == Ok(len(whole))
        if not whole:
            return
        bufs = [bytearray(size) for size in sizes]
        read = min(len(whole), sum(sizes))
        assert reader.read_vectored(bufs) == Ok(read)
        assert b"".join(bufs)[:read] == whole[:read]


def test_a_vectored_call_takes_at_most_1024_buffers(ends: Ends) -> None:
    reader, writer = ends
    assert writer.write_vectored([b"a"] * 1025) == Ok(1024)
    assert reader.read_vectored([bytearray(1) for _ in range(1025)]) == Ok(1024)


def test_a_buffer_of_any_item_type_is_accepted(ends: Ends) -> None:
    reader, writer = ends
    assert writer.write(memoryview(b"abcdefgh").cast("H")) == Ok(8)
    buf = memoryview(bytearray(8)).cast("H", [2, 2])
    assert reader.read(buf) == Ok(8)
    assert buf.tobytes() == b"abcdefgh"


def test_empty_buffers_never_wait(ends: Ends) -> None:
    reader, writer = ends
    assert reader.read(bytearray()) == reader.read_vectored([]) == Ok(0)
    assert reader.read_vectored([bytearray()]) == Ok(0)
    assert writer.write(b"") == writer.write_vectored([]) == writer.write_vectored([b""]) == Ok(0)
    assert writer.flush() == Ok(None)


def test_the_data_end_when_all_writers_are_closed(ends: Ends) -> None:
    reader, writer = ends
    with writer.try_clone().unwrap() as clone:
        writer.close()
        clone.write_all(b"x").unwrap()
    assert reader.read_to_string() == Ok("x")
    assert reader.read(bytearray(1)) == Ok(0)


def test_a_write_without_a_reader_is_broken_pipe(ends: Ends) -> None:
    reader, writer = ends
    reader.close()
    assert writer.write(b"x").unwrap_err().kind() is io.ErrorKind.BrokenPipe
    assert writer.write_vectored([b"x"]).unwrap_err().kind() is io.ErrorKind.BrokenPipe
    assert writer.write(b"") == Ok(0)


def test_a_descriptor_of_the_other_end_is_ebadf(ends: Ends) -> None:
    reader, writer = ends
    with (
        PipeReader.from_owned_fd(OwnedFd.from_(writer)) as no_reader,
        PipeWriter.from_owned_fd(OwnedFd.from_(reader)) as no_writer,
    ):
        assert no_reader.read(bytearray(1)).unwrap_err().raw_os_error() == 9
        assert no_writer.write(b"x").unwrap_err().raw_os_error() == 9


def test_a_non_blocking_pipe_without_data_or_room_would_block(ends: Ends) -> None:
    reader, writer = ends
    for end in ends:
        os.set_blocking(end.as_raw_fd(), False)
    assert reader.read(bytearray(1)).unwrap_err().kind() is io.ErrorKind.WouldBlock
    size = fcntl.fcntl(writer, fcntl.F_GETPIPE_SZ)
    assert writer.write(bytes(size + 1)) == Ok(size)
    assert writer.write(b"x").unwrap_err().kind() is io.ErrorKind.WouldBlock


def test_a_writer_waits_for_room(ends: Ends) -> None:
    reader, writer = ends
    whole = os.urandom(300_000)
    found = bytearray()
    reading = threading.Thread(target=reader.take(len(whole)).read_to_end, args=[found])
    reading.start()
    assert writer.write_all(whole) == Ok(None)
    reading.join()
    assert found == whole


OPERATIONS: list[Callable[[PipeReader, PipeWriter], io.Result[Any]]] = [
    lambda reader, _: reader.read(bytearray(1)),
    lambda reader, _: reader.read_vectored([bytearray(1)]),
    lambda reader, _: reader.try_clone(),
    lambda _, writer: writer.write(b"x"),
    lambda _, writer: writer.write_vectored([b"x"]),
    lambda _, writer: writer.try_clone(),
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_call_after_close_is_ebadf(
    ends: Ends, operation: Callable[[PipeReader, PipeWriter], io.Result[Any]]
) -> None:
    for end in ends:
        end.close()
    assert operation(*ends).unwrap_err().raw_os_error() == 9
    assert ends[0].as_raw_fd() == ends[1].into_raw_fd() == -1


def test_the_last_reference_closes_the_descriptor() -> None:
    reader, writer = pipe().unwrap()
    numbers = [reader.as_raw_fd(), writer.as_raw_fd()]
    assert all(map(is_open, numbers))
    del reader, writer
    assert not any(map(is_open, numbers))


def test_a_descriptor_can_be_given_away_and_taken_over(ends: Ends) -> None:
    reader, writer = ends
    lends: AsFd = reader
    shows: AsRawFd = writer
    gives: IntoRawFd = reader
    takes: type[FromRawFd] = PipeReader
    assert lends.as_fd().as_raw_fd() == reader.fileno()
    assert shows.as_raw_fd() == writer.fileno()
    again = takes.from_raw_fd(gives.into_raw_fd())
    assert isinstance(again, PipeReader)
    with again:
        writer.write_all(b"x").unwrap()
        assert again.read_array(1) == Ok(b"x")
    for wrong in (PipeReader, PipeWriter):
        with pytest.raises(ValueError, match="negative"):
            wrong.from_raw_fd(-1)


def test_an_owned_fd_of_a_socket_is_accepted(listener: TcpListener) -> None:
    fd = listener.as_raw_fd()
    with PipeReader.from_owned_fd(OwnedFd.from_(listener)) as reader:
        assert reader.as_raw_fd() == fd
        assert reader.read(bytearray(1)).unwrap_err().kind() is io.ErrorKind.NotConnected


def test_child_processes_do_not_inherit_the_ends(ends: Ends) -> None:
    assert not any(os.get_inheritable(end.as_raw_fd()) for end in ends)
    with ends[1].try_clone().unwrap() as clone:
        assert not os.get_inheritable(clone.as_raw_fd())


def test_a_child_process_can_be_given_an_end(ends: Ends) -> None:
    reader, writer = ends
    subprocess.run([sys.executable, "-c", "print('hello')"], stdout=writer.as_raw_fd(), check=True)
    writer.close()
    assert reader.read_to_string() == Ok("hello\n")


def test_repr_is_the_debug_output_of_rust(ends: Ends) -> None:
    reader, writer = ends
    assert repr(reader) == f"PipeReader(FileDesc(OwnedFd {{ fd: {reader.as_raw_fd()} }}))"
    assert repr(writer) == f"PipeWriter(FileDesc(OwnedFd {{ fd: {writer.as_raw_fd()} }}))"
    assert reader.is_read_vectored()
    assert writer.is_write_vectored()


def test_there_is_no_constructor() -> None:
    for kind in (PipeReader, PipeWriter):
        constructor: Any = kind
        with pytest.raises(TypeError, match="has no constructor"):
            constructor(3)


@pytest.mark.parametrize("buf", [b"read-only", memoryview(b"read-only"), "text", 3, None])
def test_read_refuses_anything_but_a_writable_buffer(ends: Ends, buf: Any) -> None:
    with pytest.raises(TypeError):
        ends[0].read(buf).unwrap()
    with pytest.raises(TypeError):
        ends[0].read_vectored([bytearray(1), buf]).unwrap()


@pytest.mark.parametrize("buf", ["text", 3, None])
def test_write_refuses_anything_but_a_buffer(ends: Ends, buf: Any) -> None:
    with pytest.raises(TypeError):
        ends[1].write(buf).unwrap()
    with pytest.raises(TypeError):
        ends[1].write_vectored([buf]).unwrap()


def test_too_many_descriptors_are_emfile() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    used = max(map(int, os.listdir("/proc/self/fd")))
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, used + 1), hard))
    try:
        kept = list[Ends]()
        failure: Err[io.Error] | None = None
        while failure is None:
            match pipe():
                case Ok(made):
                    kept.append(made)
                case Err() as failure:
                    pass
        assert failure.unwrap_err().raw_os_error() == 24
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    kept.clear()


def test_a_read_goes_on_after_a_signal_handler(ends: Ends) -> None:
    reader, writer = ends

    def write(*_: object) -> None:
        writer.write_all(b"x").unwrap()

    before = signal.signal(signal.SIGALRM, write)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        assert reader.read_array(1) == Ok(b"x")
    finally:
        signal.signal(signal.SIGALRM, before)


class StopError(Exception):
    """The exception of a signal handler."""


def test_an_exception_of_a_signal_handler_leaks_no_descriptor() -> None:
    def stop(_: int, at: FrameType | None) -> None:
        # Python ignores an exception in `__del__`.
        if at is not None and at.f_code.co_name != "__del__":
            raise StopError

    before = signal.signal(signal.SIGALRM, stop)
    stopped = 0
    try:
        for step in range(400):
            try:
                signal.setitimer(signal.ITIMER_REAL, 20e-6 + step * 1e-7)
                for _ in range(50):
                    pipe().unwrap()
            except StopError:
                stopped += 1
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
    except StopError:
        pass
    finally:
        signal.signal(signal.SIGALRM, before)
    gc.collect()
    assert stopped  # A fixture checks that no descriptor is left open.
