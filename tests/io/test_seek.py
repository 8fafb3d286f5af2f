import copy
import pickle
from collections.abc import Callable
from typing import Any, cast
from unittest.mock import ANY

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet import io
from stdnet.io import (
    BufReader,
    BufSeekTake,
    BufTake,
    BufWriter,
    Cursor,
    Error,
    ErrorKind,
    LineWriter,
    Result,
    Seek,
    SeekFrom,
)
from stdnet.result import Err, Ok
from tests.support.scripted_io import Letters, Script, Seeker

U64_MAX = 2**64 - 1
I64_MIN, I64_MAX = -(2**63), 2**63 - 1

positions = st.one_of(
    st.integers(0, U64_MAX).map(SeekFrom.Start),
    st.integers(I64_MIN, I64_MAX).map(SeekFrom.End),
    st.integers(I64_MIN, I64_MAX).map(SeekFrom.Current),
)
each_variant = pytest.mark.parametrize(
    "variant", [SeekFrom.Start, SeekFrom.End, SeekFrom.Current], ids=lambda kind: kind.__name__
)


def failing() -> Err[Error]:
    return Err(Error.from_(ErrorKind.ConnectionReset))


class Tape(Seek):
    """Ten bytes in which one can only seek; the calls with the given numbers fail."""

    def __init__(self, *failures: int) -> None:
        self.failures = failures
        self.at = 4
        self.sought: list[SeekFrom] = []

    def seek(self, pos: SeekFrom, /) -> Result[int]:
        self.sought.append(pos)
        if len(self.sought) in self.failures:
            return failing()
        match pos:
            case SeekFrom.Start(n):
                self.at = n
            case SeekFrom.End(n):
                self.at = 10 + n
            case SeekFrom.Current(n):
                self.at += n
            case _:
                raise AssertionError(pos)
        return Ok(self.at)


# SeekFrom.


