"""Connects to a server whose queue is full, and waits a tenth of a second."""

from stdnet import TcpListener, TcpStream

# The queue holds one connection, and nobody accepts.
with TcpListener.bind("127.0.0.1:0", backlog=0).unwrap() as listener:
    addr = listener.local_addr().unwrap()
    with TcpStream.connect(addr).unwrap():
        error = TcpStream.connect_timeout(addr, 0.1).unwrap_err()

print(error)
print(repr(error))
