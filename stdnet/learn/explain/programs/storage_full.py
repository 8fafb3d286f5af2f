"""Copies what comes from a socket to a device that is always full."""

from stdnet import io
from stdnet.os.unix.net import UnixStream

ours, theirs = UnixStream.pair().expect("a pair")
with ours, open("/dev/full", "wb", buffering=0) as disk:
    with theirs:
        theirs.write_all(b"a download").expect("room in the buffer")

    error = io.copy(ours, io.from_file(disk)).expect_err("there is no room")
print(repr(error))
print(error)
