"""The process of one server: `python -m tests.bench.many.server NAME ANSWER`.

It prints the port on which it listens, or that it cannot run, and why.
"""

import gc
import socket
import sys
from importlib import import_module
from pkgutil import resolve_name
from typing import Final

from tests.bench.many.answers import ANSWERS
from tests.bench.peer import raise_descriptor_limit
from tests.bench.worker import write_line

SERVERS: Final = {
    "threads": ("threads:raw", "socket"),
    "stdnet-threads": ("threads:stdnet", "stdnet"),
    "epoll": ("epoll:raw", "select"),
    "mio": ("mio:short_reads", "stdnet.mio"),
    "mio-drained": ("mio:drained", "stdnet.mio"),
    "asyncio": ("asyncio_loop:asyncio_streams", "asyncio"),
    "asyncio-protocols": ("asyncio_loop:asyncio_protocols", "asyncio"),
    "uvloop": ("asyncio_loop:uvloop_streams", "uvloop"),
    "uvloop-protocols": ("asyncio_loop:uvloop_protocols", "uvloop"),
    "trio": ("nurseries:trio", "trio"),
    "anyio": ("nurseries:anyio", "anyio"),
}
"""The functions in `servers`, and the library that each one needs."""


def main(name: str, answer: str) -> None:
    """Serves until the process is killed."""
    function, library = SERVERS[name]
    try:
        import_module(library)
    except ImportError as reason:
        write_line(f"missing: {reason}")
        return
    serve = resolve_name(f"tests.bench.many.servers.{function}")
    raise_descriptor_limit()
    gc.collect()
    gc.freeze()  # The garbage collector need not scan the imported modules.
    listener = socket.create_server(("127.0.0.1", 0))
    write_line(str(listener.getsockname()[1]))
    serve(listener, ANSWERS[answer])


if __name__ == "__main__":
    main(*sys.argv[1:])
