"""Exceptions of Python's library become an `io.Error` of the right kind, by `attempt` and `from_`.

The `errno` of some is a number of another library: `SSL_ERROR_WANT_READ` is 2, and so is ENOENT.
"""

import asyncio
import binascii
import errno
import gzip
import http.client
import inspect
import io as python_io
import shutil
import smtplib
import socket
import ssl
import tarfile
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Final, Never

import pytest

from stdnet import Err, Ok, TcpListener, io, propagate
from stdnet.io import ErrorKind

# Not in every build of CPython.
lzma = pytest.importorskip("lzma")

HEADERS: Final = http.client.HTTPMessage()
REFUSED: Final = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")

KINDS: Final[list[tuple[Exception, ErrorKind]]] = [
    # Python raises these without an errno.
    (TimeoutError("timed out"), ErrorKind.TimedOut),
    (socket.timeout("timed out"), ErrorKind.TimedOut),  # noqa: UP041 - another name
    (ConnectionResetError("Connection lost"), ErrorKind.ConnectionReset),
    (BlockingIOError("not now"), ErrorKind.WouldBlock),
    (OSError("cannot read from timed out object"), ErrorKind.Uncategorized),
    (shutil.Error([("a", "b", "no")]), ErrorKind.Uncategorized),
    (python_io.UnsupportedOperation("fileno"), ErrorKind.Unsupported),
    (smtplib.SMTPResponseException(2, "no"), ErrorKind.Uncategorized),
    # The errno of these is a number of OpenSSL.
    (ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "again"), ErrorKind.WouldBlock),
    (ssl.SSLWantWriteError(ssl.SSL_ERROR_WANT_WRITE, "again"), ErrorKind.WouldBlock),
    (ssl.SSLEOFError(ssl.SSL_ERROR_EOF, "cut"), ErrorKind.UnexpectedEof),
    (ssl.SSLZeroReturnError(ssl.SSL_ERROR_ZERO_RETURN, "closed"), ErrorKind.UnexpectedEof),
    (ssl.SSLSyscallError(ssl.SSL_ERROR_SYSCALL, "some error"), ErrorKind.Uncategorized),
    (ssl.SSLError(ssl.SSL_ERROR_SSL, "wrong version number"), ErrorKind.InvalidData),
    (ssl.SSLCertVerificationError(ssl.SSL_ERROR_SSL, "expired"), ErrorKind.InvalidData),
    (ssl.CertificateError("another host"), ErrorKind.InvalidData),
    # A number of the resolver.
    (socket.gaierror(socket.EAI_NONAME, "no such name"), ErrorKind.Uncategorized),
    (socket.herror(1, "unknown host"), ErrorKind.Uncategorized),
    # Data that end too early.
    (EOFError("ended before the end-of-stream marker"), ErrorKind.UnexpectedEof),
    (asyncio.IncompleteReadError(b"some", 9), ErrorKind.UnexpectedEof),
    (http.client.IncompleteRead(b"some", 5), ErrorKind.UnexpectedEof),
    (
        urllib.error.ContentTooShortError("2 of 7", ("", http.client.HTTPMessage())),
        ErrorKind.UnexpectedEof,
    ),
    (binascii.Incomplete("more"), ErrorKind.UnexpectedEof),
    # Data that are malformed.
    (binascii.Error("padding"), ErrorKind.InvalidData),
    (gzip.BadGzipFile("not gzipped"), ErrorKind.InvalidData),
    (lzma.LZMAError("corrupt"), ErrorKind.InvalidData),
    (tarfile.ReadError("no tar file"), ErrorKind.InvalidData),
    (zipfile.BadZipFile("no zip file"), ErrorKind.InvalidData),
    (zlib.error("incorrect header check"), ErrorKind.InvalidData),
    (http.client.BadStatusLine("oh no"), ErrorKind.InvalidData),
    (http.client.LineTooLong("header"), ErrorKind.InvalidData),
    (http.client.RemoteDisconnected("no response"), ErrorKind.ConnectionReset),
    (http.client.InvalidURL("a port"), ErrorKind.InvalidInput),
    (http.client.NotConnected(), ErrorKind.NotConnected),
    # `urllib` wraps the exception.
    (urllib.error.URLError(REFUSED), ErrorKind.ConnectionRefused),
    (urllib.error.URLError(TimeoutError("timed out")), ErrorKind.TimedOut),
    (urllib.error.URLError(ssl.SSLEOFError(8, "cut")), ErrorKind.UnexpectedEof),
    (urllib.error.URLError("unknown url type"), ErrorKind.Uncategorized),
    (urllib.error.HTTPError("/", 404, "no", HEADERS, None), ErrorKind.Uncategorized),
]


def fail(exc: Exception) -> Never:
    raise exc


