"""Reads four bytes from a peer that sends two and closes."""

from stdnet.os.unix.net import UnixStream

here, there = UnixStream.pair().unwrap()
with here:
    with there:
        there.write_all(b"ab").unwrap()
    error = here.read_exact(bytearray(4)).unwrap_err()

print(error)
print(repr(error))
