"""Copies what comes from a socket to a device that is always full."""

from stdnet import io
from stdnet.os.unix.net import UnixStream

ours, theirs = UnixStream.pair().unwrap()
with ours, open("/dev/full", "wb", buffering=0) as disk:
    with theirs:
        theirs.write_all(b"a download").unwrap()

    error = io.copy(ours, io.from_file(disk)).unwrap_err()

print(error)
print(repr(error))