def by_attempt(exc: Exception) -> io.Error:
    return io.attempt(fail, exc).unwrap_err()


def by_from(exc: Exception) -> io.Error:
    # Types admit those that `?` converts.
    return io.Error.from_(exc)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("convert", [by_attempt, by_from])
@pytest.mark.parametrize(("exc", "kind"), KINDS, ids=lambda value: type(value).__name__)
def test_an_exception_has_its_kind_and_no_errno(
    convert: Callable[[Exception], io.Error], exc: Exception, kind: ErrorKind
) -> None:
    error = convert(exc)
    assert (error.kind(), error.raw_os_error(), error.errno) == (kind, None, None)
    assert error.get_ref() is error.__cause__ is exc
    assert str(error) == str(exc)


@pytest.mark.parametrize(
    "module",
    [
        *(asyncio, binascii, gzip, http.client, lzma, shutil, smtplib, socket, ssl, tarfile),
        *(urllib.error, zipfile, zlib),
    ],
)
def test_the_table_has_the_classes_of_each_module(module: ModuleType) -> None:
    """Each class that stands for an error of input or output is in the table, or below one."""
    mapped = tuple(type(exc) for exc, _ in KINDS)
    # `except OSError` of a program gets these, whose errno may be a number of another library.
    ours = [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, OSError | EOFError) and kind.__module__ != "builtins"
    ]
    assert [kind for kind in ours if not issubclass(kind, (*mapped, smtplib.SMTPException))] == []


@pytest.mark.parametrize("convert", [by_attempt, by_from])
@pytest.mark.parametrize("code", [errno.ENOENT, errno.EAGAIN, errno.ECONNRESET, errno.ETIMEDOUT])
def test_an_errno_of_the_system_is_the_error(
    convert: Callable[[Exception], io.Error], code: int
) -> None:
    for exc in (OSError(code, "oh no"), OSError(code, "oh no", "/nowhere")):
        assert convert(exc) == io.Error.from_raw_os_error(code)


@pytest.mark.parametrize(
    "exc", [ValueError("no"), KeyError("a"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no")]
)
def test_an_exception_that_is_a_mistake_is_none(exc: Exception) -> None:
    with pytest.raises(type(exc)):
        by_attempt(exc)
    with pytest.raises(TypeError, match="the kind is ErrorKind, not"):
        by_from(exc)


def test_a_question_converts_what_types_admit() -> None:
    @propagate
    def answer(exc: OSError | EOFError) -> io.Result[None]:
        failed: Err[OSError | EOFError] | Ok[None] = Err(exc)
        return Ok(failed.unwrap())

    assert answer(EOFError("cut")).unwrap_err().kind() is ErrorKind.UnexpectedEof
    assert answer(ssl.SSLWantReadError(2, "")).unwrap_err().kind() is ErrorKind.WouldBlock


# What Python itself raises.


def tls() -> tuple[ssl.MemoryBIO, ssl.SSLObject]:
    """Returns a TLS client, and what it reads from."""
    incoming = ssl.MemoryBIO()
    context = ssl.create_default_context()
    return incoming, context.wrap_bio(incoming, ssl.MemoryBIO(), server_hostname="localhost")


def test_a_handshake_waits_or_fails() -> None:
    incoming, client = tls()
    assert io.attempt(client.do_handshake).unwrap_err().kind() is ErrorKind.WouldBlock
    incoming.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert io.attempt(client.do_handshake).unwrap_err().kind() is ErrorKind.InvalidData
    incoming, client = tls()
    incoming.write_eof()
    assert io.attempt(client.do_handshake).unwrap_err().kind() is ErrorKind.UnexpectedEof


def test_a_handshake_over_a_socket_times_out() -> None:
    one, two = socket.socketpair()
    with one, two:
        one.settimeout(0.01)
        context = ssl.create_default_context()
        wrap = partial(context.wrap_socket, one, server_hostname="localhost")
        assert io.attempt(wrap).unwrap_err().kind() is ErrorKind.TimedOut
        one.close()


def test_a_url_that_nobody_serves_is_refused() -> None:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = listener.local_addr().unwrap()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    error = io.attempt(opener.open, f"http://{addr}/").unwrap_err()
    assert error.kind() is ErrorKind.ConnectionRefused
    assert error.raw_os_error() is None
    assert error.downcast(urllib.error.URLError).is_ok()


def test_malformed_text_is_invalid_data() -> None:
    assert io.attempt(binascii.a2b_base64, b"a").unwrap_err().kind() is ErrorKind.InvalidData
    assert io.attempt(zlib.decompress, b"oh no").unwrap_err().kind() is ErrorKind.InvalidData
    assert io.attempt(gzip.decompress, b"\x1f\x8b\x08").unwrap_err().kind() is (
        ErrorKind.UnexpectedEof
    )
