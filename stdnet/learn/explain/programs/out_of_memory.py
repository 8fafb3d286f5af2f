"""Attaches a filter that takes more memory than a socket may spend on its options."""

from stdnet import UdpSocket
from stdnet.socket2 import SockFilter, SockRef

LOAD_HEADER_LENGTH = SockFilter.new(0xB1, 0, 0, 0)  # The kernel makes many instructions of it.
RETURN = SockFilter.new(0x06, 0, 0, 0)

with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    program = [LOAD_HEADER_LENGTH] * 4_095 + [RETURN]
    error = SockRef.from_(socket).attach_filter(program).unwrap_err()

print(error)
print(repr(error))
