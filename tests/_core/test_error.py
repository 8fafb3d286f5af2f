"""`io.Error`, compared with that of Rust, and as an exception of Python."""

import copy
import errno
import gzip
import http.client
import io as python_io
import os
import pickle
import socket
import ssl
import subprocess
import sys
import traceback
import urllib.error
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import new_class
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet import IpAddr, io, to_socket_addrs
from stdnet._core import error as errors
from stdnet._core.error import GaiError, SimpleMessage
from stdnet.io import Error, ErrorKind
from stdnet.result import Err, Ok
from tests.support import oracle

ANSWERS = oracle.golden("error")
CODES = [answer for answer in ANSWERS if "code" in answer]
KINDS = [answer for answer in ANSWERS if "display" in answer]
WIDTHS = [answer for answer in ANSWERS if "form" in answer]

OH_NO = 'oh "no"\n\u00e9\u007f\u0000\'\\\u202e'
SIMPLE_MESSAGES = [value for value in vars(errors).values() if isinstance(value, SimpleMessage)]

MAKES: dict[str, Callable[[], Error]] = {
    "errno": lambda: Error.from_raw_os_error(errno.ECONNREFUSED),
    "kind": lambda: Error.from_(ErrorKind.NotFound),
    "message": errors.READ_EXACT_EOF.error,
    "text": lambda: Error(ErrorKind.Other, "oh no"),
    "exception": lambda: Error(ErrorKind.InvalidData, ValueError("bad", 3)),
    "nested": lambda: Error.other(Error.from_raw_os_error(errno.ENOENT)),
}

FORMS: dict[str, Callable[[], object]] = {
    "message": MAKES["message"],
    "nested message": lambda: Error.other(errors.READ_EXACT_EOF.error()),
    "address": lambda: Error.other(IpAddr.from_str("x").unwrap_err()),
    "lookup": lambda: to_socket_addrs(("two words", 80)).unwrap_err(),
    "into_inner": lambda: unwritten().into_inner().unwrap_err(),
}

each_make = pytest.mark.parametrize("make", MAKES.values(), ids=MAKES)


def unwritten() -> io.BufWriter[io.Cursor[memoryview]]:
    """Returns a writer with more in its buffer than the underlying writer can take."""
    writer = io.BufWriter(io.Cursor(memoryview(bytearray(2))))
    writer.write_all(b"abc").unwrap()
    return writer


def padded(error: object) -> list[str]:
    """Formats an error with a width, a fill and a precision, as the oracle does."""
    return [f"{error:>70}", f"{error:*^70.9}"]


def described(error: Error) -> oracle.Answer:
    """Describes an error as the oracle does."""
    return {
        "kind": repr(error.kind()),
        "code": error.raw_os_error(),
        "display": str(error),
        "debug": repr(error),
    }


def state(error: Error) -> tuple[oracle.Answer, str, str]:
    """Returns all that can be seen of an error."""
    return described(error), repr(error.get_ref()), repr(getattr(error, "__notes__", None))


# Compared with Rust.


@pytest.mark.parametrize("answer", CODES, ids=lambda answer: f"{answer['code']}")
def test_an_errno_has_the_kind_and_texts_of_rust(answer: oracle.Answer) -> None:
    code = answer["code"]
    assert isinstance(code, int)
    error = Error.from_raw_os_error(code)
    assert (described(error), padded(error)) == (answer["error"], answer["padded"])


@pytest.mark.parametrize("answer", KINDS, ids=lambda answer: f"{answer['kind']}")
def test_a_kind_has_the_texts_of_rust(answer: oracle.Answer) -> None:
    kind = ErrorKind[str(answer["kind"])]
    nested = Error(kind, Error.from_raw_os_error(2))
    assert described(Error.from_(kind)) == answer["simple"]
    assert described(Error(kind, OH_NO)) == answer["custom"]
    assert described(nested) == answer["nested"]
    assert repr(nested.get_ref()) == answer["nested_get_ref"]
    forms = [kind, Error.from_(kind), Error(kind, OH_NO), nested]
    assert list(map(padded, forms)) == answer["padded"]


@pytest.mark.filterwarnings("ignore:.* buffered bytes:ResourceWarning")
@pytest.mark.parametrize("answer", WIDTHS, ids=lambda answer: f"{answer['form']}")
def test_errors_are_padded_where_rust_pads_them(answer: oracle.Answer) -> None:
    assert padded(FORMS[str(answer["form"])]()) == answer["padded"]


def test_other_has_the_texts_of_rust() -> None:
    assert described(Error.other("x")) == ANSWERS[-1]["other"]


