"""The checks of exercise 9: both sides of a service that acknowledges datagrams.

Where a check is about one thing, it is lenient about the others: it tells messages apart by their
first 4 bytes, and so it sees what is wrong, and not all that follows from it.
"""

import time
from collections.abc import Iterator
from struct import Struct
from typing import Final

from stdnet import Err, Ok, Result, SocketAddr, propagate
from stdnet.learn.judge.check import Failure, check
from stdnet.learn.judge.eventually import eventually
from stdnet.learn.judge.free_address import free_addr
from stdnet.learn.judge.peer import UdpPeer
from stdnet.learn.judge.process import Program, Solution
from stdnet.learn.judge.relay import Weather, lossy
from stdnet.learn.judge.text import Text

ADDR: Final = "127.0.0.1:0"
NUMBER: Final = Struct("!I")
TEXTS: Final = [b"one", b"", "dieciséis".encode()]
LINES: Final = b"".join(b"line %d\n" % number for number in range(14))

LOSING: Final = Weather(loss=0.3, seed=80)
"""Loses 9 of the first 26 datagrams, four of them in a row."""

LOSING_FEW: Final = Weather(loss=0.3, seed=4)
"""Never loses three datagrams in a row."""

ROUND_TRIP: Final = 0.04
MESSAGES: Final = 8
MOST: Final = 3
"""The most datagrams that a message may take on a slow network."""

GIVES_UP: Final = 2.5
"""The seconds after the first datagram in which a sender gives up. It may take 1."""


def message(number: int, text: bytes) -> bytes:
    """Returns the datagram of a message."""
    return NUMBER.pack(number) + text


def messages(
    peer: UdpPeer,
) -> Iterator[Result[tuple[int, bytes, SocketAddr.V4 | SocketAddr.V6], Failure]]:
    """Yields what a sender sends: the number, the whole datagram, and the sender's address."""
    within = 2 * peer.patience  # It may have to start first.
    while True:
        yield message_from(peer, within)
        within = peer.patience


@propagate
def message_from(
    peer: UdpPeer, within: float
) -> Result[tuple[int, bytes, SocketAddr.V4 | SocketAddr.V6], Failure]:
    """Receives a message."""
    came, addr = peer.receive_from(within).unwrap()
    return Ok((number_of(peer, came).unwrap(), came, addr))


def number_of(peer: UdpPeer, came: bytes) -> Result[int, Failure]:
    """Returns the number that a datagram begins with."""
    if len(came) < NUMBER.size:
        return Err(peer.failure(TOO_SHORT.format(n=len(came)), FOUR_BYTES, came))
    number: int = NUMBER.unpack_from(came)[0]
    return Ok(number)


@propagate
def acknowledged(peer: UdpPeer, number: int) -> Result[None, Failure]:
    """Receives the acknowledgement of a number, and passes over those of smaller ones."""
    while True:
        came = peer.receive().unwrap()
        found = number_of(peer, came).unwrap()
        if found == number:
            return Ok(None)
        if found > number:
            return Err(peer.failure(ACK_TOO_HIGH, NUMBER.pack(number), came))


def printed(receiver: Program, texts: bytes) -> Result[None, Failure]:
    """Waits until a receiver has printed these lines after its first one, and nothing else."""

    def lines() -> bytes:
        return receiver.stdout.partition(b"\n")[2]

    _ = eventually(lambda: len(lines()) >= len(texts), receiver.patience)
    if lines() == texts:
        return Ok(None)
    return Err(Failure(PRINTED_OTHERS, texts, lines()))


TOO_SHORT: Final = Text("a datagram of {n} bytes came", "llegó un datagrama de {n} bytes")
FOUR_BYTES: Final = Text("at least the 4 bytes of the number", "al menos los 4 bytes del número")
ACK_TOO_HIGH: Final = Text(
    "the receiver acknowledged a number that it had not printed",
    "el receptor envió el acuse de recibo de un número que no había impreso",
)
PRINTED_OTHERS: Final = Text(
    "the receiver did not print each message once and in order",
    "el receptor no imprimió cada mensaje una sola vez y en orden",
)


