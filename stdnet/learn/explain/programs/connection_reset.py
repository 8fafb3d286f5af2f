"""Reads from a server that has closed without reading what it was sent."""

from stdnet import TcpListener, TcpStream

with TcpListener.bind("127.0.0.1:0").expect("a free port") as listener:
    addr = listener.local_addr().expect("a bound address")
    with TcpStream.connect(addr).expect("a listener") as client:
        client.write_all(b"a question").expect("room in the buffer")
        served, _ = listener.accept().expect("a client")
        served.close()  # The question is still unread in its buffer.

        error = client.read(bytearray(64)).expect_err("the connection is reset")
print(repr(error))
print(error)
