"""Exercise 4: a server that adds numbers in network byte order."""

from collections.abc import Sequence
from functools import partial
from struct import pack, unpack
from typing import Final

from stdnet import Err, Ok, Result, propagate
from stdnet.learn.judge.check import Failure, check
from stdnet.learn.judge.eventually import eventually
from stdnet.learn.judge.free_address import free_addr
from stdnet.learn.judge.next_client import is_served
from stdnet.learn.judge.peer import Peer, pieces
from stdnet.learn.judge.process import Program, Solution
from stdnet.learn.judge.text import Text

ADDR: Final = "127.0.0.1:0"
SMALLEST: Final = -(1 << 31)
LARGEST: Final = (1 << 31) - 1
MOST_COUNT: Final = (1 << 32) - 1
IN_ENGLISH: Final = f"{MOST_COUNT:,}"
IN_SPANISH: Final = f"{MOST_COUNT:,}".replace(",", "\N{NO-BREAK SPACE}")
CUT_TEXT: Final = "failed to fill whole buffer"


@check(
    title=Text(
        "Requests in pieces of 1 to 7 bytes are put together",
        "Las solicitudes en piezas de 1 a 7 bytes se juntan",
    ),
    rule=Text(
        "A stream has no boundaries: `read` returns what is there, from one byte on. To have 4 "
        "bytes one reads until there are 4, and `read_exact` and `read_array` do so.",
        "Un flujo no tiene límites: `read` devuelve lo que hay, desde un byte. Para tener 4 bytes "
        "se lee hasta que haya 4, y eso hacen `read_exact` y `read_array`.",
    ),
    read="06",
)
@propagate
def in_pieces(solution: Solution) -> Result[None, Failure]:
    """Sends a request in pieces of each size."""
    with solution.start(free_addr().unwrap()) as program, program.connect().unwrap() as peer:
        for size in range(1, 8):
            numbers = [1000 * size, 70_000, 5]
            peer.send(*pieces(request(numbers), size), pause=0.001).unwrap()
            expect_sum(peer, numbers).unwrap()
    return Ok(None)


@check(
    title=Text(
        "Two requests in one piece get two answers",
        "Dos solicitudes en una sola pieza reciben dos respuestas",
    ),
    rule=Text(
        "Two sends may arrive as one piece. What a `BufReader` has read beyond the first request "
        "belongs to the next: a connection has one reader for all its requests.",
        "Dos envíos pueden llegar como una sola pieza. Lo que un `BufReader` leyó más allá de la "
        "primera solicitud pertenece a la siguiente: una conexión tiene un solo lector para todas "
        "sus solicitudes.",
    ),
    read="12",
)
@propagate
def two_in_one(solution: Solution) -> Result[None, Failure]:
    """Sends two requests at once."""
    first, second = [1, 2, 3], [40, 50]
    with solution.start(ADDR) as program, program.connect().unwrap() as peer:
        peer.send(request(first) + request(second)).unwrap()
        expect_sum(peer, first).unwrap()
        return expect_sum(peer, second)


@check(
    title=Text(
        "Numbers have a sign, and no sum overflows",
        "Los números tienen signo, y ninguna suma se desborda",
    ),
    rule=Text(
        "The numbers are i32: the first bit is the sign. The sum is an i64, in which even "
        f"{IN_ENGLISH} of the largest or smallest numbers have room.",
        "Los números son i32: el primer bit es el signo. La suma es un i64, donde caben incluso "
        f"{IN_SPANISH} de los números más grandes o más pequeños.",
    ),
    read="03",
)
@propagate
def extremes(solution: Solution) -> Result[None, Failure]:
    """Asks for sums with the smallest and the largest numbers."""
    with solution.start(ADDR) as program, program.connect().unwrap() as peer:
        for numbers in (
            [],
            [-1],
            [LARGEST, 1],
            [SMALLEST],
            [SMALLEST, SMALLEST],
            [LARGEST, SMALLEST],
            [LARGEST] * 20_000,
        ):
            peer.send(request(numbers)).unwrap()
            expect_sum(peer, numbers).unwrap()
    return Ok(None)


@check(
    title=Text(
        "A request that is cut off is an error, and the server goes on",
        "Una solicitud cortada es un error, y el servidor sigue",
    ),
    rule=Text(
        f'If the stream ends within a request, `read_exact` returns "{CUT_TEXT}". The server '
        "says so on the standard error, and accepts the next client.",
        f"Si el flujo termina dentro de una solicitud, `read_exact` devuelve «{CUT_TEXT}» (no se "
        "pudo llenar todo el búfer). El servidor lo escribe en la salida de errores y acepta al "
        "cliente siguiente.",
    ),
    read="06",
)
@propagate
def cut_off(solution: Solution) -> Result[None, Failure]:
    """Ends a stream within the count, between two numbers, and within a number."""
    whole = request([7, 8, 9])
    with solution.start(ADDR) as program:
        for times, size in enumerate((2, 8, len(whole) - 1), 1):
            with program.connect().unwrap() as peer:
                peer.send(whole[:size]).unwrap()
                peer.half_close().unwrap()
                peer.expect_end().unwrap()
                if not eventually(partial(has_said_cut, program, times), solution.patience):
                    seen = SAYS_NOTHING.format(size=size, whole=len(whole))
                    return Err(peer.failure(seen, ON_STDERR))
        return is_served(ask(program, [7, 8, 9]))


