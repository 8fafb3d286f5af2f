"""Python's files as readers and writers."""

import gzip
import http.client
import io as python_io
import mmap
import os
import pickle
import signal
import socket
import ssl
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet import io
from stdnet.io import SeekFrom, from_file
from stdnet.result import Err, Ok

# Not in every build of CPython.
bz2 = pytest.importorskip("bz2")
lzma = pytest.importorskip("lzma")

chunks = st.lists(st.binary(max_size=200))


class OnlyRead:
    """A file with nothing but `read`."""

    def __init__(self, data: bytes) -> None:
        self._data = python_io.BytesIO(data)

    def read(self, n: int, /) -> bytes:
        return self._data.read(n)


class OnlyWrite:
    """A file with nothing but a `write` that returns nothing."""

    def __init__(self) -> None:
        self.written = bytearray()

    def write(self, buf: memoryview, /) -> None:
        self.written += buf


class Raw(python_io.RawIOBase):
    """A raw file whose reads and writes return what a function returns."""

    def __init__(self, transfer: Callable[[], int | None]) -> None:
        self._transfer = transfer

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, _: object, /) -> int | None:
        return self._transfer()

    def write(self, _: object, /) -> int | None:
        return self._transfer()


def fail(error: Exception) -> Callable[[], int]:
    """Returns a function that raises the error."""

    def raise_error() -> int:
        raise error

    return raise_error


Open = Callable[[Path, str], BinaryIO]


def unbuffered(path: Path, mode: str) -> BinaryIO:
    return cast("BinaryIO", open(path, mode, buffering=0))


def buffered(path: Path, mode: str) -> BinaryIO:
    return cast("BinaryIO", open(path, mode, buffering=16))


def compressed(path: Path, mode: str) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path, mode))


OPENERS = [unbuffered, buffered, compressed]


