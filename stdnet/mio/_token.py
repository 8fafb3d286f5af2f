"""Tokens: numbers by which a program knows its sources again."""

from __future__ import annotations

from typing import Self, SupportsIndex, final

from stdnet._core.ints import usize


@final
class Token(int):
    """A number that a program gives to a source when it registers it. Each event has it.

    It is an `int` from 0 to 2**64 - 1, so it can be a key of a dictionary and an index.

    In `case Token(0):`, and in `case Tokens.SERVER:` with a `class Tokens` around the names, the
    event is compared with that token. A name alone, `case SERVER:`, would match every token and
    bind the name.

    mio's `Token`. Its field `0` is the `int` itself.

    >>> from stdnet.mio import Token
    >>> token = Token(3)
    >>> token, token == 3, int(token) + 1
    (Token(3), True, 4)
    >>> match token:
    ...     case Token(0):
    ...         print("the listener")
    ...     case _:
    ...         print("connection", int(token))
    connection 3
    """

    __slots__ = ()

    def __new__(cls, value: SupportsIndex, /) -> Self:
        return int.__new__(cls, usize(value))

    def __repr__(self) -> str:
        return f"Token({int(self)})"
