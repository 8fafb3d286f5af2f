"""An address of this machine at which nobody listens, to tell a server to listen there."""

import sys
from typing import Final

from stdnet import Ok, Result, TcpListener, UdpSocket, propagate
from stdnet.learn.judge.check import Failure

HOST: Final = "127.0.0.2" if sys.platform == "linux" else "127.0.0.1"
"""Not the usual address, where the system has another one."""


@propagate
def free_addr(*, udp: bool = False) -> Result[str, Failure]:
    """Returns an address and a port: the kernel chooses one that is free."""
    addr = f"{HOST}:0"
    with (UdpSocket.bind(addr) if udp else TcpListener.bind(addr)).unwrap() as socket:
        return Ok(str(socket.local_addr().unwrap()))
