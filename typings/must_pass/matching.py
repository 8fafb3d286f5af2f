"""A `match` with one arm for each variant is exhaustive, and every test narrows the type."""

from typing import assert_never, assert_type

from returns.result import Failure, Success

from stdnet.result import Err, Ok, Result, is_err, is_ok


class Refused(Exception): ...


class Lost(Exception): ...


def checked(n: int) -> Result[int, Refused]:
    return Ok(n) if n else Err(Refused())


def arms_of_ok_and_err(r: Result[int, Refused]) -> str:
    match r:
        case Ok(n):
            assert_type(n, int)
            return str(n)
        case Err(e):
            assert_type(e, Refused)
            return repr(e)


def arms_of_success_and_failure(r: Result[int, Refused]) -> str:
    match r:
        case Success(n):
            assert_type(n, int)
            return str(n)
        case Failure(e):
            assert_type(e, Refused)
            return repr(e)


def the_error_first(r: Result[int, Refused]) -> str:
    match r:
        case Err(e):
            return repr(e)
        case Ok(n):
            return str(n)


def the_result_of_a_call() -> str:
    match checked(1):
        case Ok(n):
            return str(n)
        case Err(e):
            return repr(e)


def a_name_bound_in_both_arms(r: Result[int, Refused]) -> str:
    match r:
        case Ok(n):
            text = str(n)
        case Err(e):
            text = repr(e)
    return text


def payloads_ignored(r: Result[int, Refused]) -> bool:
    match r:
        case Ok(_):
            return True
        case Err(_):
            return False


def classes_without_payload(r: Result[int, Refused]) -> bool:
    match r:
        case Ok():
            return True
        case Err():
            return False


def a_payload_taken_apart(r: Result[tuple[bytes, int], Refused]) -> int:
    match r:
        case Ok((data, port)):
            assert_type(data, bytes)
            assert_type(port, int)
            return port
        case Err(e):
            assert_type(e, Refused)
            return 0


def a_union_of_errors(r: Result[int, Refused | Lost]) -> str:
    match r:
        case Ok(n):
            return str(n)
        case Err(Refused() as refused):
            assert_type(refused, Refused)
            return "refused"
        case Err(other):
            return repr(other)


def results_of_two_functions(r: Ok[int] | Err[Refused] | Err[Lost]) -> str:
    match r:
        case Ok(n):
            return str(n)
        case Err(e):
            assert_type(e, Refused | Lost)
            return repr(e)


def the_subject_in_its_arm(r: Result[int, Refused]) -> Result[str, Refused]:
    match r:
        case Ok(n):
            assert_type(r, Ok[int])
            return Ok(str(n))
        case Err(_):
            assert_type(r, Err[Refused])
            return r


def the_only_arm_of_an_ok(ok: Ok[int]) -> str:
    match ok:
        case Ok(n):
            return str(n)


def nothing_is_left(r: Result[int, Refused]) -> str:
    match r:
        case Ok(n):
            return str(n)
        case Err(e):
            return repr(e)
    assert_never(r)


def a_guard_and_the_rest(r: Result[int, Refused]) -> str:
    match r:
        case Ok(n) if n > 0:
            return "positive"
        case Ok(n):
            assert_type(n, int)
            return "not positive"
        case Err(e):
            return repr(e)


def an_optional_payload(r: Result[int | None, Refused]) -> int:
    match r:
        case Ok(n):
            assert_type(n, int | None)
            return 0 if n is None else n
        case Err(_):
            return -1


def a_result_in_a_result(r: Result[Result[int, Refused], Lost]) -> str:
    match r:
        case Ok(inner):
            match inner:
                case Ok(n):
                    return str(n)
                case Err(refused):
                    assert_type(refused, Refused)
                    return "refused"
        case Err(lost):
            assert_type(lost, Lost)
            return "lost"


def two_results(a: Result[int, Refused], b: Result[str, Lost]) -> str:
    match a, b:
        case Ok(n), Ok(text):
            assert_type(n, int)
            assert_type(text, str)
            return text * n
        case _:
            return ""


def a_loop_over_results(results: list[Result[int, Refused]]) -> int:
    total = 0
    for r in results:
        match r:
            case Ok(n):
                total += n
            case Err(_):
                break
    return total


def narrowed_by_is_ok(r: Result[int, Refused]) -> str:
    if is_ok(r):
        assert_type(r, Ok[int])
        return str(r.unwrap())
    assert_type(r, Err[Refused])
    return repr(r.failure())


def narrowed_by_is_err(r: Result[int, Refused]) -> str:
    if is_err(r):
        assert_type(r, Err[Refused])
        return repr(r.failure())
    assert_type(r, Ok[int])
    return str(r.unwrap())


def narrowed_by_not_is_ok(r: Result[int, Refused]) -> int:
    if not is_ok(r):
        assert_type(r, Err[Refused])
        return 0
    return r.unwrap()


def narrowed_by_isinstance(r: Result[int, Refused]) -> None:
    if isinstance(r, Ok):
        assert_type(r, Ok[int])
    else:
        assert_type(r, Err[Refused])
    if isinstance(r, Err):
        assert_type(r, Err[Refused])
    else:
        assert_type(r, Ok[int])


def narrowed_by_isinstance_of_returns(r: Result[int, Refused]) -> None:
    if isinstance(r, Success):
        assert_type(r, Ok[int])
    else:
        assert_type(r, Err[Refused])


def narrowed_in_a_comprehension(results: list[Result[int, Refused]]) -> None:
    assert_type([r.unwrap() for r in results if is_ok(r)], list[int])
    assert_type([r for r in results if is_ok(r)], list[Ok[int]])
    assert_type([r.failure() for r in results if is_err(r)], list[Refused])


def narrowed_by_a_filter(results: list[Result[int, Refused]]) -> None:
    assert_type(is_ok(results[0]), bool)
    assert_type(all(is_ok(r) for r in results), bool)
    assert_type(all(map(is_ok, results)), bool)