@pytest.mark.parametrize("opener", OPENERS)
@given(parts=chunks, size=st.integers(1, 300))
def test_data_written_to_a_file_are_read_from_it(
    opener: Open, parts: list[bytes], size: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with opener(path, "wb") as python_file:
            file = from_file(python_file)
            for part in parts:
                assert file.write_all(part) == Ok(None)
            assert file.flush() == Ok(None)
        with opener(path, "rb") as python_file:
            read = bytearray()
            while n := from_file(python_file).read(buf := bytearray(size)).unwrap():
                read += buf[:n]
    assert read == b"".join(parts)


@given(parts=chunks)
def test_a_file_needs_only_read_or_write(parts: list[bytes]) -> None:
    whole = b"".join(parts)
    written = OnlyWrite()
    for part in parts:
        assert from_file(written).write_all(part) == Ok(None)
    assert from_file(written).flush() == Ok(None)
    assert written.written == whole
    read = bytearray()
    assert from_file(OnlyRead(whole)).read_to_end(read) == Ok(len(whole))
    assert read == whole


def test_read_does_not_wait_until_the_buffer_is_full() -> None:
    reader, writer = os.pipe()
    with open(reader, "rb") as python_file, open(writer, "wb", buffering=0) as out:
        out.write(b"hello")
        file = from_file(python_file)
        assert file.read(bytearray(100)) == Ok(5)


def test_a_memory_map_is_read_written_and_sought_in() -> None:
    with mmap.mmap(-1, 8) as memory:
        file = from_file(memory)
        assert file.write(b"abc") == Ok(3)
        assert file.seek(SeekFrom.Start(1)) == Ok(1)
        assert file.read_array(2) == Ok(b"bc")


@pytest.mark.parametrize("opener", OPENERS[:2])
def test_seek_sets_the_position_and_refuses_a_negative_one(tmp_path: Path, opener: Open) -> None:
    (tmp_path / "file").write_bytes(b"0123456789")
    with opener(tmp_path / "file", "rb") as python_file:
        file = from_file(python_file)
        assert file.seek(SeekFrom.End(-2)) == Ok(8)
        assert file.read_to_string() == Ok("89")
        assert file.seek(SeekFrom.Start(20)) == Ok(20)
        assert file.seek(SeekFrom.Current(-15)) == Ok(5)
        assert file.stream_len() == Ok(10)
        assert file.rewind() == Ok(None)
        assert file.read_array(2) == Ok(b"01")
        for wrong in (SeekFrom.End(-11), SeekFrom.Current(-3), SeekFrom.Start(2**64 - 1)):
            assert file.seek(wrong).unwrap_err().kind() is io.ErrorKind.InvalidInput
        assert file.stream_position() == Ok(2)


@pytest.mark.parametrize("pos", [0, None, "start"])
def test_seek_takes_only_a_seek_from(pos: Any) -> None:
    with pytest.raises(TypeError, match="SeekFrom"):
        from_file(python_io.BytesIO()).seek(pos).unwrap()


def test_seek_in_a_file_without_a_position_is_an_error() -> None:
    assert from_file(OnlyRead(b"")).rewind().unwrap_err().kind() is io.ErrorKind.Unsupported
    reader, writer = os.pipe()
    with open(reader, "rb", buffering=0) as one, open(writer, "wb") as two:
        assert from_file(one).rewind().unwrap_err().kind() is io.ErrorKind.NotSeekable
        assert from_file(two).rewind().unwrap_err().kind() is io.ErrorKind.Unsupported


def test_a_method_that_the_file_does_not_have_is_unsupported(tmp_path: Path) -> None:
    assert from_file(OnlyWrite()).read(bytearray(1)).unwrap_err().kind() is io.ErrorKind.Unsupported
    assert from_file(OnlyRead(b"")).write(b"x").unwrap_err().kind() is io.ErrorKind.Unsupported
    assert from_file(OnlyRead(b"")).flush() == Ok(None)
    for buffering in (0, 100):
        with (tmp_path / "file").open("wb", buffering=buffering) as python_file:
            failed = from_file(python_file).read(bytearray(1))
            assert failed.unwrap_err().kind() is io.ErrorKind.Unsupported


@pytest.mark.parametrize("buffering", [0, 100])
def test_a_closed_file_is_ebadf(tmp_path: Path, buffering: int) -> None:
    with (tmp_path / "file").open("w+b", buffering=buffering) as python_file:
        file = from_file(python_file)
    results = [file.read(bytearray(1)), file.write(b"x"), file.seek(SeekFrom.Start(0))]
    assert [result.unwrap_err().raw_os_error() for result in results] == [9, 9, 9]
    assert file.flush().unwrap_err().raw_os_error() == 9


def test_an_error_of_a_system_call_keeps_its_kind() -> None:
    with open("/dev/full", "wb", buffering=0) as python_file:
        assert from_file(python_file).write(b"x").unwrap_err().kind() is io.ErrorKind.StorageFull
    full = open("/dev/full", "wb")  # noqa: SIM115 - closing it fails
    assert from_file(full).write(b"x") == Ok(1)
    assert from_file(full).flush().unwrap_err().kind() is io.ErrorKind.StorageFull
    with pytest.raises(OSError, match="No space"):
        full.close()
    with open("/proc/self/mem", "rb", buffering=0) as python_file:
        assert from_file(python_file).read(bytearray(1)).unwrap_err().raw_os_error() == 5


def test_a_non_blocking_file_without_data_or_room_would_block() -> None:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    with open(reader, "rb", buffering=0) as one, open(writer, "wb", buffering=0) as two:
        assert from_file(one).read(bytearray(1)).unwrap_err().kind() is io.ErrorKind.WouldBlock
        assert from_file(two).write_all(bytes(65536)) == Ok(None)
        assert from_file(two).write(b"x").unwrap_err().kind() is io.ErrorKind.WouldBlock


def test_a_buffered_file_that_would_block_takes_what_fits() -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    whole = os.urandom(200_000)
    found = bytearray()
    with open(reader, "rb", buffering=0) as one, open(writer, "wb", buffering=5000) as two:
        rest = memoryview(whole)
        while rest:
            match from_file(two).write(rest):
                case Ok(n):
                    assert n > 0
                    rest = rest[n:]
                case Err(e):
                    assert e.kind() is io.ErrorKind.WouldBlock
                    found += one.read(30_000)
        while from_file(two).flush() != Ok(None):
            found += one.read(30_000)
        two.close()
        found += one.readall()
    assert found == whole


def test_a_time_out_of_a_python_socket_is_timed_out() -> None:
    one, two = socket.socketpair()
    with one, two, one.makefile("rb") as python_file:
        one.settimeout(0.01)
        assert (
            from_file(python_file).read(bytearray(1)).unwrap_err().kind() is io.ErrorKind.TimedOut
        )


def bare(raw: Raw) -> Raw:
    return raw


@pytest.mark.parametrize("wrap", [bare, python_io.BufferedReader])
def test_an_exception_of_a_custom_file_becomes_an_error_or_propagates(
    wrap: Callable[[Raw], Raw | python_io.BufferedReader],
) -> None:
    file = from_file(wrap(Raw(fail(ConnectionResetError(104, "Connection reset by peer")))))
    assert file.read(bytearray(1)).unwrap_err().kind() is io.ErrorKind.ConnectionReset
    ended = from_file(wrap(Raw(fail(EOFError("too short")))))
    assert ended.read(bytearray(1)).unwrap_err().kind() is io.ErrorKind.UnexpectedEof
    with pytest.raises(ZeroDivisionError):
        from_file(wrap(Raw(fail(ZeroDivisionError())))).read(bytearray(1)).unwrap()
    with pytest.raises(ValueError, match="mine"):
        from_file(wrap(Raw(fail(ValueError("mine"))))).read(bytearray(1)).unwrap()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (http.client.IncompleteRead(b"some"), io.ErrorKind.UnexpectedEof),
        (ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "again"), io.ErrorKind.WouldBlock),
        (ssl.SSLWantWriteError(ssl.SSL_ERROR_WANT_WRITE, "again"), io.ErrorKind.WouldBlock),
        (ssl.SSLEOFError(ssl.SSL_ERROR_EOF, "cut"), io.ErrorKind.UnexpectedEof),
        (ssl.SSLError(ssl.SSL_ERROR_SSL, "bad record"), io.ErrorKind.InvalidData),
        (socket.gaierror(socket.EAI_NONAME, "no such name"), io.ErrorKind.Uncategorized),
    ],
)
def test_an_errno_that_is_a_code_of_another_library_is_dropped(
    error: Exception, kind: io.ErrorKind
) -> None:
    failed = from_file(Raw(fail(error))).read(bytearray(1)).unwrap_err()
    assert (failed.kind(), failed.raw_os_error(), failed.get_ref()) == (kind, None, error)


