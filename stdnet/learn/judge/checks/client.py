"""The checks of exercise 2: a client that sends its input, and prints the answer."""

from dataclasses import replace
from random import Random
from string import ascii_letters
from typing import Final

from stdnet import Err, Ok, Result, TcpListener, propagate
from stdnet.learn.judge.check import Failure, check
from stdnet.learn.judge.peer import Peer, pieces
from stdnet.learn.judge.process import IT_PRINTED, Solution
from stdnet.learn.judge.text import Text

SIZE: Final = 4 << 20


@propagate
def asked(
    solution: Solution, question: bytes, answer: bytes, *sizes: int, at_end: bool = False
) -> Result[None, Failure]:
    """Is the server: answers in pieces when the question has come, or its end.

    Only one check waits for the end, so that the others look at something else.
    """
    with (
        solution.server().unwrap() as server,
        solution.start(server.addr, stdin=question) as program,
    ):
        with server.accept().unwrap() as peer:
            question_came(peer, question, at_end=at_end).unwrap()
            pause = 0.0 if len(answer) > 100 else 0.005
            peer.send(*pieces(answer, *sizes or (SIZE,)), pause=pause).unwrap()
            sent = tuple(peer.sent)
        printed = program.output().unwrap()
    if printed == answer:
        return Ok(None)
    failure = Failure(OTHER_OUTPUT, answer, printed, sent, received_as=IT_PRINTED)
    if answer in printed:
        return Err(replace(failure, seen=MORE_PRINTED, rule=ANSWER_ALONE))
    return Err(failure)


def question_came(peer: Peer, question: bytes, *, at_end: bool) -> Result[None, Failure]:
    """Waits for the question, and for its end if it is to be seen."""
    match peer.receive_all() if at_end else peer.receive(len(question)):
        case Ok(came) if came == question:
            return Ok(None)
        case Ok(came):
            return Err(
                replace(peer.failure(OTHER_QUESTION, question, came), rule=ALL_OF_IT, read="06")
            )
        case Err(failure) if failure.received == question:
            return Err(replace(failure, seen=NO_SHUTDOWN, rule=None))
        case Err(failure):
            return Err(replace(failure, rule=ALL_OF_IT, read="06"))


@check(
    title=Text("The answer is printed", "Se imprime la respuesta"),
    rule=Text(
        "A server that answers at the end of the question has to see that end: the client shuts "
        "its writing half down, and goes on reading.",
        "Un servidor que responde al final de la pregunta tiene que ver ese final: el cliente "
        "cierra su mitad de escritura y sigue leyendo.",
    ),
    read="whatif/half_close",
)
@propagate
def answer(solution: Solution) -> Result[None, Failure]:
    """Answers after the end of the question."""
    return asked(solution, b"what is a socket?\n", b"a descriptor\n", at_end=True)


@check(
    title=Text("An answer in pieces is printed whole", "Una respuesta en piezas se imprime entera"),
    rule=Text(
        "A stream has no boundaries: a `read` may end anywhere, even inside a letter. Only 0 bytes "
        "are the end.",
        "Un flujo no tiene límites: un `read` puede terminar en cualquier lugar, incluso en medio "
        "de una letra. Solo 0 bytes son el fin.",
    ),
    read="06",
)
@propagate
def one_byte_pieces(solution: Solution) -> Result[None, Failure]:
    """Answers with letters of two bytes, byte by byte."""
    return asked(solution, b"hello\n", "¡Buenos días, señor!\n".encode(), 1)


@check(
    title=Text("An empty question is a question", "Una pregunta vacía es una pregunta"),
    rule=Text(
        "No byte at all, and then the end of the stream, is a message like any other.",
        "Ningún byte, y después el fin del flujo, es un mensaje como cualquier otro.",
    ),
    read="06",
)
@propagate
def empty(solution: Solution) -> Result[None, Failure]:
    """Sends nothing on the standard input."""
    return asked(solution, b"", b"you said nothing\n")


@check(
    title=Text("Nobody listens: it says so", "Nadie escucha: el programa lo dice"),
    rule=Text(
        "`connect` fails if nobody listens at the port, and the program says so: one line with "
        "`Error: Connection refused` on the standard error, and status 1.",
        "`connect` falla si nadie escucha en el puerto, y el programa lo dice: una línea con "
        "`Error: Connection refused` en la salida de errores, y el estado 1.",
    ),
    read="05",
)
@propagate
def refused(solution: Solution) -> Result[None, Failure]:
    """Connects to a port that was just closed."""
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = str(listener.local_addr().unwrap())
    with solution.start(addr, stdin=b"hello\n") as program:
        return program.error("Connection refused")


@check(
    title=Text("4 MiB in both directions", "4 MiB en cada dirección"),
    rule=Text(
        "Data are as long as they are: what does not fit into one buffer goes through it in a "
        "loop, until the end of the stream.",
        "Los datos miden lo que miden: lo que no cabe en un búfer pasa por él en un bucle, hasta "
        "el fin del flujo.",
    ),
    read="06",
)
@propagate
def four_mib(solution: Solution) -> Result[None, Failure]:
    """Sends and answers more than any buffer of the kernel holds."""
    draw = Random(4)  # noqa: S311 - there is nothing to guess
    block = "".join(draw.choices(ascii_letters, k=4096)).encode()
    return asked(solution, block * (SIZE // 4096), block[::-1] * (SIZE // 4096), 100_000)


OTHER_QUESTION: Final = Text(
    "the server received something else than the standard input",
    "el servidor recibió algo distinto de la entrada estándar",
)
ALL_OF_IT: Final = Text(
    "The client sends everything that it reads from its standard input, up to the end, and nothing "
    "else.",
    "El cliente envía todo lo que lee de su entrada estándar, hasta el fin, y nada más.",
)
NO_SHUTDOWN: Final = Text(
    "the whole question came, but not its end: nobody called `shutdown` with `Shutdown.Write`",
    "llegó toda la pregunta, pero no su fin: nadie llamó a `shutdown` con `Shutdown.Write`",
)
MORE_PRINTED: Final = Text(
    "something else was printed besides the answer", "se imprimió algo más, aparte de la respuesta"
)
ANSWER_ALONE: Final = Text(
    "Another program may read what a program prints: on the standard output there is the answer "
    "alone. What is said to people goes to the standard error.",
    "Lo que imprime un programa puede leerlo otro programa: en la salida estándar va solo la "
    "respuesta. Lo que se dice a las personas va en la salida de errores.",
)
OTHER_OUTPUT: Final = Text(
    "the standard output is not the answer", "la salida estándar no es la respuesta"
)
