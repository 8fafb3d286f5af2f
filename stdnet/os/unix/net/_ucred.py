"""The credentials of a peer: `UCred`."""

from __future__ import annotations

from typing import NamedTuple, final


@final
class UCred(NamedTuple):
    """The credentials of the peer of a Unix socket, as returned by `UnixStream.peer_cred`.

    It is a tuple of a user id, a group id and a process id.

    Unstable in Rust: `std::os::unix::net::UCred`. C's `ucred`.

    >>> from stdnet.os.unix.net import UCred
    >>> UCred(uid=1000, gid=100, pid=4711)
    UCred { uid: 1000, gid: 100, pid: Some(4711) }
    """

    uid: int
    """The user id."""
    gid: int
    """The group id."""
    pid: int | None
    """The process id, or None where the system does not give it."""

    def __repr__(self) -> str:
        pid = "None" if self.pid is None else f"Some({self.pid})"
        return f"UCred {{ uid: {self.uid}, gid: {self.gid}, pid: {pid} }}"
