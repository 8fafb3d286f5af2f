"""Looks up a name that no host can have."""

from stdnet import TcpStream

error = TcpStream.connect("two words:80").unwrap_err()

print(error)
print(repr(error))
