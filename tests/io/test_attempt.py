"""`io.attempt`: only exceptions that the system causes become an `Err`."""

import gzip
import http.client
import io as python_io
import socket
import ssl
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import NoReturn, assert_type

import pytest

from stdnet import io
from stdnet.io import ErrorKind
from stdnet.result import Err, Ok, Panic, propagate

# Not in every build of CPython.
lzma = pytest.importorskip("lzma")


def fail(exc: BaseException) -> NoReturn:
    raise exc


def test_a_call_that_succeeds_is_an_ok() -> None:
    assert_type(io.attempt(int, "7"), io.Result[int])
    assert io.attempt(int, "7") == Ok(7)
    assert io.attempt(int, "ff", base=16) == Ok(255)
    assert io.attempt(lambda: None) == Ok(None)


def test_an_ok_in_an_ok_is_not_flattened() -> None:
    assert io.attempt(lambda: Ok(1)) == Ok(Ok(1))
    assert io.attempt(lambda: Err("no")) == Ok(Err("no"))


def test_failed_system_calls_are_their_errno(tmp_path: Path) -> None:
    missing = io.attempt(open, tmp_path / "missing").unwrap_err()
    assert missing == io.Error.from_raw_os_error(2)
    assert repr(missing) == 'Os { code: 2, kind: NotFound, message: "No such file or directory" }'
    assert io.attempt(tmp_path.read_bytes).unwrap_err().kind() is ErrorKind.IsADirectory
    assert io.attempt(tmp_path.mkdir).unwrap_err().kind() is ErrorKind.AlreadyExists
    with socket.socket() as unbound:
        assert io.attempt(unbound.getpeername).unwrap_err().kind() is ErrorKind.NotConnected


def test_a_time_out_of_python_is_timed_out() -> None:
    one, two = socket.socketpair()
    with one, two:
        one.settimeout(0.01)
        assert io.attempt(one.recv, 1).unwrap_err().kind() is ErrorKind.TimedOut
        one.settimeout(0)
        assert io.attempt(one.recv, 1) == Err(io.Error.from_raw_os_error(11))


@pytest.mark.parametrize(
    ("exc", "kind"),
    [
        (OSError("oh no"), ErrorKind.Uncategorized),
        (TimeoutError("timed out"), ErrorKind.TimedOut),
        (ConnectionResetError("reset"), ErrorKind.ConnectionReset),
        (type("MyError", (BrokenPipeError,), {})("mine"), ErrorKind.BrokenPipe),
        (EOFError("too short"), ErrorKind.UnexpectedEof),
        (python_io.UnsupportedOperation("fileno"), ErrorKind.Unsupported),
        (gzip.BadGzipFile("not a gzipped file"), ErrorKind.InvalidData),
        (lzma.LZMAError("corrupt"), ErrorKind.InvalidData),
        (tarfile.ReadError("truncated header"), ErrorKind.InvalidData),
        (zipfile.BadZipFile("not a zip file"), ErrorKind.InvalidData),
        (zlib.error("incorrect header check"), ErrorKind.InvalidData),
        (http.client.BadStatusLine("x"), ErrorKind.InvalidData),
        (http.client.IncompleteRead(b"some"), ErrorKind.UnexpectedEof),
        (http.client.RemoteDisconnected("no response"), ErrorKind.ConnectionReset),
        (ssl.SSLWantReadError(2, "again"), ErrorKind.WouldBlock),
        (ssl.SSLWantWriteError(3, "again"), ErrorKind.WouldBlock),
        (ssl.SSLEOFError(8, "cut"), ErrorKind.UnexpectedEof),
        (ssl.SSLError(1, "bad record"), ErrorKind.InvalidData),
        (socket.gaierror(-2, "no such name"), ErrorKind.Uncategorized),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_exception_without_an_errno_is_in_the_error(exc: Exception, kind: ErrorKind) -> None:
    error = io.attempt(fail, exc).unwrap_err()
    assert (error.kind(), error.raw_os_error()) == (kind, None)
    assert error.get_ref() is error.__cause__ is exc


def test_malformed_data_is_invalid_data() -> None:
    assert io.attempt(zlib.decompress, b"oh no").unwrap_err().kind() is ErrorKind.InvalidData
    assert io.attempt(gzip.decompress, b"oh no").unwrap_err().kind() is ErrorKind.InvalidData


@pytest.mark.parametrize(
    "exc",
    [
        *(KeyError("a"), ValueError("no"), TypeError("no"), AssertionError("no"), MemoryError()),
        *(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), ZeroDivisionError(), Exception()),
        *(KeyboardInterrupt(), SystemExit(3), GeneratorExit(), StopIteration()),
        ExceptionGroup("several", [OSError(2, "x")]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_other_exception_propagates(exc: BaseException) -> None:
    with pytest.raises(type(exc)) as caught:
        io.attempt(fail, exc).unwrap()
    assert caught.value is exc


def test_a_panic_in_the_call_propagates() -> None:
    no: io.Result[int] = Err(io.Error.from_raw_os_error(2))
    with pytest.raises(Panic, match="why: Os"):
        io.attempt(lambda: no.expect("why")).unwrap()


def test_an_io_error_that_is_raised_is_the_error() -> None:
    error = io.Error.other("oh no")
    assert io.attempt(fail, error).unwrap_err() is error


def test_an_attempt_can_be_a_question() -> None:
    @propagate
    def size(path: Path) -> io.Result[int]:
        return Ok(len(io.attempt(path.read_bytes).unwrap()))

    assert size(Path(__file__)).unwrap() > 100
    assert size(Path("/nowhere")).unwrap_err().kind() is ErrorKind.NotFound


def test_what_cannot_be_called_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="not callable"):
        io.attempt(5).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]
