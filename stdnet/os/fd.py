"""Owned, borrowed and raw descriptors. Rust's `std::os::fd`."""

from stdnet._fd import AsFd as AsFd
from stdnet._fd import AsRawFd as AsRawFd
from stdnet._fd import BorrowedFd as BorrowedFd
from stdnet._fd import FromRawFd as FromRawFd
from stdnet._fd import IntoRawFd as IntoRawFd
from stdnet._fd import OwnedFd as OwnedFd
from stdnet._fd import RawFd as RawFd

__all__ = ["AsFd", "AsRawFd", "BorrowedFd", "FromRawFd", "IntoRawFd", "OwnedFd", "RawFd"]
