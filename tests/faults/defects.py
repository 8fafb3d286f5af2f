"""Defects that are put into stdnet, each as small as a mistake would be, and who has to find them.

Each function puts one in; `ROWS` says which test finds it, and what that test says then.
"""

# What is replaced is private, and what replaces it need not say of what type it is:
# pyright: reportPrivateUsage=false, reportUnknownArgumentType=false, reportUnknownLambdaType=false
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import _socket
import fcntl
import functools
import os
import sys
from collections.abc import Callable, Iterator
from errno import EAGAIN, ECONNREFUSED, ECONNRESET, EMFILE, EPIPE
from importlib import import_module
from itertools import count
from select import POLLIN
from time import monotonic
from typing import Final, NamedTuple

from stdnet import Shutdown, TcpListener, TcpStream, UdpSocket, io
from stdnet._core import arguments, buffer
from stdnet._core.containers import OK_COUNTS, OK_NONE, err, ok, ok_count
from stdnet._core.error import error_of
from stdnet._fd import Owner, from_inner
from stdnet._net import datagram, stream
from stdnet._net import listener as listeners
from stdnet._net.stream import Reading, Stream, Writing
from stdnet._sys import (
    ancillary,
    cvt,
    fd,
    kernel_copy,
    netdb,
    options,
    sock,
    socket2,
    timeouts,
    unix,
)
from stdnet._sys.fd import HasFileno
from stdnet._sys.inet_addr import inet_addr_from_py
from stdnet._sys.ownership import Fd, Socket, adopt_fd, adopt_socket, undo_default_timeout
from stdnet.io import BufReader, BufWriter, _copy
from stdnet.os.unix.net import UnixListener
from stdnet.result import Err
from stdnet.socket2 import _sockref
from stdnet.socket2._options_socket import SocketOptions

DEFECT: Final = "STDNET_DEFECT"
"""The name of the variable that names the defect."""


def put(owner: object, name: str, value: object) -> None:
    """Replaces something, which has to be there."""
    getattr(owner, name)
    setattr(owner, name, value)


def put_everywhere(old: object, new: object) -> None:
    """Replaces something in every module of stdnet that has imported it."""
    for name, module in list(sys.modules.items()):
        for each, value in list(vars(module).items()):
            if value is old and name.split(".")[0] == "stdnet":
                setattr(module, each, new)


# What is delivered.


def shut_both_halves() -> None:
    shutdown = sock.shutdown
    put(sock, "shutdown", lambda owned, _: shutdown(owned, Shutdown.Both))


def copy_what_is_written() -> None:
    write_all = Writing.write_all
    put(Writing, "write_all", lambda self, buf: write_all(self, bytearray(buf)))


def write_on_one_byte_later() -> None:
    """After a short write."""

    def write_all(self: Writing, buf: bytes) -> io.Result[None]:
        rest = memoryview(buf)
        while rest:
            wrote = self.write(rest)
            if isinstance(wrote, Err):
                return wrote
            n = wrote.unwrap()
            rest = rest[n + (n < len(rest)) :]
        return OK_NONE

    put(Writing, "write_all", write_all)


def hold_all_that_is_read_twice() -> None:
    read_to_end = io.Read.read_to_end

    def twice(self: io.Read, buf: bytearray) -> io.Result[int]:
        own_buf = bytearray()
        read = read_to_end(self, own_buf)
        buf += own_buf
        return read

    put(Reading, "read_to_end", twice)


def read_a_byte_without_room() -> None:
    read = Reading.read
    put(Reading, "read", lambda self, buf: read(self, buf or bytearray(1)).map(len(buf).__and__))


def send_no_datagram_of_nothing() -> None:
    send = datagram.Datagram.send
    put(datagram.Datagram, "send", lambda self, buf: send(self, buf) if buf else OK_COUNTS[0])


def take_no_datagram_without_room() -> None:
    """CPython asks the system for nothing then."""

    def recv(self: datagram.Datagram, buf: bytearray) -> io.Result[int]:
        try:
            return ok_count(self._sock.recv_into(buf))
        except OSError as exc:
            return cvt.failed(exc)

    put(datagram.Datagram, "recv", recv)


# What the system answers.


