"""The crate mio for Python: many connections in one thread. It needs Linux.

A `Poll` waits for events of many sources at once. Register a socket of `stdnet.mio.net`, or any
other object that has a descriptor, with a `Token` and an `Interest`; the events tell which sources
to go on with.

An event comes once, when a source becomes ready. **Go on with the source until it returns
`WouldBlock`**, as nothing else will come for what is left undone.

>>> from stdnet import Ipv4Addr, SocketAddr
>>> from stdnet.mio import Events, Interest, Poll, Token
>>> from stdnet.mio.net import TcpListener, TcpStream
>>> SERVER, CLIENT = Token(0), Token(1)
>>> poll, events = Poll.new().unwrap(), Events.with_capacity(128)
>>> server = TcpListener.bind(SocketAddr.new(Ipv4Addr.LOCALHOST, 0)).unwrap()
>>> poll.registry().register(server, SERVER, Interest.READABLE).unwrap()
>>> client = TcpStream.connect(server.local_addr().unwrap()).unwrap()
>>> poll.registry().register(client, CLIENT, Interest.READABLE | Interest.WRITABLE).unwrap()
>>> poll.poll(events, None).unwrap()
>>> for event in events:
...     if event.token() == SERVER:
...         stream, addr = server.accept().unwrap()
...         print("accepted", addr.ip())
accepted 127.0.0.1

Where to go on:

- `stdnet.mio.net`: sockets that never wait. `stdnet.mio.unix`: pipes, and descriptors as sources.
- `stdnet.mio.event`: `Event`, and `Source` for types of your own.
- `python -m stdnet.examples.mio_echo` and the other programs whose names begin with `mio`.
"""

import sys

if sys.platform != "linux":
    raise ImportError("stdnet.mio needs Linux")
assert sys.platform == "linux"  # By this mypy knows that nothing is here on other systems.

from stdnet.mio import event as event
from stdnet.mio import net as net
from stdnet.mio import unix as unix
from stdnet.mio._event import Events as Events
from stdnet.mio._interest import Interest as Interest
from stdnet.mio._poll import Poll as Poll
from stdnet.mio._poll import Registry as Registry
from stdnet.mio._token import Token as Token
from stdnet.mio._waker import Waker as Waker
from stdnet.result._public import publish as _publish

__all__ = [
    "Poll",
    "Registry",
    "Events",
    "Token",
    "Interest",
    "Waker",
]

_publish(__name__, [Poll, Registry, Events, Token, Interest, Waker])