@given(positions, positions)
def test_a_seek_from_is_a_value(one: SeekFrom, two: SeekFrom) -> None:
    assert (one == two) == (repr(one) == repr(two))
    for same in (copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert same == one
        assert hash(same) == hash(one)


@each_variant
def test_variants_with_equal_offsets_differ(variant: Callable[[int], SeekFrom]) -> None:
    pos = variant(3)
    assert isinstance(pos, SeekFrom)
    assert repr(pos) == f"{variant.__name__}(3)"
    assert pos == variant(3)
    assert pos != 3
    assert pos == ANY
    assert [pos == each(3) for each in (SeekFrom.Start, SeekFrom.End, SeekFrom.Current)].count(
        True
    ) == 1


@each_variant
def test_a_seek_from_is_immutable(variant: Callable[[int], SeekFrom]) -> None:
    pos: Any = variant(3)
    for name in ("_offset", "other"):
        with pytest.raises(AttributeError, match="immutable"):
            setattr(pos, name, 4)
    with pytest.raises(AttributeError, match="immutable"):
        del pos._offset
    assert not hasattr(pos, "__dict__")
    assert pos == variant(3)


@pytest.mark.parametrize(
    ("variant", "low", "high"),
    [
        (SeekFrom.Start, 0, U64_MAX),
        (SeekFrom.End, I64_MIN, I64_MAX),
        (SeekFrom.Current, I64_MIN, I64_MAX),
    ],
)
def test_offsets_have_the_ranges_of_rust(
    variant: Callable[[Any], SeekFrom], low: int, high: int
) -> None:
    assert repr(variant(low)) == f"{variant.__name__}({low})"
    assert repr(variant(high)) == f"{variant.__name__}({high})"
    for wrong in (low - 1, high + 1):
        with pytest.raises(ValueError, match=r"is .* to "):
            variant(wrong)
    for strange in (1.0, "1", None):
        with pytest.raises(TypeError):
            variant(strange)


def test_seek_from_has_no_other_variants() -> None:
    base: Any = SeekFrom
    with pytest.raises(TypeError, match="a SeekFrom is"):
        base(3)
    with pytest.raises(TypeError, match="a SeekFrom is"):
        type("Middle", (base,), {})


# Seek.


def test_seek_is_required() -> None:
    class Nothing(Seek):
        pass

    with pytest.raises(TypeError, match="abstract"):
        Nothing()  # type: ignore[abstract]  # pyright: ignore[reportAbstractUsage]


def test_rewind_goes_to_the_start() -> None:
    tape = Tape()
    assert tape.rewind() == Ok(None)
    assert tape.sought == [SeekFrom.Start(0)]


def test_stream_position_seeks_by_0_bytes() -> None:
    tape = Tape()
    assert tape.stream_position() == Ok(4)
    assert tape.sought == [SeekFrom.Current(0)]


def test_seek_relative_counts_from_the_current_position() -> None:
    tape = Tape()
    assert tape.seek_relative(-3) == Ok(None)
    assert tape.sought == [SeekFrom.Current(-3)]
    with pytest.raises(ValueError, match="i64"):
        tape.seek_relative(I64_MAX + 1)


def test_stream_len_restores_the_position() -> None:
    tape = Tape()
    assert tape.stream_len() == Ok(10)
    assert tape.sought == [SeekFrom.Current(0), SeekFrom.End(0), SeekFrom.Start(4)]


def test_stream_len_does_not_seek_back_to_the_end() -> None:
    tape = Tape()
    tape.at = 10
    assert tape.stream_len() == Ok(10)
    assert tape.sought == [SeekFrom.Current(0), SeekFrom.End(0)]


SEEKS: list[tuple[Callable[[Tape], Result[object]], int]] = [
    (Tape.rewind, 1),
    (Tape.stream_position, 1),
    (Tape.stream_len, 3),
    (lambda tape: tape.seek_relative(1), 1),
]


@pytest.mark.parametrize(("call", "seeks"), SEEKS)
def test_provided_methods_return_the_error_of_seek(
    call: Callable[[Tape], Result[object]], seeks: int
) -> None:
    for nth in range(1, seeks + 1):
        tape = Tape(nth)
        assert call(tape).unwrap_err().kind() is ErrorKind.ConnectionReset
        assert len(tape.sought) == nth


# Take.


@given(
    st.binary(max_size=20),
    st.integers(0, 25),
    st.lists(positions | st.integers(-9, 9).map(SeekFrom.Current)),
)
def test_a_take_seeks_like_a_cursor_over_its_bytes(
    data: bytes, start: int, sought: list[SeekFrom]
) -> None:
    cursor, part = Cursor(data), Cursor(data[start:])
    cursor.set_position(min(start, len(data)))
    take = cursor.take(len(part.get_ref()))
    for pos in sought:
        result = take.seek(pos)
        if isinstance(result, Ok):
            assert part.seek(pos) == result
        else:
            assert result.unwrap_err().kind() is ErrorKind.InvalidInput
        assert take.position() == part.position()
        assert take.fill_buf().map(bytes) == part.fill_buf().map(bytes)


def test_a_take_seeks_only_to_a_seek_from() -> None:
    take, strange = Cursor(b"abc").take(2), cast("SeekFrom", 1)
    with pytest.raises(TypeError, match="SeekFrom"):
        take.seek(strange).unwrap()
    with pytest.raises(ValueError, match="i64"):
        take.seek_relative(I64_MAX + 1).unwrap()


def test_a_long_seek_of_a_take_takes_several_calls() -> None:
    seeker = Seeker(None, None, None, failing())
    take = seeker.take(U64_MAX)
    assert isinstance(take, Seek)
    assert take.seek(SeekFrom.Start(U64_MAX)) == Ok(U64_MAX)
    assert take.limit() == 0
    assert seeker.sought == [SeekFrom.Current(I64_MAX)] * 2 + [SeekFrom.Current(1)]
    assert take.rewind().unwrap_err().kind() is ErrorKind.ConnectionReset
    assert take.limit() == 0


def test_an_adapter_is_a_seek_if_what_it_wraps_is() -> None:
    pairs: list[tuple[object, object]] = [
        (BufReader(Cursor(b"")), BufReader(io.empty().chain(io.empty()))),
        (BufReader(BufReader(Cursor(b""))), BufReader(BufReader(Letters()))),
        (BufReader(Cursor(b"").take(1)), BufReader(Letters().take(1))),
        (BufWriter(Cursor(bytearray())), BufWriter(LineWriter(io.sink()))),
        (BufReader(Cursor(b"")).take(1), BufReader(Letters()).take(1)),
    ]
    for able, unable in pairs:
        assert isinstance(able, Seek)
        assert not isinstance(unable, Seek)
        assert type(able) is type(unable) or {type(able), type(unable)} == {BufSeekTake, BufTake}


def test_a_take_of_a_buf_reader_that_cannot_seek_has_a_repr() -> None:
    shown = "Take { inner: BufReader { reader: 0/0, buffer: 0/8 }, len: 3, limit: 3 }"
    assert repr(BufReader(Script(), capacity=8).take(3)) == shown