def answering_ok(module: object, code: int) -> None:
    """Takes an errno for a count of 0."""
    failed = cvt.failed
    put(module, "failed", lambda exc: OK_COUNTS[0] if exc.errno == code else failed(exc))


def take_a_reset_for_the_end() -> None:
    answering_ok(stream, ECONNRESET)


def take_a_broken_pipe_for_nothing() -> None:
    answering_ok(stream, EPIPE)


def take_a_time_out_for_nothing() -> None:
    answering_ok(stream, EAGAIN)


def take_a_refusal_for_nothing() -> None:
    answering_ok(datagram, ECONNREFUSED)


def forget_what_could_not_be_bound() -> None:
    failed = cvt.failed

    def leaky(exc: OSError) -> Err[io.Error]:
        fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 3)
        return failed(exc)

    put(sock, "failed", leaky)


def raise_without_a_pipe() -> None:
    def conduit(source: HasFileno, sink: HasFileno) -> kernel_copy.Mover:
        reader, writer = os.pipe()
        return kernel_copy.Conduit(source, sink, adopt_fd(reader), adopt_fd(writer))

    put(kernel_copy, "_conduit", conduit)


def shed_connections_without_descriptors() -> None:
    """As a server does that has kept one descriptor for it."""
    accept = TcpListener.accept
    spare = [os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)]

    def shedding(self: TcpListener) -> object:
        answer = accept(self)
        if isinstance(answer, Err) and answer.failure().raw_os_error() == EMFILE:
            os.close(spare.pop())
            if sock.poll_until(self._sock, POLLIN, monotonic() + 0.001):
                accept(self).unwrap()[0].close()
            spare.append(os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC))
        return answer

    put(TcpListener, "accept", shedding)


def end_at_the_first_failure() -> None:
    """As an iterator might that has nothing to give."""

    def next_(self: listeners.Connections[TcpStream]) -> object:
        accepted = self._listener.accept()
        if isinstance(accepted, Err):
            raise StopIteration
        return ok(accepted.unwrap()[0])

    put(listeners.Connections, "__next__", next_)


def raise_without_a_descriptor() -> None:
    def duplicate(owner: HasFileno) -> io.Result[Fd]:
        return ok(adopt_fd(fcntl.fcntl(owner.fileno(), fcntl.F_DUPFD_CLOEXEC, 3)))

    put_everywhere(fd.duplicate, duplicate)


def import_when_it_fails() -> None:
    failed = cvt.failed

    def late(exc: OSError) -> Err[io.Error]:
        import_module("colorsys")
        return failed(exc)

    put_everywhere(failed, late)


def raise_without_a_name() -> None:
    def lookup_host(host: str, port: int) -> object:
        return ok(_socket.getaddrinfo(host, port))

    put_everywhere(netdb.lookup_host, lookup_host)


# What a signal handler raises.


def own_an_accepted_descriptor_late() -> None:
    def accept(self: TcpListener) -> object:
        try:
            number, name = self._sock.accept()
            stream = from_inner(TcpStream, undo_default_timeout(adopt_socket(number)))
        except OSError as exc:
            return cvt.failed(exc)
        return ok((stream, inet_addr_from_py(name)))

    put(TcpListener, "accept", accept)


def own_a_python_socket_late() -> None:
    def from_socket(python: _socket.socket) -> io.Result[Socket]:
        number = python.detach()
        return ok(undo_default_timeout(adopt_socket(number)))

    put(sock, "from_socket", from_socket)


def take_the_number_first() -> None:
    def from_fd(owner: Fd) -> Socket | Fd:
        number = owner.fileno()
        try:
            made = adopt_socket(owner.detach())
        except OSError:
            return adopt_fd(number)
        return undo_default_timeout(made)

    put(sock, "from_fd", from_fd)


def close_in_python() -> None:
    put(Socket, "__del__", lambda self: cvt.cvt(_socket.socket.close, self))


def take_a_handlers_exception_for_the_systems() -> None:
    put_everywhere(cvt.failed, lambda exc: err(error_of(exc)))


# What child programs get.


def clone_without_cloexec() -> None:
    put(fcntl, "F_DUPFD_CLOEXEC", fcntl.F_DUPFD)


def shut_down_what_is_dropped() -> None:
    def drop(self: Socket) -> None:
        if self.fileno() >= 0:
            cvt.cvt(self.shutdown, _socket.SHUT_RDWR)
            _socket.socket.close(self)

    put(Socket, "__del__", drop)


