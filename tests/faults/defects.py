"""Defects, each of which a test of this folder must find: see `test_defects.py`.

Each replaces a public function or method by one that breaks a promise of
`stdnet/learn/reference/promises.md`, as a plausible mistake would. As only public names are
replaced, no change inside stdnet concerns this file.
"""

# The types of the originals are unknown:
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import os
import resource
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from errno import EMFILE
from functools import wraps
from inspect import getattr_static
from typing import Any, Final, TypeAlias, TypeVar

from stdnet import Err, Incoming, Ok, Shutdown, TcpListener, TcpStream, c, io
from stdnet.io import ErrorKind
from stdnet.mio import Events, Poll
from stdnet.os.unix.net import UnixStream

_Replacement: TypeAlias = Callable[..., object]
_R = TypeVar("_R", bound=_Replacement)


@dataclass(frozen=True)
class Defect:
    """A defect, and the test that finds it."""

    promise: int
    """The number of the promise that is broken."""
    owner: object
    """The class or module with the function that is replaced."""
    function: str
    replacement: _Replacement
    """It is called with the original and the arguments."""
    test: str
    """The test, as pytest names it within this folder."""
    output: str
    """A regular expression that matches what pytest prints when the test has found the defect."""

    @property
    def name(self) -> str:
        """Returns the name of the defect."""
        return self.replacement.__name__

    def put_in(self) -> None:
        """Puts the defect into this process."""
        original = getattr(self.owner, self.function)

        @wraps(original)
        def replaced(*args: object, **kwargs: object) -> object:
            return self.replacement(original, *args, **kwargs)

        is_static = isinstance(getattr_static(self.owner, self.function), staticmethod)
        setattr(self.owner, self.function, staticmethod(replaced) if is_static else replaced)


DEFECTS: Final = list[Defect]()


def defect(
    promise: int, owner: object, function: str, test: str, output: str
) -> Callable[[_R], _R]:
    """Adds a defect; the decorated function is the replacement."""

    def add(replacement: _R) -> _R:
        DEFECTS.append(Defect(promise, owner, function, replacement, test, output))
        return replacement

    return add


def put_in(name: str) -> None:
    """Puts the defect of that name into this process."""
    next(each for each in DEFECTS if each.name == name).put_in()


# 1. A failure is a `Result`. A wrong type raises, and so does what a signal handler raises.


@defect(
    1,
    TcpStream,
    "read",
    test="test_errors.py::TestAnyErrno::test_a_stream_returns_any_errno[ipv4]",
    output=r"\{104: ",
)
@defect(
    4,
    TcpStream,
    "read",
    test="test_reset.py::TestReset::test_data_before_a_reset_is_read[ipv4]",
    output="UnwrapFailedError|Panic",
)
def read_returns_0_for_a_reset(read: Any, self: object, buf: bytearray) -> object:
    result = read(self, buf)
    match result:
        case Err(io.Error(ErrorKind.ConnectionReset)):
            return Ok(0)
        case _:
            return result


@defect(
    1,
    io,
    "copy",
    test="test_wrong_types.py::test_a_wrong_type_is_a_type_error[stdnet.io.copy]",
    output="AttributeError",
)
def copy_raises_attribute_error(copy: Any, reader: object, writer: object) -> object:
    try:
        return copy(reader, writer)
    except TypeError as exc:
        raise AttributeError from exc


@defect(
    1,
    TcpStream,
    "read",
    test="test_signals.py::test_an_exception_of_a_handler_propagates_within_a_second[ipv4]",
    output="DID NOT RAISE",
)
def read_catches_the_exception_of_a_handler(read: Any, self: object, buf: bytearray) -> object:
    try:
        return read(self, buf)
    except OSError:
        return Err(io.Error.from_(ErrorKind.TimedOut))


# 2. Without descriptors `accept` returns EMFILE at each attempt, and connections stay queued.


