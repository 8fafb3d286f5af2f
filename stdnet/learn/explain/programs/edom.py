"""Sets a time-out of two seconds, all of them in microseconds."""

from stdnet import UdpSocket, c

with UdpSocket.bind("127.0.0.1:0").expect("a free port") as socket:
    timeout = c.timeval(0, 2_000_000)
    error = c.cvt(
        c.setsockopt(socket.fileno(), c.SOL_SOCKET, c.SO_RCVTIMEO, timeout, c.sizeof(timeout))
    ).expect_err("tv_usec is less than a million")
print(repr(error))
print(error)
