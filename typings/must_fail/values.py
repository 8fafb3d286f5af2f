"""Wrong payloads, wrong errors, and results that are taken for their values."""

from stdnet.result import Err, Ok, Result, sealed


class Error(Exception): ...


class Refused(Error): ...


def checked(n: int) -> Result[int, Refused]:
    return Ok(n) if n else Err(Refused())


def unit() -> Result[None, Refused]:
    return Ok(None)


def show(n: int) -> Result[str, Error]:
    return Ok(str(n))


def wrong_payload() -> Result[int, Error]:
    return Ok("one")  # type: ignore[arg-type]  # pyright: ignore[reportReturnType]


def wrong_error() -> Result[int, Error]:
    return Err("no")  # type: ignore[arg-type]  # pyright: ignore[reportReturnType]


def wrong_error_of_a_call() -> Result[int, Refused]:
    return Err(Error())  # type: ignore[arg-type]  # pyright: ignore[reportReturnType]


def wider_error_returned(r: Result[int, Error]) -> Result[int, Refused]:
    return r  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def wider_payload_returned(r: Result[object, Error]) -> Result[int, Error]:
    return r  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def ok_and_err_swapped(r: Result[int, str]) -> Result[str, int]:
    return r  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def naked_value() -> Result[int, Error]:
    return 1  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def naked_error() -> Result[int, Error]:
    return Error()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def nothing_returned() -> Result[None, Error]:  # type: ignore[return]  # pyright: ignore[reportReturnType]
    show(1)


def none_returned() -> Result[None, Error]:
    return None  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def none_is_not_a_value() -> int:
    return unit().unwrap()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def a_result_is_not_its_payload() -> int:
    return checked(1)  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def calculated_with(r: Result[int, Error]) -> None:
    r += 1  # type: ignore[assignment, operator]  # pyright: ignore[reportOperatorIssue, reportUnknownVariableType]


def an_attribute_of_the_payload() -> None:
    checked(1).bit_length()  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def an_attribute_of_the_error() -> None:
    checked(1).failure().errno.bit_length()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def ok_without_payload() -> None:
    Ok()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def err_with_two_payloads() -> None:
    Err(1, 2)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_default_of_another_type() -> int:
    return checked(1).value_or("none")  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def an_optional_default() -> int:
    return checked(1).value_or(None)  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def mapped_to_another_type() -> Result[int, Refused]:
    return checked(1).map(str)  # type: ignore[arg-type]  # pyright: ignore[reportReturnType]


def mapped_error_to_another_type() -> Result[int, Error]:
    return checked(1).alt(str)  # type: ignore[arg-type]  # pyright: ignore[reportReturnType]


def map_of_a_wrong_function() -> None:
    checked(1).map(str.upper)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def alt_of_a_wrong_function() -> None:
    checked(1).alt(str.upper)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def map_of_no_function() -> None:
    checked(1).map(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def bind_to_no_result() -> None:
    checked(1).bind(str)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]


def bind_of_a_wrong_parameter() -> None:
    show(1).bind(checked)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def bind_of_a_wrong_error() -> Result[str, Refused]:
    return checked(1).bind(show)  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def lash_to_no_result() -> None:
    checked(1).lash(str)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]


def lash_of_a_wrong_value() -> Result[int, Error]:
    return checked(1).lash(lambda _: Ok("a"))  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def apply_of_no_function() -> None:
    checked(1).apply(Ok(1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]


def equals_a_plain_value() -> None:
    checked(1).equals(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def unwrapped_text() -> str:
    return checked(1).unwrap()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def failure_of_another_type() -> str:
    return checked(1).failure()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


def sealed_plain_value() -> None:
    sealed(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def three_arguments(r: Result[int, Error, str]) -> None: ...  # type: ignore[type-arg]  # pyright: ignore[reportInvalidTypeForm]


def not_an_instance_check(r: object) -> bool:
    return isinstance(r, Result)  # pyright: ignore[reportArgumentType]


class MyOk(Ok[int]): ...  # type: ignore[misc]  # pyright: ignore[reportGeneralTypeIssues]


class MyErr(Err[Error]): ...  # type: ignore[misc]  # pyright: ignore[reportGeneralTypeIssues]
