"""The checks of exercise 12: the checksum of ICMP, its messages, and a ping."""

import re
from collections.abc import Sequence
from typing import Final

from stdnet import Err, Ok, Result, io, propagate
from stdnet.examples.ping import HEADER, checksum
from stdnet.learn.judge.check import Failure, Skipped, check
from stdnet.learn.judge.process import Solution
from stdnet.learn.judge.text import Text
from stdnet.socket2 import Domain, Protocol, Socket, Type

REPLY: Final = 0
UNREACHABLE: Final = 3
REQUEST: Final = 8

OWN: Final = 4660
FOREIGN: Final = 4661


def message(kind: int, code: int, identifier: int, seq: int, data: bytes = b"") -> bytes:
    """Returns a message with the right checksum."""
    blank = HEADER.pack(kind, code, 0, identifier, seq) + data
    return HEADER.pack(kind, code, checksum(blank), identifier, seq) + data


@propagate
def printed(
    solution: Solution, args: Sequence[str], cases: Sequence[tuple[bytes, str]]
) -> Result[None, Failure]:
    """Sends each of the bytes as a line in hexadecimal, and compares what is printed for it."""
    lines = [f"{data.hex()}\n" for data, _ in cases]
    with solution.start(*args, stdin="".join(lines).encode()) as program:
        output = program.output().unwrap().splitlines()
    for at, (line, (_, expected)) in enumerate(zip(lines, cases, strict=True)):
        came = output[at] if at < len(output) else b""
        if came != expected.encode():
            seen = OTHER_LINE.format(n=at + 1)
            return Err(Failure(seen, expected.encode(), came, [line.encode()]))
    if len(output) > len(cases):
        return Err(Failure(MORE_LINES.format(n=len(cases)), None, b"\n".join(output)))
    return Ok(None)


def parsed(solution: Solution, *cases: tuple[bytes, str]) -> Result[None, Failure]:
    """Lets the program parse messages; its own identifier is `OWN`."""
    return printed(solution, ["parse", str(OWN)], cases)


@check(
    title=Text("The sum of 16-bit words", "La suma de palabras de 16 bits"),
    rule=Text(
        "The checksum is the complement of the sum of all words of 16 bits, and the first byte of "
        "a word is its high one: the byte order of the network.",
        "La suma de verificación es el complemento de la suma de todas las palabras de 16 bits, y "
        "el primer byte de cada palabra es el alto: el orden de bytes de red.",
    ),
    read="03",
)
def byte_order(solution: Solution) -> Result[None, Failure]:
    """Sums the example of RFC 1071, and the header of an IP packet."""
    header = bytes.fromhex("450000730000400040110000c0a80001c0a800c7")
    cases = [(bytes.fromhex("0001f203f4f5f6f7"), "220d"), (header, "b861")]
    return printed(solution, ["checksum"], cases)


@check(
    title=Text("An odd number of bytes", "Una cantidad impar de bytes"),
    rule=Text(
        "If the last word has one byte only, a zero byte follows it for the sum, so that it is "
        "the high byte of the word.",
        "Si la última palabra tiene un solo byte, para la suma le sigue un byte cero: es el byte "
        "alto de la palabra.",
    ),
    read="14",
)
def odd_length(solution: Solution) -> Result[None, Failure]:
    """Sums three bytes."""
    # Their sums are the same in either byte order, which has a check of its own.
    cases = [(b"\x00\x01\x01", "fefe"), (b"\x00\xff\xff", "0000")]
    return printed(solution, ["checksum"], cases)


@check(
    title=Text("A carry out of the carry", "Un acarreo que causa otro acarreo"),
    rule=Text(
        "What does not fit into 16 bits is added at the low end. That sum may not fit either: add "
        "until nothing is left over.",
        "Lo que no cabe en 16 bits se suma por abajo. Esa suma puede no caber tampoco: hay que "
        "repetir hasta que no sobre nada.",
    ),
    read="14",
)
def carry(solution: Solution) -> Result[None, Failure]:
    """Sums words whose carry overflows once more."""
    words = b"\xff\xff" * 258 + b"\x01\x01"
    return printed(solution, ["checksum"], [(words, "fefe")])


@check(
    title=Text("A message that is too short", "Un mensaje demasiado corto"),
    rule=Text(
        "Whoever likes sends what he likes: before a program takes fields out of a message it "
        "looks whether they are there. The header of ICMP has 8 bytes.",
        "Cualquiera puede enviar cualquier cosa: antes de tomar campos de un mensaje, un programa "
        "mira si están. La cabecera de ICMP tiene 8 bytes.",
    ),
    read="14",
)
def too_short(solution: Solution) -> Result[None, Failure]:
    """Sends messages that end within the header."""
    whole = message(REPLY, 0, OWN, 1)
    return parsed(solution, (whole[:1], "too short"), (whole[:6], "too short"))


