"""The items of Rust's `core::result`, and the rules that name their counterparts.

`tests/data/result-api.tsv` lists the items of Rust 1.95. A method of `Result` is a method of both
halves, with the same name, or with a trailing `_` where that is a keyword of Python. `TRAITS` names
what stands for the methods of traits, `LEFT_OUT` the items without a counterpart, with the reason.
"""

import keyword
import re
from functools import cache
from typing import Final

import stdnet
from stdnet import result
from stdnet.result import Err, Ok
from tests.support import rust_api

HALVES: Final = (Ok, Err)

TRAITS: Final = {
    "Clone::clone": "__copy__",  # which returns the object itself
    "Debug::fmt": "__repr__",
    "Eq::Eq": "__eq__",
    "Hash::hash": "__hash__",
    "IntoIterator for &'a Result<T, E>::into_iter": "iter",
    "IntoIterator::into_iter": "into_iter",
    "Iterator::next": "__next__",
    "ExactSizeIterator::len": "__length_hint__",
    "PartialEq::eq": "__eq__",
    "PartialEq::ne": "__ne__",
    "FromIterator<Result<A, E>>::from_iter": "collect",
    "Product<Result<U, E>>::product": "collect",  # `collect(results).map(math.prod)`
    "Sum<Result<U, E>>::sum": "collect",  # `collect(results).map(sum)`
    # The operator `?`.
    "FromResidual<Result<Infallible, E>>::from_residual": "propagate",
    "FromResidual<Result<Infallible, E>> for Poll<Result<T, F>>::from_residual": "propagate",
    "Try::branch": "unwrap",
    "Try::from_output": "from_value",
}
"""What stands for the method of a trait: a method, or a function of `stdnet.result`."""

LEFT_OUT: Final = {
    r"Result (unwrap_or_default|map_or_default)": "a type has no default value at run time",
    r"Result (as_deref|as_deref_mut|iter_mut)": "nothing is borrowed",
    r"Result Result<&(mut )?T, E>::(copied|cloned)": "nothing is borrowed",
    r"Result IntoIterator for &'a mut Result<T, E>::.*": "nothing is borrowed",
    r"Result (unwrap|unwrap_err)_unchecked": "it is unsafe",
    r"Result (into_ok|into_err)": "it is unstable",
    r"Result (Partial)?Ord::.*": "results are not ordered",
    r"Result (Copy|CloneFromCell|UseCloned)::.*": "every object is a reference",
    r"Result StructuralPartialEq::.*": "it is of the compiler only",
    r"Result .*::(Item|IntoIter|Output|Residual|TryType)": "it is a type without a value",
    r"Result FromResidual<Yeet<E>>::from_residual": "`return Err(e)` is as short",
    r"Result FromResidual<.*> for Poll<Option<.*>>::from_residual": "a coroutine is no stream",
    r"(Into)?Iter Clone::clone": "an iterator of Python is used up once",
    r"(Into)?Iter DoubleEndedIterator::next_back": "an iterator of Python goes forward only",
    r"IterMut.*": "nothing is borrowed",
}
"""The items without a counterpart, as patterns of what `str(row)` returns, and the reasons."""


class Row(rust_api.Row):
    """An item of Rust, or a member of one, with the name that the patterns of `LEFT_OUT` have."""

    def __str__(self) -> str:
        member = f"{self.trait}::{self.name}" if self.trait else self.name
        return f"{self.item.removeprefix('result::')} {member}"


@cache
def rows() -> list[Row]:
    """Returns all rows of the list."""
    return [Row(*fields) for fields in rust_api.listed(rust_api.DATA / "result-api.tsv")]


def python_name(row: Row) -> str | None:
    """Returns the name of the counterpart, or None if no rule has one."""
    if row.kind in {"enum", "variant"}:
        return row.name
    if row.kind == "struct":
        return {"Iter": "iter", "IntoIter": "into_iter"}.get(row.name)
    if row.trait and row.trait not in {"Result<Option<T>, E>", "Result<Result<T, E>, E>"}:
        return TRAITS.get(f"{row.trait}::{row.name}")
    return f"{row.name}_" if keyword.iskeyword(row.name) else row.name


def has(half: type, name: str) -> bool:
    """Returns True if the half defines the method, and has it not only as every object does."""
    of_returns = name in {"__copy__", "__ne__"}  # `!=` is made of `__eq__`.
    return hasattr(half, name) if of_returns else name in vars(half)


def exists(row: Row) -> bool:
    """Returns True if the counterpart is there, in both halves if it is a method."""
    name = python_name(row)
    if name is None:
        return False
    if row.item in {"result::Iter", "result::IntoIter"} and row.kind == "method":
        iterators: list[object] = [Ok(1).iter(), Err(1).iter()]
        return all(hasattr(iterator, name) for iterator in iterators)
    if name in result.__all__:
        return hasattr(stdnet, name) and hasattr(result, name)
    return all(has(half, name) for half in HALVES)


def verdict(row: Row) -> str:
    """Returns `here`, `left out`, or what is wrong: `missing`, or `here, though left out`."""
    left_out = any(re.fullmatch(pattern, str(row)) for pattern in LEFT_OUT)
    if exists(row):
        return "here, though left out" if left_out else "here"
    return "left out" if left_out else "missing"


def methods() -> list[Row]:
    """Returns the rows of the methods of `Result` itself that are here."""
    own = {"", "Result<Option<T>, E>", "Result<Result<T, E>, E>"}
    return [
        row
        for row in rows()
        if (row.item, row.kind) == ("result::Result", "method") and row.trait in own and exists(row)
    ]
