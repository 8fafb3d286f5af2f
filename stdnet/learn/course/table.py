"""The order of the course: its lessons, and what of two sets of lecture notes each one is about."""

from typing import Final, NamedTuple


class Lesson(NamedTuple):
    """A lesson. Its title, and the minutes that it takes, are on its page."""

    folder: str
    exercises: tuple[int, ...]
    """The graded exercises that practise it."""

    @property
    def number(self) -> int:
        """Its number, with which the name of its folder begins."""
        return int(self.folder[:2])


class Heading(NamedTuple):
    """A thing that the notes explain, as they call it, with its lessons and its exercises."""

    en: str
    es: str
    lessons: tuple[int, ...]
    exercises: tuple[int, ...]


LESSONS: Final = (
    Lesson("00_start", (0,)),
    Lesson("01_services", (8, 9)),
    Lesson("02_types", (8, 10, 12)),
    Lesson("03_addresses", (0, 1)),
    Lesson("04_socket", (1, 2)),
    Lesson("05_connect", (2, 11)),
    Lesson("06_read_write", (2, 4)),
    Lesson("07_datagrams", (8,)),
    Lesson("08_bind_listen", (3, 7)),
    Lesson("09_accept", (3, 6)),
    Lesson("10_bridge", (14,)),
    Lesson("11_incoming", (5, 6, 7)),
    Lesson("12_read_write_traits", (13, 15)),
    Lesson("13_acknowledged", (9,)),
    Lesson("14_raw_seqpacket", (12,)),
)

EXERCISES: Final = (
    *("addresses", "sockaddr_in", "client", "echo_server", "sums", "lines", "many_clients"),
    *("time_outs", "udp", "acknowledged", "chat", "port_scanner", "icmp", "readers", "results"),
    "key_value",
)
"""The names of the graded exercises, by number."""

HEADINGS: Final = (
    Heading("Services: without connection", "Servicios: sin conexión", (1, 7), (8,)),
    Heading("Services: with acknowledgement", "Servicios: sin conexión, con ACK", (1, 13), (9,)),
    Heading("Services: with connection", "Servicios: con conexión", (1, 5), (2,)),
    Heading("Types: stream sockets", "Tipos: stream sockets", (2, 6), (2, 4)),
    Heading("Types: datagram sockets", "Tipos: datagram sockets", (2, 7), (8,)),
    Heading("Types: raw sockets", "Tipos: raw sockets", (2, 14), (12,)),
    Heading("Types: sequenced packet", "Tipos: sequenced packet", (2, 14), (10,)),
    Heading("C: `socket()`", "C: creación, `socket()`", (4,), (1, 2)),
    Heading("C: `connect()`", "C: conexión, `connect()`", (5,), (2, 11)),
    Heading("C: `close()`", "C: cierre, `close()`", (5,), (2,)),
    Heading("C: `read()`, `write()`", "C: lectura y escritura, `read()`, `write()`", (6,), (2, 4)),
    Heading("C: `send()`, `recv()`", "C: streams, `send()`, `recv()`", (6,), (4,)),
    Heading("C: `sendto()`, `recvfrom()`", "C: datagramas, `sendto()`, `recvfrom()`", (7,), (8,)),
    Heading("C: `bind()`", "C: conexión pasiva, `bind()`", (8,), (3, 7)),
    Heading("C: `listen()`, the backlog", "C: `listen()`, el `backlog`", (8,), (3,)),
    Heading(
        "C: `accept()`, `cliaddr`", "C: conexiones entrantes, `accept()`, `cliaddr`", (9,), (3, 6)
    ),
    Heading("C: `sockaddr`", "C: dirección de socket, `sockaddr`", (3,), (1,)),
    Heading("C: `sockaddr_in`", "C: dirección de IP, `sockaddr_in`", (3,), (1,)),
    Heading("C: `in_addr`", "C: `in_addr`", (3,), (0, 1)),
    Heading(
        "Rust: `TcpListener::bind`", "Rust: conexión pasiva, `TcpListener::bind`", (10, 8), (3, 14)
    ),
    Heading("Rust: `incoming`", "Rust: conexiones entrantes, `incoming`", (11,), (5, 6)),
    Heading("Rust: `accept`", "Rust: una conexión, `accept`", (11,), (7,)),
    Heading("Rust: the trait `Read`", "Rust: lectura, el trait `Read`", (12,), (13,)),
    Heading("Rust: the trait `Write`", "Rust: escritura, el trait `Write`", (12,), (13, 15)),
)
"""What the notes explain, in their order."""


def lessons_before(exercise: int) -> list[Lesson]:
    """Returns the lessons that lead to an exercise."""
    return [lesson for lesson in LESSONS if exercise in lesson.exercises]


def order() -> list[Lesson | int]:
    """Returns lessons and exercises in the order in which they are done.

    An exercise comes after all lessons that lead to it, and after the exercises before it.
    """
    last = [lessons_before(number)[-1].number for number in range(len(EXERCISES))]
    places = [max(last[: number + 1]) for number in range(len(EXERCISES))]
    found = list[Lesson | int]()
    for lesson in LESSONS:
        found.append(lesson)
        found.extend(number for number, place in enumerate(places) if place == lesson.number)
    return found
