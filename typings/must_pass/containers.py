"""Every method of `Ok`, of `Err` and of the union keeps both type arguments exact."""

from collections.abc import Callable, Iterator
from inspect import FrameInfo
from typing import Never, TypeAlias, assert_type

from returns.result import Result as Open

from stdnet.result import Err, Ok, Result, collect


class Refused(Exception): ...


class Lost(Exception): ...


Nested: TypeAlias = Result[Result[int, Refused], Lost]


def parse(text: str) -> Result[int, Refused]:
    return Ok(len(text)) if text else Err(Refused())


def show(n: int) -> Result[str, Lost]:
    return Ok(str(n)) if n else Err(Lost())


def again(_: object) -> Result[int, Lost]:
    return Err(Lost())


def formatter() -> Result[Callable[[int], str], Lost]:
    return Ok(str)


def construction(data: bytes, port: int) -> None:
    assert_type(Ok(1), Ok[int])
    assert_type(Ok(None), Ok[None])
    assert_type(Ok((data, port)), Ok[tuple[bytes, int]])
    assert_type(Ok[int | str](1), Ok[int | str])
    assert_type(Err("no"), Err[str])
    assert_type(Err(Refused()), Err[Refused])
    assert_type(Ok.from_value(1), Ok[int])
    assert_type(Ok.from_failure("no"), Err[str])
    assert_type(Err.from_value(1), Ok[int])
    assert_type(Err.from_failure("no"), Err[str])
    assert_type(Ok.from_result(parse("a")), Result[int, Refused])
    assert_type(Err.from_result(parse("a")), Result[int, Refused])


def on_ok(ok: Ok[int]) -> None:
    assert_type(ok.is_ok(), bool)
    assert_type(ok.is_err(), bool)
    assert_type(ok.is_ok_and(lambda n: n > 1), bool)
    assert_type(ok.is_err_and(lambda _: True), bool)
    assert_type(ok.ok(), int)
    assert_type(ok.err(), None)
    assert_type(ok.map(str), Ok[str])
    assert_type(ok.map(lambda n: [n]), Ok[list[int]])
    assert_type(ok.map_err(repr), Ok[int])
    assert_type(ok.map_err(lambda e: [e]), Ok[int])
    assert_type(ok.map_or(None, str), str)
    assert_type(ok.map_or_else(len, str), str)
    assert_type(ok.map_or_else(lambda _: None, lambda n: [n]), list[int])
    assert_type(ok.inspect(print), Ok[int])
    assert_type(ok.inspect_err(print), Ok[int])
    assert_type(ok.and_(show(1)), Result[str, Lost])
    assert_type(ok.and_then(show), Result[str, Lost])
    assert_type(ok.and_then(lambda n: Ok(str(n))), Ok[str])
    assert_type(ok.or_(again(1)), Ok[int])
    assert_type(ok.or_else(again), Ok[int])
    assert_type(ok.or_else(lambda _: Ok("")), Ok[int])
    assert_type(ok.unwrap(), int)
    assert_type(ok.expect("a number"), int)
    assert_type(ok.unwrap_or(None), int)
    assert_type(ok.unwrap_or_else(lambda _: None), int)
    assert_type(ok.as_ref(), Ok[int])
    assert_type(ok.as_mut(), Ok[int])
    assert_type(ok.iter(), Iterator[int])
    assert_type(ok.into_iter(), Iterator[int])
    assert_type(iter(ok), Iterator[int])
    assert_type(list(ok), list[int])
    assert_type(ok.trace, list[FrameInfo] | None)


