"""The base classes of connected stream sockets, and the halves of a stream.

The calls that move bytes are the hot path. Each makes its one system call itself and turns the
`OSError` into an `Err` on the spot, as a Python call in between would cost 4 percent.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, final

from stdnet._core.arguments import explained_if_missing
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut
from stdnet._core.containers import COUNTED, OK_COUNTS, OK_NONE, ok_count, ok_large
from stdnet._core.error import Result
from stdnet._core.shutdown import Shutdown
from stdnet._fd import Owner, from_inner, into_inner
from stdnet._net.handle import Addr_co, HandleWithTimeouts, SocketOwner
from stdnet._sys import fd, sock
from stdnet._sys.cvt import failed
from stdnet._sys.fd import IOV_MAX
from stdnet._sys.ownership import DROPS_LATE, Fd, Socket, close_now
from stdnet._sys.sock import MSG_NOSIGNAL, MSG_PEEK
from stdnet.io._traits import Read, ReadWrite, Write


class StreamRead(Read):
    """The implementation of `Read` by a connected stream socket."""

    __slots__ = ()

    _sock: Socket

    @explained_if_missing
    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads some bytes into `buf` and returns how many.

        Waits until at least one byte arrives. `Ok(0)` means the end of the stream: the peer has
        shut down its writing half. If `buf` is empty, the call waits all the same, as in Rust, and
        returns `Ok(0)`.

        In `stdnet.mio` it never waits. On each event read until `WouldBlock`: no other event comes
        for what is left. `stdnet.mio.net.TcpStream` says when one may stop earlier.

        Errors: `WouldBlock` if the read time-out expires, or if nothing has arrived in non-blocking
        mode; `ConnectionReset` if the peer has reset the connection; any other error of `recv(2)`.

        Rust's `Read::read`. C's `recv`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> server, _ = listener.accept().unwrap()
        >>> client.write(b"hello")
        Ok(5)
        >>> buf = bytearray(16)
        >>> n = server.read(buf).unwrap()
        >>> bytes(buf[:n])
        b'hello'
        """
        try:
            n = self._sock.recv_into(buf)
            if n == 0 and not memoryview(buf).nbytes:  # CPython has made no system call.
                n = self._sock.recvmsg_into([buf])[0]
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view_mut(buf)  # Says what to write instead.
            raise
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    @explained_if_missing
    def peek(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads like `read`, but leaves the bytes in the queue for the next call.

        In `stdnet.mio` it returns `WouldBlock` if nothing has arrived. No other event comes for the
        bytes that it leaves.

        Errors: those of `read`.

        Rust's `TcpStream::peek`. C's MSG_PEEK. For a `UnixStream` it is an addition to mio's API.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> server, _ = listener.accept().unwrap()
        >>> client.write_all(b"hello")
        Ok(None)
        >>> buf = bytearray(5)
        >>> server.peek(buf), server.read(buf)
        (Ok(5), Ok(5))
        """
        return sock.recv(self._sock, buf, MSG_PEEK)

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        """Reads into several buffers in turn, with one system call, and returns how many bytes.

        Only the first 1024 buffers are filled, as the kernel takes no more. If all buffers are
        empty, the call returns `Ok(0)` at once.

        In `stdnet.mio` it never waits: on each event read until `WouldBlock`, as with `read`.

        Errors: those of `read`.

        Rust's `Read::read_vectored`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> server, _ = listener.accept().unwrap()
        >>> client.write_all(b"headbody")
        Ok(None)
        >>> head, body = bytearray(4), bytearray(16)
        >>> server.read_vectored([head, body]), bytes(head), bytes(body[:4])
        (Ok(8), b'head', b'body')
        """
        if not any(memoryview(buf).nbytes for buf in bufs):
            # Rust calls `readv`, which does not wait if there is no room; `recvmsg` would.
            return fd.read_vectored(self._sock, [])
        try:
            n = self._sock.recvmsg_into(bufs[:IOV_MAX])[0]
        except OSError as exc:
            return failed(exc)
        return ok_count(n)

    def is_read_vectored(self) -> bool:
        """Returns True: `read_vectored` is one system call.

        Unstable in Rust: `Read::is_read_vectored`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> TcpStream.connect(listener.local_addr().unwrap()).unwrap().is_read_vectored()
        True
        """
        return True


class StreamWrite(Write):
    """The implementation of `Write` by a connected stream socket."""

    __slots__ = ()

    _sock: Socket

    @explained_if_missing
    def write(self, buf: Buffer, /) -> Result[int]:
        """Writes some bytes of `buf` and returns how many.

        Waits until there is room for at least one byte. No SIGPIPE is sent, whatever happens.

        In `stdnet.mio` it never waits. Write until all is written or until `WouldBlock`; then keep
        the rest until the next event of `Interest.WRITABLE`.

        Errors: `BrokenPipe` if the connection has ended or its writing half is shut down;
        `ConnectionReset` if the peer has reset the connection; `WouldBlock` if the write time-out
        expires, or if there is no room in non-blocking mode; any other error of `send(2)`.

        Rust's `Write::write`. C's `send`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.write(b"hello")
        Ok(5)
        """
        try:
            n = self._sock.send(buf, MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view(buf)  # Says what to write instead.
            raise
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    @explained_if_missing
    def write_all(self, buf: Buffer) -> Result[None]:
        """Writes all bytes of `buf`, waiting for room as often as necessary.

        After an `Err` it is not known how many bytes were written.

        In `stdnet.mio` it never waits: it returns `WouldBlock` as soon as there is no more room.
        `write` says how many bytes it has written.

        Errors: those of `write`.

        Rust's `Write::write_all`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.write_all(b"hello")
        Ok(None)
        """
        # `len` of the common types: a `memoryview` for the size alone would take half of the time.
        try:
            if type(buf) is bytes:
                size = len(buf)
            else:
                size = (buf if type(buf) is memoryview else memoryview(buf)).nbytes
            if not size:
                return OK_NONE
            n = self._sock.send(buf, MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view(buf)  # Says what to write instead.
            raise
        # One call sends it all, unless a time-out, the mode or a lack of memory cuts it short.
        return OK_NONE if n == size else super().write_all(byte_view(buf)[n:])

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Writes bytes of several buffers in turn, with one system call, and returns how many.

        Only the first 1024 buffers are written, as the kernel takes no more. If all buffers are
        empty, the call returns `Ok(0)`, whatever the state of the connection. Rust calls `writev`,
        which may send SIGPIPE to a program that does not ignore it; `sendmsg`, used here, does
        not.

        In `stdnet.mio` it never waits: write until all is written or until `WouldBlock`, as with
        `write`.

        Errors: those of `write`.

        Rust's `Write::write_vectored`. C's `sendmsg`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.write_vectored([b"head", b"body"])
        Ok(8)
        """
        if not any(memoryview(buf).nbytes for buf in bufs):
            return fd.write_vectored(self._sock, [])
        try:
            n = self._sock.sendmsg(bufs[:IOV_MAX], (), MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        return ok_count(n)

    def is_write_vectored(self) -> bool:
        """Returns True: `write_vectored` is one system call.

        Unstable in Rust: `Write::is_write_vectored`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> TcpStream.connect(listener.local_addr().unwrap()).unwrap().is_write_vectored()
        True
        """
        return True

    def flush(self) -> Result[None]:
        """Does nothing, as `write` hands the bytes to the kernel at once.

        Rust's `Write::flush`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> TcpStream.connect(listener.local_addr().unwrap()).unwrap().flush()
        Ok(None)
        """
        return OK_NONE


class AnyStream(SocketOwner, StreamRead, StreamWrite, ReadWrite):
    """A connected stream socket, of std or of `stdnet.mio`."""

    __slots__ = ()

    @explained_if_missing
    def shutdown(self, how: Shutdown) -> Result[None]:
        """Shuts down the reading half of the connection, the writing half, or both.

        This applies to all clones, too. Calls that wait in other threads return at once. After the
        shutdown of the writing half, the peer reads the end of the stream.

        Errors: `NotConnected` if the peer has already closed the connection.

        Rust's `TcpStream::shutdown`.

        >>> from stdnet import Shutdown, TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> server, _ = listener.accept().unwrap()
        >>> client.shutdown(Shutdown.Write)
        Ok(None)
        >>> server.read(bytearray(1))
        Ok(0)
        """
        return sock.shutdown(self._sock, how)


class Stream(HandleWithTimeouts, AnyStream, Generic[Addr_co]):
    """Any connected stream socket: a `TcpStream` or a `UnixStream`.

    `Stream[SocketAddr]` has addresses of that type. A plain `Stream` has any. Several threads may
    use a stream at once: one can read while another one writes.

    An addition to Rust's API. It is for functions that are generic over streams. Where reading and
    writing is enough, `io.ReadWrite` takes other types, too.

    >>> from stdnet import Shutdown, Stream, io, propagate
    >>> from stdnet.os.unix.net import UnixStream
    >>> @propagate
    ... def ask(stream: Stream, question: bytes) -> io.Result[str]:
    ...     stream.set_read_timeout(5).unwrap()
    ...     stream.write_all(question).unwrap()
    ...     stream.shutdown(Shutdown.Write).unwrap()
    ...     return stream.read_to_string()
    >>> one, two = UnixStream.pair().unwrap()
    >>> two.write_all(b"fine").unwrap()
    >>> two.shutdown(Shutdown.Write).unwrap()
    >>> ask(one, b"how are you?")
    Ok("fine")
    """

    __slots__ = ()

    @abstractmethod
    def local_addr(self) -> Result[Addr_co]:
        """Returns the address of the local end of the connection.

        Errors: any error of `getsockname(2)`.

        Rust's `TcpStream::local_addr` and `UnixStream::local_addr`.

        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> one.local_addr()
        Ok((unnamed))
        """

    @abstractmethod
    def peer_addr(self) -> Result[Addr_co]:
        """Returns the address of the peer.

        Errors: `NotConnected` if the connection has ended; any other error of `getpeername(2)`.

        Rust's `TcpStream::peer_addr` and `UnixStream::peer_addr`.

        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> one.peer_addr()
        Ok((unnamed))
        """

    def split(self) -> tuple[ReadHalf, WriteHalf]:
        """Splits the stream into a half that reads and a half that writes.

        An addition to Rust's API. The halves can belong to different threads. When the `WriteHalf`
        is closed, the peer reads the end of the stream. The descriptor is closed when both halves
        are. Every later call on this object returns EBADF.

        >>> from threading import Thread
        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> reader, writer = TcpStream.connect(listener.local_addr().unwrap()).unwrap().split()
        >>> server, _ = listener.accept().unwrap()
        >>> with writer:
        ...     writer.write_all(b"hello").unwrap()
        >>> server.read_to_string()
        Ok("hello")
        >>> server.write_all(b"and goodbye")
        Ok(None)
        >>> server.close()
        >>> reader.read_to_string()
        Ok("and goodbye")
        """
        inner = into_inner(self)
        reader, writer = from_inner(ReadHalf, inner), from_inner(WriteHalf, inner)
        if DROPS_LATE:
            reader._others = writer._others = [None]  # pyright: ignore[reportPrivateUsage]
        return reader, writer


class _Half(Owner):
    """A half of a stream. Both halves hold the same `Socket`."""

    __slots__ = ("_others",)

    _others: list[None]
    """A list that has an element while both halves are open. Only where `DROPS_LATE`."""

    def _close_now(self, inner: Socket | Fd) -> None:
        if inner.fileno() >= 0:
            try:
                self._others.pop()
            except IndexError:
                close_now(inner)


@final
class ReadHalf(_Half, StreamRead):
    """The half of a stream that reads, made by its `split` method.

    An addition to Rust's API.

    >>> from stdnet import TcpListener, TcpStream
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> reader, writer = TcpStream.connect(listener.local_addr().unwrap()).unwrap().split()
    >>> server, _ = listener.accept().unwrap()
    >>> server.write_all(b"hello")
    Ok(None)
    >>> reader.read_array(5)
    Ok(b'hello')
    """

    __slots__ = ()


@final
class WriteHalf(_Half, StreamWrite):
    """The half of a stream that writes, made by its `split` method.

    An addition to Rust's API. When it is closed, or its last reference goes away, the peer reads
    the end of the stream. The `ReadHalf` can still be read. What a `BufWriter` around it
    still holds then is lost: flush that before.

    >>> from stdnet import TcpListener, TcpStream
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> reader, writer = TcpStream.connect(listener.local_addr().unwrap()).unwrap().split()
    >>> server, _ = listener.accept().unwrap()
    >>> writer.close()
    >>> server.read(bytearray(1))
    Ok(0)
    """

    __slots__ = ()

    def close(self) -> None:
        """Shuts down the writing half of the connection, and closes this half.

        The peer then reads the end of the stream. The descriptor is closed when both halves are.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> reader, writer = TcpStream.connect(listener.local_addr().unwrap()).unwrap().split()
        >>> writer.close()
        >>> writer.write(b"x").unwrap_err().raw_os_error()
        9
        """
        # It fails if there is no peer any more, and then does not matter.
        _ = sock.shutdown(self._sock, Shutdown.Write)
        super().close()

    def __del__(self) -> None:
        # The constructor raises, and leaves an object that owns nothing.
        if hasattr(self, "_sock"):
            self.close()
