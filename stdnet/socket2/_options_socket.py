"""The options of every socket, C's SOL_SOCKET, in the order of C's names."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import timedelta

from stdnet._core.arguments import linux_only
from stdnet._core.buffer import Buffer
from stdnet._core.duration import Duration
from stdnet._core.error import Error, Result
from stdnet._sys import options, timeouts
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet.socket2._filter import SockFilter, sock_filter_bytes
from stdnet.socket2._types import Domain, Protocol, Type


@linux_only(
    "attach_filter",
    "detach_filter",
    "device",
    "bind_device",
    "busy_poll",
    "set_busy_poll",
    "cookie",
    "domain",
    "cpu_affinity",
    "set_cpu_affinity",
    "mark",
    "set_mark",
    "passcred",
    "set_passcred",
    "priority",
    "set_priority",
    "protocol",
)
class SocketOptions:
    """The options of every socket. See `socket(7)`.

    Every method returns EBADF if the socket is closed, and ENOTSOCK if the descriptor is not that
    of a socket. An option that the socket does not have returns ENOPROTOOPT or EOPNOTSUPP.
    """

    __slots__ = ()

    _sock: SystemSocket

    def is_listener(self) -> Result[bool]:
        """Returns True if the socket listens for connections.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::is_listener`. C's SO_ACCEPTCONN.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.listen(1).unwrap()
        >>> socket.is_listener()
        Ok(true)
        """
        return options.IS_LISTENER.get(self._sock)

    if sys.platform == "linux":

        def attach_filter(self, filters: Sequence[SockFilter]) -> Result[None]:
            """Sets SO_ATTACH_FILTER: filters incoming packets with a program of classic BPF.

            The program returns how many bytes of a packet the socket receives: 0 drops the packet,
            and a number below its length cuts it. An earlier program is replaced.

            Errors: `InvalidInput` if the kernel rejects the program; `PermissionDenied` for a TCP
            socket, if a newer kernel requires CAP_NET_ADMIN for it.

            The crate's `Socket::attach_filter`. C's SO_ATTACH_FILTER.

            >>> from stdnet.socket2 import Domain, SockFilter, Socket, Type
            >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
            >>> keep_three = SockFilter.new(0x06, 0, 0, 3)  # BPF_RET | BPF_K
            >>> two.attach_filter([keep_three])
            Ok(None)
            >>> one.send(b"packet"), two.recv(bytearray(9))
            (Ok(6), Ok(3))
            """
            program = b"".join(map(sock_filter_bytes, filters))
            return options.ATTACH_FILTER.set(self._sock, program, len(filters))

        def detach_filter(self) -> Result[None]:
            """Removes the program of `attach_filter`.

            Errors: `NotFound` if there is none; `PermissionDenied` if it is locked
            (SO_LOCK_FILTER).

            The crate's `Socket::detach_filter`. C's SO_DETACH_FILTER.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
            >>> socket.detach_filter().unwrap_err().kind()
            NotFound
            """
            return options.DETACH_FILTER.do(self._sock)

        def device(self) -> Result[bytes | None]:
            """Returns the name of the interface that the socket is bound to, or `None`.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::device`. C's SO_BINDTODEVICE.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
            >>> socket.device()
            Ok(None)
            """
            return options.BIND_DEVICE.get(self._sock).map(lambda name: name or None)

        def bind_device(self, interface: Buffer | None) -> Result[None]:
            """Sets SO_BINDTODEVICE: binds the socket to the interface with this name.

            The socket then uses no other interface. `None` removes the binding.

            Errors: ENODEV if there is no such interface; `PermissionDenied` if the socket is bound
            to an interface already and the process lacks CAP_NET_RAW.

            The crate's `Socket::bind_device`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
            >>> socket.bind_device(b"lo").unwrap()
            >>> socket.device()
            Ok(b'lo')
            """
            return options.BIND_DEVICE.set(self._sock, interface or b"")

    if sys.platform == "linux" or sys.platform == "darwin":

        def device_index_v4(self) -> Result[int | None]:
            """Returns the index of the interface that the socket is bound to, or `None`.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::device_index_v4`. C's SO_BINDTOIFINDEX.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
            >>> socket.device_index_v4()
            Ok(None)
            """
            return options.BIND_DEVICE_BY_INDEX_V4.get(self._sock)

        def bind_device_by_index_v4(self, interface: int | None) -> Result[None]:
            """Sets SO_BINDTOIFINDEX: binds the socket to the interface with this index.

            The socket then uses no other interface. `None` removes the binding. The crate has this
            method for systems with separate options for IPv4 and IPv6. On Linux one option covers
            both.

            Errors: `InvalidInput` above C's INT_MAX; an index that no interface has is accepted.
            `PermissionDenied` if the socket is bound to an interface already and the process lacks
            CAP_NET_RAW.

            The crate's `Socket::bind_device_by_index_v4`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
            >>> socket.bind_device_by_index_v4(1).unwrap()
            >>> socket.device()
            Ok(b'lo')
            """
            return options.BIND_DEVICE_BY_INDEX_V4.set(self._sock, interface)

        def device_index_v6(self) -> Result[int | None]:
            """Returns the index of the interface that the socket is bound to, or `None`.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::device_index_v6`. C's SO_BINDTOIFINDEX.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
            >>> socket.device_index_v6()
            Ok(None)
            """
            return options.BIND_DEVICE_BY_INDEX_V4.get(self._sock)

        def bind_device_by_index_v6(self, interface: int | None) -> Result[None]:
            """Sets SO_BINDTOIFINDEX: binds the socket to the interface with this index.

            The socket then uses no other interface. `None` removes the binding. The crate has this
            method for systems with separate options for IPv4 and IPv6. On Linux one option covers
            both.

            Errors: `InvalidInput` above C's INT_MAX; an index that no interface has is accepted.
            `PermissionDenied` if the socket is bound to an interface already and the process lacks
            CAP_NET_RAW.

            The crate's `Socket::bind_device_by_index_v6`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
            >>> socket.bind_device_by_index_v6(1).unwrap()
            >>> socket.device()
            Ok(b'lo')
            """
            return options.BIND_DEVICE_BY_INDEX_V6.set(self._sock, interface)

    def broadcast(self) -> Result[bool]:
        """Returns True if datagrams may be sent to a broadcast address.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::broadcast`. C's SO_BROADCAST.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.broadcast()
        Ok(false)
        """
        return options.BROADCAST.get(self._sock)

    def set_broadcast(self, broadcast: bool) -> Result[None]:
        """Sets or clears SO_BROADCAST: datagrams may be sent to a broadcast address.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_broadcast`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_broadcast(True).unwrap()
        >>> socket.broadcast()
        Ok(true)
        """
        return options.BROADCAST.set(self._sock, broadcast)

    if sys.platform == "linux":

        def busy_poll(self) -> Result[int]:
            """Returns the value of SO_BUSY_POLL: how long `recv` polls the device, in microseconds.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::busy_poll`. C's SO_BUSY_POLL.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
            >>> socket.busy_poll()
            Ok(0)
            """
            return options.BUSY_POLL.get(self._sock)

        def set_busy_poll(self, busy_poll: int) -> Result[None]:
            """Sets SO_BUSY_POLL: how long a receive that finds no data polls the device itself.

            `busy_poll` is a `u32`, the approximate time in microseconds; 0 disables polling.

            Errors: `InvalidInput` above C's INT_MAX; `PermissionDenied` without CAP_NET_ADMIN.

            The crate's `Socket::set_busy_poll`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
            >>> socket.set_busy_poll(0).unwrap()
            >>> socket.busy_poll()
            Ok(0)
            """
            return options.BUSY_POLL.set(self._sock, busy_poll)

        def cookie(self) -> Result[int]:
            """Returns the value of SO_COOKIE: a number that no other socket of the machine has.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::cookie`. C's SO_COOKIE.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> other = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.cookie() == socket.cookie(), socket.cookie() == other.cookie()
            (True, False)
            """
            return options.COOKIE.get(self._sock)

        def domain(self) -> Result[Domain]:
            """Returns the address family of the socket.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::domain`. C's SO_DOMAIN.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.UNIX, Type.STREAM).unwrap()
            >>> socket.domain()
            Ok(AF_UNIX)
            """
            return options.DOMAIN.get(self._sock).map(Domain.from_)

    def take_error(self) -> Result[Error | None]:
        """Returns the pending error of the socket, or `None`, and clears it.

        The pending error is an `Ok` value.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::take_error`. C's SO_ERROR.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.take_error()
        Ok(None)
        """
        return options.ERROR.take(self._sock)

    if sys.platform == "linux":

        def cpu_affinity(self) -> Result[int]:
            """Returns the value of SO_INCOMING_CPU: the CPU that handled the last incoming packet.

            The result is a `usize`. If there was no packet yet, it is the greatest `usize`, C's -1.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::cpu_affinity`. C's SO_INCOMING_CPU.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.set_cpu_affinity(0).unwrap()
            >>> socket.cpu_affinity()
            Ok(0)
            """
            return options.CPU_AFFINITY.get(self._sock)

        def set_cpu_affinity(self, cpu: int) -> Result[None]:
            """Sets SO_INCOMING_CPU: the CPU whose packets this socket is to receive.

            The kernel uses it to choose among listeners that share a port: see `set_reuse_port`.
            `cpu` is a `usize`, of which the kernel takes a C `int`; the greatest `usize`, C's -1,
            stands for any CPU.

            Errors: any error of `setsockopt(2)`.

            The crate's `Socket::set_cpu_affinity`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.set_cpu_affinity(0).unwrap()
            >>> socket.cpu_affinity()
            Ok(0)
            """
            return options.CPU_AFFINITY.set(self._sock, cpu)

    def keepalive(self) -> Result[bool]:
        """Returns True if an idle connection is probed.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::keepalive`. C's SO_KEEPALIVE.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.keepalive()
        Ok(false)
        """
        return options.KEEPALIVE.get(self._sock)

    def set_keepalive(self, keepalive: bool) -> Result[None]:
        """Sets or clears SO_KEEPALIVE: probes are sent on an idle connection.

        `set_tcp_keepalive` sets when they are sent and how often.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_keepalive`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_keepalive(True).unwrap()
        >>> socket.keepalive()
        Ok(true)
        """
        return options.KEEPALIVE.set(self._sock, keepalive)

    def linger(self) -> Result[timedelta | None]:
        """Returns the value of SO_LINGER: how long `close` waits for unsent data.

        The result is `None` if `close` does not wait.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::linger`. C's SO_LINGER.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.linger()
        Ok(None)
        """
        return options.LINGER.get(self._sock)

    def set_linger(self, linger: Duration | None) -> Result[None]:
        """Sets SO_LINGER: how long `close` waits until unsent data is sent.

        `linger` is a `timedelta` or a number of seconds, cut to whole seconds and to C's greatest
        `int`, where the crate keeps the low bits of a longer one. With `None`, `close` does not
        wait. With 0, it discards unsent data and resets the connection.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_linger`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_linger(2).unwrap()
        >>> socket.linger().unwrap()
        datetime.timedelta(seconds=2)
        """
        return options.LINGER.set(self._sock, linger)

    if sys.platform == "linux":

        def mark(self) -> Result[int]:
            """Returns the value of SO_MARK: the mark of each packet that is sent.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::mark`. C's SO_MARK.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
            >>> socket.mark()
            Ok(0)
            """
            return options.MARK.get(self._sock)

        def set_mark(self, mark: int) -> Result[None]:
            """Sets SO_MARK: marks each packet that is sent, for the firewall and for routing.

            `mark` is a `u32`.

            Errors: `PermissionDenied` without CAP_NET_ADMIN.

            The crate's `Socket::set_mark`.

            >>> from stdnet import is_ok
            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
            >>> is_allowed = is_ok(socket.set_mark(7))
            """
            return options.MARK.set(self._sock, mark)

    def out_of_band_inline(self) -> Result[bool]:
        """Returns True if urgent data stays in the stream.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::out_of_band_inline`. C's SO_OOBINLINE.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.out_of_band_inline()
        Ok(false)
        """
        return options.OUT_OF_BAND_INLINE.get(self._sock)

    def set_out_of_band_inline(self, oob_inline: bool) -> Result[None]:
        """Sets or clears SO_OOBINLINE: urgent data stays in the stream.

        If it is cleared, only `recv_out_of_band` receives it.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_out_of_band_inline`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_out_of_band_inline(True).unwrap()
        >>> socket.out_of_band_inline()
        Ok(true)
        """
        return options.OUT_OF_BAND_INLINE.set(self._sock, oob_inline)

    if sys.platform == "linux":

        def passcred(self) -> Result[bool]:
            """Returns True if messages come with the credentials of their sender.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::passcred`. C's SO_PASSCRED.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.UNIX, Type.DGRAM).unwrap()
            >>> socket.passcred()
            Ok(false)
            """
            return options.PASSCRED.get(self._sock)

        def set_passcred(self, passcred: bool) -> Result[None]:
            """Sets or clears SO_PASSCRED: messages come with the credentials of their sender.

            They are a control message, C's SCM_CREDENTIALS: see `unix(7)`.

            Errors: any error of `setsockopt(2)`.

            The crate's `Socket::set_passcred`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.UNIX, Type.DGRAM).unwrap()
            >>> socket.set_passcred(True).unwrap()
            >>> socket.passcred()
            Ok(true)
            """
            return options.PASSCRED.set(self._sock, passcred)

        def priority(self) -> Result[int]:
            """Returns the value of SO_PRIORITY: the priority of packets in the queue of a device.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::priority`. C's SO_PRIORITY.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.priority()
            Ok(0)
            """
            return options.PRIORITY.get(self._sock)

        def set_priority(self, priority: int) -> Result[None]:
            """Sets SO_PRIORITY: the priority of packets in the queue of a device.

            `priority` is a `u32`.

            Errors: `PermissionDenied` above 6 without CAP_NET_ADMIN or CAP_NET_RAW.

            The crate's `Socket::set_priority`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.set_priority(5).unwrap()
            >>> socket.priority()
            Ok(5)
            """
            return options.PRIORITY.set(self._sock, priority)

        def protocol(self) -> Result[Protocol | None]:
            """Returns the protocol of the socket.

            The result is `None` if the family has only one protocol, as Unix sockets do.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::protocol`. C's SO_PROTOCOL.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
            >>> socket.protocol()
            Ok(IPPROTO_UDP)
            >>> socket = Socket.new(Domain.UNIX, Type.DGRAM).unwrap()
            >>> socket.protocol()
            Ok(None)
            """
            return options.PROTOCOL.get(self._sock).map(lambda n: Protocol.from_(n) if n else None)

    def recv_buffer_size(self) -> Result[int]:
        """Returns the value of SO_RCVBUF: the size of the receive buffer in bytes.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::recv_buffer_size`. C's SO_RCVBUF.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_recv_buffer_size(10_000).unwrap()
        >>> socket.recv_buffer_size()
        Ok(20000)
        """
        return options.RECV_BUFFER_SIZE.get(self._sock)

    def set_recv_buffer_size(self, size: int) -> Result[None]:
        """Sets SO_RCVBUF: how many received bytes may wait to be read.

        Linux doubles the size, to make room for its own bookkeeping, and keeps it within bounds.
        `size` is a `usize`, of which the kernel takes a C `int`. A greater one is cut to the
        greatest `int`, where the crate keeps its low bits.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_recv_buffer_size`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_recv_buffer_size(10_000).unwrap()
        >>> socket.recv_buffer_size()
        Ok(20000)
        """
        return options.RECV_BUFFER_SIZE.set(self._sock, size)

    def send_buffer_size(self) -> Result[int]:
        """Returns the value of SO_SNDBUF: the size of the send buffer in bytes.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::send_buffer_size`. C's SO_SNDBUF.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_send_buffer_size(10_000).unwrap()
        >>> socket.send_buffer_size()
        Ok(20000)
        """
        return options.SEND_BUFFER_SIZE.get(self._sock)

    def set_send_buffer_size(self, size: int) -> Result[None]:
        """Sets SO_SNDBUF: how many bytes may wait to be sent.

        Linux doubles the size, to make room for its own bookkeeping, and keeps it within bounds.
        `size` is a `usize`, of which the kernel takes a C `int`. A greater one is cut to the
        greatest `int`, where the crate keeps its low bits.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_send_buffer_size`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_send_buffer_size(10_000).unwrap()
        >>> socket.send_buffer_size()
        Ok(20000)
        """
        return options.SEND_BUFFER_SIZE.set(self._sock, size)

    def read_timeout(self) -> Result[timedelta | None]:
        """Returns the value of SO_RCVTIMEO: the time-out of reads.

        The result is `None` if reads wait for ever.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::read_timeout`. C's SO_RCVTIMEO.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.read_timeout()
        Ok(None)
        """
        return options.READ_TIMEOUT.get(self._sock)

    def set_read_timeout(self, duration: Duration | None) -> Result[None]:
        """Sets SO_RCVTIMEO: the time after which a waiting read returns `WouldBlock`.

        `duration` is a `timedelta` or a number of seconds. It is rounded to microseconds, but never
        to 0. With `None`, and as in the crate with 0, reads wait for ever.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_read_timeout`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_read_timeout(5).unwrap()
        >>> socket.read_timeout().unwrap()
        datetime.timedelta(seconds=5)
        """
        return timeouts.set_timeout(self._sock, options.READ_TIMEOUT, duration or None)

    def write_timeout(self) -> Result[timedelta | None]:
        """Returns the value of SO_SNDTIMEO: the time-out of writes.

        The result is `None` if writes wait for ever.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::write_timeout`. C's SO_SNDTIMEO.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.write_timeout()
        Ok(None)
        """
        return options.WRITE_TIMEOUT.get(self._sock)

    def set_write_timeout(self, duration: Duration | None) -> Result[None]:
        """Sets SO_SNDTIMEO: the time after which a waiting write returns `WouldBlock`.

        `duration` is a `timedelta` or a number of seconds. It is rounded to microseconds, but never
        to 0. With `None`, and as in the crate with 0, writes wait for ever.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_write_timeout`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_write_timeout(5).unwrap()
        >>> socket.write_timeout().unwrap()
        datetime.timedelta(seconds=5)
        """
        return timeouts.set_timeout(self._sock, options.WRITE_TIMEOUT, duration or None)

    def reuse_address(self) -> Result[bool]:
        """Returns True if `bind` succeeds while old connections of the address linger.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::reuse_address`. C's SO_REUSEADDR.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.reuse_address()
        Ok(false)
        """
        return options.REUSE_ADDRESS.get(self._sock)

    def set_reuse_address(self, reuse: bool) -> Result[None]:
        """Sets or clears SO_REUSEADDR: `bind` succeeds while old connections of the address linger.

        Without it, `bind` returns `AddrInUse` while such connections are in the state TIME_WAIT.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_reuse_address`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_reuse_address(True).unwrap()
        >>> socket.reuse_address()
        Ok(true)
        """
        return options.REUSE_ADDRESS.set(self._sock, reuse)

    def reuse_port(self) -> Result[bool]:
        """Returns True if several sockets may be bound to the same address.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::reuse_port`. C's SO_REUSEPORT.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.reuse_port()
        Ok(false)
        """
        return options.REUSE_PORT.get(self._sock)

    def set_reuse_port(self, reuse: bool) -> Result[None]:
        """Sets or clears SO_REUSEPORT: several sockets may be bound to the same address.

        The kernel distributes connections and datagrams among them. Every one of the sockets must
        have the option set before `bind`.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_reuse_port`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_reuse_port(True).unwrap()
        >>> socket.reuse_port()
        Ok(true)
        """
        return options.REUSE_PORT.set(self._sock, reuse)

    def type(self) -> Result[Type]:
        """Returns the type of the socket.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::type`. C's SO_TYPE.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.UNIX, Type.SEQPACKET).unwrap()
        >>> socket.type()
        Ok(SOCK_SEQPACKET)
        """
        return options.TYPE.get(self._sock).map(Type.from_)
