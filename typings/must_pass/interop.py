"""Results are exchanged with other code that uses the package `returns`."""

from collections.abc import Callable
from typing import assert_type

from returns.pipeline import is_successful
from returns.result import Failure, ResultE, Success, safe
from returns.result import Result as Open

from stdnet.result import Err, Ok, Result, sealed


class Refused(Exception): ...


class Lost(Exception): ...


def ours(n: int) -> Result[int, Refused]:
    return Ok(n) if n else Err(Refused())


def theirs(n: int) -> Open[int, Refused]:
    return Success(n) if n else Failure(Refused())


@safe
def divided(n: int) -> float:
    return 1 / n


def theirs_takes(r: Open[int, Refused]) -> Open[str, Refused]:
    return r.map(str)


def ours_as_theirs() -> Open[int, Refused]:
    return ours(1)


def our_variants_as_theirs(ok: Ok[int], err: Err[Refused]) -> list[Open[int, Refused]]:
    return [ok, err]


def our_ok_is_their_success(ok: Ok[int]) -> Success[int]:
    return ok


def our_err_is_their_failure(err: Err[Refused]) -> Failure[Refused]:
    return err


def ours_as_their_wider_result(r: Result[bool, Refused]) -> ResultE[int]:
    return r


def theirs_sealed(n: int) -> Result[int, Refused]:
    return sealed(theirs(n))


def matched(r: Open[int, Refused]) -> str:
    match sealed(r):
        case Ok(n):
            assert_type(n, int)
            return str(n)
        case Err(e):
            assert_type(e, Refused)
            return repr(e)


def both_ways() -> None:
    assert_type(theirs_takes(ours(1)), Open[str, Refused])
    assert_type(sealed(theirs(1)), Result[int, Refused])
    assert_type(sealed(theirs_takes(ours(1))), Result[str, Refused])
    assert_type(sealed(divided(1)), Result[float, Exception])
    assert_type(sealed(theirs(1)).map(str).alt(str), Result[str, str])


def their_functions_in_our_methods() -> None:
    assert_type(ours(1).bind(lambda n: sealed(theirs(n))), Result[int, Refused])
    assert_type(
        ours(1).bind(lambda n: sealed(divided(n))),
        Ok[float] | Err[Exception] | Err[Refused],
    )
    assert_type(Ok(1).bind(theirs), Open[int, Refused])
    assert_type(ours(1).lash(lambda _: sealed(theirs(1))), Result[int, Refused])


def their_methods_take_our_functions(r: Open[int, Refused], function: Callable[[int], str]) -> None:
    assert_type(r.map(function), Open[str, Refused])
    assert_type(r.value_or(None), int | None)
    assert_type(r.swap(), Open[Refused, int])


def their_tools() -> None:
    assert_type(is_successful(ours(1)), bool)


def comparison(r: Open[int, Refused]) -> None:
    assert_type(ours(1) == theirs(1), bool)
    assert_type(ours(1).equals(r), bool)
    assert_type(r == ours(1), bool)
