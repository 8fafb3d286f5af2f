"""Writes to a peer that has closed the connection."""

from stdnet import Err, TcpListener, TcpStream

with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
    addr = listener.local_addr().unwrap()
    with TcpStream.connect(addr).unwrap() as client:
        served, _ = listener.accept().unwrap()
        served.close()

        # The peer's kernel answers a write with RST, and the next one fails.
        while not isinstance(written := client.write(b"hello"), Err):
            print("write:", written)
error = written.unwrap_err()

print(error)
print(repr(error))