@check(
    title=Text("The messages are as they should be", "Los mensajes son como deben ser"),
    rule=Text(
        "Two programs that never met understand each other only if every byte is agreed on: here "
        "the number, 4 bytes in network byte order, and then the text without its line feed.",
        "Dos programas que no se conocen se entienden solo si cada byte está acordado: aquí el "
        "número, 4 bytes en el orden de bytes de red, y después el texto sin el salto de línea.",
    ),
    read="13",
)
@propagate
def sent(solution: Solution) -> Result[None, Failure]:
    """Receives messages, and acknowledges each at once."""
    stdin = b"".join(text + b"\n" for text in TEXTS)
    with (
        solution.udp().unwrap() as peer,
        solution.start("send", peer.addr().unwrap(), stdin=stdin) as program,
    ):
        arriving = messages(peer)
        for expected in map(message, range(len(TEXTS)), TEXTS):
            number = NUMBER.unpack_from(expected)[0]
            found, came, addr = next(arriving).unwrap()
            while found < number:  # A copy that was on its way.
                found, came, addr = next(arriving).unwrap()
            if came != expected:
                return Err(peer.failure(seen_in(came, expected), expected, came))
            peer.send(NUMBER.pack(number), addr).unwrap()
        program.output().unwrap()
    return Ok(None)


def seen_in(came: bytes, expected: bytes) -> Text:
    """Returns what is wrong with a message."""
    if came == expected + b"\n":
        return LINE_FEED
    if came[: NUMBER.size] == expected[: NUMBER.size][::-1]:
        return SWAPPED
    return OTHER_MESSAGE


LINE_FEED: Final = Text("the line feed was sent as well", "se envió también el salto de línea")
SWAPPED: Final = Text(
    "the bytes of the number are in the wrong order: htonl was forgotten",
    "los bytes del número están en el orden equivocado: faltó htonl",
)
OTHER_MESSAGE: Final = Text("another datagram came", "llegó otro datagrama")


@check(
    title=Text(
        "An acknowledgement is the number and nothing else",
        "Un acuse de recibo es el número y nada más",
    ),
    rule=Text(
        "An acknowledgement says which message has come, and need not repeat it: it is the number "
        "of 4 bytes in network byte order.",
        "Un acuse de recibo dice qué mensaje llegó, y no hace falta que lo repita: es el número de "
        "4 bytes en el orden de bytes de red.",
    ),
    read="13",
)
@propagate
def answered(solution: Solution) -> Result[None, Failure]:
    """Sends messages in order."""
    with (
        solution.start("receive", free_addr(udp=True).unwrap()) as receiver,
        receiver.udp().unwrap() as peer,
    ):
        for number, text in enumerate(TEXTS):
            datagram = message(number, text)
            peer.send(datagram).unwrap()
            came = peer.receive().unwrap()
            if came != NUMBER.pack(number):
                seen = ECHOED if came == datagram else OTHER_ACK
                return Err(peer.failure(seen, NUMBER.pack(number), came))
        return printed(receiver, b"".join(text + b"\n" for text in TEXTS))


ECHOED: Final = Text("the whole message came back", "volvió el mensaje entero")
OTHER_ACK: Final = Text("another acknowledgement came", "llegó otro acuse de recibo")


@check(
    title=Text("Messages that are lost are sent again", "Los mensajes perdidos se reenvían"),
    rule=Text(
        "A sender cannot see whether a message is lost. It sends it again until it is "
        "acknowledged, for 1 second: four losses in a row are no reason to give up.",
        "Un emisor no puede ver si un mensaje se pierde. Lo reenvía hasta que llega su acuse de "
        "recibo, durante 1 segundo: cuatro pérdidas seguidas no son motivo para rendirse.",
    ),
    read="13",
)
def lost(solution: Solution) -> Result[None, Failure]:
    """Loses 30 of 100 messages."""
    return over_a_bad_network(solution, there=LOSING, back=Weather()).map(lambda _: None)


