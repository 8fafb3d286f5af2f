"""Writes to a peer that has closed the connection."""

from stdnet import Err, TcpListener, TcpStream

with TcpListener.bind("127.0.0.1:0").expect("a free port") as listener:
    addr = listener.local_addr().expect("a bound address")
    with TcpStream.connect(addr).expect("a listener") as client:
        served, _ = listener.accept().expect("a client")
        served.close()

        # The peer's kernel answers the first write with RST, and then the next one fails.
        while not isinstance(written := client.write(b"hello"), Err):
            print("write:", written)
error = written.expect_err("the connection is gone")
print(repr(error))
print(error)