@pytest.mark.parametrize("simple", SIMPLE_MESSAGES, ids=lambda simple: simple.message)
def test_a_simple_message_has_the_texts_of_rust(simple: SimpleMessage) -> None:
    text = f'Error {{ kind: {simple.kind!r}, message: "{simple.message}" }}'
    assert (str(simple.error()), repr(simple.error())) == (simple.message, text)
    assert simple.err().unwrap_err().kind() is simple.kind
    assert simple.error() is not simple.error()


# Constructors and accessors.


@pytest.mark.parametrize("inner", ["oh no", "", ValueError("bad"), Error.other("x")])
def test_an_error_holds_what_it_was_made_with(inner: Exception | str) -> None:
    for error in (Error(ErrorKind.TimedOut, inner), Error.new(ErrorKind.TimedOut, inner)):
        assert error.kind() is ErrorKind.TimedOut
        assert error.get_ref() is error.get_mut() is error.into_inner() is inner
        assert error.raw_os_error() is None
        assert str(error) == str(inner)


@pytest.mark.parametrize("name", ["errno", "kind", "message"])
def test_an_error_without_an_inner_error_holds_nothing(name: str) -> None:
    error = MAKES[name]()
    assert error.get_ref() is error.get_mut() is error.into_inner() is error.source() is None


@given(st.integers(-(2**31), 2**31 - 1))
def test_any_i32_is_accepted_as_an_errno(code: int) -> None:
    error = Error.from_raw_os_error(code)
    assert error.raw_os_error() == error.errno == code
    assert error.strerror == os.strerror(code)
    assert str(error) == f"{os.strerror(code)} (os error {code})"


def test_an_errno_of_0_is_kept() -> None:
    assert Error.from_raw_os_error(0).raw_os_error() == 0
    assert Error.from_raw_os_error(0).kind() is ErrorKind.Uncategorized


@given(st.sampled_from(ErrorKind), st.text())
def test_an_error_of_a_text_shows_the_text(kind: ErrorKind, text: str) -> None:
    error = Error(kind, text)
    assert str(error) == text
    assert repr(error).startswith(f'Custom {{ kind: {kind!r}, error: "')


def test_downcast_returns_an_inner_error_of_the_class() -> None:
    inner = KeyError("a")
    error = Error.other(inner)
    assert error.downcast(LookupError) == Ok(inner)
    assert error.downcast(KeyError) == Ok(inner)
    assert error.downcast(ValueError).unwrap_err() is error
    assert Error.other("text").downcast(str) == Ok("text")
    for name in ("errno", "kind", "message"):
        held = MAKES[name]()
        assert held.downcast(Exception).unwrap_err() is held


def test_source_returns_the_cause_of_the_inner_error() -> None:
    cause, inner = OSError("cause"), ValueError("inner")
    inner.__cause__ = cause
    assert Error.other(inner).source() is cause
    assert Error.other(Error.other(inner)).source() is cause
    assert Error.other(ValueError()).source() is None
    assert Error.other("text").source() is None


# Equality.

INNER = ValueError("bad", 3)
DIFFERENT: list[Callable[[], Error]] = [
    lambda: Error.from_raw_os_error(errno.ENOENT),
    lambda: Error.from_raw_os_error(errno.ECONNREFUSED),
    lambda: Error.from_raw_os_error(0),
    lambda: Error.from_(ErrorKind.NotFound),
    lambda: Error.from_(ErrorKind.UnexpectedEof),
    errors.READ_EXACT_EOF.error,
    errors.WRITE_ALL_EOF.error,
    lambda: SimpleMessage(ErrorKind.UnexpectedEof, "a message of its own").error(),
    lambda: Error(ErrorKind.UnexpectedEof, errors.READ_EXACT_EOF.message),
    lambda: Error(ErrorKind.NotFound, "entity not found"),
    lambda: Error(ErrorKind.InvalidData, "entity not found"),
    lambda: Error(ErrorKind.InvalidData, ""),
    lambda: Error(ErrorKind.InvalidData, INNER),
    lambda: Error(ErrorKind.Other, INNER),
    lambda: Error(ErrorKind.Other, ValueError("bad", 3)),
    lambda: Error.other(Error.from_raw_os_error(errno.ENOENT)),
    lambda: Error.other(Error.from_(ErrorKind.NotFound)),
]


def test_errors_are_equal_if_they_are_made_in_the_same_way() -> None:
    for make in DIFFERENT:
        one, two = make(), make()
        if isinstance(one.get_ref(), ValueError) and one.get_ref() is not INNER:
            continue
        assert one is not two
        assert one == two
        assert not one != two  # noqa: SIM202 - `!=` is what is tested
        assert hash(one) == hash(two)
        assert len({one, two}) == 1
        assert Err(one) == Err(two)
        assert [one, two].count(two) == 2


