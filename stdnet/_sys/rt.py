"""How a program ends. Rust's `std::rt` and its trait `std::process::Termination`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Coroutine
from inspect import iscoroutine
from typing import Any, Final, NoReturn, TextIO, TypeAlias, cast

from returns.result import Result as Open

from stdnet.result._containers import Err, Ok, sealed
from stdnet.result._debug import debug

_Returned: TypeAlias = "Open[int, object] | Open[None, object] | None"
Main: TypeAlias = "Callable[[], _Returned] | Callable[[], Coroutine[Any, Any, _Returned]]"

_FAILURE: Final = 1
_PANIC: Final = 101


def run(main: Main) -> NoReturn:
    """Runs `main` and ends the program as Rust ends one. Rust's `Termination`.

    `main` is a function or a coroutine function. The exit status is 0 for `Ok(None)`, or for None,
    and `n` for `Ok(n)`, from 0 to 255. For an `Err` it is 1, and `Error: {e:?}` is printed to the
    standard error. For any exception, a panic, it is 101, and the traceback is printed there.
    `SystemExit` passes.

    Ctrl-C runs every `finally` and `with` of the main thread, prints nothing, and the program dies
    of SIGINT, so that a shell sees why it ended. Other threads then end where they are, as in Rust:
    `stdnet.examples.web_server` shows how to let them finish. `print` to a pipe without a reader
    raises an exception.

    An addition to Rust's API.

    >>> from stdnet import Err, Ok, run
    >>> def main():
    ...     return Ok(3)
    >>> try:
    ...     run(main)
    ... except SystemExit as end:
    ...     print(end.code)
    3
    """
    if not callable(main):
        raise TypeError(f"main is a function, not {type(main).__name__}")
    try:
        returned: object = main()
        if iscoroutine(returned):
            import asyncio  # noqa: PLC0415 - late: most programs need no event loop

            returned = asyncio.run(returned)
        if _is_open(sys.stdout):
            sys.stdout.flush()
        status = _status(returned)
    except SystemExit:
        raise
    except BaseException as exc:
        if _is_interrupt(exc):
            _die_of_sigint()
        status = _panicked(exc)
    sys.exit(status)


def _is_interrupt(exc: BaseException) -> bool:
    """Returns True for Ctrl-C, also in the exception group that a nursery or task group makes."""
    if isinstance(exc, BaseExceptionGroup):
        group = cast("BaseExceptionGroup[BaseException]", exc)
        return all(map(_is_interrupt, group.exceptions))
    return isinstance(exc, KeyboardInterrupt)


def _status(returned: object) -> int:
    """Returns the exit status of what `main` has returned."""
    if not isinstance(returned, Open):
        if returned is None:
            return 0
        raise TypeError(f"main returns a Result or None, not {type(returned).__name__}")
    match sealed(cast("Open[object, object]", returned)):
        case Err(error):
            if _is_open(sys.stderr):
                print(f"Error: {debug(error)}", file=sys.stderr)
            return _FAILURE
        case Ok(value):
            pass
    if value is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"main returns Ok(None) or Ok(n), not Ok of {type(value).__name__}")
    if not 0 <= value <= 255:
        raise ValueError(f"an exit status is 0 to 255, not {value}")
    return value


def _panicked(exc: BaseException) -> int:
    """Prints the traceback, without the frame of `run`."""
    traceback = exc.__traceback__
    if traceback is not None and traceback.tb_next is not None:
        exc.with_traceback(traceback.tb_next)
    _flush_output()
    sys.excepthook(type(exc), exc, exc.__traceback__)
    return _PANIC


def _is_open(stream: TextIO | None) -> bool:
    """Returns False for a stream that was closed, by the program or before it began."""
    return stream is not None and not getattr(stream, "closed", False)


def _flush_output() -> None:
    """Flushes the standard output; if it has no reader, the output is discarded."""
    if not _is_open(sys.stdout):
        return
    try:
        sys.stdout.flush()
    except OSError:
        # CPython would flush it once more at the end, and complain.
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


def _die_of_sigint() -> NoReturn:
    """Ends the process by SIGINT, as if the program had not handled it."""
    _flush_output()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)
    raise KeyboardInterrupt  # It is blocked.
