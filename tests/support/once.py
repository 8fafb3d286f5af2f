"""The mark of tests that see the same with every Python, so that one of them runs them."""

import sys
from typing import Final

import pytest

only_once: Final = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="every Python sees the same, so 3.11 alone runs it"
)
