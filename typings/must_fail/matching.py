"""A `match` that lacks an arm, mistakes a payload, or has an arm too many."""

from typing import assert_never, assert_type

from returns.result import Failure, Success
from returns.result import Result as Open

from stdnet.result import Err, Ok, Result, is_err, is_ok


class Refused(Exception): ...


class Lost(Exception): ...


def no_arm_for_err(r: Result[int, Refused]) -> str:  # type: ignore[return]  # pyright: ignore[reportReturnType]
    match r:  # pyright: ignore[reportMatchNotExhaustive]
        case Ok(n):
            return str(n)


def no_arm_for_ok(r: Result[int, Refused]) -> str:  # type: ignore[return]  # pyright: ignore[reportReturnType]
    match r:  # pyright: ignore[reportMatchNotExhaustive]
        case Err(e):
            return repr(e)


def no_arm_for_failure(r: Result[int, Refused]) -> str:  # type: ignore[return]  # pyright: ignore[reportReturnType]
    match r:  # pyright: ignore[reportMatchNotExhaustive]
        case Success(n):
            return str(n)


def an_open_result(r: Open[int, Refused]) -> str:  # type: ignore[return]  # pyright: ignore[reportReturnType]
    match r:  # pyright: ignore[reportMatchNotExhaustive]
        case Success(n):
            return str(n)
        case Failure(e):
            return repr(e)


def one_error_of_two(r: Result[int, Refused | Lost]) -> str:  # type: ignore[return]  # pyright: ignore[reportReturnType]
    match r:  # pyright: ignore[reportMatchNotExhaustive]
        case Ok(n):
            return str(n)
        case Err(Refused()):
            return "refused"


def an_arm_with_a_guard(r: Result[int, Refused]) -> str:  # type: ignore[return]  # pyright: ignore[reportReturnType]
    match r:  # pyright: ignore[reportMatchNotExhaustive]
        case Ok(n) if n > 0:
            return str(n)
        case Err(e):
            return repr(e)


def an_arm_for_one_value(r: Result[int, Refused]) -> str:  # type: ignore[return]  # pyright: ignore[reportReturnType]
    match r:  # pyright: ignore[reportMatchNotExhaustive]
        case Ok(0):
            return "none"
        case Err(e):
            return repr(e)


def not_never(r: Result[int, Refused]) -> None:
    match r:
        case Ok():
            return
        case rest:
            assert_never(rest)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def payload_of_ok(r: Result[int, Refused]) -> str:
    match r:
        case Ok(n):
            return n  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case Err(e):
            return repr(e)


def payload_of_err(r: Result[int, Refused]) -> str:
    match r:
        case Ok(n):
            return str(n)
        case Err(e):
            return e  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def a_second_payload(r: Result[int, Refused]) -> None:
    match r:  # pyright: ignore[reportMatchNotExhaustive]
        case Ok(_, _):  # type: ignore[misc]  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType, reportUnnecessaryComparison]
            pass  # type: ignore[unreachable]
        case Err(_):
            pass


def an_arm_too_many(r: Result[int, Refused]) -> str:
    match r:
        case Ok(n):
            return str(n)
        case Err(e):
            return repr(e)
        case Ok():  # type: ignore[unreachable]  # pyright: ignore[reportUnnecessaryComparison]
            return "what else?"  # type: ignore[unreachable]


def narrowed_to_the_other_variant(r: Result[int, Refused]) -> None:
    if is_err(r):
        assert_type(r, Ok[int])  # type: ignore[assert-type]  # pyright: ignore[reportAssertTypeFailure]


def narrowed_too_early(r: Result[int, Refused]) -> str:
    return "no" if is_ok(r) else r.failure()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def no_result_at_all(n: int) -> bool:
    return is_ok(n)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportUnknownVariableType]
