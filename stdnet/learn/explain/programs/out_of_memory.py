"""Attaches a filter that takes more memory than a socket may spend on it."""

from stdnet import UdpSocket
from stdnet.socket2 import SockFilter, SockRef

# The kernel translates it to many instructions.
LOAD_HEADER_LENGTH = SockFilter.new(0xB1, 0, 0, 0)
RETURN = SockFilter.new(0x06, 0, 0, 0)

with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    program = [LOAD_HEADER_LENGTH] * 4_095 + [RETURN]
    error = SockRef.from_(socket).attach_filter(program).unwrap_err()

print(error)
print(repr(error))