def test_a_raw_file_that_returns_none_would_block() -> None:
    file = from_file(Raw(lambda: None))
    assert file.read(bytearray(1)).unwrap_err().kind() is io.ErrorKind.WouldBlock
    assert file.write(b"x").unwrap_err().kind() is io.ErrorKind.WouldBlock


@pytest.mark.parametrize("n", [-1, 2])
def test_impossible_counts_are_a_value_error(n: int) -> None:
    with pytest.raises(ValueError, match="were reported"):
        from_file(Raw(lambda: n)).read(bytearray(1)).unwrap()
    with pytest.raises(ValueError, match="were reported"):
        from_file(Raw(lambda: n)).write(b"x").unwrap()


def test_a_read_of_too_many_bytes_is_a_value_error() -> None:
    class Greedy:
        def read(self, n: int, /) -> bytes:
            return bytes(n + 1)

    with pytest.raises(ValueError, match="were reported"):
        from_file(Greedy()).read(bytearray(3)).unwrap()


def test_a_truncated_archive_is_unexpected_eof() -> None:
    broken = gzip.compress(os.urandom(1000))[:500]
    with gzip.open(python_io.BytesIO(broken)) as python_file:
        failed = from_file(python_file).read_to_end(bytearray())
    assert failed.unwrap_err().kind() is io.ErrorKind.UnexpectedEof


@pytest.mark.parametrize("archive", [bz2, gzip, lzma])
@given(data=st.data())
def test_a_malformed_archive_raises_nothing(archive: Any, data: st.DataObject) -> None:
    whole = archive.compress(b"hello " * 100)
    at = data.draw(st.integers(0, len(whole)), label="at")
    broken = whole[:at] + data.draw(st.binary(max_size=20), label="instead") + whole[at + 10 :]
    with archive.open(python_io.BytesIO(broken)) as python_file:
        match from_file(python_file).read_to_end(bytearray()):
            case Ok():
                pass
            case Err(e):
                assert isinstance(e.get_ref(), Exception)


def test_malformed_data_are_invalid_data() -> None:
    packed = gzip.compress(bytes(1000))
    for broken in (b"no archive", packed[:10] + b"\xff" + packed[11:], packed[:-1] + b"\xff"):
        with gzip.open(python_io.BytesIO(broken)) as python_file:
            failed = from_file(python_file).read_to_end(bytearray())
            assert failed.unwrap_err().kind() is io.ErrorKind.InvalidData


def test_an_exception_of_a_signal_handler_propagates() -> None:
    def time_out(*_: object) -> None:
        raise TimeoutError("the program's own")

    reader, writer = os.pipe()
    before = signal.signal(signal.SIGALRM, time_out)
    try:
        with open(reader, "rb") as python_file, open(writer, "wb"):
            signal.setitimer(signal.ITIMER_REAL, 0.02)
            with pytest.raises(TimeoutError, match="own"):
                from_file(python_file).read(bytearray(1)).unwrap()
    finally:
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    "file", [None, 3, b"data", "name", object(), python_io.StringIO(), OnlyRead.read]
)
def test_anything_but_a_binary_file_is_refused(file: Any) -> None:
    with pytest.raises(TypeError, match="file"):
        from_file(file)


@pytest.mark.parametrize("buf", [b"read-only", "text", None])
def test_read_refuses_anything_but_a_writable_buffer(buf: Any) -> None:
    with pytest.raises(TypeError):
        from_file(python_io.BytesIO(b"abc")).read(buf).unwrap()


@pytest.mark.parametrize("buf", ["text", None, 3])
def test_write_refuses_anything_but_a_buffer(buf: Any) -> None:
    with pytest.raises(TypeError):
        from_file(OnlyWrite()).write(buf).unwrap()


def test_get_ref_returns_the_python_file() -> None:
    inner = python_io.BytesIO()
    file = from_file(inner)
    assert file.get_ref() is inner
    assert repr(file) == f"File({inner!r})"
    assert not hasattr(file, "__dict__")


def test_an_error_can_be_pickled() -> None:
    error = from_file(OnlyWrite()).read(bytearray(1)).unwrap_err()
    assert str(pickle.loads(pickle.dumps(error))) == "the file cannot be read"