def on_err(err: Err[Refused]) -> None:
    assert_type(err.is_ok(), bool)
    assert_type(err.is_err(), bool)
    assert_type(err.is_ok_and(lambda _: True), bool)
    assert_type(err.is_err_and(lambda e: e.args == ()), bool)
    assert_type(err.ok(), None)
    assert_type(err.err(), Refused)
    assert_type(err.map(str), Err[Refused])
    assert_type(err.map(lambda n: [n]), Err[Refused])
    assert_type(err.map_err(str), Err[str])
    assert_type(err.map_err(lambda e: [e]), Err[list[Refused]])
    assert_type(err.map_or(None, str), None)
    assert_type(err.map_or_else(str, len), str)
    assert_type(err.map_or_else(lambda e: [e], lambda _: None), list[Refused])
    assert_type(err.inspect(print), Err[Refused])
    assert_type(err.inspect_err(print), Err[Refused])
    assert_type(err.and_(show(1)), Err[Refused])
    assert_type(err.and_then(show), Err[Refused])
    assert_type(err.and_then(lambda n: Ok([n])), Err[Refused])
    assert_type(err.or_(again(1)), Result[int, Lost])
    assert_type(err.or_else(again), Result[int, Lost])
    assert_type(err.or_else(lambda e: Ok(str(e))), Ok[str])
    assert_type(err.unwrap_err(), Refused)
    assert_type(err.expect_err("refused"), Refused)
    assert_type(err.unwrap_or(None), None)
    assert_type(err.unwrap_or_else(lambda e: [e]), list[Refused])
    assert_type(err.as_ref(), Err[Refused])
    assert_type(err.as_mut(), Err[Refused])
    assert_type(err.iter(), Iterator[Never])
    assert_type(err.into_iter(), Iterator[Never])
    assert_type(err.transpose(), Err[Refused])
    assert_type(err.flatten(), Err[Refused])
    assert_type(iter(err), Iterator[Never])
    assert_type(err.trace, list[FrameInfo] | None)


def on_either(r: Result[int, Refused]) -> None:
    assert_type(r, Ok[int] | Err[Refused])
    assert_type(r.is_ok(), bool)
    assert_type(r.is_err(), bool)
    assert_type(r.is_ok_and(lambda n: n > 1), bool)
    assert_type(r.is_err_and(lambda e: e.args == ()), bool)
    assert_type(r.ok(), int | None)
    assert_type(r.err(), Refused | None)
    assert_type(r.map(str), Result[str, Refused])
    assert_type(r.map(lambda n: [n]), Result[list[int], Refused])
    assert_type(r.map_err(str), Result[int, str])
    assert_type(r.map_err(lambda e: [e]), Result[int, list[Refused]])
    assert_type(r.map_or("none", str), str)
    assert_type(r.map_or(None, str), str | None)
    assert_type(r.map_or_else(str, str), str)
    assert_type(r.map_or_else(lambda e: [e], lambda n: (n,)), tuple[int] | list[Refused])
    assert_type(r.inspect(print), Result[int, Refused])
    assert_type(r.inspect(lambda n: print(n + 1)), Result[int, Refused])
    assert_type(r.inspect_err(print), Result[int, Refused])
    assert_type(r.inspect_err(lambda e: print(e.args)), Result[int, Refused])
    assert_type(r.and_(show(1)), Ok[str] | Err[Lost] | Err[Refused])
    assert_type(r.and_then(show), Ok[str] | Err[Lost] | Err[Refused])
    assert_type(r.and_then(lambda n: Ok(str(n))), Result[str, Refused])
    assert_type(r.or_(again(1)), Result[int, Lost])
    assert_type(r.or_else(again), Result[int, Lost])
    assert_type(r.or_else(lambda e: Ok(str(e))), Ok[int] | Ok[str])
    assert_type(r.unwrap(), int)
    assert_type(r.expect("a number"), int)
    assert_type(r.unwrap_err(), Refused)
    assert_type(r.expect_err("refused"), Refused)
    assert_type(r.unwrap_or(0), int)
    assert_type(r.unwrap_or(None), int | None)
    assert_type(r.unwrap_or_else(lambda e: len(e.args)), int)
    assert_type(r.unwrap_or_else(lambda e: [e]), int | list[Refused])
    assert_type(r.as_ref(), Result[int, Refused])
    assert_type(r.as_mut(), Result[int, Refused])
    assert_type(next(r.iter()), int)
    assert_type(list(r.into_iter()), list[int])
    assert_type(r.trace, list[FrameInfo] | None)
    assert_type(r == r.swap(), bool)
    assert_type(hash(r), int)
    assert_type(repr(r), str)


