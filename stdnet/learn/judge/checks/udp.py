"""The checks of exercise 8: a server that answers each datagram to its sender.

Those that wait for an answer are connected to nobody, and so take it from any port: `source` alone
looks where it comes from.
"""

import sys
from typing import Final

from stdnet import Err, Ok, Result, propagate
from stdnet.learn.judge.check import Failure, check
from stdnet.learn.judge.free_address import free_addr
from stdnet.learn.judge.process import Solution
from stdnet.learn.judge.text import Text

ADDR: Final = "127.0.0.1:0"
LARGEST: Final = 65507
"""The most that UDP carries over IPv4: 65,535 bytes without both headers."""

LIMIT: Final = 100


@check(
    title=Text(
        "The answer comes from the port of the server", "La respuesta sale del mismo puerto"
    ),
    rule=Text(
        "A datagram has the address of the socket that sent it, and a client that is connected to "
        "the server's address does not even see an answer from another one. The socket that "
        "received the datagram has to answer it.",
        "Un datagrama lleva la dirección del socket que lo envió, y un cliente conectado a la "
        "dirección del servidor ni siquiera ve una respuesta que llega de otra. Tiene que "
        "responder el mismo socket que recibió el datagrama.",
    ),
    read="07",
)
@propagate
def source(solution: Solution) -> Result[None, Failure]:
    """Looks at the address from which an answer comes."""
    with solution.start(free_addr(udp=True).unwrap()) as program, solution.udp().unwrap() as peer:
        server = program.listening().unwrap()
        peer.send(b"hello", server).unwrap()
        _, addr = peer.receive_from().unwrap()
        if addr == server:
            return Ok(None)
        return Err(peer.failure(OTHER_PORT.format(addr=addr, server=server)))


OTHER_PORT: Final = Text(
    "the answer came from {addr}, and the server listens on {server}",
    "la respuesta llegó de {addr}, y el servidor escucha en {server}",
)


@check(
    title=Text("It answers a datagram of 0 bytes", "Responde a un datagrama de 0 bytes"),
    rule=Text(
        "A datagram of 0 bytes is a datagram: it has a sender, who waits for an answer. It does "
        "not mean the end, as 0 bytes from a stream do.",
        "Un datagrama de 0 bytes es un datagrama: tiene un remitente que espera una respuesta. No "
        "significa el fin, como los 0 bytes de un flujo.",
    ),
    read="07",
)
@propagate
def empty(solution: Solution) -> Result[None, Failure]:
    """Sends 0 bytes, and then 1."""
    with solution.start(ADDR) as program, solution.udp().unwrap() as peer:
        server = program.listening().unwrap()
        for data in (b"", b"x"):
            peer.send(data, server).unwrap()
            peer.expect(data).unwrap()
        return Ok(None)


@check(
    title=Text("The largest datagram comes back whole", "El datagrama más grande vuelve entero"),
    rule=Text(
        "UDP over IPv4 carries up to 65,507 bytes in one datagram. What does not fit into the "
        "buffer of the receiver is thrown away, without an error.",
        "UDP sobre IPv4 lleva hasta 65507 bytes en un datagrama. Lo que no cabe en el búfer del "
        "receptor se descarta, sin ningún error.",
    ),
    read="07",
)
@propagate
def largest(solution: Solution) -> Result[None, Failure]:
    """Sends as much as a datagram may hold."""
    data = bytes(at % 251 for at in range(LARGEST))
    with solution.start(ADDR) as program, solution.udp().unwrap() as peer:
        peer.send(data, program.listening().unwrap()).unwrap()
        came = peer.receive().unwrap()
        if came == data:
            return Ok(None)
        return Err(peer.failure(A_PART if data.startswith(came) else OTHER, data, came))


A_PART: Final = Text(
    "a part of it came back; the buffer was too small for the rest",
    "volvió solo una parte; el resto no cupo en el búfer",
)
OTHER: Final = Text("other bytes came back", "volvieron otros bytes")


