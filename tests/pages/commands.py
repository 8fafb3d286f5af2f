"""The commands that pages show, and what runs each of them."""

from typing import Final

COMMANDS: Final[dict[str, str]] = {}
"""A test, `FILE::NAME`, or a program of `.ci` that runs it; or `not run: ` and the reason."""