def test_errors_that_differ_are_unequal() -> None:
    made = [make() for make in DIFFERENT]
    for i, one in enumerate(made):
        for j, other in enumerate(made):
            assert (one == other) is (i == j), (one, other)
            assert (one != other) is (i != j), (one, other)
    assert len(set(made)) == len(made)
    # Most hashes differ, too, or a large set would be slow.
    assert len(set(map(hash, made))) > len(made) - 5


CODES_OF_ALL_SIZES = st.integers(0, 5) | st.integers(-(2**31), 2**31 - 1)


@given(CODES_OF_ALL_SIZES, CODES_OF_ALL_SIZES)
def test_errors_with_an_errno_are_compared_by_it(a: int, b: int) -> None:
    one, two = Error.from_raw_os_error(a), Error.from_raw_os_error(b)
    assert (one == two) is (a == b)
    assert a != b or hash(one) == hash(two)


KINDS_AND_TEXTS = st.tuples(st.sampled_from(ErrorKind), st.text(max_size=2))


@given(KINDS_AND_TEXTS, KINDS_AND_TEXTS)
def test_errors_of_a_text_are_compared_by_kind_and_text(
    a: tuple[ErrorKind, str], b: tuple[ErrorKind, str]
) -> None:
    assert (Error(*a) == Error(*b)) is (a == b)
    assert (Error.from_(a[0]) == Error.from_(b[0])) is (a[0] is b[0])
    assert a != b or hash(Error(*a)) == hash(Error(*b))


def test_notes_causes_and_tracebacks_do_not_count() -> None:
    plain, raised = Error.other("x"), Error.other("x")
    raised.add_note("while saying hello")
    with pytest.raises(Error) as caught:
        raise raised from KeyError("other")
    assert caught.value == plain
    assert hash(caught.value) == hash(plain)


@each_make
def test_an_error_equals_no_other_object(make: Callable[[], Error]) -> None:
    error = make()
    others: list[object] = [None, str(error), error.kind(), error.errno, error.get_ref()]
    others += [OSError(error.errno, error.strerror), Err(error)]
    for other in others:
        assert error != other
        assert other != error
        assert isinstance(other, Error) or error.__eq__(other) is NotImplemented
    assert error == mock.ANY


def test_an_error_has_a_hash_even_if_its_inner_error_has_none() -> None:
    @dataclass
    class NoHashError(Exception):
        code: int

    one, two, other = (Error.other(NoHashError(code)) for code in (1, 1, 2))
    assert one == two
    assert one != other
    assert hash(one) == hash(two)
    assert len({one, two, other}) == 2


# `from_`.


def os_errors(kind: type[OSError] = OSError) -> Iterator[type[OSError]]:
    """Yields `OSError` and the classes of Python itself that are below it."""
    yield kind
    for each in kind.__subclasses__():
        if each.__module__ == "builtins":
            yield from os_errors(each)


KINDS_OF_CLASSES = {
    OSError: ErrorKind.Uncategorized,
    BlockingIOError: ErrorKind.WouldBlock,
    BrokenPipeError: ErrorKind.BrokenPipe,
    ChildProcessError: ErrorKind.Uncategorized,
    ConnectionError: ErrorKind.Uncategorized,
    ConnectionAbortedError: ErrorKind.ConnectionAborted,
    ConnectionRefusedError: ErrorKind.ConnectionRefused,
    ConnectionResetError: ErrorKind.ConnectionReset,
    FileExistsError: ErrorKind.AlreadyExists,
    FileNotFoundError: ErrorKind.NotFound,
    InterruptedError: ErrorKind.Interrupted,
    IsADirectoryError: ErrorKind.IsADirectory,
    NotADirectoryError: ErrorKind.NotADirectory,
    PermissionError: ErrorKind.PermissionDenied,
    ProcessLookupError: ErrorKind.Uncategorized,
    TimeoutError: ErrorKind.TimedOut,
}


@pytest.mark.parametrize("code", [*errno.errorcode, 0, -1, 99999])
def test_from_an_exception_with_an_errno_is_the_error_of_the_errno(code: int) -> None:
    exc = OSError(code, os.strerror(code))
    expected = Error.from_raw_os_error(code)
    for error in (Error.from_(exc), Error.from_(OSError(code, os.strerror(code), "/nowhere"))):
        assert error == expected
        assert state(error) == state(expected)


