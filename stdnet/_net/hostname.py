"""`hostname`."""

from stdnet._core.error import Result
from stdnet._sys import netdb


def hostname() -> Result[str]:
    """The name of this machine. Unstable in Rust: `std::net::hostname`, C's `gethostname`.

    Bytes of the name that are no UTF-8 come as lone surrogates, as in all file names of Python,
    where Rust has an `OsString`.

    Errors: any of the system.

    >>> from stdnet import hostname
    >>> len(hostname().unwrap()) > 0
    True
    """
    return netdb.hostname()
