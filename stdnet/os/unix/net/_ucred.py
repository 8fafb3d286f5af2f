"""Rust's `UCred`."""

from typing import NamedTuple, final


@final
class UCred(NamedTuple):
    """Who is at the other end of a Unix socket. Unstable in Rust: `std::os::unix::net::UCred`.

    It is a tuple of the user, the group and the process.

    >>> from stdnet.os.unix.net import UCred
    >>> UCred(uid=1000, gid=100, pid=4711)
    UCred { uid: 1000, gid: 100, pid: Some(4711) }
    """

    uid: int
    gid: int
    pid: int | None

    def __repr__(self) -> str:
        pid = "None" if self.pid is None else f"Some({self.pid})"
        return f"UCred {{ uid: {self.uid}, gid: {self.gid}, pid: {pid} }}"
