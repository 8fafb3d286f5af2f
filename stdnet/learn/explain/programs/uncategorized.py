"""Sends a datagram that is too large; Rust has no kind for EMSGSIZE."""

import errno

from stdnet import UdpSocket

with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    addr = socket.local_addr().unwrap()
    error = socket.send_to(bytes(65_536), addr).unwrap_err()

print(error)
print(repr(error))
print(error.raw_os_error() == errno.EMSGSIZE)
