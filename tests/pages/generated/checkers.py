"""The versions of the type checkers."""

from tests.pages.outputs import VERSIONS


def checker_versions() -> str:
    """Returns the versions of the checkers that the pages quote, as a list in a line."""
    return ", ".join(f"{name} {version}" for name, version in VERSIONS.items()) + "\n"
