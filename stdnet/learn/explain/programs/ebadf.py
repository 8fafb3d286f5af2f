"""Accepts with a listener that is closed."""

from stdnet import TcpListener

listener = TcpListener.bind("127.0.0.1:0").unwrap()
listener.close()

error = listener.accept().unwrap_err()

print(error)
print(repr(error))
