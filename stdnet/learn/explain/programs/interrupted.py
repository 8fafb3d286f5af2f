"""Waits for data with C's `recv` until a signal interrupts it."""

import signal

from stdnet import c
from stdnet.os.unix.net import UnixStream

signal.signal(signal.SIGALRM, lambda _signal, _frame: None)
buf = bytearray(64)
ours, theirs = UnixStream.pair().unwrap()
with ours, theirs:
    # It repeats, in case the first signal comes before `recv` waits.
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    error = c.cvt(c.recv(ours.fileno(), buf, len(buf), 0)).unwrap_err()
    signal.setitimer(signal.ITIMER_REAL, 0)

print(error)
print(repr(error))
