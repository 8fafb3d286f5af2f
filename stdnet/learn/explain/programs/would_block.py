"""Reads with a time-out from a peer that sends nothing."""

from stdnet import TcpListener, TcpStream

with TcpListener.bind("127.0.0.1:0").expect("a free port") as listener:
    addr = listener.local_addr().expect("a bound address")
    with TcpStream.connect(addr).expect("a listener") as stream:
        stream.set_read_timeout(0.05).expect("more than 0")

        error = stream.read(bytearray(64)).expect_err("nothing comes in time")
print(repr(error))
print(error)
print("is_timeout:", error.is_timeout())
