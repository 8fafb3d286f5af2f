"""Many clients of an echo server, all connected at once: `python -m tests.examples.many_clients`.

It takes an address and how many clients there are. Each one sends its number in two pieces, shuts
down writing, and has to get the number back.
"""

import resource
import sys
from typing import Final

from stdnet import Ok, Shutdown, TcpStream, io, propagate, run

BATCH: Final = 100
"""How many connect before the server has to have accepted them. Its queue has room for 128."""


@propagate
def ask_all(clients: list[TcpStream], texts: list[bytes]) -> io.Result[None]:
    """Sends all texts, and then reads the answers."""
    for client, text in zip(clients, texts, strict=True):
        client.write_all(text).unwrap()
    for client, text in zip(clients, texts, strict=True):
        assert client.read_array(len(text)).unwrap() == text
    return Ok(None)


@propagate
def main() -> io.Result[None]:
    addr, count = sys.argv[1], int(sys.argv[2])
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    texts = [b"%06d" % number for number in range(count)]
    clients = list[TcpStream]()
    for start in range(0, count, BATCH):
        batch = texts[start : start + BATCH]
        clients += [TcpStream.connect(addr).unwrap() for _ in batch]
        ask_all(clients[start:], [text[:3] for text in batch]).unwrap()
    ask_all(clients, [text[3:] for text in texts]).unwrap()
    for client in clients:
        client.shutdown(Shutdown.Write).unwrap()
    for client in clients:
        assert client.read(bytearray(1)).unwrap() == 0
        client.close()
    return Ok(None)


if __name__ == "__main__":
    run(main)
