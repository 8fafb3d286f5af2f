"""Host names. Rust's `lookup_host` and `hostname`. See `getaddrinfo(3)`."""

from __future__ import annotations

from _socket import SOCK_STREAM, gaierror, getaddrinfo, gethostname

from stdnet._core.error import CONTAINS_NUL, NO_UTF8, Result
from stdnet._core.socket_addr import SocketAddr
from stdnet._sys.cvt import cvt, cvt_gai, failed
from stdnet._sys.inet_addr import socket_addr_from_py
from stdnet.result._containers import Ok


def lookup_host(host: str, port: int) -> Result[list[SocketAddr.V4 | SocketAddr.V6]]:
    """Calls `getaddrinfo`; returns the IPv4 and IPv6 addresses of a host name, with the port.

    Errors: `InvalidInput` for a name with a NUL byte or without a UTF-8 encoding, and those of
    `getaddrinfo`.
    """
    try:
        # Bytes, as CPython would encode a `str` by IDNA.
        name = host.encode()
    except UnicodeEncodeError:
        return NO_UTF8.err()
    if b"\0" in name:
        return CONTAINS_NUL.err()
    try:
        infos = getaddrinfo(name, None, 0, SOCK_STREAM)
    except gaierror as exc:
        return cvt_gai(exc.errno or 0, exc.strerror or "")
    except OSError as exc:  # CPython's translation of EAI_SYSTEM.
        return failed(exc)
    found = (socket_addr_from_py(name) for *_, name in infos)
    return Ok([addr.unwrap().with_port(port) for addr in found if isinstance(addr, Ok)])


def hostname() -> Result[str]:
    """Calls `gethostname`; returns the name of this machine."""
    return cvt(gethostname)
