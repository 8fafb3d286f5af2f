"""The marks of tests that see the same with every Python.

`.ci/tests` names its Pythons in STDNET_PYTHONS, and they share these tests out, so that all end at
about the same time: 3.11 checks the types of this checkout and builds the site, 3.12 runs type
checkers as users do, 3.13 the course, the judge and the examples. Otherwise any Python runs them
all.
"""

import os
import sys
from typing import Final

import pytest

HERE: Final = f"{sys.version_info[0]}.{sys.version_info[1]}"
SHARED: Final = os.environ.get("STDNET_PYTHONS", "").split()


def share(count: int) -> int:
    """Returns how many of these examples Hypothesis draws here: one Python all, others a quarter.

    What is drawn is random with each of them, so together they see more than one would.
    """
    return count if HERE == "3.13" or "3.13" not in SHARED else max(count // 4, 1)


EXAMPLES: Final = share(100)
"""How many examples Hypothesis draws where a test does not say."""


def only_with(version: str) -> pytest.MarkDecorator:
    """Returns the mark of a test that one Python runs for all of them, such as "3.12"."""
    reason = f"every Python sees the same, so {version} runs it for all"
    return pytest.mark.skipif(version in SHARED and version != HERE, reason=reason)


needs_3_11: Final = pytest.mark.skipif(
    HERE != "3.11", reason="it needs what the tests install, or record, with 3.11 alone"
)
