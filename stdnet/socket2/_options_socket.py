"""The options of every socket, C's SOL_SOCKET. By C's names."""

from collections.abc import Sequence
from datetime import timedelta

from stdnet._core.buffer import Buffer
from stdnet._core.duration import Duration
from stdnet._core.error import Error, Result
from stdnet._sys import options, timeouts
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet.socket2._filter import SockFilter, instruction
from stdnet.socket2._types import Domain, Protocol, Type


class SocketOptions:
    """What can be set and asked of every socket."""

    __slots__ = ()

    _sock: SystemSocket

    def is_listener(self) -> Result[bool]:
        """Whether `listen` was called. The crate's `Socket::is_listener`, C's SO_ACCEPTCONN.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.listen(1).bind(lambda _: socket.is_listener())
        <Success: True>
        """
        return options.IS_LISTENER.get(self._sock)

    def attach_filter(self, filters: Sequence[SockFilter]) -> Result[None]:
        """Lets a program of classic BPF decide how much of each packet gets in.

        An earlier one is replaced. The crate's `Socket::attach_filter`, C's SO_ATTACH_FILTER.

        Errors: `InvalidInput` for a program that the system does not take.

        >>> from stdnet.socket2 import Domain, SockFilter, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> keep_three = SockFilter.new(0x06, 0, 0, 3)  # BPF_RET | BPF_K
        >>> two.attach_filter([keep_three])
        <Success: None>
        >>> one.send(b"packet"), two.recv(bytearray(9))
        (<Success: 6>, <Success: 3>)
        """
        program = b"".join(map(instruction, filters))
        return options.ATTACH_FILTER.set(self._sock, program, len(filters))

    def detach_filter(self) -> Result[None]:
        """Takes the program of `attach_filter` back. The crate's `Socket::detach_filter`.

        Errors: `NotFound` if there is none; `PermissionDenied` if it is locked.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.detach_filter().failure().kind()
        NotFound
        """
        return options.DETACH_FILTER.do(self._sock)

    def device(self) -> Result[bytes | None]:
        """The name of the only interface that the socket uses, if there is one.

        The crate's `Socket::device`, C's SO_BINDTODEVICE.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).bind(lambda socket: socket.device())
        <Success: None>
        """
        return options.BIND_DEVICE.get(self._sock).map(lambda name: name or None)

    def bind_device(self, interface: Buffer | None) -> Result[None]:
        """Lets the socket use one interface only, by its name; all of them with `None`.

        The crate's `Socket::bind_device`.

        Errors: ENODEV if there is no such interface; `PermissionDenied` for who may not choose
        another (CAP_NET_RAW).

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.bind_device(b"lo").bind(lambda _: socket.device())
        <Success: b'lo'>
        """
        return options.BIND_DEVICE.set(self._sock, interface or b"")

    def device_index_v4(self) -> Result[int | None]:
        """The number of the only interface that the socket uses, if there is one.

        The crate's `Socket::device_index_v4`, C's SO_BINDTOIFINDEX.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).bind(lambda socket: socket.device_index_v4())
        <Success: None>
        """
        return options.BIND_DEVICE_BY_INDEX.get(self._sock)

    def bind_device_by_index_v4(self, interface: int | None) -> Result[None]:
        """Lets the socket use one interface only, by its number; all of them with `None`.

        The crate has it where the system tells the versions apart. Linux does not. The crate's
        `Socket::bind_device_by_index_v4`.

        Errors: `InvalidInput` above C's `INT_MAX`; a number that no interface has is taken.
        `PermissionDenied` for who may not choose another (CAP_NET_RAW).

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.bind_device_by_index_v4(1).bind(lambda _: socket.device())
        <Success: b'lo'>
        """
        return options.BIND_DEVICE_BY_INDEX.set(self._sock, interface)

    def device_index_v6(self) -> Result[int | None]:
        """The number of the only interface that the socket uses, if there is one.

        The crate's `Socket::device_index_v6`, C's SO_BINDTOIFINDEX.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).bind(lambda socket: socket.device_index_v6())
        <Success: None>
        """
        return options.BIND_DEVICE_BY_INDEX.get(self._sock)

    def bind_device_by_index_v6(self, interface: int | None) -> Result[None]:
        """Lets the socket use one interface only, by its number; all of them with `None`.

        The crate has it where the system tells the versions apart. Linux does not. The crate's
        `Socket::bind_device_by_index_v6`.

        Errors: `InvalidInput` above C's `INT_MAX`; a number that no interface has is taken.
        `PermissionDenied` for who may not choose another (CAP_NET_RAW).

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.bind_device_by_index_v6(1).bind(lambda _: socket.device())
        <Success: b'lo'>
        """
        return options.BIND_DEVICE_BY_INDEX.set(self._sock, interface)

    def broadcast(self) -> Result[bool]:
        """Whether datagrams may go to a broadcast address.

        The crate's `Socket::broadcast`, C's SO_BROADCAST.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).bind(lambda socket: socket.broadcast())
        <Success: False>
        """
        return options.BROADCAST.get(self._sock)

    def set_broadcast(self, broadcast: bool) -> Result[None]:
        """Whether datagrams may go to a broadcast address. The crate's `Socket::set_broadcast`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_broadcast(True).bind(lambda _: socket.broadcast())
        <Success: True>
        """
        return options.BROADCAST.set(self._sock, broadcast)

    def busy_poll(self) -> Result[int]:
        """How many microseconds a call that waits polls the device itself.

        The crate's `Socket::busy_poll`, C's SO_BUSY_POLL.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).bind(lambda socket: socket.busy_poll())
        <Success: 0>
        """
        return options.BUSY_POLL.get(self._sock)

    def set_busy_poll(self, busy_poll: int) -> Result[None]:
        """How many microseconds a call that waits polls the device itself; 0 is not at all.

        A `u32`. The crate's `Socket::set_busy_poll`.

        Errors: `InvalidInput` above C's `INT_MAX`; `PermissionDenied` without CAP_NET_ADMIN.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_busy_poll(0).bind(lambda _: socket.busy_poll())
        <Success: 0>
        """
        return options.BUSY_POLL.set(self._sock, busy_poll)

    def cookie(self) -> Result[int]:
        """A number that no other socket of this machine has.

        The crate's `Socket::cookie`, C's SO_COOKIE.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> other = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.cookie() == socket.cookie(), socket.cookie() == other.cookie()
        (True, False)
        """
        return options.COOKIE.get(self._sock)

    def domain(self) -> Result[Domain]:
        """The family of addresses that the socket speaks.

        The crate's `Socket::domain`, C's SO_DOMAIN.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.UNIX, Type.STREAM).bind(lambda socket: socket.domain())
        <Success: AF_UNIX>
        """
        return options.DOMAIN.get(self._sock).map(Domain.from_)

    def take_error(self) -> Result[Error | None]:
        """The error that waits at the socket, which is cleared by asking.

        The crate's `Socket::take_error`, C's SO_ERROR.

        Errors: any of the system; the error that waited is no `Err`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.take_error())
        <Success: None>
        """
        return options.ERROR.take(self._sock)

    def cpu_affinity(self) -> Result[int]:
        """The processor that took the last packet in.

        A `usize`; the greatest, C's -1, if there was none. The crate's `Socket::cpu_affinity`, C's
        SO_INCOMING_CPU.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_cpu_affinity(0).bind(lambda _: socket.cpu_affinity())
        <Success: 0>
        """
        return options.CPU_AFFINITY.get(self._sock)

    def set_cpu_affinity(self, cpu: int) -> Result[None]:
        """Which processor's packets a listener with others at its port is given.

        A `usize`, of which the system takes a C `int`; the greatest, C's -1, is any processor. The
        crate's `Socket::set_cpu_affinity`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_cpu_affinity(0).bind(lambda _: socket.cpu_affinity())
        <Success: 0>
        """
        return options.CPU_AFFINITY.set(self._sock, cpu)

    def keepalive(self) -> Result[bool]:
        """Whether an idle connection is probed: keepalive.

        The crate's `Socket::keepalive`, C's SO_KEEPALIVE.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.keepalive())
        <Success: False>
        """
        return options.KEEPALIVE.get(self._sock)

    def set_keepalive(self, keepalive: bool) -> Result[None]:
        """Whether an idle connection is probed: keepalive.

        When, and how often: see `set_tcp_keepalive`. The crate's `Socket::set_keepalive`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_keepalive(True).bind(lambda _: socket.keepalive())
        <Success: True>
        """
        return options.KEEPALIVE.set(self._sock, keepalive)

    def linger(self) -> Result[timedelta | None]:
        """How long `close` waits for what is unsent; not at all if `None`.

        The crate's `Socket::linger`, C's SO_LINGER.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.linger())
        <Success: None>
        """
        return options.LINGER.get(self._sock)

    def set_linger(self, linger: Duration | None) -> Result[None]:
        """How long `close` waits for what is unsent, in whole seconds; `None` lets it not wait.

        A `timedelta` or seconds. With 0 it drops what is unsent and resets the connection. The
        crate's `Socket::set_linger`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_linger(2).bind(lambda _: socket.linger()).unwrap()
        datetime.timedelta(seconds=2)
        """
        return options.LINGER.set(self._sock, linger)

    def mark(self) -> Result[int]:
        """The mark on each packet that is sent, for the firewall and for routes.

        The crate's `Socket::mark`, C's SO_MARK.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).bind(lambda socket: socket.mark())
        <Success: 0>
        """
        return options.MARK.get(self._sock)

    def set_mark(self, mark: int) -> Result[None]:
        """Marks each packet that is sent, for the firewall and for routes; a `u32`.

        The crate's `Socket::set_mark`.

        Errors: `PermissionDenied` without CAP_NET_ADMIN.

        >>> from stdnet import is_ok
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> is_allowed = is_ok(socket.set_mark(7))
        """
        return options.MARK.set(self._sock, mark)

    def out_of_band_inline(self) -> Result[bool]:
        """Whether urgent data stay in the stream.

        The crate's `Socket::out_of_band_inline`, C's SO_OOBINLINE.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.out_of_band_inline())
        <Success: False>
        """
        return options.OUT_OF_BAND_INLINE.get(self._sock)

    def set_out_of_band_inline(self, oob_inline: bool) -> Result[None]:
        """Whether urgent data stay in the stream, instead of for `recv_out_of_band`.

        The crate's `Socket::set_out_of_band_inline`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_out_of_band_inline(True).bind(lambda _: socket.out_of_band_inline())
        <Success: True>
        """
        return options.OUT_OF_BAND_INLINE.set(self._sock, oob_inline)

    def passcred(self) -> Result[bool]:
        """Whether messages come with who has sent them.

        The crate's `Socket::passcred`, C's SO_PASSCRED.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.UNIX, Type.DGRAM).bind(lambda socket: socket.passcred())
        <Success: False>
        """
        return options.PASSCRED.get(self._sock)

    def set_passcred(self, passcred: bool) -> Result[None]:
        """Whether messages come with who has sent them, C's SCM_CREDENTIALS.

        The crate's `Socket::set_passcred`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.UNIX, Type.DGRAM).unwrap()
        >>> socket.set_passcred(True).bind(lambda _: socket.passcred())
        <Success: True>
        """
        return options.PASSCRED.set(self._sock, passcred)

    def priority(self) -> Result[int]:
        """The priority of packets in the queue of a device.

        The crate's `Socket::priority`, C's SO_PRIORITY.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.priority())
        <Success: 0>
        """
        return options.PRIORITY.get(self._sock)

    def set_priority(self, priority: int) -> Result[None]:
        """The priority of packets in the queue of a device, a `u32`.

        The crate's `Socket::set_priority`.

        Errors: `PermissionDenied` above 6 without CAP_NET_ADMIN or CAP_NET_RAW.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_priority(5).bind(lambda _: socket.priority())
        <Success: 5>
        """
        return options.PRIORITY.set(self._sock, priority)

    def protocol(self) -> Result[Protocol | None]:
        """The protocol that gives the service; `None` where the family has but one.

        The crate's `Socket::protocol`, C's SO_PROTOCOL.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).bind(lambda socket: socket.protocol())
        <Success: IPPROTO_UDP>
        >>> Socket.new(Domain.UNIX, Type.DGRAM).bind(lambda socket: socket.protocol())
        <Success: None>
        """
        return options.PROTOCOL.get(self._sock).map(lambda n: Protocol.from_(n) if n else None)

    def recv_buffer_size(self) -> Result[int]:
        """How many bytes may wait to be read.

        The crate's `Socket::recv_buffer_size`, C's SO_RCVBUF.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_recv_buffer_size(10_000).bind(lambda _: socket.recv_buffer_size())
        <Success: 20000>
        """
        return options.RECV_BUFFER_SIZE.get(self._sock)

    def set_recv_buffer_size(self, size: int) -> Result[None]:
        """How many bytes may wait to be read.

        Linux doubles it, for what it needs itself, and keeps it in bounds. A `usize`, of which the
        system takes a C `int`. The crate's `Socket::set_recv_buffer_size`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_recv_buffer_size(10_000).bind(lambda _: socket.recv_buffer_size())
        <Success: 20000>
        """
        return options.RECV_BUFFER_SIZE.set(self._sock, size)

    def send_buffer_size(self) -> Result[int]:
        """How many bytes may wait to be sent.

        The crate's `Socket::send_buffer_size`, C's SO_SNDBUF.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_send_buffer_size(10_000).bind(lambda _: socket.send_buffer_size())
        <Success: 20000>
        """
        return options.SEND_BUFFER_SIZE.get(self._sock)

    def set_send_buffer_size(self, size: int) -> Result[None]:
        """How many bytes may wait to be sent.

        Linux doubles it, for what it needs itself, and keeps it in bounds. A `usize`, of which the
        system takes a C `int`. The crate's `Socket::set_send_buffer_size`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_send_buffer_size(10_000).bind(lambda _: socket.send_buffer_size())
        <Success: 20000>
        """
        return options.SEND_BUFFER_SIZE.set(self._sock, size)

    def read_timeout(self) -> Result[timedelta | None]:
        """How long a read waits; for ever if `None`.

        The crate's `Socket::read_timeout`, C's SO_RCVTIMEO.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.read_timeout())
        <Success: None>
        """
        return options.READ_TIMEOUT.get(self._sock)

    def set_read_timeout(self, duration: Duration | None) -> Result[None]:
        """How long a read waits before it answers `WouldBlock`; for ever with `None`.

        A `timedelta` or seconds, rounded to microseconds but never to 0. As in the crate, 0 is for
        ever, too. The crate's `Socket::set_read_timeout`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_read_timeout(5).bind(lambda _: socket.read_timeout()).unwrap()
        datetime.timedelta(seconds=5)
        """
        return timeouts.set_timeout(self._sock, options.READ_TIMEOUT, duration or None)

    def write_timeout(self) -> Result[timedelta | None]:
        """How long a write waits; for ever if `None`.

        The crate's `Socket::write_timeout`, C's SO_SNDTIMEO.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.write_timeout())
        <Success: None>
        """
        return options.WRITE_TIMEOUT.get(self._sock)

    def set_write_timeout(self, duration: Duration | None) -> Result[None]:
        """How long a write waits before it answers `WouldBlock`; for ever with `None`.

        A `timedelta` or seconds, rounded to microseconds but never to 0. As in the crate, 0 is for
        ever, too. The crate's `Socket::set_write_timeout`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_write_timeout(5).bind(lambda _: socket.write_timeout()).unwrap()
        datetime.timedelta(seconds=5)
        """
        return timeouts.set_timeout(self._sock, options.WRITE_TIMEOUT, duration or None)

    def reuse_address(self) -> Result[bool]:
        """Whether the address may be bound while connections of it linger.

        The crate's `Socket::reuse_address`, C's SO_REUSEADDR.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.reuse_address())
        <Success: False>
        """
        return options.REUSE_ADDRESS.get(self._sock)

    def set_reuse_address(self, reuse: bool) -> Result[None]:
        """Whether the address may be bound while connections of it linger.

        The crate's `Socket::set_reuse_address`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_reuse_address(True).bind(lambda _: socket.reuse_address())
        <Success: True>
        """
        return options.REUSE_ADDRESS.set(self._sock, reuse)

    def reuse_port(self) -> Result[bool]:
        """Whether several sockets may have the address, each its share.

        The crate's `Socket::reuse_port`, C's SO_REUSEPORT.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.reuse_port())
        <Success: False>
        """
        return options.REUSE_PORT.get(self._sock)

    def set_reuse_port(self, reuse: bool) -> Result[None]:
        """Whether several sockets may have the address, each its share; all have to say so.

        The crate's `Socket::set_reuse_port`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_reuse_port(True).bind(lambda _: socket.reuse_port())
        <Success: True>
        """
        return options.REUSE_PORT.set(self._sock, reuse)

    def type(self) -> Result[Type]:
        """What service the socket gives. The crate's `Socket::type`, C's SO_TYPE.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.UNIX, Type.SEQPACKET).bind(lambda socket: socket.type())
        <Success: SOCK_SEQPACKET>
        """
        return options.TYPE.get(self._sock).map(Type.from_)