@check(
    title=Text(
        "A message that came already is acknowledged again",
        "Un mensaje que ya llegó recibe otro acuse de recibo",
    ),
    rule=Text(
        "An old message that comes again says that its acknowledgement was lost. The receiver "
        "acknowledges it again, but does not print it again.",
        "Un mensaje viejo que llega otra vez dice que se perdió su acuse de recibo. El receptor lo "
        "envía otra vez, pero no imprime otra vez el mensaje.",
    ),
    read="13",
)
@propagate
def acknowledgement_lost(solution: Solution) -> Result[None, Failure]:
    """Loses 30 of 100 acknowledgements."""
    count = over_a_bad_network(solution, there=Weather(), back=LOSING_FEW).unwrap()
    if count >= LINES.count(b"\n"):
        return Ok(None)
    return Err(Failure(TOO_FEW.format(count=count, n=LINES.count(b"\n"))))


TOO_FEW: Final = Text(
    "the receiver sent {count} acknowledgements for {n} messages",
    "el receptor envió {count} acuses de recibo para {n} mensajes",
)


@propagate
def over_a_bad_network(solution: Solution, there: Weather, back: Weather) -> Result[int, Failure]:
    """Runs both sides of the solution, and returns how many datagrams came back to the sender.

    Between them stands a relay.
    """
    with solution.start("receive", ADDR) as receiver:
        with (
            lossy(receiver.listening().unwrap(), there, back) as relay,
            solution.start("send", relay.addr, stdin=LINES) as sender,
        ):
            sender.output().unwrap()
        printed(receiver, LINES).unwrap()
        return Ok(len(relay.back.came))


@check(
    title=Text(
        "An acknowledgement that comes twice counts once",
        "Un acuse de recibo que llega dos veces cuenta una sola vez",
    ),
    rule=Text(
        "The network doubles datagrams and delays them. A sender that waits for number 1 passes "
        "over an acknowledgement of number 0, and goes on waiting.",
        "La red duplica datagramas y los demora. Un emisor que espera el número 1 pasa por alto "
        "un acuse de recibo del número 0, y sigue esperando.",
    ),
    read="13",
)
@propagate
def acknowledged_twice(solution: Solution) -> Result[None, Failure]:
    """Acknowledges number 0 twice, and number 1 only when it is sent again."""
    with (
        solution.udp().unwrap() as peer,
        solution.start("send", peer.addr().unwrap(), stdin=b"zero\none\ntwo\n") as program,
    ):
        copies = [0, 0, 0]
        for arrived in messages(peer):
            number, came, addr = arrived.unwrap()
            if number >= len(copies) or (number == 2 and copies[1] < 2):
                return Err(peer.failure(WENT_ON, SEND_1_AGAIN, came))
            copies[number] += 1
            if number == 1 and copies[1] == 1:
                continue  # This one is lost.
            peer.send(NUMBER.pack(number), addr).unwrap()
            if number == 0:
                peer.send(NUMBER.pack(number), addr).unwrap()
            if number == 2:
                break
        program.output().unwrap()
    return Ok(None)


WENT_ON: Final = Text(
    "number 1 was not acknowledged, and the sender went on to the next one",
    "no hubo acuse de recibo del número 1, y el emisor pasó al siguiente",
)
SEND_1_AGAIN: Final = Text("number 1 again", "otra vez el número 1")


