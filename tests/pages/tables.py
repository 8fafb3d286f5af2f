"""The generated tables: `<!-- generated: NAME -->` is what the function of that name returns."""

from collections.abc import Callable
from typing import Final

TABLES: Final[dict[str, Callable[[], str]]] = {}
"""Functions that return Markdown, by the names that pages use."""
