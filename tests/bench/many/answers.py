"""What the clients ask, and what a server answers."""

from typing import Final

from tests.bench.many.servers import Answer

MESSAGE: Final = b"m" * 64

REQUEST: Final = (
    b"GET /numbers/1 HTTP/1.1\r\nHost: example.org\r\n"
    b"Accept: text/plain\r\nUser-Agent: bench/1.0.0\r\n\r\n"
)
RESPONSE: Final = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\r\nhello world"
)
"""A request and a response about as short as HTTP's are: 90 and 76 bytes."""


def echo(request: memoryview | bytes) -> memoryview | bytes:
    return request


def http(request: memoryview | bytes) -> memoryview | bytes:
    if request[-4:] != b"\r\n\r\n":
        raise ValueError("a request in pieces")
    return RESPONSE


ANSWERS: Final[dict[str, Answer]] = {"echo": echo, "http": http}