@check(
    title=Text(
        "An old message that comes late is not printed again",
        "Un mensaje viejo que llega tarde no se imprime otra vez",
    ),
    rule=Text(
        "A copy of a message may come after the next one. It is not enough to remember the last "
        "number: every smaller one is old as well.",
        "Una copia de un mensaje puede llegar después del siguiente. No alcanza con recordar el "
        "último número: también es viejo cualquier número menor.",
    ),
    read="13",
)
@propagate
def late(solution: Solution) -> Result[None, Failure]:
    """Sends numbers 0, 1, 0 and 2."""
    with solution.start("receive", ADDR) as receiver, receiver.udp().unwrap() as peer:
        for number, text in enumerate((b"zero", b"one")):
            peer.send(message(number, text)).unwrap()
            acknowledged(peer, number).unwrap()
        peer.send(message(0, b"zero")).unwrap()
        peer.send(message(2, b"two")).unwrap()
        acknowledged(peer, 2).unwrap()
        return printed(receiver, b"zero\none\ntwo\n")


@check(
    title=Text(
        "A message that comes too early is not acknowledged",
        "Un mensaje que llega demasiado pronto no recibe acuse de recibo",
    ),
    rule=Text(
        "A receiver that expects number 0 can neither print number 1, as 0 is missing, nor "
        "acknowledge it, as nobody would send it again.",
        "Un receptor que espera el número 0 no puede imprimir el número 1, porque falta el 0, ni "
        "enviar su acuse de recibo, porque entonces nadie lo reenviaría.",
    ),
    read="13",
)
@propagate
def early(solution: Solution) -> Result[None, Failure]:
    """Sends numbers 1, 0 and 1."""
    with solution.start("receive", ADDR) as receiver, receiver.udp().unwrap() as peer:
        peer.send(message(1, b"one")).unwrap()
        for number, text in enumerate((b"zero", b"one")):
            peer.send(message(number, text)).unwrap()
            acknowledged(peer, number).unwrap()
        return printed(receiver, b"zero\none\n")


@check(
    title=Text(
        "On a slow network a message takes three datagrams at most",
        "En una red lenta un mensaje necesita como mucho tres datagramas",
    ),
    rule=Text(
        "Who sends again too early fills the network with copies, and a slow network gets slower. "
        "A sender waits 50 ms before each copy.",
        "Quien reenvía demasiado pronto llena la red de copias, y una red lenta se vuelve más "
        "lenta. Un emisor espera 50 ms antes de cada copia.",
    ),
    read="13",
)
@propagate
def few(solution: Solution) -> Result[None, Failure]:
    """Acknowledges each message after 40 ms."""
    stdin = b"".join(b"%d\n" % number for number in range(MESSAGES))
    with (
        solution.udp().unwrap() as peer,
        solution.start("send", peer.addr().unwrap(), stdin=stdin) as program,
    ):
        count = 0
        expected = 0
        for arrived in messages(peer):
            number, _, addr = arrived.unwrap()
            count += 1
            if number == expected:
                time.sleep(ROUND_TRIP)
                peer.send(NUMBER.pack(number), addr).unwrap()
                expected += 1
            if expected == MESSAGES:
                break
        program.output().unwrap()
        if count > MOST * MESSAGES:
            return Err(Failure(TOO_MANY.format(count=count, n=MESSAGES, most=MOST * MESSAGES)))
    return Ok(None)


TOO_MANY: Final = Text(
    "{count} datagrams came for {n} messages, and not {most} at most",
    "llegaron {count} datagramas para {n} mensajes, y no {most} como mucho",
)


@check(
    title=Text("It gives up in time", "Se rinde a tiempo"),
    rule=Text(
        "Nothing distinguishes a receiver that is gone from one that is slow, but the time. After "
        "1 second without an acknowledgement the sender says so as an error, and ends.",
        "Nada distingue a un receptor que ya no está de uno lento, salvo el tiempo. Después de 1 "
        "segundo sin acuse de recibo, el emisor lo dice como error y termina.",
    ),
    read="13",
)
@propagate
def gives_up(solution: Solution) -> Result[None, Failure]:
    """Never answers."""
    with (
        solution.udp().unwrap() as peer,
        solution.start("send", peer.addr().unwrap(), stdin=b"nobody\n") as program,
    ):
        # It has begun.
        next(messages(peer)).unwrap()
        return program.error(within=GIVES_UP)
