"""Sends descriptors that nobody receives, more than the process may open."""

import os
import resource

from stdnet import collect, io
from stdnet.os.unix.net import SocketAncillary, UnixStream

_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (32, hard))
if os.geteuid() == 0:  # The limit does not hold for root.
    print("as nobody:", io.attempt(os.seteuid, 65534))
ours, theirs = UnixStream.pair().unwrap()
with ours, theirs:
    ancillary = SocketAncillary(bytearray(64))
    ancillary.add_fds([theirs])
    send = ours.send_vectored_with_ancillary
    sent = (send([b"!"], ancillary) for _ in range(100))
    error = collect(sent).unwrap_err()

print(error)
print(repr(error))