@check(
    title=Text(
        "The end between two requests is no error",
        "El fin entre dos solicitudes no es un error",
    ),
    rule=Text(
        "At the end of a stream `read` returns 0 bytes. If no byte of a request has come before, "
        "the client has simply finished: `fill_buf` tells, as it returns an empty buffer.",
        "Al final de un flujo, `read` devuelve 0 bytes. Si antes no llegó ningún byte de una "
        "solicitud, el cliente simplemente terminó: `fill_buf` lo muestra, porque devuelve un "
        "búfer vacío.",
    ),
    read="12",
)
@propagate
def clean_end(solution: Solution) -> Result[None, Failure]:
    """Ends the stream after a whole request."""
    with solution.start(ADDR) as program:
        with program.connect().unwrap() as peer:
            peer.send(request([1, 2])).unwrap()
            expect_sum(peer, [1, 2]).unwrap()
            peer.half_close().unwrap()
            peer.expect_end().unwrap()
        # When the next client has its answer, the server has done with the first one.
        ask(program, [3, 4]).unwrap()
    if has_said_cut(program):  # The program has ended, and all that it wrote is there.
        return Err(peer.failure(CALLED_CUT, NO_ERROR))
    return Ok(None)


@check(
    title=Text(
        f"A count of {IN_ENGLISH} takes no memory in advance",
        f"Una cantidad de {IN_SPANISH} no ocupa memoria de antemano",
    ),
    rule=Text(
        "A length that a peer claims is not a length that it sends. Memory grows with what has "
        "arrived: here, number by number.",
        "La longitud que el otro extremo anuncia no es la que envía. La memoria crece con lo que "
        "llegó: aquí, número por número.",
    ),
    read="06",
)
@propagate
def huge_count(solution: Solution) -> Result[None, Failure]:
    """Claims the largest count, sends two numbers, and ends the stream."""
    with solution.start(ADDR) as program:
        with program.connect().unwrap() as peer:
            peer.send(pack(">Iii", MOST_COUNT, 1, 2)).unwrap()
            peer.half_close().unwrap()
            peer.expect_end().unwrap()
        return is_served(ask(program, [1, 2]))


def request(numbers: Sequence[int]) -> bytes:
    """Returns a request: a count, and the numbers."""
    return pack(f">I{len(numbers)}i", len(numbers), *numbers)


@propagate
def ask(program: Program, numbers: Sequence[int]) -> Result[None, Failure]:
    """Connects, and asks for a sum."""
    with program.connect().unwrap() as peer:
        peer.send(request(numbers)).unwrap()
        return expect_sum(peer, numbers)


@propagate
def expect_sum(peer: Peer, numbers: Sequence[int]) -> Result[None, Failure]:
    """Waits for the sum of the numbers."""
    answer = peer.receive(8).unwrap()
    total = sum(numbers)
    (came,) = unpack(">q", answer)
    if came == total:
        return Ok(None)
    shown = ", ".join(map(str, numbers[:3])) + (", …" if len(numbers) > 3 else "")
    seen = OTHER_SUM.format(numbers=f"[{shown}]", came=came, total=total)
    return Err(peer.failure(seen, pack(">q", total), answer))


def has_said_cut(program: Program, times: int = 1) -> bool:
    """Returns True once the program has called so many requests cut off."""
    return program.stderr.count(CUT_TEXT.encode()) >= times


OTHER_SUM: Final = Text(
    "the sum of {numbers} came as {came}, and is {total}",
    "la suma de {numbers} llegó como {came}, y es {total}",
)
SAYS_NOTHING: Final = Text(
    "{size} of the {whole} bytes of a request came, and the program did not report it",
    "de los {whole} bytes de una solicitud llegaron {size}, y el programa no avisó",
)
ON_STDERR: Final = Text(
    f'on the standard error: "{CUT_TEXT}"', f"en la salida de errores: «{CUT_TEXT}»"
)
CALLED_CUT: Final = Text(
    "the program reports that a request was cut off, but all of it had come",
    "el programa avisa que una solicitud se cortó, pero había llegado entera",
)
NO_ERROR: Final = Text("no error", "ningún error")