# What is read and written through buffers.


def write_past_what_is_held() -> None:
    """Whatever does not fit."""
    write_all = BufWriter.write_all

    def hasty(self: BufWriter[io.Write], buf: bytes) -> io.Result[None]:
        large = len(buf) >= self.capacity()
        return self.get_ref().write_all(buf) if large else write_all(self, buf)

    put(BufWriter, "write_all", hasty)


def end_lines_where_the_buffer_ends() -> None:
    def lines(self: BufReader[io.Read]) -> Iterator[io.Result[str]]:
        while data := bytes(self.fill_buf().unwrap()):
            self.consume(len(data))
            yield from map(ok, data.decode(errors="replace").splitlines())

    put(BufReader, "lines", lines)


def copy_the_last_byte_twice() -> None:
    within = buffer.within
    put(_copy, "within", lambda n, buf: within(n - (n == len(buf) > 1), buf))


def lose_what_is_in_the_conduit() -> None:
    """After a short write."""
    move = kernel_copy.Conduit.move

    def forgetful(self: kernel_copy.Conduit, count: int) -> io.Result[int]:
        moved = move(self, count)
        self.rest()
        return moved

    put(kernel_copy.Conduit, "move", forgetful)


# What follows a reset.


def ask_a_new_connection_for_its_peer() -> None:
    accept = {kind: kind.accept for kind in (TcpListener, UnixListener)}

    def asking(self: TcpListener | UnixListener) -> object:
        accepted = accept[type(self)](self)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        return accepted.bind(lambda pair: pair[0].peer_addr().map(lambda addr: (pair[0], addr)))

    for kind in accept:
        put(kind, "accept", asking)


def write_again_after_a_reset() -> None:
    write_all = Writing.write_all

    def stubborn(self: Writing, buf: bytes) -> io.Result[None]:
        return write_all(self, buf).lash(lambda _: write_all(self, buf))

    put(Writing, "write_all", stubborn)


def remember_the_error() -> None:
    take = options.PendingError.take
    taken = list[object]()

    def remembering(self: options.PendingError, owned: Socket) -> object:
        taken.append(take(self, owned))
        return taken[0]

    put(options.PendingError, "take", remembering)


def ask_for_sigpipe() -> None:
    put(stream, "MSG_NOSIGNAL", 0)


# How long a call takes.


def time_out_by_the_kernel_alone() -> None:
    put(timeouts, "make_timed", lambda owned: owned)


def time_out_by_the_kernel_alone_to_send() -> None:
    put(timeouts.TimedSocket, "send", Socket.send)


def forget_the_clones() -> None:
    put(timeouts, "clone", lambda owned: fd.duplicate(owned).map(sock.from_fd))


def borrow_without_a_clock() -> None:
    put(socket2.Borrowed, "recv_into", Socket.recv_into)


def set_the_time_outs_of_socket2_alone() -> None:
    for way in ("read", "write"):
        option: options.Timeout = getattr(options, f"{way}_timeout".upper())
        put(
            SocketOptions,
            f"set_{way}_timeout",
            lambda self, duration, option=option: option.set(self._sock, duration or None),
        )


def share_no_socket() -> None:
    put(_sockref, "_shared", lambda _: None)


def accept_by_the_kernels_clock() -> None:
    put(timeouts.TimedSocket, "accept", Socket.accept)


def splice_by_the_kernels_clock() -> None:
    put(timeouts, "wait_to_read", lambda _: None)
    put(timeouts, "wait_to_write", lambda _: None)


def accept_with_the_kernels_time_out() -> None:
    def accept_timeout(self: TcpListener, timeout: float) -> object:
        options.READ_TIMEOUT.set(self._sock, timeout)
        return self.accept()

    put(listeners.Listener, "accept_timeout", accept_timeout)


def connect_by_a_clock_that_stands() -> None:
    put(unix, "monotonic", lambda: 0.0)
    put(sock, "monotonic", lambda: 0.0)


def take_a_unix_connection_for_begun() -> None:
    """As CPython does."""
    put(unix, "is_connected", lambda made, name: made.connect(name) is None)


