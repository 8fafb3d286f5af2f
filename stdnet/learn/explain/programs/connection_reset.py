"""Reads from a server that has closed without reading what it was sent."""

from stdnet import TcpListener, TcpStream

with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
    addr = listener.local_addr().unwrap()
    with TcpStream.connect(addr).unwrap() as client:
        client.write_all(b"a question").unwrap()
        served, _ = listener.accept().unwrap()
        served.close()  # The question is still unread in its buffer.

        error = client.read(bytearray(64)).unwrap_err()

print(error)
print(repr(error))
