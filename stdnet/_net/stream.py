"""What all connected stream sockets share: bytes in, bytes out, and how long to wait for them.

The calls that move bytes are the hot path. They make their one system call themselves and turn
its failure into an `Err` on the spot, as each function in between would cost 4 percent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

from stdnet._core.buffer import Buffer, WritableBuffer, byte_view
from stdnet._core.containers import COUNTED, OK_COUNTS, OK_NONE, ok_count, ok_large
from stdnet._core.error import Result
from stdnet._core.shutdown import Shutdown
from stdnet._fd import Owner, from_inner, into_inner
from stdnet._net.handle import HandleWithTimeouts
from stdnet._sys import fd, sock
from stdnet._sys.cvt import failed
from stdnet._sys.fd import IOV_MAX
from stdnet._sys.ownership import Socket
from stdnet._sys.sock import MSG_NOSIGNAL, MSG_PEEK
from stdnet.io._traits import Read, Write


class Reading(Read):
    """The reading half of a connected stream socket."""

    __slots__ = ()

    _sock: Socket

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads what has arrived, waiting if nothing has; the count of bytes put into `buf`.

        `Ok(0)` is the end of the stream: the peer has shut its writing half down. A buffer of no
        bytes waits all the same, as in Rust.

        Errors: `WouldBlock` where there is nothing and the mode or the time-out forbids waiting,
        `ConnectionReset`, any other of the system. Rust's `Read::read`, C's `recv`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> server, _ = listener.accept().unwrap()
        >>> client.write(b"hello")
        <Success: 5>
        >>> buf = bytearray(16)
        >>> n = server.read(buf).unwrap()
        >>> bytes(buf[:n])
        b'hello'
        """
        try:
            n = self._sock.recv_into(buf)
            if n == 0 and not memoryview(buf).nbytes:  # CPython has asked for nothing.
                n = self._sock.recvmsg_into([buf])[0]
        except OSError as exc:
            return failed(exc)
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    def peek(self, buf: WritableBuffer, /) -> Result[int]:
        """Like `read`, but what was read stays to be read again.

        Errors: those of `read`. Rust's `TcpStream::peek`, C's MSG_PEEK.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> server, _ = listener.accept().unwrap()
        >>> client.write_all(b"hello")
        <Success: None>
        >>> buf = bytearray(5)
        >>> server.peek(buf), server.read(buf)
        (<Success: 5>, <Success: 5>)
        """
        return sock.recv(self._sock, buf, MSG_PEEK)

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        """Like `read`, but fills several buffers in turn, with one system call.

        No more than the system's 1024 buffers are filled. Where all of them are empty it answers
        `Ok(0)` at once.

        Errors: those of `read`. Rust's `Read::read_vectored`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> server, _ = listener.accept().unwrap()
        >>> client.write_all(b"headbody")
        <Success: None>
        >>> head, body = bytearray(4), bytearray(16)
        >>> server.read_vectored([head, body]), bytes(head), bytes(body[:4])
        (<Success: 8>, b'head', b'body')
        """
        if not any(memoryview(buf).nbytes for buf in bufs):
            # What Rust calls asks the peer for nothing then, and does not wait.
            return fd.read_vectored(self._sock, [])
        try:
            n = self._sock.recvmsg_into(bufs[:IOV_MAX])[0]
        except OSError as exc:
            return failed(exc)
        return ok_count(n)

    def is_read_vectored(self) -> bool:
        """Yes: `read_vectored` is one system call. Unstable in Rust: `Read::is_read_vectored`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> TcpStream.connect(listener.local_addr().unwrap()).unwrap().is_read_vectored()
        True
        """
        return True