def names_of_returns_on_ok(ok: Ok[int]) -> None:
    assert_type(ok.bind(show), Result[str, Lost])
    assert_type(ok.bind_result(show), Result[str, Lost])
    assert_type(ok.bind(lambda n: Ok(str(n))), Ok[str])
    assert_type(ok.alt(repr), Ok[int])
    assert_type(ok.alt(lambda e: [e]), Ok[int])
    assert_type(ok.lash(again), Ok[int])
    assert_type(ok.lash(lambda _: Ok("")), Ok[int])
    assert_type(ok.apply(Ok(str)), Ok[str])
    assert_type(ok.apply(Err(Lost())), Err[Lost])
    assert_type(ok.apply(formatter()), Result[str, Lost])
    assert_type(ok.swap(), Err[int])
    assert_type(ok.equals(Ok(1)), bool)
    assert_type(ok.value_or(None), int)


def names_of_returns_on_err(err: Err[Refused]) -> None:
    assert_type(err.bind(show), Err[Refused])
    assert_type(err.bind_result(show), Err[Refused])
    assert_type(err.bind(lambda n: Ok([n])), Err[Refused])
    assert_type(err.alt(str), Err[str])
    assert_type(err.alt(lambda e: [e]), Err[list[Refused]])
    assert_type(err.lash(again), Result[int, Lost])
    assert_type(err.lash(lambda e: Ok(str(e))), Ok[str])
    assert_type(err.apply(formatter()), Err[Refused])
    assert_type(err.swap(), Ok[Refused])
    assert_type(err.equals(Ok(1)), bool)
    assert_type(err.value_or(None), None)
    assert_type(err.value_or(1), int)
    assert_type(err.failure(), Refused)


def names_of_returns_on_either(r: Result[int, Refused]) -> None:
    assert_type(r.bind(show), Ok[str] | Err[Lost] | Err[Refused])
    assert_type(r.bind_result(show), Ok[str] | Err[Lost] | Err[Refused])
    assert_type(r.bind(lambda n: Ok(str(n))), Result[str, Refused])
    assert_type(r.alt(str), Result[int, str])
    assert_type(r.alt(lambda e: [e]), Result[int, list[Refused]])
    assert_type(r.lash(again), Result[int, Lost])
    assert_type(r.lash(lambda e: Ok(str(e))), Ok[int] | Ok[str])
    assert_type(r.apply(Ok(str)), Result[str, Refused])
    assert_type(r.apply(formatter()), Ok[str] | Err[Lost] | Err[Refused])
    assert_type(r.swap(), Result[Refused, int])
    assert_type(r.equals(r), bool)
    assert_type(r.value_or(None), int | None)
    assert_type(r.value_or("none"), int | str)
    assert_type(r.value_or(0), int)
    assert_type(r.failure(), Refused)
    assert_type(list(r), list[int])


def transposed(
    ok: Ok[int | None], nothing: Ok[None], r: Result[int | None, Refused], e: Err[Refused]
) -> None:
    assert_type(ok.transpose(), Ok[int] | None)
    assert_type(r.transpose(), Ok[int] | Err[Refused] | None)
    assert_type(e.transpose(), Err[Refused])
    match r.transpose():
        case None:
            pass
        case Ok(n):
            assert_type(n, int)
        case Err(error):
            assert_type(error, Refused)
    number: Result[int, Refused] | None = nothing.transpose()
    print(number)