@check(
    title=Text(
        "A datagram that is longer than the limit gets no answer",
        "Un datagrama más largo que el límite no recibe respuesta",
    ),
    rule=Text(
        "A buffer that is filled does not say whether the datagram was longer. A buffer that is "
        "one byte larger than the limit does: it is filled only by what is too long.",
        "Un búfer lleno no dice si el datagrama era más largo. Uno con un byte más que el límite "
        "sí lo dice: solo lo llena lo que es demasiado largo.",
    ),
    read="07",
)
@propagate
def limit(solution: Solution) -> Result[None, Failure]:
    """Sends one byte too many, and then as many as are allowed."""
    longest = bytes(range(LIMIT))
    with solution.start(ADDR, str(LIMIT)) as program, solution.udp().unwrap() as peer:
        server = program.listening().unwrap()
        peer.send(longest + b"!", server).unwrap()
        for data in (b"short", longest):
            peer.send(data, server).unwrap()
            # Datagrams stay in order on this way: an answer to the first would come first.
            peer.expect(data, TOO_LONG).unwrap()
        return Ok(None)


TOO_LONG: Final = Text(
    "the datagram of 101 bytes was answered, with a limit of 100",
    "el datagrama de 101 bytes recibió una respuesta, con un límite de 100",
)


@check(
    title=Text("Each client gets its own answers", "Cada cliente recibe sus propias respuestas"),
    rule=Text(
        "A datagram socket has no connection: the next datagram may come from anyone, and "
        "`recv_from` says from whom. The answer goes to that address, each time.",
        "Un socket de datagramas no tiene conexión: el próximo datagrama puede ser de cualquiera, "
        "y `recv_from` dice de quién. La respuesta va cada vez a esa dirección.",
    ),
    read="07",
)
@propagate
def turns(solution: Solution) -> Result[None, Failure]:
    """Sends from three sockets in turns."""
    with (
        solution.start(ADDR) as program,
        solution.udp().unwrap() as one,
        solution.udp().unwrap() as two,
        solution.udp().unwrap() as three,
    ):
        server = program.listening().unwrap()
        peers = {b"one": one, b"two": two, b"three": three}
        for turn in (b" 1", b" 2"):
            for name, peer in peers.items():
                peer.send(name + turn, server).unwrap()
        for turn in (b" 1", b" 2"):
            for name, peer in peers.items():
                peer.expect(name + turn, NOT_ITS_OWN).unwrap()
        return Ok(None)


NOT_ITS_OWN: Final = Text(
    "a client got another answer than its own", "un cliente recibió una respuesta que no era suya"
)


@check(
    title=Text(
        "A client that is gone does not end the server",
        "Un cliente que ya no está no termina el servidor",
    ),
    rule=Text(
        "An error about one client concerns no other. If nobody is at the address of the sender "
        "any more, the answer is lost, and the server goes on.",
        "Un error sobre un cliente no afecta a los demás. Si en la dirección del remitente ya no "
        "hay nadie, la respuesta se pierde y el servidor sigue.",
    ),
    read="07",
)
@propagate
def gone(solution: Solution) -> Result[None, Failure]:
    """Asks and goes away, so that the answer finds nobody; then others ask, also from that port."""
    with solution.start(ADDR) as program:
        server = program.listening().unwrap()
        with solution.udp().unwrap() as peer:
            addr = peer.addr().unwrap()
            if sys.platform == "linux":
                # It hears only itself from now on, so an answer that comes early finds nobody, too.
                _ = peer.socket.connect(addr)
            peer.send(b"gone", server).unwrap()
        # The answer to another client says that the server has answered the one before it.
        with solution.udp().unwrap() as other:
            other.send(b"other", server).unwrap()
            while other.receive().unwrap() != b"other":
                pass
        with solution.udp(addr).unwrap() as peer:
            peer.send(b"here", server).unwrap()
            while peer.receive().unwrap() != b"here":
                pass
        return Ok(None)
