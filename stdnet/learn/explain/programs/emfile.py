"""Opens sockets until the process may have no more."""

import resource
from contextlib import ExitStack

from stdnet import Err, Ok, UdpSocket

_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (32, hard))
with ExitStack() as sockets:
    while True:
        match UdpSocket.bind("127.0.0.1:0"):
            case Ok(socket):
                sockets.enter_context(socket)
            case Err(error):
                break

print(error)
print(repr(error))
