"""Accepts with a listener that is closed."""

from stdnet import TcpListener

listener = TcpListener.bind("127.0.0.1:0").expect("a free port")
listener.close()

error = listener.accept().expect_err("it is closed")
print(repr(error))
print(error)
