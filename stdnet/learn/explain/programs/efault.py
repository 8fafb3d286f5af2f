"""Sends from the null pointer, past `stdnet.c`, which refuses it."""

import ctypes

from stdnet import io
from stdnet.os.unix.net import UnixStream

libc = ctypes.CDLL(None, use_errno=True)
ours, theirs = UnixStream.pair().unwrap()
with ours, theirs:
    print("send:", libc.send(ours.fileno(), None, 5, 0))
error = io.Error.from_raw_os_error(ctypes.get_errno())

print(error)
print(repr(error))