@check(
    title=Text("A damaged message", "Un mensaje dañado"),
    rule=Text(
        "The checksum of a message with its own checksum in place is 0. If it is not, some bit is "
        "wrong, and no field can be believed.",
        "La suma de un mensaje que lleva dentro su propia suma es 0. Si no lo es, algún bit está "
        "mal, y no se puede creer en ningún campo.",
    ),
    read="14",
)
def bad_checksum(solution: Solution) -> Result[None, Failure]:
    """Sends messages in which one bit was flipped."""
    right = message(REPLY, 0, OWN, 1, b"ping")
    in_data = right[:-1] + bytes([right[-1] ^ 1])
    in_sum = right[:2] + bytes([right[2] ^ 0x80]) + right[3:]
    return parsed(solution, (in_data, "bad checksum"), (in_sum, "bad checksum"))


@check(
    title=Text("The fields of a reply", "Los campos de una respuesta"),
    rule=Text(
        "The identifier and the number are words of 16 bits without a sign, in the byte order of "
        "the network; all that follows the header is data.",
        "El identificador y el número son palabras de 16 bits sin signo, en el orden de bytes de "
        "red; todo lo que sigue a la cabecera son datos.",
    ),
    read="03",
)
def fields(solution: Solution) -> Result[None, Failure]:
    """Sends replies with small and large numbers, with and without data."""
    return parsed(
        solution,
        (message(REPLY, 0, OWN, 1), "reply id=4660 seq=1 data=0"),
        (message(REPLY, 0, OWN, 258, b"ping"), "reply id=4660 seq=258 data=4"),
        (message(REPLY, 0, OWN, 0xFFFE, bytes(56)), "reply id=4660 seq=65534 data=56"),
    )


@check(
    title=Text("Requests and other messages", "Solicitudes y otros mensajes"),
    rule=Text(
        "A raw socket receives every ICMP message of the machine: the requests as well, on the "
        "loopback one's own, and reports such as «unreachable». The type tells them apart.",
        "Un socket crudo recibe todos los mensajes ICMP de la máquina: también las solicitudes, "
        "en loopback las propias, y avisos como «inalcanzable». El tipo los distingue.",
    ),
    read="14",
)
def kinds(solution: Solution) -> Result[None, Failure]:
    """Sends a request, and a report that a port is unreachable."""
    return parsed(
        solution,
        (message(REQUEST, 0, OWN, 7, b"ping"), "request id=4660 seq=7 data=4"),
        (message(UNREACHABLE, 3, 0, 0, bytes(28)), "other type=3 code=3"),
    )


@check(
    title=Text("The reply to someone else", "La respuesta a otro programa"),
    rule=Text(
        "Two programs may ping at the same time, and each one receives the replies to both. The "
        "identifier says whose they are.",
        "Dos programas pueden hacer ping a la vez, y cada uno recibe las respuestas de ambos. El "
        "identificador dice de quién son.",
    ),
    read="14",
)
def foreign_id(solution: Solution) -> Result[None, Failure]:
    """Sends a reply with another identifier."""
    return parsed(solution, (message(REPLY, 0, FOREIGN, 1, b"ping"), "foreign id=4661"))


@check(
    title=Text("A ping to 127.0.0.1", "Un ping a 127.0.0.1"),
    rule=Text(
        "The kernel answers a request whose checksum is right. A raw socket receives the IP header "
        "in front of the message, a ping socket does not; of the buffer only the bytes that came "
        "are the message.",
        "El núcleo responde a una solicitud cuya suma es correcta. Un socket crudo recibe la "
        "cabecera IP delante del mensaje, un socket de ping no; del búfer, solo los bytes que "
        "llegaron son el mensaje.",
    ),
    read="14",
)
@propagate
def ping(solution: Solution) -> Result[None, Failure | Skipped]:
    """Pings the loopback, where raw or ping sockets are allowed."""
    can_ping().map_err(lambda e: Skipped(NOT_ALLOWED.format(error=e))).unwrap()
    with solution.start("ping", "127.0.0.1") as program:
        output = program.output().unwrap()
    if not re.fullmatch(rb"reply id=\d+ seq=1 data=56\n", output):
        return Err(Failure(OTHER_PING, PING_LINE, output))
    return Ok(None)


def can_ping() -> io.Result[None]:
    """Returns an Err if neither a raw socket nor a ping socket may be made."""
    raw = Socket.new(Domain.IPV4, Type.RAW, Protocol.ICMPV4)
    either = raw.or_else(lambda _: Socket.new(Domain.IPV4, Type.DGRAM, Protocol.ICMPV4))
    return either.map(lambda socket: socket.close())


OTHER_LINE: Final = Text(
    "the answer to this line is another one (output, line {n})",
    "la respuesta a esta línea es otra (salida, línea {n})",
)
MORE_LINES: Final = Text(
    "there are more lines than the {n} that went in", "hay más líneas que las {n} que entraron"
)
NOT_ALLOWED: Final = Text(
    "neither raw nor ping sockets are allowed here: {error}",
    "aquí no se permiten sockets crudos ni de ping: {error}",
)
PING_LINE: Final = Text(
    "reply id=… seq=1 data=56, and nothing else", "reply id=… seq=1 data=56, y nada más"
)
OTHER_PING: Final = Text("another line was printed", "se imprimió otra línea")
