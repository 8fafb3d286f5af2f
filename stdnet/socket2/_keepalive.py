"""The parameters of TCP's keep-alive probes: `TcpKeepalive`."""

from __future__ import annotations

from datetime import timedelta
from typing import Self, final

from stdnet._core.arguments import check_type
from stdnet._core.duration import Duration, duration, micros
from stdnet._core.fmt import debug_option
from stdnet._core.ints import u32
from stdnet._core.value import Value, set_key


@final
class TcpKeepalive(Value["TcpKeepalive"]):
    """The parameters of the probes on an idle TCP connection.

    A parameter that is not set leaves the option of the socket as it is. It is immutable:
    `with_time`, `with_interval` and `with_retries` return a changed copy. See
    `Socket.set_tcp_keepalive`.

    The crate's `TcpKeepalive`.

    >>> from stdnet.socket2 import TcpKeepalive
    >>> TcpKeepalive().with_time(60).with_interval(5).with_retries(3)
    TcpKeepalive { time: Some(60s), interval: Some(5s), retries: Some(3) }
    """

    __slots__ = ()

    _key: tuple[timedelta | None, timedelta | None, int | None]

    def __new__(cls) -> Self:
        return cls._of(None, None, None)

    @classmethod
    def _of(cls, time: timedelta | None, interval: timedelta | None, retries: int | None) -> Self:
        made = object.__new__(cls)
        set_key(made, (time, interval, retries))
        return made

    @staticmethod
    def new() -> TcpKeepalive:
        """Creates parameters of which none is set, as `TcpKeepalive()` does.

        The crate's `TcpKeepalive::new`.

        >>> from stdnet.socket2 import TcpKeepalive
        >>> TcpKeepalive.new()
        TcpKeepalive { time: None, interval: None, retries: None }
        """
        return TcpKeepalive()

    def with_time(self, time: Duration) -> TcpKeepalive:
        """Returns a copy that sets TCP_KEEPIDLE: the idle time before the first probe.

        `time` is a `timedelta` or a number of seconds; the kernel takes whole seconds, 1 to 32767.

        The crate's `TcpKeepalive::with_time`.

        >>> from stdnet.socket2 import TcpKeepalive
        >>> TcpKeepalive().with_time(60)
        TcpKeepalive { time: Some(60s), interval: None, retries: None }
        """
        _, interval, retries = self._key
        return TcpKeepalive._of(duration(micros(time)), interval, retries)

    def with_interval(self, interval: Duration) -> TcpKeepalive:
        """Returns a copy that sets TCP_KEEPINTVL: the time between two probes.

        `interval` is a `timedelta` or a number of seconds; the kernel takes whole seconds, 1 to
        32767.

        The crate's `TcpKeepalive::with_interval`.

        >>> from stdnet.socket2 import TcpKeepalive
        >>> TcpKeepalive().with_interval(0.5)
        TcpKeepalive { time: None, interval: Some(500ms), retries: None }
        """
        time, _, retries = self._key
        return TcpKeepalive._of(time, duration(micros(interval)), retries)

    def with_retries(self, retries: int) -> TcpKeepalive:
        """Returns a copy that sets TCP_KEEPCNT: how many probes may stay unanswered.

        After that many unanswered probes the connection is dropped. `retries` is a `u32`; the
        kernel takes 1 to 127.

        The crate's `TcpKeepalive::with_retries`.

        >>> from stdnet.socket2 import TcpKeepalive
        >>> TcpKeepalive().with_retries(3)
        TcpKeepalive { time: None, interval: None, retries: Some(3) }
        """
        time, interval, _ = self._key
        return TcpKeepalive._of(time, interval, u32(retries))

    def __str__(self) -> str:
        time, interval, retries = map(debug_option, self._key)
        return f"TcpKeepalive {{ time: {time}, interval: {interval}, retries: {retries} }}"

    def __reduce__(self) -> tuple[object, ...]:
        return TcpKeepalive._of, self._key


# Private to stdnet.


def parameters(params: TcpKeepalive) -> tuple[timedelta | None, timedelta | None, int | None]:
    """Returns the time, the interval and the retries."""
    check_type(params, TcpKeepalive, "the params")
    return params._key  # pyright: ignore[reportPrivateUsage]