def test_each_class_of_an_os_error_is_known() -> None:
    assert set(os_errors()) == set(KINDS_OF_CLASSES)


@pytest.mark.parametrize("base", KINDS_OF_CLASSES)
def test_from_an_exception_without_an_errno_has_the_kind_of_its_class(base: type[OSError]) -> None:
    mine = new_class("MyError", (base,))
    for exc in (base("oh no"), base(), mine("oh no"), base("socket error", "oh no")):
        error = Error.from_(exc)
        assert (error.kind(), error.raw_os_error()) == (KINDS_OF_CLASSES[base], None)
        assert error.get_ref() is error.__cause__ is exc
        assert str(error) == str(exc)


@pytest.mark.parametrize(
    ("exc", "kind"),
    [
        (ssl.SSLWantReadError(ssl.SSL_ERROR_WANT_READ, "again"), ErrorKind.WouldBlock),
        (ssl.SSLWantWriteError(ssl.SSL_ERROR_WANT_WRITE, "again"), ErrorKind.WouldBlock),
        (ssl.SSLEOFError(ssl.SSL_ERROR_EOF, "cut"), ErrorKind.UnexpectedEof),
        (ssl.SSLError(ssl.SSL_ERROR_SSL, "bad record"), ErrorKind.InvalidData),
        (ssl.SSLCertVerificationError(1, "expired"), ErrorKind.InvalidData),
        (socket.gaierror(socket.EAI_NONAME, "no such name"), ErrorKind.Uncategorized),
        (socket.herror(1, "Unknown host"), ErrorKind.Uncategorized),
        (python_io.UnsupportedOperation("fileno"), ErrorKind.Unsupported),
        (gzip.BadGzipFile("not a gzipped file"), ErrorKind.InvalidData),
        (http.client.RemoteDisconnected("no response"), ErrorKind.ConnectionReset),
        (urllib.error.URLError("unknown url type"), ErrorKind.Uncategorized),
    ],
    ids=lambda value: type(value).__name__,
)
def test_from_an_exception_of_a_module_has_no_errno_of_another_table(
    exc: OSError, kind: ErrorKind
) -> None:
    error = Error.from_(exc)
    assert (error.kind(), error.raw_os_error(), error.get_ref()) == (kind, None, exc)


@each_make
def test_from_an_error_is_that_error(make: Callable[[], Error]) -> None:
    error = make()
    assert Error.from_(error) is error


def test_from_does_not_need_the_modules_of_its_table() -> None:
    code = """
import sys
from stdnet.io import Error
for name in ("ssl", "socket", "http.client"):
    sys.modules[name] = None
print(Error.from_(OSError(2, "x")).kind(), Error.from_(OSError("x")).kind())
"""
    output = subprocess.check_output([sys.executable, "-c", code])
    assert output == b"entity not found uncategorized error\n"


def test_last_os_error_is_0_before_any_c_call() -> None:
    code = "from stdnet.io import Error; print(Error.last_os_error().raw_os_error())"
    assert subprocess.check_output([sys.executable, "-c", code]) == b"0\n"


def test_an_os_error_without_an_errno_becomes_the_inner_error() -> None:
    exc = python_io.UnsupportedOperation("fileno")
    error = errors.error_of(exc)
    assert (error.raw_os_error(), error.kind(), error.get_ref()) == (
        None,
        ErrorKind.Uncategorized,
        exc,
    )


def test_a_failed_lookup_has_the_texts_of_rust() -> None:
    error = Error(ErrorKind.Uncategorized, GaiError(-2, "Name or service not known"))
    text = "failed to lookup address information: Name or service not known"
    assert str(error) == text
    assert repr(error) == f'Custom {{ kind: Uncategorized, error: "{text}" }}'
    match error.get_ref():
        case GaiError(code):
            assert code == -2
        case other:
            pytest.fail(repr(other))
    assert str(pickle.loads(pickle.dumps(error))) == text


# Wrong arguments.


@pytest.mark.parametrize("kind", ["Other", 3, None, ErrorKind, errno.EAGAIN])
def test_anything_but_a_kind_is_a_type_error(kind: Any) -> None:
    with pytest.raises(TypeError, match="the kind is ErrorKind"):
        Error(kind, "x")
    with pytest.raises(TypeError, match="the kind is ErrorKind"):
        Error.new(kind, "x")
    with pytest.raises(TypeError, match="the kind is ErrorKind"):
        Error.from_(kind)


@pytest.mark.parametrize("inner", [3, None, b"x", KeyboardInterrupt(), ValueError])
def test_an_inner_error_of_a_wrong_type_is_a_type_error(inner: Any) -> None:
    with pytest.raises(TypeError, match="the error is"):
        Error(ErrorKind.Other, inner)
    with pytest.raises(TypeError, match="the error is"):
        Error.other(inner)