def flattened(
    ok: Ok[Result[int, Refused]],
    same: Result[Result[int, Lost], Lost],
    r: Nested,
    theirs: Ok[Open[int, Refused]],
) -> None:
    assert_type(ok.flatten(), Result[int, Refused])
    assert_type(same.flatten(), Result[int, Lost])
    assert_type(r.flatten(), Ok[int] | Err[Refused] | Err[Lost])
    assert_type(Ok(Ok(1)).flatten(), Ok[int])
    assert_type(Ok(Err("no")).flatten(), Err[str])
    assert_type(theirs.flatten(), Open[int, Refused])


def collected(
    results: list[Result[int, Refused]], pairs: list[Result[tuple[str, int], Lost]]
) -> None:
    assert_type(collect(results), Result[list[int], Refused])
    assert_type(collect(map(parse, "ab")), Result[list[int], Refused])
    assert_type(collect(parse(text) for text in "ab"), Result[list[int], Refused])
    assert_type(collect(results, set), Result[set[int], Refused])
    assert_type(collect(results, frozenset), Result[frozenset[int], Refused])
    assert_type(collect(results, tuple), Result[tuple[int, ...], Refused])
    assert_type(collect(results, into=sum), Result[int, Refused])
    assert_type(collect(pairs, dict), Result[dict[str, int], Lost])
    assert_type(collect(results, lambda numbers: numbers[0]), Result[int, Refused])
    assert_type(collect(results).map(sum), Result[int, Refused])
    numbers: Result[list[int], Refused] = collect([Ok(1), Ok(2)])
    print(numbers)


def chains(r: Result[int, Refused]) -> None:
    assert_type(r.map(str).map(len).map(float), Result[float, Refused])
    assert_type(r.map(str).alt(str), Result[str, str])
    assert_type(r.alt(str).alt(len).map(str), Result[str, int])
    assert_type(r.bind(show).alt(str), Result[str, str])
    assert_type(r.bind(show).map(len).value_or(None), int | None)
    assert_type(r.bind(show).failure(), Lost | Refused)
    assert_type(r.swap().swap(), Result[int, Refused])
    assert_type(r.lash(again).lash(lambda _: Ok(0)), Ok[int])


def nested_lambdas(r: Result[int, Refused]) -> None:
    assert_type(
        r.bind(lambda n: show(n).map(lambda text: (n, text))),
        Ok[tuple[int, str]] | Err[Lost] | Err[Refused],
    )
    assert_type(
        r.bind(lambda n: show(n).bind(lambda text: parse(text).map(lambda m: (n, text, m)))),
        Ok[tuple[int, str, int]] | Err[Lost] | Err[Refused],
    )
    assert_type(
        r.lash(lambda e: again(e).alt(lambda lost: (e, lost))),
        Ok[int] | Err[tuple[Refused, Lost]],
    )


class Node:
    def child(self, depth: int) -> Result["Node", Lost]:
        return Ok(self) if depth else Err(Lost())


def lambdas_that_look_into_the_value(
    node: Result[Node, Lost],
    function: Result[Callable[[int], str], Lost],
) -> None:
    assert_type(
        node.bind(lambda top: top.child(1).bind(lambda inner: inner.child(2))),
        Result[Node, Lost],
    )
    assert_type(function.map(lambda f: list(map(f, [1]))), Result[list[str], Lost])


def nested_results(r: Result[Result[int, Refused], Lost]) -> None:
    assert_type(r.unwrap(), Result[int, Refused])
    assert_type(r.bind(lambda inner: inner), Ok[int] | Err[Refused] | Err[Lost])
    assert_type(r.map(lambda inner: inner.map(str)), Result[Result[str, Refused], Lost])
    assert_type(r.map(lambda inner: inner.map(lambda n: n + 1)), Result[Result[int, Refused], Lost])


def default_from_context(r: Result[list[int], Refused]) -> list[int]:
    return r.value_or([])


def never_returns(ok: Ok[int], err: Err[Refused], which: int) -> Never:
    # `failure()` of an `Ok` and `unwrap()` of an `Err` can only raise.
    if which:
        ok.failure()
    err.unwrap()
