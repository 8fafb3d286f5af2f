"""Descriptors of any kind. Rust's `sys::fd`."""

import os
from typing import Protocol


class HasFileno(Protocol):
    """What has a descriptor, and keeps it open while it is referred to."""

    def fileno(self) -> int:
        """The descriptor."""
        ...


def is_terminal(owner: HasFileno) -> bool:
    """Whether it is a terminal; no for a descriptor that is not open."""
    return os.isatty(owner.fileno())
