"""Owned, borrowed and raw descriptors. Rust's `std::os::fd`.

An `OwnedFd` closes its descriptor, a `BorrowedFd` does not. `RawFd` is the number of a descriptor,
an `int`. The others are protocols, for annotations.

>>> from stdnet import UdpSocket
>>> from stdnet.os.fd import OwnedFd
>>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
>>> fd = OwnedFd.from_(socket)
>>> UdpSocket.from_(fd).local_addr().unwrap().ip()
127.0.0.1
"""

from stdnet._fd import AsFd as AsFd
from stdnet._fd import AsRawFd as AsRawFd
from stdnet._fd import BorrowedFd as BorrowedFd
from stdnet._fd import FromRawFd as FromRawFd
from stdnet._fd import IntoRawFd as IntoRawFd
from stdnet._fd import OwnedFd as OwnedFd
from stdnet._fd import RawFd as RawFd

__all__ = ["AsFd", "AsRawFd", "BorrowedFd", "FromRawFd", "IntoRawFd", "OwnedFd", "RawFd"]
