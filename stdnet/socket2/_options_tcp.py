"""The options of TCP, C's IPPROTO_TCP. By C's names."""

from datetime import timedelta

from stdnet._core.buffer import Buffer
from stdnet._core.duration import Duration
from stdnet._core.error import Result
from stdnet._sys import options
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet.result import is_err
from stdnet.socket2._keepalive import TcpKeepalive, parameters


class TcpOptions:
    """What can be set and asked of a socket of TCP."""

    __slots__ = ()

    _sock: SystemSocket

    def tcp_congestion(self) -> Result[bytes]:
        """The name of the algorithm for congestion control.

        Without the NUL bytes that C puts behind it. The crate's `Socket::tcp_congestion`, C's
        TCP_CONGESTION.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_congestion(b"reno").bind(lambda _: socket.tcp_congestion())
        <Success: b'reno'>
        """
        return options.CONGESTION.get(self._sock)

    def set_tcp_congestion(self, tcp_ca_name: Buffer) -> Result[None]:
        """Chooses the algorithm for congestion control, by name.

        The crate's `Socket::set_tcp_congestion`.

        Errors: `NotFound` if the system has none of the name, `PermissionDenied` for one that is
        not for all.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_congestion(b"none such").failure().kind()
        NotFound
        """
        return options.CONGESTION.set(self._sock, tcp_ca_name)

    def tcp_cork(self) -> Result[bool]:
        """Whether only full segments are sent. The crate's `Socket::tcp_cork`, C's TCP_CORK.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.tcp_cork())
        <Success: False>
        """
        return options.CORK.get(self._sock)

    def set_tcp_cork(self, cork: bool) -> Result[None]:
        """Holds back what fills no segment, for 200 ms at most; `False` sends what is left.

        The crate's `Socket::set_tcp_cork`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_cork(True).bind(lambda _: socket.tcp_cork())
        <Success: True>
        """
        return options.CORK.set(self._sock, cork)

    def tcp_keepalive_retries(self) -> Result[int]:
        """How many probes stay without an answer before the connection ends.

        The crate's `Socket::tcp_keepalive_retries`, C's TCP_KEEPCNT.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, TcpKeepalive, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> params = TcpKeepalive().with_retries(3)
        >>> socket.set_tcp_keepalive(params).bind(lambda _: socket.tcp_keepalive_retries())
        <Success: 3>
        """
        return options.KEEPALIVE_RETRIES.get(self._sock)

    def tcp_keepalive_time(self) -> Result[timedelta]:
        """How long a connection is idle before its first probe.

        The crate's `Socket::tcp_keepalive_time`, C's TCP_KEEPIDLE.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, TcpKeepalive, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_keepalive(TcpKeepalive().with_time(5)).unwrap()
        >>> socket.tcp_keepalive_time().unwrap()
        datetime.timedelta(seconds=5)
        """
        return options.KEEPALIVE_TIME.get(self._sock)

    def tcp_keepalive_interval(self) -> Result[timedelta]:
        """How long it is between two probes.

        The crate's `Socket::tcp_keepalive_interval`, C's TCP_KEEPINTVL.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, TcpKeepalive, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_keepalive(TcpKeepalive().with_interval(5)).unwrap()
        >>> socket.tcp_keepalive_interval().unwrap()
        datetime.timedelta(seconds=5)
        """
        return options.KEEPALIVE_INTERVAL.get(self._sock)

    def set_tcp_keepalive(self, params: TcpKeepalive) -> Result[None]:
        """Lets an idle connection be probed, and sets when and how often.

        What the parameters do not say stays as it is. The crate's `Socket::set_tcp_keepalive`.

        Errors: `InvalidInput` for what the system does not take; what comes before that is set all
        the same.

        >>> from stdnet.socket2 import Domain, Socket, TcpKeepalive, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> params = TcpKeepalive().with_time(60).with_interval(5).with_retries(3)
        >>> socket.set_tcp_keepalive(params).bind(lambda _: socket.keepalive())
        <Success: True>
        """
        time, interval, retries = parameters(params)
        done = options.KEEPALIVE.set(self._sock, True)
        if time is not None and not is_err(done):
            done = options.KEEPALIVE_TIME.set(self._sock, time)
        if interval is not None and not is_err(done):
            done = options.KEEPALIVE_INTERVAL.set(self._sock, interval)
        if retries is not None and not is_err(done):
            done = options.KEEPALIVE_RETRIES.set(self._sock, retries)
        return done

    def tcp_mss(self) -> Result[int]:
        """How many bytes a segment holds at most. The crate's `Socket::tcp_mss`, C's TCP_MAXSEG.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.tcp_mss())
        <Success: 536>
        """
        return options.MSS.get(self._sock)

    def set_tcp_mss(self, mss: int) -> Result[None]:
        """How many bytes a segment holds at most, a `u32`.

        Before the connection; afterwards it may only get smaller. The crate's
        `Socket::set_tcp_mss`.

        Errors: `InvalidInput` for what the system does not take.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_mss(1000)
        <Success: None>
        """
        return options.MSS.set(self._sock, mss)

    def tcp_nodelay(self) -> Result[bool]:
        """Whether small writes are sent at once, without Nagle's algorithm.

        The crate's `Socket::tcp_nodelay`, C's TCP_NODELAY.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.tcp_nodelay())
        <Success: False>
        """
        return options.NODELAY.get(self._sock)

    def set_tcp_nodelay(self, nodelay: bool) -> Result[None]:
        """Whether small writes are sent at once, without Nagle's algorithm.

        The crate's `Socket::set_tcp_nodelay`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_nodelay(True).bind(lambda _: socket.tcp_nodelay())
        <Success: True>
        """
        return options.NODELAY.set(self._sock, nodelay)

    def tcp_notsent_lowat(self) -> Result[int]:
        """Below how many unsent bytes the socket is ready for more.

        The crate's `Socket::tcp_notsent_lowat`, C's TCP_NOTSENT_LOWAT.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_notsent_lowat(16384).bind(lambda _: socket.tcp_notsent_lowat())
        <Success: 16384>
        """
        return options.NOTSENT_LOWAT.get(self._sock)

    def set_tcp_notsent_lowat(self, lowat: int) -> Result[None]:
        """Below how many unsent bytes the socket is ready for more, a `u32`.

        The crate's `Socket::set_tcp_notsent_lowat`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_notsent_lowat(16384).bind(lambda _: socket.tcp_notsent_lowat())
        <Success: 16384>
        """
        return options.NOTSENT_LOWAT.set(self._sock, lowat)

    def tcp_quickack(self) -> Result[bool]:
        """Whether each segment is acknowledged at once.

        The crate's `Socket::tcp_quickack`, C's TCP_QUICKACK.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_quickack(False).bind(lambda _: socket.tcp_quickack())
        <Success: False>
        """
        return options.QUICKACK.get(self._sock)

    def set_tcp_quickack(self, quickack: bool) -> Result[None]:
        """Whether each segment is acknowledged at once, until the system changes its mind.

        The crate's `Socket::set_tcp_quickack`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_quickack(False).bind(lambda _: socket.tcp_quickack())
        <Success: False>
        """
        return options.QUICKACK.set(self._sock, quickack)

    def tcp_thin_linear_timeouts(self) -> Result[bool]:
        """Whether a connection of few packets is sent again without exponential backoff.

        The crate's `Socket::tcp_thin_linear_timeouts`, C's TCP_THIN_LINEAR_TIMEOUTS.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).unwrap().tcp_thin_linear_timeouts()
        <Success: False>
        """
        return options.THIN_LINEAR_TIMEOUTS.get(self._sock)

    def set_tcp_thin_linear_timeouts(self, timeouts: bool) -> Result[None]:
        """Whether a connection of few packets is sent again without exponential backoff.

        The crate's `Socket::set_tcp_thin_linear_timeouts`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_thin_linear_timeouts(True), socket.tcp_thin_linear_timeouts()
        (<Success: None>, <Success: True>)
        """
        return options.THIN_LINEAR_TIMEOUTS.set(self._sock, timeouts)

    def tcp_user_timeout(self) -> Result[timedelta | None]:
        """How long sent data may stay unacknowledged; the system's own if `None`.

        The crate's `Socket::tcp_user_timeout`, C's TCP_USER_TIMEOUT.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.tcp_user_timeout())
        <Success: None>
        """
        return options.USER_TIMEOUT.get(self._sock)

    def set_tcp_user_timeout(self, timeout: Duration | None) -> Result[None]:
        """How long sent data may stay unacknowledged before the connection ends.

        A `timedelta` or seconds, in whole milliseconds; `None` and 0 are the system's own. The
        crate's `Socket::set_tcp_user_timeout`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_user_timeout(1.5).bind(lambda _: socket.tcp_user_timeout()).unwrap()
        datetime.timedelta(seconds=1, microseconds=500000)
        """
        return options.USER_TIMEOUT.set(self._sock, timeout)
