"""The `with` statement for objects that have a method `close`."""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Closing:
    """The base class of objects that are closed at the end of a `with` block."""

    __slots__ = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the object."""
        raise NotImplementedError
