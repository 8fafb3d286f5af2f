"""`Panic`: the exception that stands for Rust's panic about a `Result`."""

from __future__ import annotations

from typing import Any, final

from returns.primitives.exceptions import UnwrapFailedError
from returns.result import Result as Open

from stdnet.result._debug import debug


@final
class Panic(UnwrapFailedError):
    """A result was not what the program took it for. Rust's panic.

    `unwrap` (where it is no `?`), `expect`, `unwrap_err` and `expect_err` raise it. Its text is
    Rust's. If the error in the result is an exception, that is its `__cause__`.

    >>> from stdnet import Err, Panic
    >>> try:
    ...     Err("bad MAC").expect("a frame")
    ... except Panic as panic:
    ...     print(panic)
    a frame: "bad MAC"
    """

    halted_container: Open[Any, Any]
    """The result."""

    def __init__(self, container: Open[Any, Any], message: str) -> None:
        # Not by the constructor of `returns`, which would take half of the time.
        self.halted_container = container
        self.message = message

    def __str__(self) -> str:
        # The text is made when it is needed: most panics of a `?` are never printed.
        return f"{self.message}: {debug(self.halted_container._inner_value)}"  # pyright: ignore[reportPrivateUsage]

    def __reduce__(self) -> tuple[object, ...]:  # pyright: ignore[reportIncompatibleMethodOverride]
        return type(self), (self.halted_container, self.message)