class Writing(Write):
    """The writing half of a connected stream socket."""

    __slots__ = ()

    _sock: Socket

    def write(self, buf: Buffer, /) -> Result[int]:
        """Writes some of the bytes, waiting for room for at least one; the count of them.

        Errors: `BrokenPipe` after the end of the connection or of its writing half,
        `ConnectionReset`, `WouldBlock` where there is no room and the mode or the time-out
        forbids waiting, any other of the system. No signal is sent. Rust's `Write::write`, C's
        `send`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.write(b"hello")
        <Success: 5>
        """
        try:
            n = self._sock.send(buf, MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    def write_all(self, buf: Buffer) -> Result[None]:
        """Writes the whole of `buf`, waiting for room for it. Rust's `Write::write_all`.

        If it fails, how much was written is not known.

        Errors: those of `write`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.write_all(b"hello")
        <Success: None>
        """
        # To make a view, only to ask for the size, would be half of what this costs.
        if type(buf) is bytes:
            size = len(buf)
        else:
            size = (buf if type(buf) is memoryview else memoryview(buf)).nbytes
        if not size:
            return OK_NONE
        try:
            n = self._sock.send(buf, MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        # One call takes it all, unless time, memory or the mode sets an end.
        return OK_NONE if n == size else super().write_all(byte_view(buf)[n:])

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Like `write`, but takes the bytes of several buffers, with one system call.

        No more than the system's 1024 buffers are taken. Where all of them are empty it answers
        `Ok(0)`, whatever the connection's state. C's `sendmsg`, as Rust's `writev` would send a
        signal where the program has asked for it again.

        Errors: those of `write`. Rust's `Write::write_vectored`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.write_vectored([b"head", b"body"])
        <Success: 8>
        """
        if not any(memoryview(buf).nbytes for buf in bufs):
            return fd.write_vectored(self._sock, [])
        try:
            n = self._sock.sendmsg(bufs[:IOV_MAX], (), MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        return ok_count(n)

    def is_write_vectored(self) -> bool:
        """Yes: `write_vectored` is one system call. Unstable in Rust: `Write::is_write_vectored`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> TcpStream.connect(listener.local_addr().unwrap()).unwrap().is_write_vectored()
        True
        """
        return True

    def flush(self) -> Result[None]:
        """Nothing: what was written is with the system already. Rust's `Write::flush`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> TcpStream.connect(listener.local_addr().unwrap()).unwrap().flush()
        <Success: None>
        """
        return OK_NONE


class Stream(HandleWithTimeouts, Reading, Writing):
    """A connected stream socket.

    Several threads may use it at once: one reads while another writes.
    """

    __slots__ = ()

    def split(self) -> tuple[ReadHalf, WriteHalf]:
        """Takes the stream apart: one half for who reads, one for who writes. Beside Rust.

        From now on this object answers EBADF. The end of the `WriteHalf` is the end of the stream
        for the peer; the descriptor is closed with the second half.

        >>> from threading import Thread
        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> reader, writer = TcpStream.connect(listener.local_addr().unwrap()).unwrap().split()
        >>> server, _ = listener.accept().unwrap()
        >>> with writer:
        ...     writer.write_all(b"hello").unwrap()
        >>> server.read_to_string()
        <Success: hello>
        >>> server.write_all(b"and goodbye")
        <Success: None>
        >>> server.close()
        >>> reader.read_to_string()
        <Success: and goodbye>
        """
        inner = into_inner(self)
        return from_inner(ReadHalf, inner), from_inner(WriteHalf, inner)

    def shutdown(self, how: Shutdown) -> Result[None]:
        """Ends the reading half, the writing half, or both; for all clones, too.

        The peer reads the end of the stream once the writing half is shut down. Calls that wait
        in other threads end.

        Errors: `NotConnected` where the peer has gone already. Rust's `TcpStream::shutdown`.

        >>> from stdnet import Shutdown, TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> server, _ = listener.accept().unwrap()
        >>> client.shutdown(Shutdown.Write)
        <Success: None>
        >>> server.read(bytearray(1))
        <Success: 0>
        """
        return sock.shutdown(self._sock, how)


@final
class ReadHalf(Owner, Reading):
    """The half of a stream that is read. Beside Rust; see `split`.

    >>> from stdnet import TcpListener, TcpStream
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> reader, writer = TcpStream.connect(listener.local_addr().unwrap()).unwrap().split()
    >>> server, _ = listener.accept().unwrap()
    >>> server.write_all(b"hello")
    <Success: None>
    >>> reader.read_array(5)
    <Success: b'hello'>
    """

    __slots__ = ()


@final
class WriteHalf(Owner, Writing):
    """The half of a stream that is written to. Beside Rust; see `split`.

    At its end the peer reads the end of the stream, though the `ReadHalf` may go on.

    >>> from stdnet import TcpListener, TcpStream
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> reader, writer = TcpStream.connect(listener.local_addr().unwrap()).unwrap().split()
    >>> server, _ = listener.accept().unwrap()
    >>> writer.close()
    >>> server.read(bytearray(1))
    <Success: 0>
    """

    __slots__ = ()

    def close(self) -> None:
        """Ends the stream for the peer, and gives up this half of the descriptor.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> reader, writer = TcpStream.connect(listener.local_addr().unwrap()).unwrap().split()
        >>> writer.close()
        >>> writer.write(b"x").failure().raw_os_error()
        9
        """
        # It fails where there is no peer any more, to whom it would matter.
        sock.shutdown(self._sock, Shutdown.Write)
        super().close()

    def __del__(self) -> None:
        # Who calls the constructor leaves an object without anything.
        if hasattr(self, "_sock"):
            self.close()