@defect(
    2,
    TcpListener,
    "accept",
    test="test_errors.py::TestOutOfDescriptors::test_connections_stay_queued[ipv4]",
    output=r"assert codes == \[errno\.EMFILE\] \* 30",
)
def accept_drops_a_connection_at_emfile(accept: Any, self: TcpListener) -> object:
    result = accept(self)
    if isinstance(result, Err) and result.unwrap_err().raw_os_error() == EMFILE:
        # A server may keep a spare descriptor to do this.
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit[1], limit[1]))
        with suppress(BlockingIOError), socket.socket(fileno=os.dup(self.fileno())) as listener:
            listener.settimeout(0)
            listener.accept()[0].close()
            listener.setblocking(True)
        resource.setrlimit(resource.RLIMIT_NOFILE, limit)
    return result


@defect(
    2,
    Incoming,
    "__next__",
    test="test_errors.py::TestOutOfDescriptors::test_connections_stay_queued[ipv4]",
    output="StopIteration",
)
def incoming_ends_at_the_first_error(next_: Any, self: object) -> object:
    result = next_(self)
    if isinstance(result, Err):
        raise StopIteration
    return result


# 3. A call that fails or is interrupted leaves no descriptor open.


@defect(
    3,
    TcpListener,
    "bind",
    test="test_errors.py::TestAnyErrno::test_a_socket_that_cannot_be_set_up_is_closed",
    output=r"assert descriptors\(\) == before",
)
def bind_leaks_a_descriptor_when_it_fails(bind: Any, addr: object) -> object:
    result = bind(addr)
    if isinstance(result, Err):
        os.dup(0)
    return result


@defect(
    3,
    TcpListener,
    "accept",
    test="test_exceptions.py::test_an_exception_after_any_call_leaves_no_descriptor",
    output=r"accept ipv4 \d+ \[",
)
def accept_holds_a_bare_number_for_a_moment(accept: Any, self: object) -> object:
    stream, addr = accept(self).unwrap()
    number = stream.into_raw_fd()
    return Ok((TcpStream.from_raw_fd(number), addr))


# 4. Data before a reset is delivered; then comes `ConnectionReset` once, the end of the stream, and
# `BrokenPipe`. No write raises SIGPIPE.


@defect(
    4,
    TcpStream,
    "write_all",
    test="test_reset.py::TestReset::test_a_reset_while_writing_is_reported_once[ipv4]",
    output=r"\[BrokenPipe, BrokenPipe\] == \[ConnectionReset, BrokenPipe\]",
)
def write_all_tries_again_after_a_reset(write_all: Any, self: object, buf: bytes) -> object:
    result = write_all(self, buf)
    return write_all(self, buf) if isinstance(result, Err) else result


@defect(
    4,
    TcpStream,
    "write",
    test="test_reset.py::test_no_write_raises_sigpipe[ipv4-SIG_DFL]",
    output=r"assert \(-13, '', ''\)",
)
def write_forgets_msg_nosignal(_: Any, self: TcpStream, buf: bytes) -> object:
    try:
        return Ok(os.write(self.fileno(), buf))
    except OSError as exc:
        return Err(io.Error.from_raw_os_error(exc.errno or 0))


# 5. A call goes on after a signal's handler, and its time-out is at most doubled.


@defect(
    5,
    TcpListener,
    "accept",
    test="test_signals.py::TestNoByteIsLost::test_accept_goes_on_after_signals[ipv4]",
    output=r"accepted\.unwrap\(\)",
)
def accept_returns_eintr(_: Any, self: TcpListener) -> object:
    number = c.accept4(self.as_raw_fd(), None, None, c.SOCK_CLOEXEC)
    if number < 0:
        return Err(io.Error.last_os_error())
    stream = TcpStream.from_raw_fd(number)
    return Ok((stream, stream.peer_addr().unwrap()))


@defect(
    5,
    TcpStream,
    "read",
    test="test_signals.py::TestTimeoutsAreKept::test_by_a_stream[ipv4-main]",
    output=r"taken <= 2 \* LIMIT",
)
def read_starts_its_time_out_anew_after_each_signal(
    _: Any, self: TcpStream, buf: bytearray
) -> object:
    try:
        return Ok(os.readv(self.fileno(), [buf]))
    except OSError as exc:
        return Err(io.Error.from_raw_os_error(exc.errno or 0))


