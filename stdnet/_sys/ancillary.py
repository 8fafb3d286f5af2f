"""Control messages: what travels beside the bytes of a Unix socket."""

from _socket import (
    AF_UNIX,
    CMSG_SPACE,
    MSG_CMSG_CLOEXEC,
    MSG_CTRUNC,
    MSG_NOSIGNAL,
    MSG_TRUNC,
    SCM_CREDENTIALS,
    SCM_RIGHTS,
    SOL_SOCKET,
)
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice, starmap
from struct import Struct
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, cast, final

from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.error import Result
from stdnet._core.ready import ok
from stdnet._sys.cvt import cvt, failed
from stdnet._sys.fd import Fd, HasFileno
from stdnet._sys.sock import Socket, of_family

RIGHTS: Final = SOL_SOCKET, SCM_RIGHTS
CREDENTIALS: Final = SOL_SOCKET, SCM_CREDENTIALS
_PIDFD: Final = SOL_SOCKET, 4

Credentials: TypeAlias = tuple[int, int, int]
"""A process, a user and a group."""

_HEADER: Final = Struct("@Nii")
_UCRED: Final = Struct("@iII")


@final
class Message(NamedTuple):
    """A control message: what it is, and its data or descriptors.

    Descriptors that were received are owned, until somebody takes them off the list, and so have no
    data. Those to be sent are lent: they keep their numbers, which are the data.
    """

    kind: tuple[int, int]
    data: bytes
    owned: list[Fd]
    lent: Sequence[HasFileno]

    def payload(self) -> bytes:
        """The data as they travel."""
        return self.data or _numbers(self.owned)

    def emit(self) -> bytes:
        """The message as C has it in memory."""
        payload = self.payload()
        header = _HEADER.pack(_HEADER.size + len(payload), *self.kind)
        return (header + payload).ljust(CMSG_SPACE(len(payload)), b"\0")


def _numbers(fds: Sequence[HasFileno]) -> bytes:
    return array("i", [fd.fileno() for fd in fds]).tobytes()


def rights(lent: Sequence[HasFileno]) -> Message:
    """A message that passes descriptors."""
    return Message(RIGHTS, _numbers(lent), [], lent)


def credentials(creds: Sequence[Credentials]) -> Message:
    """A message that names processes, users and groups."""
    return Message(CREDENTIALS, b"".join(starmap(_UCRED.pack, creds)), [], ())


def read_credentials(data: bytes) -> list[Credentials]:
    """The credentials in a message; what was cut off is left out."""
    whole = len(data) // _UCRED.size * _UCRED.size
    return cast("list[Credentials]", list(_UCRED.iter_unpack(data[:whole])))


@final
class Received(NamedTuple):
    """What one call has received."""

    n: int
    truncated: bool
    """Whether the datagram was cut."""
    name: object
    """The name of the sender, as CPython writes it."""
    messages: list[Message]
    messages_truncated: bool


_Cmsgs: TypeAlias = list[tuple[int, int, bytes]]
Answer: TypeAlias = tuple[int, _Cmsgs, int, object]


class Arrival(list[Answer | Fd]):
    """The owner of the descriptors that a call has received, from the moment that it returns.

    A list of the answer of `recvmsg_into`, and then of an `Fd` for each descriptor. It is filled
    by C alone, so no signal handler can raise between the call and the owner.
    """

    __slots__ = ()

    def claim(self) -> None:
        """Gives each descriptor an owner of its own."""
        answer = cast("Answer", self[0])
        numbers = [fd for message in answer[1] for fd in _descriptors(message)]
        # C alone again: either this list is the owner of all, or each has its own.
        self[:] = map(Fd, zip(numbers))
        self.__class__ = _Claimed  # pyright: ignore[reportAttributeAccessIssue]  # same layout

    def __del__(self) -> None:
        if self and isinstance(self[0], tuple):
            self.claim()


@final
class _Claimed(Arrival):
    """One that owns nothing any more: what a signal handler raises in a `__del__` is lost."""

    __slots__ = ()

    if not TYPE_CHECKING:
        __del__ = list.__len__


def _descriptors(message: tuple[int, int, bytes]) -> memoryview | tuple[()]:
    """The descriptors in a message; Rust knows nothing of SCM_PIDFD, but it has one, too."""
    level, kind, data = message
    if (level, kind) not in {RIGHTS, _PIDFD}:
        return ()
    return memoryview(data[: len(data) // 4 * 4]).cast("i")


def receive(sock: Socket, bufs: Sequence[WritableBuffer], capacity: int) -> Result[Received]:
    """Receives bytes, and control messages for which there is so much room."""
    try:
        arrival = Arrival(starmap(sock.recvmsg_into, [(bufs, capacity, MSG_CMSG_CLOEXEC)]))
    except OSError as exc:
        return failed(exc)
    n, cmsgs, flags, name = cast("Answer", arrival[0])
    arrival.claim()
    owners = iter(cast("list[Fd]", list(arrival)))
    messages = [_message(cmsg, owners) for cmsg in cmsgs]
    return ok(Received(n, bool(flags & MSG_TRUNC), name, messages, bool(flags & MSG_CTRUNC)))


def _message(cmsg: tuple[int, int, bytes], owners: Iterator[Fd]) -> Message:
    level, kind, data = cmsg
    owned = list(islice(owners, len(_descriptors(cmsg))))
    # The numbers mean nothing once the descriptors have been taken.
    return Message((level, kind), b"" if owned else data, owned, ())


def send(
    sock: Socket, bufs: Sequence[Buffer], messages: Sequence[Message], name: bytes | None
) -> Result[int]:
    """Sends bytes and control messages, to the peer or to a name."""
    cmsgs = [(*message.kind, message.payload()) for message in messages]
    if name is None:
        return cvt(sock.sendmsg, bufs, cmsgs, MSG_NOSIGNAL)
    same = of_family(sock, AF_UNIX)
    return same.bind(lambda sock: cvt(sock.sendmsg, bufs, cmsgs, MSG_NOSIGNAL, name))
