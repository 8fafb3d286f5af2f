"""Names of hosts. Rust's `lookup_host` and `hostname`."""

from __future__ import annotations

from _socket import SOCK_STREAM, gaierror, getaddrinfo, gethostname

from stdnet._core.containers import ok
from stdnet._core.error import CONTAINS_NUL, NO_UTF8, Result
from stdnet._core.socket_addr import SocketAddr
from stdnet._sys.cvt import cvt, cvt_gai, failed
from stdnet._sys.inet_addr import socket_addr_from_py
from stdnet.result import Ok


def lookup_host(host: str, port: int) -> Result[list[SocketAddr.V4 | SocketAddr.V6]]:
    """The addresses of a host name; those of other families are left out."""
    try:
        # Bytes, as CPython would send a `str` through IDNA.
        name = host.encode()
    except UnicodeEncodeError:
        return NO_UTF8.err()
    if b"\0" in name:
        return CONTAINS_NUL.err()
    try:
        infos = getaddrinfo(name, None, 0, SOCK_STREAM)
    except gaierror as exc:
        return cvt_gai(exc.errno or 0, exc.strerror or "")
    except OSError as exc:  # EAI_SYSTEM
        return failed(exc)
    found = (socket_addr_from_py(name) for *_, name in infos)
    return ok([addr.unwrap().with_port(port) for addr in found if isinstance(addr, Ok)])


def hostname() -> Result[str]:
    """The name of this machine."""
    return cvt(gethostname)
