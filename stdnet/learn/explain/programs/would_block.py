"""Reads with a time-out from a peer that sends nothing."""

from stdnet import TcpListener, TcpStream

with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
    addr = listener.local_addr().unwrap()
    with TcpStream.connect(addr).unwrap() as stream:
        stream.set_read_timeout(0.05).unwrap()

        error = stream.read(bytearray(64)).unwrap_err()

print(error)
print(repr(error))
print("is_timeout:", error.is_timeout())
