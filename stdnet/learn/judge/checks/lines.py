"""Exercise 5: a server that numbers lines, and answers them in capitals."""

import re
from collections.abc import Iterable
from typing import Final

from stdnet import Ok, Result, propagate
from stdnet.learn.judge.check import Failure, check
from stdnet.learn.judge.free_address import free_addr
from stdnet.learn.judge.next_client import is_served
from stdnet.learn.judge.process import Program, Solution
from stdnet.learn.judge.text import Text

ADDR: Final = "127.0.0.1:0"
ACCENTS: Final = "ñandú, café, jamón, mamá, sí, qué, güiro\n"
"""Eight letters of two bytes each."""

LONG: Final = 1 << 20


@check(
    title=Text(
        "Each line is answered before the next is sent",
        "Cada línea recibe respuesta antes de que se envíe la siguiente",
    ),
    rule=Text(
        "A client may wait for the answer before it sends the next line. What a `BufWriter` holds "
        "has to be flushed by then.",
        "Un cliente puede esperar la respuesta antes de enviar la línea siguiente. Lo que guarda "
        "un `BufWriter` tiene que salir antes con `flush`.",
    ),
    read="12",
)
@propagate
def at_once(solution: Solution) -> Result[None, Failure]:
    """Waits for the answer to a line before it sends the next one."""
    with solution.start(free_addr().unwrap()) as program, program.connect().unwrap() as peer:
        peer.send(b"one\n").unwrap()
        peer.expect(b"1: ONE\n").unwrap()
        peer.send(b"two\n").unwrap()
        return peer.expect(b"2: TWO\n")


@check(
    title=Text("Each client has its own numbers", "Cada cliente tiene sus propios números"),
    rule=Text(
        "What belongs to a client lives as long as its connection: a local variable of the "
        "function that serves it, and no global one.",
        "Lo que pertenece a un cliente vive tanto como su conexión: es una variable local de la "
        "función que lo atiende, y no una global.",
    ),
    read="11",
)
@propagate
def own_numbers(solution: Solution) -> Result[None, Failure]:
    """Sends the same lines as two clients, one after the other."""
    with solution.start(ADDR) as program:
        for _ in range(2):
            expect_answers(program, [b"one\ntwo\n"], b"1: ONE\n2: TWO\n").unwrap()
    return Ok(None)


@check(
    title=Text(
        "A line over 9 packets, cut within letters, is one line",
        "Una línea en 9 paquetes, cortada dentro de las letras, es una sola línea",
    ),
    rule=Text(
        "Neither a line nor a letter ends where a packet ends: `é` is two bytes in UTF-8. Gather "
        "the bytes of a whole line first, and decode them then.",
        "Ni una línea ni una letra terminan donde termina un paquete: `é` son dos bytes en UTF-8. "
        "Primero se juntan los bytes de una línea entera, y después se decodifican.",
    ),
    read="06",
)
@propagate
def packets(solution: Solution) -> Result[None, Failure]:
    """Sends a line that is cut after the first byte of each letter with an accent."""
    packets = re.findall(rb"[^\xc3]*(?:\xc3|\n)", ACCENTS.encode())
    with solution.start(ADDR) as program:
        return expect_answers(program, packets, f"1: {ACCENTS.upper()}".encode())


@check(
    title=Text(
        "A line may end with \\r\\n, which is not part of it",
        "Una línea puede terminar con \\r\\n, que no es parte de ella",
    ),
    rule=Text(
        "telnet and many protocols end lines with \\r\\n. `lines()` takes both away; a program "
        "that splits at \\n has to take away a \\r at the end as well.",
        "telnet y muchos protocolos terminan las líneas con \\r\\n. `lines()` quita los dos "
        "finales; quien corta en \\n tiene que quitar también un \\r al final.",
    ),
    read="12",
)
@propagate
def crlf(solution: Solution) -> Result[None, Failure]:
    r"""Ends lines with `\r\n`, and one with `\n`."""
    with solution.start(ADDR) as program:
        return expect_answers(program, [b"one\r\ntwo\nthree\r\n"], b"1: ONE\n2: TWO\n3: THREE\n")


@check(
    title=Text("A line may have 1 MiB", "Una línea puede tener 1 MiB"),
    rule=Text(
        "A full buffer is not the end of a line. Either a line may be of any length, as with "
        "`read_line` and `lines()`, or a longer one is an error; it is never two lines.",
        "Un búfer lleno no es el fin de una línea. O bien una línea puede tener cualquier "
        "longitud, como con `read_line` y `lines()`, o bien una más larga es un error; nunca son "
        "dos líneas.",
    ),
    read="12",
)
@propagate
def long_line(solution: Solution) -> Result[None, Failure]:
    """Sends a line of 1 MiB."""
    with solution.start(ADDR) as program:
        return expect_answers(program, [b"x" * LONG + b"\n"], b"1: " + b"X" * LONG + b"\n")


@check(
    title=Text(
        "The last line may lack its end", "A la última línea le puede faltar el fin de línea"
    ),
    rule=Text(
        "The end of the stream ends the last line as well. What is in the buffer then is a line, "
        "unless it is empty.",
        "El fin del flujo también termina la última línea. Lo que queda entonces en el búfer es "
        "una línea, salvo que esté vacío.",
    ),
    read="12",
)
@propagate
def last_line(solution: Solution) -> Result[None, Failure]:
    """Ends the stream within a line."""
    with solution.start(ADDR) as program:
        return expect_answers(program, [b"one\n", b"last"], b"1: ONE\n2: LAST\n")


@check(
    title=Text(
        "Bytes that are not UTF-8 close that client's connection alone",
        "Los bytes que no son UTF-8 cierran solo la conexión de ese cliente",
    ),
    rule=Text(
        "What a client sends is not to be trusted. An error in it is a value: it ends the "
        "connection, and the server accepts the next client. Python's `decode` raises an "
        "exception, `lines()` and `read_line` return an `Err`.",
        "No se puede confiar en lo que envía un cliente. Un error allí es un valor: termina la "
        "conexión, y el servidor acepta al cliente siguiente. `decode` de Python lanza una "
        "excepción; `lines()` y `read_line` devuelven un `Err`.",
    ),
    read="11",
)
@propagate
def not_utf_8(solution: Solution) -> Result[None, Failure]:
    """Sends what is not UTF-8, and then comes as another client."""
    with solution.start(ADDR) as program:
        with program.connect().unwrap() as peer:
            peer.send(b"\xff\xfe\n").unwrap()
            peer.expect_end().unwrap()
        return is_served(expect_answers(program, [b"one\n"], b"1: ONE\n"))


@propagate
def expect_answers(
    program: Program, data: Iterable[bytes], expected: bytes
) -> Result[None, Failure]:
    """Connects, sends pieces and the end of the stream, and waits for the answers."""
    with program.connect().unwrap() as peer:
        return peer.exchange(data, expected, pause=0.005, half_close=True)
