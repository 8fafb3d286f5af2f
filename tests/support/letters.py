"""The data that scripts write: one that is lost, or comes twice, shows."""

from string import ascii_letters, digits
from typing import Final

_LETTERS: Final = (ascii_letters + digits).encode()


class Letters:
    """Letters and digits in their order, again and again."""

    def __init__(self) -> None:
        self._next = 0

    def take(self, n: int) -> bytes:
        """Returns the next `n` of them."""
        first = self._next
        self._next = (first + n) % len(_LETTERS)
        return (_LETTERS * (n // len(_LETTERS) + 2))[first : first + n]
