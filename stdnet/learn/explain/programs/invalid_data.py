"""Reads a text from a peer that sends bytes that are not UTF-8."""

from stdnet import Shutdown
from stdnet.os.unix.net import UnixStream

here, there = UnixStream.pair().unwrap()
with here, there:
    there.write_all("café".encode("latin-1")).unwrap()
    there.shutdown(Shutdown.Write).unwrap()
    error = here.read_to_string().unwrap_err()

print(error)
print(repr(error))
