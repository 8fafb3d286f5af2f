"""What `?` does with errors: which pass, which a `from_` converts, and which panic."""

import sys
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from textwrap import indent
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    NewType,
    Protocol,
    TypeAlias,
    TypedDict,
    TypeVar,
    cast,
    overload,
    runtime_checkable,
)

import pytest
from returns.result import Failure, Success
from returns.result import Result as Open
from typing_extensions import TypeAliasType

from stdnet import AddrParseError, IpAddr, io
from stdnet.result import Err, From, Ok, Panic, Result, propagate

T = TypeVar("T")

# To mypy, `Result[int, str]` is no value, but only an annotation.
Returned: Any = Result
IoReturned: Any = io.Result


@dataclass(frozen=True)
class Lost(From[io.Error]):
    source: io.Error


@dataclass(frozen=True)
class Garbled(From[AddrParseError | ValueError]):
    source: AddrParseError | ValueError


FetchError: TypeAlias = Lost | Garbled


def asks(annotation: object) -> Callable[[object], Any]:
    """Returns a function with that return annotation, which unwraps an `Err` of its argument."""

    def ask(error: object) -> Any:
        Err(error).unwrap()

    ask.__annotations__["return"] = annotation
    propagated: Callable[[object], Any] = propagate(ask)
    return propagated


IO_ERROR = io.Error.other("oh no")
PARSE_ERROR = IpAddr.from_str("x").unwrap_err()

Code = NewType("Code", int)


class HasCode(Protocol):
    code: int


@runtime_checkable
class Closes(Protocol):
    def close(self) -> None: ...


class Payload(TypedDict):
    why: str


class Box(Generic[T]):
    pass


Alias = TypeAliasType("Alias", Result[int, Lost])
GenericAlias = TypeAliasType("GenericAlias", Result[int, T], type_params=(T,))

# Annotations, an error of theirs, and one that is not.
DECLARED: dict[str, tuple[object, object, object]] = {
    "class": (Returned[int, ValueError], ValueError(), "text"),
    "subclass": (Returned[int, Exception], ValueError(), "text"),
    "union": (Returned[int, ValueError | str], "text", 1),
    "none or a result": (Returned[int, ValueError] | None, ValueError(), "text"),
    "union of halves": (Ok[int] | Err[ValueError] | Err[str], "text", 1),
    "string": ("Result[int, ValueError]", ValueError(), "text"),
    "string inside": (Returned[int, "ValueError"], ValueError(), "text"),
    "name in a string": ("Result[int, FetchError]", Lost(IO_ERROR), "text"),
    "alias": (IoReturned[int], IO_ERROR, "text"),
    "annotated": (Annotated[Returned[int, ValueError], "doc"], ValueError(), "text"),
    "annotated error": (Returned[int, Annotated[ValueError, "doc"]], ValueError(), "text"),
    "type statement": (Alias, Lost(IO_ERROR), "text"),
    "generic type statement": (GenericAlias[ValueError], ValueError(), "text"),
    "coroutine": (Coroutine[Any, Any, Returned[int, ValueError]], ValueError(), "text"),
    "awaitable": (Awaitable[Returned[int, ValueError]], ValueError(), "text"),
    "returns": (Open[int, ValueError], ValueError(), "text"),
    "halves of returns": (Success[int] | Failure[ValueError], ValueError(), "text"),
    "float": (Returned[int, float], 1, "text"),
    "complex": (Returned[int, complex], 1.5, "text"),
    "literal": (Returned[int, Literal["a", 1]], "a", "b"),
    "new type": (Returned[int, Code], 1, "text"),
    "none": (Returned[int, None], None, "text"),
    "generic class": (Returned[int, list[int]], [1], "text"),
    "user's generic class": (Returned[int, Box[int]], Box[int](), "text"),
    "type": (Returned[int, type[int]], int, "text"),
    "protocol at run time": (Returned[int, Closes], open(__file__), "text"),  # noqa: SIM115
    "typed dictionary": (Returned[int, Payload], {"why": "no"}, "text"),
}
cast("Any", DECLARED["protocol at run time"][1]).close()

