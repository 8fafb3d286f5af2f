"""Rust's `std::net::hostname`."""

from __future__ import annotations

from stdnet._core.error import Result
from stdnet._sys import netdb


def hostname() -> Result[str]:
    """Returns the host name of this machine.

    Bytes of the name that are not UTF-8 become lone surrogates, as in Python's file names. Rust
    returns an `OsString`.

    Errors: any error of `gethostname(2)`.

    Unstable in Rust: `std::net::hostname`. C's `gethostname`.

    >>> from stdnet import hostname
    >>> len(hostname().unwrap()) > 0
    True
    """
    return netdb.hostname()