def accept_by_c_alone() -> None:
    """Which does not go on after a signal."""
    from stdnet.c import sys_socket  # noqa: PLC0415
    from stdnet.os.unix.net import UnixStream  # noqa: PLC0415

    def accept(self: TcpListener | UnixListener) -> object:
        number = sys_socket.accept4(self.as_raw_fd(), None, None, _socket.SOCK_CLOEXEC)
        if number < 0:
            return Err(io.Error.last_os_error())
        made = adopt_fd(number)
        stream = (
            from_inner(TcpStream, made)
            if isinstance(self, TcpListener)
            else from_inner(UnixStream, made)
        )
        return ok((stream, None))

    for each in (TcpListener, UnixListener):
        put(each, "accept", accept)


def give_up_after_a_moment() -> None:
    ready = sock.poll_until
    put(timeouts, "ready", lambda owned, events, _: ready(owned, events, monotonic() + 0.001))


def remember_the_time_out() -> None:
    put(timeouts, "_end", functools.cache(timeouts._end))


def wait_in_any_mode() -> None:
    put(timeouts, "get_blocking", lambda _: True)


# What is left behind.


def keep_a_descriptor_of_every_hundredth_connection() -> None:
    next_ = listeners.Connections.__next__
    seen = count(1)

    def hoarding(self: listeners.Connections[TcpStream]) -> io.Result[TcpStream]:
        if next(seen) % 100 == 0:
            fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 3)
        return next_(self)

    put(listeners.Connections, "__next__", hoarding)


def keep_a_kilobyte_of_each_connection() -> None:
    next_ = listeners.Connections.__next__
    kept = list[bytearray]()

    def hoarding(self: listeners.Connections[TcpStream]) -> io.Result[TcpStream]:
        kept.append(bytearray(1024))
        return next_(self)

    put(listeners.Connections, "__next__", hoarding)


def count_no_failure() -> None:
    from tests.faults.soak import Figures  # noqa: PLC0415

    put(Figures, "fail", lambda *_: None)


# What is done to strange things.


def expect_nothing() -> None:
    put_everywhere(arguments.check_type, lambda *_: None)


def know_only_what_any_descriptor_can_do() -> None:
    getattr(Fd, "__getattr__")  # noqa: B009
    del Fd.__getattr__


def ask_for_the_number_of_nothing() -> None:
    put(Fd, "fileno", lambda self: self[0])


def bring_a_method_that_is_no_function() -> None:
    put(UdpSocket, "send_to", functools.lru_cache(0)(UdpSocket.send_to))


def bring_a_method_without_types() -> None:
    UdpSocket.send_to.__annotations__.clear()


def take_a_released_buffer_for_an_empty_one() -> None:
    for name in ("read", "peek", "read_exact", "write", "write_all"):
        put(Stream, name, _lenient(getattr(Stream, name)))


def _lenient(call: Callable[[object, bytes], object]) -> Callable[[object, bytes], object]:
    def lenient(self: object, buf: bytes) -> object:
        try:
            return call(self, buf)
        except (ValueError, TypeError):
            return OK_COUNTS[0]

    return lenient


def read_into_another_buffer() -> None:
    read = Reading.read

    def copying(self: Reading, buf: bytearray) -> io.Result[int]:
        other = bytearray(len(buf))
        done = read(self, other)
        buf[:] = other
        return done

    put(Reading, "read", copying)


def close_no_plain_descriptor() -> None:
    put(Fd, "__del__", list.__len__)


def receive_descriptors_that_are_inherited() -> None:
    put(ancillary, "MSG_CMSG_CLOEXEC", 0)


def read_with_room_for_descriptors() -> None:
    def read(self: Reading, buf: bytearray) -> io.Result[int]:
        return ok(self._sock.recvmsg_into([buf], 64)[0])

    put(Reading, "read", read)


def read_credentials_that_are_cut() -> None:
    put(
        ancillary,
        "read_credentials",
        lambda data: list(ancillary._UCRED.iter_unpack(data)),
    )


# What another thread does.


def close_the_number_and_keep_it() -> None:
    put(Owner, "close", lambda self: os.close(self.as_raw_fd()))


def shut_nothing_down() -> None:
    put(sock, "shutdown", lambda *_: OK_NONE)


