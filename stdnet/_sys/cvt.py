"""The only place where an `OSError` becomes an `Err`. Rust's `cvt` and `cvt_gai`.

There is no `cvt_r`: CPython itself retries a call that a signal interrupted, after running Python's
handlers (PEP 475), where Rust's `read` and `write` return `Interrupted`.

Exceptions raised by a signal handler propagate, even if they are `OSError`s, as `TimeoutError` is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from stdnet._core.error import Error, GaiError, Result, error_of
from stdnet._core.error_kind import ErrorKind
from stdnet.result._containers import Err, Ok

_P = ParamSpec("_P")
_T = TypeVar("_T")


def failed(exc: OSError) -> Err[Error]:
    """Returns the `Err` of an `OSError` that a call into C raised."""
    at = exc.__traceback__
    if at is not None and at.tb_next is not None:
        reraise_foreign(exc)
    return Err(error_of(exc))


def reraise_foreign(exc: Exception) -> None:
    """Raises the exception again if a signal handler raised it, and not a call into C."""
    at = exc.__traceback__
    # C code has no frames. An exception that came through a frame of another package was raised by
    # a signal handler.
    while at is not None and (at := at.tb_next) is not None:
        if at.tb_frame.f_globals.get("__package__") != __package__:
            raise exc


def cvt(call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> Result[_T]:
    """Calls a C function; the `OSError` that it raises becomes the `Err`."""
    try:
        return Ok(call(*args, **kwargs))
    except OSError as exc:
        return failed(exc)


def cvt_gai(code: int, detail: str) -> Err[Error]:
    """Returns the `Err` of an error code of `getaddrinfo`."""
    return Err(Error(ErrorKind.Uncategorized, GaiError(code, detail)))
