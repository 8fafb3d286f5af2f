"""The options of DCCP, C's SOL_DCCP, in the order of C's names."""

from __future__ import annotations

import sys

from stdnet._core.error import Result
from stdnet._sys import options
from stdnet._sys.ownership import Socket as SystemSocket

if sys.platform != "linux":
    raise ImportError("DCCP needs Linux")


class DccpOptions:
    """The options of DCCP sockets. See `networking/dccp.rst` of the kernel.

    Linux removed DCCP in 6.16. Without it no such socket can be made, and these options return
    EOPNOTSUPP or ENOPROTOOPT, as they do for any other socket.
    """

    __slots__ = ()

    _sock: SystemSocket

    def dccp_available_ccids(self) -> Result[bytes]:
        """Returns the numbers of the congestion controls (CCIDs) that the kernel has.

        Each byte is a number. The crate takes the greatest count of them as a parameter.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::dccp_available_ccids`. C's DCCP_SOCKOPT_AVAILABLE_CCIDS.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     value = socket.dccp_available_ccids().unwrap()
        """
        return options.AVAILABLE_CCIDS.get(self._sock)

    def set_dccp_ccid(self, ccid: int) -> Result[None]:
        """Sets DCCP_SOCKOPT_CCID: the congestion control of both directions.

        `ccid` is a `u8`.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_dccp_ccid`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     socket.set_dccp_ccid(2).unwrap()
        """
        return options.CCID.set(self._sock, ccid)

    def dccp_cur_mps(self) -> Result[int]:
        """Returns the greatest size of a packet's data at present, in bytes.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::dccp_cur_mps`. C's DCCP_SOCKOPT_GET_CUR_MPS.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     value = socket.dccp_cur_mps().unwrap()
        """
        return options.CUR_MPS.get(self._sock)

    def dccp_qpolicy_txqlen(self) -> Result[int]:
        """Returns the greatest number of packets that wait to be sent; 0 for no limit.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::dccp_qpolicy_txqlen`. C's DCCP_SOCKOPT_QPOLICY_TXQLEN.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     value = socket.dccp_qpolicy_txqlen().unwrap()
        """
        return options.QPOLICY_TXQLEN.get(self._sock)

    def set_dccp_qpolicy_txqlen(self, length: int) -> Result[None]:
        """Sets DCCP_SOCKOPT_QPOLICY_TXQLEN: how many packets may wait to be sent.

        `length` is a `u32`; 0 stands for no limit.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_dccp_qpolicy_txqlen`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     socket.set_dccp_qpolicy_txqlen(9).unwrap()
        """
        return options.QPOLICY_TXQLEN.set(self._sock, length)

    def dccp_recv_cscov(self) -> Result[int]:
        """Returns the least part of a packet that a checksum has to cover to be accepted.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::dccp_recv_cscov`. C's DCCP_SOCKOPT_RECV_CSCOV.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     value = socket.dccp_recv_cscov().unwrap()
        """
        return options.RECV_CSCOV.get(self._sock)

    def set_dccp_recv_cscov(self, level: int) -> Result[None]:
        """Sets DCCP_SOCKOPT_RECV_CSCOV: the least coverage by checksums to accept.

        It is needed if the sender uses `set_dccp_send_cscov`. `level` is a `u32`; the kernel takes
        0 to 15, and 0, the default, requires that the whole packet is covered.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_dccp_recv_cscov`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     socket.set_dccp_recv_cscov(4).unwrap()
        """
        return options.RECV_CSCOV.set(self._sock, level)

    def dccp_xx_ccid(self) -> Result[int]:
        """Returns the congestion control (CCID) of what is received.

        The name is the crate's.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::dccp_xx_ccid`. C's DCCP_SOCKOPT_RX_CCID.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     value = socket.dccp_xx_ccid().unwrap()
        """
        return options.RX_CCID.get(self._sock)

    def dccp_send_cscov(self) -> Result[int]:
        """Returns which part of a packet that is sent its checksum covers.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::dccp_send_cscov`. C's DCCP_SOCKOPT_SEND_CSCOV.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     value = socket.dccp_send_cscov().unwrap()
        """
        return options.SEND_CSCOV.get(self._sock)

    def set_dccp_send_cscov(self, level: int) -> Result[None]:
        """Sets DCCP_SOCKOPT_SEND_CSCOV: which part of a packet its checksum covers.

        The receiver has to accept it: see `set_dccp_recv_cscov`. `level` is a `u32`; the kernel
        takes 0 to 15: 0, the default, covers the whole packet, 1 only its headers, and a greater
        one also `4 * (level - 1)` bytes of its data.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_dccp_send_cscov`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     socket.set_dccp_send_cscov(4).unwrap()
        """
        return options.SEND_CSCOV.set(self._sock, level)

    def dccp_server_timewait(self) -> Result[bool]:
        """Returns True if the server's end keeps the TIMEWAIT state of a connection.

        The crate asks for one byte where C has an `int`, so that its own call fails (EINVAL).

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::dccp_server_timewait`. C's DCCP_SOCKOPT_SERVER_TIMEWAIT.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     value = socket.dccp_server_timewait().unwrap()
        """
        return options.SERVER_TIMEWAIT.get(self._sock)

    def set_dccp_server_timewait(self, hold_timewait: bool) -> Result[None]:
        """Sets DCCP_SOCKOPT_SERVER_TIMEWAIT: the server's end keeps the TIMEWAIT state.

        It is set on the socket that `accept` returned.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_dccp_server_timewait`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     socket.set_dccp_server_timewait(True).unwrap()
        """
        return options.SERVER_TIMEWAIT.set(self._sock, hold_timewait)

    def dccp_service(self) -> Result[int]:
        """Returns the service code, in network byte order.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::dccp_service`. C's DCCP_SOCKOPT_SERVICE.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     value = socket.dccp_service().unwrap()
        """
        return options.SERVICE.get(self._sock)

    def set_dccp_service(self, code: int) -> Result[None]:
        """Sets DCCP_SOCKOPT_SERVICE: the code of the service, before `bind` or `connect`.

        `code` is a `u32` in network byte order: see `socket.htonl`.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_dccp_service`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     socket.set_dccp_service(42).unwrap()
        """
        return options.SERVICE.set(self._sock, code)

    def dccp_tx_ccid(self) -> Result[int]:
        """Returns the congestion control (CCID) of what is sent.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::dccp_tx_ccid`. C's DCCP_SOCKOPT_TX_CCID.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> for socket in Socket.new(Domain.IPV4, Type.DCCP).iter():  # None since Linux 6.16.
        ...     value = socket.dccp_tx_ccid().unwrap()
        """
        return options.TX_CCID.get(self._sock)