UNCHECKED: dict[str, object] = {
    "Any": Returned[int, Any],
    "type variable": Returned[int, T],
    "a name that is not there": "Result[int, Unknown]",
    "no sense": "Result[",
    "no result": int,
    "bare": Err,
    "protocol": Returned[int, HasCode],
    "union with Any": Returned[int, ValueError | Any],
}


@pytest.mark.parametrize("name", DECLARED)
def test_an_error_that_is_declared_passes_and_another_panics(name: str) -> None:
    annotation, declared, other = DECLARED[name]
    ask = asks(annotation)
    for _ in range(2):  # The second time its class may be known.
        assert ask(declared) == Err(declared)
        with pytest.raises(Panic, match="couldn't convert the error to "):
            ask(other)


@pytest.mark.parametrize("name", UNCHECKED)
def test_what_cannot_be_read_is_not_checked(name: str) -> None:
    assert asks(UNCHECKED[name])("text") == Err("text")


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the statement came with Python 3.12")
def test_a_type_statement_is_read_when_it_is_needed() -> None:
    names: dict[str, Any] = {"Result": Result}
    exec("type Reply[T] = Result[T, Late]\nclass Late(Exception): ...", names)
    ask = asks(names["Reply"][int])
    assert ask(names["Late"]()).is_err()
    with pytest.raises(Panic, match="`Late`"):
        ask("text")


def test_without_an_annotation_nothing_is_checked() -> None:
    @propagate
    def ask(error):  # type: ignore[no-untyped-def]  # pyright: ignore[reportUnknownParameterType, reportMissingParameterType]
        Err(error).unwrap()  # pyright: ignore[reportUnknownArgumentType]

    assert ask("text") == Err("text")  # type: ignore[no-untyped-call]


def test_a_literal_is_compared_each_time() -> None:
    ask = asks(Returned[int, Literal["a"]])
    assert ask("a") == Err("a")
    with pytest.raises(Panic):
        ask("b")


def test_a_bool_is_no_literal_number() -> None:
    with pytest.raises(Panic):
        asks(Returned[int, Literal[1]])(True)


def test_names_of_the_functions_own_closure_are_found() -> None:
    class Local(Exception): ...

    @propagate
    def ask(r: Result[None, Any]) -> "Result[type[Local], Local]":
        r.unwrap()
        return Ok(Local)

    assert type(ask(Err(Local())).unwrap_err()) is Local
    with pytest.raises(Panic, match="for `Local`"):
        ask(Err(ValueError())).unwrap()


def test_the_very_same_err_passes() -> None:
    err: Err[ValueError] = Err(ValueError())

    @propagate
    def ask() -> Result[int, ValueError]:
        return Ok(err.unwrap())

    assert ask() is err
    assert ask() is err


# Conversions


def test_from_converts_an_error_of_its_own() -> None:
    ask = asks(Returned[int, FetchError])
    assert ask(IO_ERROR) == Err(Lost(IO_ERROR))
    assert ask(PARSE_ERROR) == Err(Garbled(PARSE_ERROR))
    assert ask(Lost(IO_ERROR)) == Err(Lost(IO_ERROR))


def test_a_subclass_of_a_conversion_converts() -> None:
    class Farther(Lost): ...

    assert asks(Returned[int, Farther])(IO_ERROR) == Err(Farther(IO_ERROR))


def test_a_class_may_define_its_own_from() -> None:
    class Mine(From[io.Error]):
        kind: io.ErrorKind

        @classmethod
        def from_(cls, error: io.Error, /) -> "Mine":
            made = cls()
            made.kind = error.kind()
            return made

    assert asks(Returned[int, Mine])(IO_ERROR).unwrap_err().kind is io.ErrorKind.Other
    with pytest.raises(Panic):
        asks(Returned[int, Mine])("text")


def test_a_static_method_and_its_overloads_convert() -> None:
    class Mine:
        @overload
        @staticmethod
        def from_(error: int) -> "Mine": ...
        @overload
        @staticmethod
        def from_(error: str) -> "Mine": ...
        @staticmethod
        def from_(error: int | str) -> "Mine":
            return Mine()

    ask = asks(Returned[int, Mine])
    assert type(ask(1).unwrap_err()) is Mine
    assert type(ask("text").unwrap_err()) is Mine
    with pytest.raises(Panic):
        ask(1.5)


