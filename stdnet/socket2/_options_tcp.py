"""The options of TCP, C's IPPROTO_TCP, in the order of C's names."""

from __future__ import annotations

import sys
from datetime import timedelta

from stdnet._core.arguments import linux_only
from stdnet._core.buffer import Buffer
from stdnet._core.duration import Duration
from stdnet._core.error import Result
from stdnet._sys import options
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet.result._containers import is_err
from stdnet.socket2._keepalive import TcpKeepalive, parameters


@linux_only(
    "tcp_congestion",
    "set_tcp_congestion",
    "tcp_cork",
    "set_tcp_cork",
    "tcp_quickack",
    "set_tcp_quickack",
    "tcp_thin_linear_timeouts",
    "set_tcp_thin_linear_timeouts",
    "tcp_user_timeout",
    "set_tcp_user_timeout",
)
class TcpOptions:
    """The options of TCP sockets. See `tcp(7)`."""

    __slots__ = ()

    _sock: SystemSocket

    if sys.platform == "linux":

        def tcp_congestion(self) -> Result[bytes]:
            """Returns the name of the algorithm for congestion control.

            C's NUL bytes at its end are removed, which the crate keeps.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::tcp_congestion`. C's TCP_CONGESTION.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.set_tcp_congestion(b"reno").unwrap()
            >>> socket.tcp_congestion()
            Ok(b'reno')
            """
            return options.CONGESTION.get(self._sock)

        def set_tcp_congestion(self, tcp_ca_name: Buffer) -> Result[None]:
            """Sets TCP_CONGESTION: the algorithm for congestion control, given by its name.

            Errors: `NotFound` if the kernel has no algorithm of this name; `PermissionDenied` if
            the algorithm is restricted and the process lacks CAP_NET_ADMIN.

            The crate's `Socket::set_tcp_congestion`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.set_tcp_congestion(b"none such").unwrap_err().kind()
            NotFound
            """
            return options.CONGESTION.set(self._sock, tcp_ca_name)

        def tcp_cork(self) -> Result[bool]:
            """Returns True if only full segments are sent.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::tcp_cork`. C's TCP_CORK.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.tcp_cork()
            Ok(false)
            """
            return options.CORK.get(self._sock)

        def set_tcp_cork(self, cork: bool) -> Result[None]:
            """Sets or clears TCP_CORK: only full segments are sent.

            The rest is held back for at most 200 ms, and sent when the option is cleared.

            Errors: any error of `setsockopt(2)`.

            The crate's `Socket::set_tcp_cork`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.set_tcp_cork(True).unwrap()
            >>> socket.tcp_cork()
            Ok(true)
            """
            return options.CORK.set(self._sock, cork)

    def tcp_keepalive_retries(self) -> Result[int]:
        """Returns the value of TCP_KEEPCNT: how many probes may stay unanswered.

        After that many unanswered probes the connection is dropped.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::tcp_keepalive_retries`. C's TCP_KEEPCNT.

        >>> from stdnet.socket2 import Domain, Socket, TcpKeepalive, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> params = TcpKeepalive().with_retries(3)
        >>> socket.set_tcp_keepalive(params).unwrap()
        >>> socket.tcp_keepalive_retries()
        Ok(3)
        """
        return options.KEEPALIVE_RETRIES.get(self._sock)

    def tcp_keepalive_time(self) -> Result[timedelta]:
        """Returns the value of TCP_KEEPIDLE: how long a connection is idle before its first probe.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::tcp_keepalive_time`. C's TCP_KEEPIDLE.

        >>> from stdnet.socket2 import Domain, Socket, TcpKeepalive, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_keepalive(TcpKeepalive().with_time(5)).unwrap()
        >>> socket.tcp_keepalive_time().unwrap()
        datetime.timedelta(seconds=5)
        """
        return options.KEEPALIVE_TIME.get(self._sock)

    def tcp_keepalive_interval(self) -> Result[timedelta]:
        """Returns the value of TCP_KEEPINTVL: the time between two probes.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::tcp_keepalive_interval`. C's TCP_KEEPINTVL.

        >>> from stdnet.socket2 import Domain, Socket, TcpKeepalive, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_keepalive(TcpKeepalive().with_interval(5)).unwrap()
        >>> socket.tcp_keepalive_interval().unwrap()
        datetime.timedelta(seconds=5)
        """
        return options.KEEPALIVE_INTERVAL.get(self._sock)

    def set_tcp_keepalive(self, params: TcpKeepalive) -> Result[None]:
        """Sets SO_KEEPALIVE, and the parameters of its probes.

        A parameter that is not set in `params` is left as it is.

        Errors: `InvalidInput` for a parameter that the kernel rejects; the parameters before it, in
        the order time, interval, retries, are set all the same.

        The crate's `Socket::set_tcp_keepalive`.

        >>> from stdnet.socket2 import Domain, Socket, TcpKeepalive, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> params = TcpKeepalive().with_time(60).with_interval(5).with_retries(3)
        >>> socket.set_tcp_keepalive(params).unwrap()
        >>> socket.keepalive()
        Ok(true)
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
        """Returns the value of TCP_MAXSEG: the maximum size of a segment in bytes.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::tcp_mss`. C's TCP_MAXSEG.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.tcp_mss()
        Ok(536)
        """
        return options.MSS.get(self._sock)

    def set_tcp_mss(self, mss: int) -> Result[None]:
        """Sets TCP_MAXSEG: the maximum size of a segment in bytes.

        `mss` is a `u32`. It is to be set before the socket is connected; later it can only be
        lowered.

        Errors: `InvalidInput` for a size that the kernel rejects.

        The crate's `Socket::set_tcp_mss`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_mss(1000)
        Ok(None)
        """
        return options.MSS.set(self._sock, mss)

    def tcp_nodelay(self) -> Result[bool]:
        """Returns True if small writes are sent at once.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::tcp_nodelay`. C's TCP_NODELAY.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.tcp_nodelay()
        Ok(false)
        """
        return options.NODELAY.get(self._sock)

    def set_tcp_nodelay(self, nodelay: bool) -> Result[None]:
        """Sets or clears TCP_NODELAY: small writes are sent at once instead of being coalesced.

        This disables Nagle's algorithm.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_tcp_nodelay`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_nodelay(True).unwrap()
        >>> socket.tcp_nodelay()
        Ok(true)
        """
        return options.NODELAY.set(self._sock, nodelay)

    def tcp_notsent_lowat(self) -> Result[int]:
        """Returns the value of TCP_NOTSENT_LOWAT: the limit of unsent bytes of a writable socket.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::tcp_notsent_lowat`. C's TCP_NOTSENT_LOWAT.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_notsent_lowat(16384).unwrap()
        >>> socket.tcp_notsent_lowat()
        Ok(16384)
        """
        return options.NOTSENT_LOWAT.get(self._sock)

    def set_tcp_notsent_lowat(self, lowat: int) -> Result[None]:
        """Sets TCP_NOTSENT_LOWAT: the socket is writable while it has fewer unsent bytes than this.

        `lowat` is a `u32`.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_tcp_notsent_lowat`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_tcp_notsent_lowat(16384).unwrap()
        >>> socket.tcp_notsent_lowat()
        Ok(16384)
        """
        return options.NOTSENT_LOWAT.set(self._sock, lowat)

    if sys.platform == "linux":

        def tcp_quickack(self) -> Result[bool]:
            """Returns True if each segment is acknowledged at once.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::tcp_quickack`. C's TCP_QUICKACK.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.set_tcp_quickack(False).unwrap()
            >>> socket.tcp_quickack()
            Ok(false)
            """
            return options.QUICKACK.get(self._sock)

        def set_tcp_quickack(self, quickack: bool) -> Result[None]:
            """Sets or clears TCP_QUICKACK: each segment is acknowledged at once.

            Otherwise acknowledgements are delayed, to be sent along with data. The kernel may later
            leave or enter this mode by itself.

            Errors: any error of `setsockopt(2)`.

            The crate's `Socket::set_tcp_quickack`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.set_tcp_quickack(False).unwrap()
            >>> socket.tcp_quickack()
            Ok(false)
            """
            return options.QUICKACK.set(self._sock, quickack)

        def tcp_thin_linear_timeouts(self) -> Result[bool]:
            """Returns True if thin streams are retransmitted without backoff.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::tcp_thin_linear_timeouts`. C's TCP_THIN_LINEAR_TIMEOUTS.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> Socket.new(Domain.IPV4, Type.STREAM).unwrap().tcp_thin_linear_timeouts()
            Ok(false)
            """
            return options.THIN_LINEAR_TIMEOUTS.get(self._sock)

        def set_tcp_thin_linear_timeouts(self, timeouts: bool) -> Result[None]:
            """Sets or clears TCP_THIN_LINEAR_TIMEOUTS: thin streams are resent without backoff.

            A thin stream has few packets in flight. The time between its retransmissions stays the
            same instead of growing exponentially.

            Errors: any error of `setsockopt(2)`.

            The crate's `Socket::set_tcp_thin_linear_timeouts`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.set_tcp_thin_linear_timeouts(True), socket.tcp_thin_linear_timeouts()
            (Ok(None), Ok(true))
            """
            return options.THIN_LINEAR_TIMEOUTS.set(self._sock, timeouts)

        def tcp_user_timeout(self) -> Result[timedelta | None]:
            """Returns the value of TCP_USER_TIMEOUT: how long sent data may stay unacknowledged.

            The result is `None` if the kernel's default applies.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::tcp_user_timeout`. C's TCP_USER_TIMEOUT.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.tcp_user_timeout()
            Ok(None)
            """
            return options.USER_TIMEOUT.get(self._sock)

        def set_tcp_user_timeout(self, timeout: Duration | None) -> Result[None]:
            """Sets TCP_USER_TIMEOUT: how long sent data may stay unacknowledged.

            After that time the connection is closed with `TimedOut`. `timeout` is a `timedelta` or
            a number of seconds, cut to whole milliseconds; `None` and 0 restore the kernel's
            default.

            Errors: `InvalidInput` above C's INT_MAX milliseconds.

            The crate's `Socket::set_tcp_user_timeout`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.set_tcp_user_timeout(1.5).unwrap()
            >>> socket.tcp_user_timeout().unwrap()
            datetime.timedelta(seconds=1, microseconds=500000)
            """
            return options.USER_TIMEOUT.set(self._sock, timeout)
