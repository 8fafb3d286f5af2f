"""A result taken for a truth value, and methods called with what they do not take."""

from collections.abc import Callable

from stdnet.result import Err, Ok, Result, collect


class Refused(Exception): ...


class Lost(Exception): ...


def answer(n: int) -> Result[int, Refused]:
    return Ok(n) if n else Err(Refused())


def show(n: int) -> Result[str, Lost]:
    return Ok(str(n)) if n else Err(Lost())


def an_if(r: Result[int, Refused]) -> None:
    if r:  # type: ignore[truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]
        print(r)


def an_elif(r: Result[int, Refused], x: int) -> None:
    if x:
        print(x)
    elif r:  # type: ignore[truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]
        print(r)


def a_while(r: Result[int, Refused]) -> None:
    while r:  # type: ignore[truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]
        print(r)


def an_assertion(r: Result[int, Refused]) -> None:
    assert r  # type: ignore[truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]


def an_if_of_a_call() -> None:
    if answer(1):  # type: ignore[truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]
        print(1)


def operators(r: Result[int, Refused]) -> None:
    print(not r)  # type: ignore[truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]
    print("yes" if r else "no")  # type: ignore[redundant-expr, truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]
    print([each for each in [r] if each])  # type: ignore[redundant-expr, truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]


def a_not_in_a_condition(r: Result[int, Refused]) -> None:
    if not r:  # type: ignore[truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]
        print(r)  # type: ignore[unreachable]


# pyright looks at the operands of `and` and `or` in conditions only.
def an_and_in_a_condition(r: Result[int, Refused], x: int) -> None:
    if x and r:  # type: ignore[truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]
        print(x)


def an_or_in_a_condition(r: Result[int, Refused], x: int) -> None:
    if x or r:  # type: ignore[truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]
        print(x)


def an_ok(ok: Ok[int]) -> None:
    if ok:  # type: ignore[truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]
        print(ok)


def an_err(err: Err[Refused]) -> None:
    if err:  # type: ignore[truthy-bool]  # pyright: ignore[reportGeneralTypeIssues]
        print(err)


def predicates_of_another_type(r: Result[int, Refused]) -> None:
    r.is_ok(1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    r.is_ok_and(len)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.is_ok_and(True)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.is_ok_and(str)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.is_err_and(len)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.is_err_and(lambda e: e.errno)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownLambdaType, reportUnknownMemberType]


def functions_of_another_parameter(r: Result[int, Refused]) -> None:
    r.map(str.upper)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.map_err(str.upper)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.map_or(0, str.upper)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.map_or_else(str.upper, str)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.map_or_else(str, str.upper)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.inspect(str.upper)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.inspect_err(str.upper)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.and_then(str.upper)  # type: ignore[arg-type, type-var]  # pyright: ignore[reportArgumentType]
    r.or_else(str.upper)  # type: ignore[arg-type, type-var]  # pyright: ignore[reportArgumentType]
    r.unwrap_or_else(str.upper)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def functions_of_no_parameter(r: Result[int, Refused], function: Callable[[], int]) -> None:
    r.map(function)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.map_err(function)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.map_or(0, function)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.map_or_else(function, str)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.unwrap_or_else(function)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def no_functions(r: Result[int, Refused]) -> None:
    r.map(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.map_err(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.inspect(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.inspect_err(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.and_then(Ok(1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.or_else(Ok(1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.unwrap_or_else(0)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def no_results(r: Result[int, Refused]) -> None:
    r.and_(1)  # type: ignore[arg-type, type-var]  # pyright: ignore[reportArgumentType]
    r.or_(1)  # type: ignore[arg-type, type-var]  # pyright: ignore[reportArgumentType]
    r.and_then(str)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
    r.or_else(str)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
    r.flatten()  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    collect([1, 2])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    collect(r)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    collect([r], 1)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
    collect([r], len, sum)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]


def messages_are_texts(r: Result[int, Refused]) -> None:
    r.expect()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    r.expect(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.expect_err()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    r.expect_err(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    r.unwrap("why")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    r.unwrap_or()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    r.map_or(str)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def returned_types(r: Result[int, Refused], rs: list[Result[int, Refused]], which: int) -> str:
    match which:
        case 0:
            return r.ok()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 1:
            return r.err()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 2:
            return r.map_or(0, str)  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 3:
            return r.map_or_else(len, str)  # type: ignore[arg-type, return-value]  # pyright: ignore[reportArgumentType, reportReturnType]
        case 4:
            return r.unwrap_or("none")  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 5:
            return r.unwrap_or_else(str)  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 6:
            return r.expect("a number")  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 7:
            return r.unwrap_err()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 8:
            return next(r.iter())  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 9:
            return collect(rs).unwrap()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case _:
            return r.is_ok()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def returned_results(r: Result[int, Refused], which: int) -> Result[int, Refused]:
    match which:
        case 0:
            return r.map_err(str)  # type: ignore[arg-type]  # pyright: ignore[reportReturnType]
        case 1:
            return r.and_(show(1))  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 2:
            return r.and_then(show)  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 3:
            return r.or_(show(1))  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 4:
            return r.or_else(lambda _: show(1))  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 5:
            return r.transpose()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case 6:
            return collect([r])  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
        case _:
            return r.iter()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def what_rust_has_and_stdnet_has_not(r: Result[int, Refused]) -> None:
    r.unwrap_or_default()  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    r.as_deref()  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    r.iter_mut()  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    r.cloned()  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    r.unwrap_unchecked()  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    r.into_ok()  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    r.and_then_()  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def two_results_have_no_order(r: Result[int, Refused]) -> None:
    print(r < r)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue, reportUnknownArgumentType]
    print(sorted([r]))  # type: ignore[type-var]  # pyright: ignore[reportArgumentType, reportUnknownArgumentType]
