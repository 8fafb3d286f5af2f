"""The bridge from C to Rust: the result of a call becomes a `Result`, as in Rust's `sys`."""

from __future__ import annotations

from collections.abc import Callable

from stdnet._core.arguments import check_type
from stdnet._core.containers import OK_NONE
from stdnet._core.error import Error, GaiError, Result
from stdnet._core.error_kind import ErrorKind
from stdnet.c._libc import errno
from stdnet.c.netdb import EAI_SYSTEM, gai_strerror
from stdnet.c.sys_errno import EINTR
from stdnet.result._containers import Err, Ok

__all__ = ["cvt", "cvt_r", "cvt_gai"]


def cvt(result: int) -> Result[int]:
    """Turns the result of a C function into a `Result`: -1 becomes the error of `errno()`.

    Wrap each call of a program that comes from C, and its failures are handled as in Rust. Rust's
    `cvt`.

    Errors: any that `errno()` can report.

    >>> from stdnet.c import AF_INET, SOCK_STREAM, close, connect, cvt, sizeof, sockaddr_in, socket
    >>> sockfd = cvt(socket(AF_INET, SOCK_STREAM, 0)).unwrap()
    >>> cvt(close(sockfd))
    Ok(0)
    >>> cvt(close(sockfd)).unwrap_err().raw_os_error()
    9
    """
    check_type(result, int, "the result")
    return Ok(result) if result != -1 else Err(Error.from_raw_os_error(errno()))


def cvt_r(f: Callable[[], int]) -> Result[int]:
    """Calls `f`, again whenever a signal interrupts it, and returns its `cvt`. Rust's `cvt_r`.

    Errors: any that `errno()` can report but EINTR.

    >>> from stdnet.c import cvt_r, poll
    >>> cvt_r(lambda: poll([], 0, 0))
    Ok(0)
    """
    while (result := f()) == -1 and errno() == EINTR:
        pass
    return cvt(result)


def cvt_gai(err: int) -> Result[None]:
    """Turns the result of `getaddrinfo` into a `Result`: all but 0 is an error. Rust's `cvt_gai`.

    Errors: `Uncategorized` with a `GaiError` in it; for EAI_SYSTEM the error of `errno()`.

    >>> from stdnet.c import AI_NUMERICHOST, addrinfo, addrinfo_p, cvt_gai, getaddrinfo
    >>> err = getaddrinfo("localhost", None, addrinfo(AI_NUMERICHOST), addrinfo_p())
    >>> print(cvt_gai(err).unwrap_err())
    failed to lookup address information: Name or service not known
    """
    check_type(err, int, "the result")
    if err == 0:
        return OK_NONE
    if err == EAI_SYSTEM:
        return Err(Error.from_raw_os_error(errno()))
    return Err(Error(ErrorKind.Uncategorized, GaiError(err, gai_strerror(err))))
