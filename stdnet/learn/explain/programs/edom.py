"""Sets a time-out of two seconds, all of them in microseconds."""

from stdnet import UdpSocket, c

with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    timeout = c.timeval(0, 2_000_000)
    fd, size = socket.fileno(), c.sizeof(timeout)
    result = c.setsockopt(fd, c.SOL_SOCKET, c.SO_RCVTIMEO, timeout, size)
    error = c.cvt(result).unwrap_err()

print(error)
print(repr(error))