@pytest.mark.parametrize("code", ["2", 2.0, None])
def test_an_errno_that_is_no_integer_is_a_type_error(code: Any) -> None:
    with pytest.raises(TypeError):
        Error.from_raw_os_error(code)


@pytest.mark.parametrize("code", [2**31, -(2**31) - 1])
def test_an_errno_out_of_range_is_a_value_error(code: int) -> None:
    with pytest.raises(ValueError, match="i32"):
        Error.from_raw_os_error(code)


# As a Python exception.


@each_make
def test_an_error_is_an_os_error(make: Callable[[], Error]) -> None:
    with pytest.raises(OSError) as caught:  # noqa: PT011
        raise make()
    assert type(caught.value) is Error
    assert caught.value.errno == caught.value.raw_os_error()


def test_a_raised_error_has_errno_and_strerror() -> None:
    with pytest.raises(OSError) as caught:  # noqa: PT011
        raise Error.from_raw_os_error(errno.ENOENT)
    assert (caught.value.errno, caught.value.strerror) == (
        errno.ENOENT,
        "No such file or directory",
    )


@each_make
def test_a_traceback_shows_the_text_of_rust(make: Callable[[], Error]) -> None:
    error = make()
    assert traceback.format_exception_only(error)[-1] == f"stdnet.io.Error: {error}\n"


def test_an_inner_exception_is_the_cause() -> None:
    inner = ValueError("bad")
    assert Error.other(inner).__cause__ is inner
    assert Error.other("text").__cause__ is None
    assert "ValueError: bad" in "".join(traceback.format_exception(Error.other(inner)))


def test_raise_from_sets_the_cause_and_keeps_the_inner_error() -> None:
    inner, other = ValueError("inner"), KeyError("other")
    with pytest.raises(Error) as caught:
        raise Error.other(inner) from other
    assert caught.value.__cause__ is other
    assert caught.value.get_ref() is inner


@each_make
def test_an_error_can_be_raised_repeatedly(make: Callable[[], Error]) -> None:
    error = make()
    before = state(error)
    for _ in range(3):
        with pytest.raises(Error) as caught:
            raise error
        assert caught.value is error
    assert state(error) == before


@each_make
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_error_can_be_pickled(make: Callable[[], Error], protocol: int) -> None:
    error = make()
    error.add_note("while saying hello")
    again = pickle.loads(pickle.dumps(error, protocol))
    assert type(again) is Error
    assert state(again) == state(error)
    assert again == error or isinstance(error.get_ref(), ValueError)
    assert type(again.get_ref()) is type(error.get_ref())
    assert again.__notes__ == ["while saying hello"]


@each_make
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_an_error_can_be_copied(
    make: Callable[[], Error], copied: Callable[[Error], Error]
) -> None:
    error = make()
    error.add_note("while saying hello")
    assert state(copied(error)) == state(error)


def test_an_inner_exception_is_still_the_cause_after_pickling() -> None:
    again = pickle.loads(pickle.dumps(MAKES["exception"]()))
    assert again.__cause__ is again.get_ref()


# Patterns.


@each_make
def test_an_error_is_matched_by_kind(make: Callable[[], Error]) -> None:
    error = make()
    for expected in ErrorKind:
        match error:
            case Error(kind) if kind is expected:
                assert error.kind() is expected
            case Error(kind):
                assert kind is error.kind() is not expected


def test_an_err_is_matched_by_the_kind_of_its_error() -> None:
    def advice(result: io.Result[int]) -> str:
        match result:
            case Err(Error(ErrorKind.WouldBlock)):
                return "later"
            case Err(io.Error(ErrorKind.Interrupted | ErrorKind.TimedOut)):
                return "again"
            case Err(error):
                return repr(error.kind())
            case Ok(n):
                return str(n)

    assert advice(Err(Error.from_raw_os_error(errno.EAGAIN))) == "later"
    assert advice(Err(Error.from_(ErrorKind.WouldBlock))) == "later"
    assert advice(Err(Error(ErrorKind.TimedOut, "x"))) == "again"
    assert advice(Err(Error.other("x"))) == "Other"
    assert advice(Ok(3)) == "3"


@pytest.mark.parametrize("error", [OSError(2, "x"), python_io.UnsupportedOperation("fileno")])
def test_an_os_error_of_python_is_not_matched(error: OSError) -> None:
    match error:
        case Error():
            pytest.fail("only Error is Error")
        case OSError():
            pass
