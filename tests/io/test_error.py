"""`io.Error`, compared with that of Rust, and as an exception of Python."""

import copy
import errno
import io as python_io
import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import Any

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
    "address": lambda: Error.other(IpAddr.from_str("x").failure()),
    "lookup": lambda: to_socket_addrs(("two words", 80)).failure(),
    "into_inner": lambda: unwritten().into_inner().failure(),
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


@pytest.mark.parametrize("answer", WIDTHS, ids=lambda answer: f"{answer['form']}")
def test_errors_are_padded_where_rust_pads_them(answer: oracle.Answer) -> None:
    assert padded(FORMS[str(answer["form"])]()) == answer["padded"]


def test_other_has_the_texts_of_rust() -> None:
    assert described(Error.other("x")) == ANSWERS[-1]["other"]


@pytest.mark.parametrize("simple", SIMPLE_MESSAGES, ids=lambda simple: simple.message)
def test_a_simple_message_has_the_texts_of_rust(simple: SimpleMessage) -> None:
    text = f'Error {{ kind: {simple.kind!r}, message: "{simple.message}" }}'
    assert (str(simple.error()), repr(simple.error())) == (simple.message, text)
    assert simple.err().failure().kind() is simple.kind
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
    assert error.downcast(ValueError).failure() is error
    assert Error.other("text").downcast(str) == Ok("text")
    for name in ("errno", "kind", "message"):
        held = MAKES[name]()
        assert held.downcast(Exception).failure() is held


def test_source_returns_the_cause_of_the_inner_error() -> None:
    cause, inner = OSError("cause"), ValueError("inner")
    inner.__cause__ = cause
    assert Error.other(inner).source() is cause
    assert Error.other(Error.other(inner)).source() is cause
    assert Error.other(ValueError()).source() is None
    assert Error.other("text").source() is None


def test_errors_are_equal_only_to_themselves() -> None:
    assert Error.from_(ErrorKind.Other) != Error.from_(ErrorKind.Other)
    assert len({Error.other("x"), Error.other("x")}) == 2


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
    assert traceback.format_exception_only(error)[-1] == f"stdnet._core.error.Error: {error}\n"


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
