"""Sets a time-out of two seconds, all of them in microseconds."""

from stdnet import UdpSocket, c

with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    timeout = c.timeval(0, 2_000_000)
    error = c.cvt(
        c.setsockopt(socket.fileno(), c.SOL_SOCKET, c.SO_RCVTIMEO, timeout, c.sizeof(timeout))
    ).unwrap_err()

print(error)
print(repr(error))
