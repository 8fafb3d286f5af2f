"""The marks of tests that see the same with every Python: `.ci/run` shares them out.

With STDNET_EVERY_TEST in the environment, any Python runs them.
"""

import os
import sys
from typing import Final

import pytest


def only_with(version: str) -> pytest.MarkDecorator:
    """Returns the mark of a test that one Python runs, such as "3.11"."""
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    is_elsewhere = here != version and "STDNET_EVERY_TEST" not in os.environ
    reason = f"every Python sees the same, so {version} alone runs it"
    return pytest.mark.skipif(is_elsewhere, reason=reason)


only_once: Final = only_with("3.11")
"""The mark of a test that needs what the tests install for the oldest Python alone."""
