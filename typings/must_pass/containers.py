"""Every method of `Ok`, of `Err` and of their union keeps both type arguments exact."""

from collections.abc import Callable, Iterator
from inspect import FrameInfo
from typing import Never, assert_type

from stdnet.result import Err, Ok, Result


class Refused(Exception): ...


class Lost(Exception): ...


def parse(text: str) -> Result[int, Refused]:
    return Ok(len(text)) if text else Err(Refused())


def show(n: int) -> Result[str, Lost]:
    return Ok(str(n)) if n else Err(Lost())


def recover(_: object) -> Result[int, Lost]:
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
    assert_type(ok.map(str), Ok[str])
    assert_type(ok.map(lambda n: [n]), Ok[list[int]])
    assert_type(ok.bind(show), Result[str, Lost])
    assert_type(ok.bind_result(show), Result[str, Lost])
    assert_type(ok.bind(lambda n: Ok(str(n))), Ok[str])
    assert_type(ok.alt(repr), Ok[int])
    assert_type(ok.alt(lambda e: [e]), Ok[int])
    assert_type(ok.lash(recover), Ok[int])
    assert_type(ok.lash(lambda _: Ok("")), Ok[int])
    assert_type(ok.apply(Ok(str)), Ok[str])
    assert_type(ok.apply(Err(Lost())), Err[Lost])
    assert_type(ok.apply(formatter()), Result[str, Lost])
    assert_type(ok.swap(), Err[int])
    assert_type(ok.equals(Ok(1)), bool)
    assert_type(ok.value_or(None), int)
    assert_type(ok.unwrap(), int)
    assert_type(iter(ok), Iterator[int])
    assert_type(list(ok), list[int])
    assert_type(ok.trace, list[FrameInfo] | None)


def on_err(err: Err[Refused]) -> None:
    assert_type(err.map(str), Err[Refused])
    assert_type(err.map(lambda n: [n]), Err[Refused])
    assert_type(err.bind(show), Err[Refused])
    assert_type(err.bind_result(show), Err[Refused])
    assert_type(err.bind(lambda n: Ok([n])), Err[Refused])
    assert_type(err.alt(str), Err[str])
    assert_type(err.alt(lambda e: [e]), Err[list[Refused]])
    assert_type(err.lash(recover), Result[int, Lost])
    assert_type(err.lash(lambda e: Ok(str(e))), Ok[str])
    assert_type(err.apply(formatter()), Err[Refused])
    assert_type(err.swap(), Ok[Refused])
    assert_type(err.equals(Ok(1)), bool)
    assert_type(err.value_or(None), None)
    assert_type(err.value_or(1), int)
    assert_type(err.failure(), Refused)
    assert_type(iter(err), Iterator[Never])
    assert_type(err.trace, list[FrameInfo] | None)


def on_the_union(r: Result[int, Refused]) -> None:
    assert_type(r, Ok[int] | Err[Refused])
    assert_type(r.map(str), Result[str, Refused])
    assert_type(r.map(lambda n: [n]), Result[list[int], Refused])
    assert_type(r.bind(show), Ok[str] | Err[Lost] | Err[Refused])
    assert_type(r.bind_result(show), Ok[str] | Err[Lost] | Err[Refused])
    assert_type(r.bind(lambda n: Ok(str(n))), Result[str, Refused])
    assert_type(r.alt(str), Result[int, str])
    assert_type(r.alt(lambda e: [e]), Result[int, list[Refused]])
    assert_type(r.lash(recover), Result[int, Lost])
    assert_type(r.lash(lambda e: Ok(str(e))), Ok[int] | Ok[str])
    assert_type(r.apply(Ok(str)), Result[str, Refused])
    assert_type(r.apply(formatter()), Ok[str] | Err[Lost] | Err[Refused])
    assert_type(r.swap(), Result[Refused, int])
    assert_type(r.equals(r), bool)
    assert_type(r.value_or(None), int | None)
    assert_type(r.value_or("none"), int | str)
    assert_type(r.value_or(0), int)
    assert_type(r.unwrap(), int)
    assert_type(r.failure(), Refused)
    assert_type(list(r), list[int])
    assert_type(r.trace, list[FrameInfo] | None)
    assert_type(r == r.swap(), bool)
    assert_type(hash(r), int)
    assert_type(repr(r), str)


def chains(r: Result[int, Refused]) -> None:
    assert_type(r.map(str).map(len).map(float), Result[float, Refused])
    assert_type(r.map(str).alt(str), Result[str, str])
    assert_type(r.alt(str).alt(len).map(str), Result[str, int])
    assert_type(r.bind(show).alt(str), Result[str, str])
    assert_type(r.bind(show).map(len).value_or(None), int | None)
    assert_type(r.bind(show).failure(), Lost | Refused)
    assert_type(r.swap().swap(), Result[int, Refused])
    assert_type(r.lash(recover).lash(lambda _: Ok(0)), Ok[int])


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
        r.lash(lambda e: recover(e).alt(lambda lost: (e, lost))),
        Ok[int] | Err[tuple[Refused, Lost]],
    )


class Node:
    def child(self, depth: int) -> Result["Node", Lost]:
        return Ok(self) if depth else Err(Lost())


def lambdas_that_use_the_value(
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
