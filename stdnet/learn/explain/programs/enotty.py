"""Asks a socket what only a terminal knows."""

import os

from stdnet import UdpSocket, io

with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
    error = io.attempt(os.tcgetpgrp, socket.as_raw_fd()).unwrap_err()

print(error)
print(repr(error))