# 6. `listener.stop()` ends an `accept` that waits, so that no signal is missed.


@defect(
    6,
    TcpListener,
    "stop",
    test="test_teardown.py::TestEndsWithinASecond::test_stop_ends_accept[ipv4]",
    output="TimeoutError",
)
def stop_does_nothing(_: Any, self: object) -> object:
    return Ok(None)


# 7. `close` never lets another thread reach a reused descriptor; `shutdown` ends calls that wait.


@defect(
    7,
    TcpStream,
    "close",
    test="test_teardown.py::test_no_byte_comes_from_a_reused_descriptor[ipv4-close]",
    output="strange|UnwrapFailedError|Panic|Bad file descriptor",
)
def close_closes_the_descriptor_under_a_call(_: Any, self: TcpStream) -> None:
    os.close(self.as_raw_fd())


@defect(
    7,
    TcpStream,
    "shutdown",
    test="test_teardown.py::TestEndsWithinASecond::test_shutdown_ends_reads[ipv4-None]",
    output="TimeoutError",
)
def shutdown_does_nothing(_: Any, self: object, how: Shutdown) -> object:
    return Ok(None)


# 8. Child programs inherit nothing. What a forked child closes stays open for the parent.


@defect(
    8,
    TcpStream,
    "try_clone",
    test="test_inheritance.py::test_a_program_inherits_nothing[ipv4]",
    output=r"assert \(1, ''",
)
def a_clone_is_inherited(try_clone: Any, self: object) -> object:
    clone = try_clone(self)
    os.set_inheritable(clone.unwrap().fileno(), True)
    return clone


@defect(
    8,
    TcpStream,
    "close",
    test="test_inheritance.py::test_what_a_forked_child_closes_stays_open_here[ipv4]",
    output=r"assert \(1, ''",
)
def close_shuts_the_connection_down(close: Any, self: TcpStream) -> None:
    _ = self.shutdown(Shutdown.Both)
    close(self)


# 9. Received descriptors are close-on-exec from the start, and closed unless they are taken.


def new_descriptors(before: set[str]) -> Iterator[int]:
    """Yields the descriptors that have been opened since, and are still open."""
    for fd in map(int, set(os.listdir("/proc/self/fd")) - before):
        with suppress(OSError):  # The folder that was just listed is not open any more.
            os.fstat(fd)
            yield fd


@defect(
    9,
    UnixStream,
    "recv_vectored_with_ancillary",
    test="test_received_descriptors.py::test_they_are_close_on_exec_from_the_start",
    output=r"assert inheritable\(\) == before",
)
def received_descriptors_are_inherited(receive: Any, *args: object) -> object:
    before = set(os.listdir("/proc/self/fd"))
    result = receive(*args)
    for fd in new_descriptors(before):
        os.set_inheritable(fd, True)
    return result


@defect(
    9,
    UnixStream,
    "recv_vectored_with_ancillary",
    test="test_received_descriptors.py::test_no_descriptor_is_leaked",
    output=r"== len\(before\) - 2",
)
def received_descriptors_stay_open(receive: Any, *args: object) -> object:
    before = set(os.listdir("/proc/self/fd"))
    result = receive(*args)
    for fd in new_descriptors(before):
        os.dup(fd)
    return result


# 10. No event of `stdnet.mio` is lost if a signal's handler raises.


@defect(
    10,
    Poll,
    "poll",
    test="test_lost_events.py::test_an_exception_of_a_handler_loses_no_event",
    output=r"lost [1-9]",
)
def poll_forgets_its_events(poll: Any, self: Poll, events: Events, timeout: object) -> object:
    try:
        return poll(self, events, timeout)
    except BaseException:
        with suppress(BaseException):  # The signal comes again.
            poll(self, events, 0)
        events.clear()
        raise