class Row(NamedTuple):
    """A test, a defect, and how that test tells that it has found it: a regular expression."""

    test: str
    defect: Callable[[], None]
    seen: str
    only: str = ""
    """With which parameters."""
    long: bool = False
    limit: float = 20
    """After so many seconds the test hangs."""

    @property
    def name(self) -> str:
        """The name of the defect."""
        return self.defect.__name__


ROWS: Final = (
    Row("test_delivery.test_half_close_both_ways", shut_both_halves, r"server\.write_all\(back\)"),
    Row(
        "test_delivery.test_64_mib_to_a_slow_reader", copy_what_is_written, "assert peak < 4 << 20"
    ),
    Row(
        "test_delivery.test_read_to_end_holds_it_once",
        hold_all_that_is_read_twice,
        "assert peak < LARGE",
    ),
    Row(
        "test_delivery.test_nothing_at_all",
        read_a_byte_without_room,
        r"assert server\.read\(bytearray\(2\)\) == Ok\(1\)",
    ),
    Row(
        "test_delivery.test_datagrams_of_nothing",
        send_no_datagram_of_nothing,
        r"assert receiver\.recv\(bytearray\(4\)\) == Ok\(0\)",
    ),
    Row(
        "test_delivery.test_datagrams_of_nothing",
        take_no_datagram_without_room,
        r"is ErrorKind\.WouldBlock",
    ),
    Row(
        "test_errors.TestAnyErrnoAtAnyCall.test_of_streams",
        take_a_reset_for_the_end,
        r"recvfrom assert \{104: <Success: 0>\} == \{\}",
    ),
    Row(
        "test_errors.TestAnyErrnoAtAnyCall.test_of_datagrams",
        take_a_refusal_for_nothing,
        r"recvfrom assert \{111: <Success: 0>\} == \{\}",
    ),
    Row(
        "test_errors.TestAnyErrnoAtAnyCall.test_of_making_options_and_modes",
        forget_what_could_not_be_bound,
        r"assert descriptors\(\) == before",
    ),
    Row(
        "test_errors.TestAnyErrnoAtAnyCall.test_copy",
        raise_without_a_pipe,
        r"partial\(io\.copy, server, onward\)\) OSError",
        only="pipe2",
    ),
    Row(
        "test_errors.TestOutOfDescriptors.test_connections_stay_queued",
        shed_connections_without_descriptors,
        r"assert answers == \[errno\.EMFILE\] \* 30",
        only="ipv4",
        long=True,
    ),
    Row(
        "test_errors.TestOutOfDescriptors.test_connections_stay_queued",
        end_at_the_first_failure,
        r"next\(incoming\).* StopIteration",
    ),
    Row(
        "test_errors.TestOutOfDescriptors.test_everything_else_that_takes_one",
        raise_without_a_descriptor,
        r"for call in calls\] OSError",
    ),
    Row(
        "test_errors.TestOutOfDescriptors.test_nothing_is_imported_at_that_moment",
        import_when_it_fails,
        "colorsys|lorsys",
    ),
    Row(
        "test_errors.TestOutOfDescriptors.test_a_name_is_looked_up",
        raise_without_a_name,
        r'to_socket_addrs\("localhost:80"\) OSError',
    ),
    Row(
        "test_exceptions.test_a_signal_after_each_system_call",
        own_an_accepted_descriptor_late,
        "accept ipv6 1",
    ),
    Row(
        "test_exceptions.test_signals_at_any_moment", close_in_python, "close_in_python", long=True
    ),
    Row(
        "test_exceptions.test_an_exception_after_each_call",
        own_a_python_socket_late,
        r"from_socket \d+ \[",
    ),
    Row("test_exceptions.test_memory_that_runs_out", take_the_number_first, r"clone \d+ \["),
    Row(
        "test_inheritance.test_nothing_is_inherited_by_a_program",
        clone_without_cloexec,
        r"AssertionError: assert \(1, ''",
    ),
    Row(
        "test_inheritance.test_a_child_that_drops_everything",
        shut_down_what_is_dropped,
        r"AssertionError: assert \(1, ''",
    ),
    Row(
        "test_relay.test_both_ways_at_once",
        write_past_what_is_held,
        r"assert whole\.startswith\(received\)",
    ),
    Row(
        "test_relay.test_lines_in_any_pieces",
        end_lines_where_the_buffer_ends,
        r"\.lines\(\)\] == lines",
    ),
    Row(
        "test_relay.test_a_stall_is_a_time_out_and_then_goes_on",
        take_a_time_out_for_nothing,
        r"assert wrote\.unwrap\(\)",
        only="ipv4",
    ),
    Row(
        "test_relay.test_copy_through_a_relay", copy_the_last_byte_twice, "assert received == data"
    ),
    Row(
        "test_reset.TestReset.test_in_the_middle_of_reading",
        take_a_reset_for_the_end,
        r"failure\(\)\.kind\(\) .*UnwrapFailedError",
        only="ip",
    ),
    Row(
        "test_reset.TestReset.test_with_data_that_the_peer_has_not_read",
        take_a_broken_pipe_for_nothing,
        r"failure\(\)\.kind\(\) .*UnwrapFailedError",
    ),
    Row(
        "test_reset.TestReset.test_in_the_middle_of_writing",
        write_again_after_a_reset,
        r"\[BrokenPipe, BrokenPipe\] == \[ConnectionReset, BrokenPipe\]",
        only="ip",
    ),
    Row(
        "test_reset.TestReset.test_the_error_is_reported_once",
        remember_the_error,
        r"assert stream\.take_error\(\) == Ok\(None\)",
    ),
    Row(
        "test_reset.TestReset.test_before_it_was_accepted",
        ask_a_new_connection_for_its_peer,
        r"listener\.accept\(\)\.unwrap\(\) .*UnwrapFailedError",
        only="ip",
    ),
    Row(
        "test_reset.TestReset.test_of_a_copy",
        take_a_reset_for_the_end,
        r"io\.copy\(stream, client\)\.failure\(\)",
    ),
    Row(
        "test_reset.test_no_write_sends_sigpipe",
        ask_for_sigpipe,
        r"assert \(-13, '', ''\)",
        only="SIG_DFL",
    ),
    Row(
        "test_reset.test_a_handler_of_sigpipe_is_not_called",
        ask_for_sigpipe,
        r"assert calls == \[\]",
    ),
    Row(
        "test_signals.TestNoByteIsLost.test_read_exact_and_write_all",
        write_on_one_byte_later,
        r"assert reading\.result\(\) == Ok\(None\)",
    ),
    Row(
        "test_signals.TestNoByteIsLost.test_copy",
        lose_what_is_in_the_conduit,
        r"assert io\.copy\(there, onward\) == Ok\(len\(data\)\)",
        only="ip",
    ),
    Row(
        "test_signals.TestNoByteIsLost.test_accept_that_waits",
        accept_by_c_alone,
        r"accepted\.unwrap\(\)",
    ),
    Row(
        "test_signals.TestNoByteIsLost.test_connect_that_waits",
        take_a_unix_connection_for_begun,
        r'assert client\.write\(b"x"\) == Ok\(1\)',
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_of_a_stream",
        time_out_by_the_kernel_alone,
        r"taken <= 2 \* LIMIT",
        only="ipv4",
        long=True,
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_of_datagrams",
        time_out_by_the_kernel_alone,
        r"taken <= 2 \* LIMIT",
        long=True,
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_of_datagrams_without_room",
        time_out_by_the_kernel_alone_to_send,
        r"taken <= 2 \* LIMIT",
        long=True,
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_of_socket2",
        set_the_time_outs_of_socket2_alone,
        r"taken <= 2 \* LIMIT",
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_of_a_stream_that_was_borrowed",
        share_no_socket,
        r"taken <= 2 \* LIMIT",
        long=True,
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_of_clones_made_before",
        forget_the_clones,
        r"taken <= 2 \* LIMIT",
        long=True,
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_that_was_set_elsewhere",
        time_out_by_the_kernel_alone,
        r"taken <= 2 \* LIMIT",
        long=True,
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_that_was_set_elsewhere",
        borrow_without_a_clock,
        r"taken <= 2 \* LIMIT",
        long=True,
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_of_accept_with_socket2",
        accept_by_the_kernels_clock,
        r"taken <= 2 \* LIMIT",
        long=True,
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_of_a_copy",
        splice_by_the_kernels_clock,
        r"taken <= 2 \* LIMIT",
        long=True,
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_of_accept",
        accept_with_the_kernels_time_out,
        r"taken <= 2 \* LIMIT",
        only="unix",
        long=True,
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_of_connect",
        connect_by_a_clock_that_stands,
        r"taken <= 2 \* LIMIT|it hangs",
        long=True,
        limit=5,
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_data_that_come_in_time",
        give_up_after_a_moment,
        r"assert client\.read\(bytearray\(1\)\) == Ok\(1\)",
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_a_time_out_that_another_descriptor_has_changed",
        remember_the_time_out,
        r"assert not reading\.done\(\)",
    ),
    Row(
        "test_signals.TestNoTimeoutIsStretched.test_not_waiting_at_all",
        wait_in_any_mode,
        r"start < 10 \* LIMIT",
        only="unix",
    ),
    Row(
        "test_signals.test_what_a_handler_raises_is_out_within_a_second",
        take_a_handlers_exception_for_the_systems,
        "DID NOT RAISE Interruption",
    ),
    Row(
        "test_soak.test_200_clients_at_once",
        keep_a_descriptor_of_every_hundredth_connection,
        "eft behind",
        long=True,
        limit=50,
    ),
    Row("test_soak.test_what_is_wrong_is_counted", count_no_failure, r"assert \[\] == \['seen'"),
    Row(
        "test_soak.test_20_000_connections",
        keep_a_kilobyte_of_each_connection,
        "eft behind",
        only="ipv4",
        long=True,
        limit=280,
    ),
    Row(
        "test_strange_input.test_a_foreign_descriptor",
        know_only_what_any_descriptor_can_do,
        "AttributeError: 'Fd' object",
        only="pipe",
    ),
    Row(
        "test_strange_input.test_after_the_end",
        ask_for_the_number_of_nothing,
        r"call\(\*arguments\) IndexError",
    ),
    Row(
        "test_strange_input.test_the_methods_are_found",
        bring_a_method_that_is_no_function,
        r'assert \{"send_to"',
    ),
    Row(
        "test_strange_input.test_a_buffer_that_was_released",
        take_a_released_buffer_for_an_empty_one,
        "DID NOT RAISE",
    ),
    Row(
        "test_strange_input.test_a_buffer_that_shall_be_resized_meanwhile",
        read_into_another_buffer,
        "DID NOT RAISE BufferError",
    ),
    Row(
        "test_strangers.test_no_descriptor_is_leaked",
        close_no_plain_descriptor,
        r"== len\(before\) - 2",
    ),
    Row(
        "test_strangers.test_close_on_exec_without_being_looked_at",
        receive_descriptors_that_are_inherited,
        r"assert inheritable\(\) == before",
    ),
    Row(
        "test_strangers.test_a_plain_read_leaves_no_descriptor",
        read_with_room_for_descriptors,
        r"assert descriptors\(\) == before",
    ),
    Row(
        "test_strangers.test_any_bytes_are_read_as_credentials",
        read_credentials_that_are_cut,
        r"struct\.error",
    ),
    Row(
        "test_teardown.test_no_byte_comes_from_a_descriptor_that_was_reused",
        close_the_number_and_keep_it,
        "strange|UnwrapFailedError|Bad file descriptor",
        only="closed",
    ),
    Row(
        "test_wrong_types.test_a_wrong_type_is_a_type_error",
        expect_nothing,
        "AttributeError",
        only="stdnet.io.copy",
    ),
    Row(
        "test_wrong_types.test_a_type_of_ones_own_that_answers_wrongly",
        expect_nothing,
        "AttributeError",
        only="found0",
    ),
    Row(
        "test_wrong_types.test_what_is_called",
        bring_a_method_without_types,
        r"UdpSocket\.send_to",
    ),
    Row(
        "test_teardown.TestEndsWithinASecond.test_read",
        shut_nothing_down,
        "TimeoutError",
        long=True,
    ),
    Row(
        "test_teardown.TestEndsWithinASecond.test_write",
        shut_nothing_down,
        "TimeoutError",
        long=True,
    ),
    Row(
        "test_teardown.TestEndsWithinASecond.test_accept",
        shut_nothing_down,
        "TimeoutError",
        long=True,
    ),
)


def put_in(name: str) -> None:
    """Puts the defect of that name into this process."""
    (defect,) = {row.defect for row in ROWS if row.name == name}
    defect()
