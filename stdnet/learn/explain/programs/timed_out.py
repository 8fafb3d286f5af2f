"""Connects to a server whose queue is full, with a limit of a tenth of a second."""

from stdnet import TcpListener, TcpStream

# The queue holds one connection, and nobody accepts.
with TcpListener.bind("127.0.0.1:0", backlog=0).expect("a free port") as listener:
    addr = listener.local_addr().expect("a bound address")
    with TcpStream.connect(addr).expect("room for one"):
        error = TcpStream.connect_timeout(addr, 0.1).expect_err("the queue is full")
print(repr(error))
print(error)