def test_a_from_without_annotation_takes_all() -> None:
    class Mine:
        @staticmethod
        def from_(error):  # type: ignore[no-untyped-def]  # pyright: ignore[reportUnknownParameterType, reportMissingParameterType]
            return Mine()

    assert type(asks(Returned[int, Mine])(1.5).unwrap_err()) is Mine


def test_a_field_of_that_name_is_no_conversion() -> None:
    @dataclass
    class Mine:
        from_: object = None

    with pytest.raises(Panic):
        asks(Returned[int, Mine])("text")


def test_several_conversions_are_none() -> None:
    class Other(Lost): ...

    with pytest.raises(Panic) as panic:
        asks(Returned[int, Lost | Other])(IO_ERROR)
    assert str(panic.value).startswith(
        "`?` couldn't convert the error to `Lost | Other`: the trait `From<Error>` is implemented "
        "for several: `Lost`, `Other`: "
    )


def test_io_errors_convert_from_kinds_and_the_errors_of_python() -> None:
    ask = asks(IoReturned[int])
    assert ask(io.ErrorKind.NotFound).unwrap_err().kind() is io.ErrorKind.NotFound
    assert ask(ConnectionRefusedError(111, "x")).unwrap_err().raw_os_error() == 111


def test_the_text_is_that_of_rustc() -> None:
    with pytest.raises(Panic) as panic:
        asks(Returned[int, Lost])(PARSE_ERROR)
    assert str(panic.value) == (
        "`?` couldn't convert the error to `Lost`: the trait `From<AddrParseError>` is not "
        "implemented for `Lost`: AddrParseError(Ip)"
    )
    assert panic.value.__cause__ is PARSE_ERROR


def test_an_error_of_the_same_name_is_shown_with_its_module() -> None:
    class Error(Exception): ...

    with pytest.raises(Panic, match=r"`From<stdnet\.\S+\.Error>` is not implemented for `Error`"):
        asks(Returned[int, Error])(IO_ERROR)


def test_the_traceback_ends_at_the_question() -> None:
    with pytest.raises(Panic) as panic:
        asks(Returned[int, Lost])("text")
    last = traceback.extract_tb(panic.value.__traceback__)[-1]
    assert last.line == "Err(error).unwrap()"


ELSEWHERE = """
from __future__ import annotations
from typing import TYPE_CHECKING
from stdnet import Err, From, Result, io, propagate
if TYPE_CHECKING:
    from collections.abc import Sequence

class Lost(From[io.Error]):
    def __init__(self, source):
        self.source = source

@propagate
def ask(error) -> Result[Sequence[int], Lost]:
    Err(error).unwrap()

@propagate
def unchecked(error) -> Result[int, Sequence[int]]:
    Err(error).unwrap()
"""


def test_a_name_that_is_missing_at_run_time_does_not_hide_the_error() -> None:
    names: dict[str, Any] = {"__name__": __name__}
    exec(ELSEWHERE, names)
    assert type(names["ask"](IO_ERROR).unwrap_err()) is names["Lost"]
    with pytest.raises(Panic):
        names["ask"]("text")
    assert names["unchecked"]("text") == Err("text")


@pytest.mark.skipif(sys.version_info < (3, 14), reason="evaluates annotations at once")
def test_an_annotation_that_fails_when_it_is_asked_for_does_not_hide_the_error() -> None:
    names: dict[str, Any] = {"__name__": __name__}
    code = ELSEWHERE.replace("from __future__ import annotations", "")
    exec(f"def elsewhere():{indent(code, '    ')}    return locals()", names)
    local = names["elsewhere"]()
    with pytest.raises(NameError):
        _ = local["ask"].__annotations__
    assert type(local["ask"](IO_ERROR).unwrap_err()) is local["Lost"]
    with pytest.raises(Panic):
        local["ask"]("text")
    assert local["unchecked"]("text") == Err("text")


@pytest.mark.skipif(sys.version_info < (3, 13), reason="defaults came with Python 3.13")
def test_the_default_of_a_type_parameter_is_the_error() -> None:
    names: dict[str, Any] = {"Result": Result}
    exec("class Late(Exception): ...\ntype Reply[T, E = Late] = Result[T, E]", names)
    ask = asks(names["Reply"][int])
    assert ask(names["Late"]()).is_err()
    with pytest.raises(Panic, match="`Late`"):
        ask("text")
