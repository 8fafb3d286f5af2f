"""Exercise 7: a server with a time limit for each line, which stops at Ctrl-C."""

import sys
import time
from typing import Final

from stdnet import Err, Ok, Result, propagate
from stdnet.learn.judge.check import Failure, Skipped, check
from stdnet.learn.judge.free_address import free_addr
from stdnet.learn.judge.peer import Peer
from stdnet.learn.judge.process import Solution
from stdnet.learn.judge.text import Text

ADDR: Final = "127.0.0.1:0"

OWN_ADDR: Final = "127.0.0.2:0" if sys.platform == "linux" else ADDR
"""Where no other program takes the port meanwhile, as a client's port for example."""

LIMIT: Final = 0.5
"""The seconds that a client has for a line."""

BETWEEN_LINES: Final = 0.15
LINES: Final = 5
BETWEEN_BYTES: Final = 0.1
DRIPPING: Final = 2.0
ATTEMPTS: Final = 5

LATE: Final = 0.4
"""The seconds after which the judge itself may have been too late with a line."""


@check(
    title=Text(
        "A client whose lines come in time is served as long as it likes",
        "Un cliente cuyas líneas llegan a tiempo se atiende todo lo que quiera",
    ),
    rule=Text(
        f"The limit of {LIMIT:g} s is that of a line, and not of the connection: it begins again "
        "with each answer.",
        f"El plazo de {LIMIT:g} s es el de una línea, y no el de la conexión: comienza de nuevo "
        "con cada respuesta.",
    ),
    read="howto/time_outs",
)
@propagate
def in_time(solution: Solution) -> Result[None, Failure | Skipped]:
    """Sends lines for longer than the limit, each of them in time."""
    with solution.start(free_addr().unwrap()) as program:
        for _ in range(ATTEMPTS):
            with program.connect().unwrap() as peer:
                served, longest = send_lines(peer)
                if served.is_ok() or longest < LATE:
                    return served
    return Err(Skipped(TOO_BUSY))


@check(
    title=Text(
        "A client that sends a byte now and then is dropped at the limit",
        "A un cliente que envía un byte de vez en cuando se lo desconecta al vencer el plazo",
    ),
    rule=Text(
        "A read time-out begins again with each byte. A limit for the whole line is a deadline: "
        "before each `read` the time-out is what is left of it.",
        "El plazo de lectura comienza de nuevo con cada byte. El límite de toda la línea es un "
        "momento fijo: antes de cada `read`, el plazo es lo que falta para ese momento.",
    ),
    read="howto/time_outs",
)
@propagate
def drip(solution: Solution) -> Result[None, Failure]:
    """Sends byte after byte, but never a whole line."""
    with solution.start(ADDR) as program, program.connect().unwrap() as peer:
        deadline = time.monotonic() + DRIPPING
        while time.monotonic() < deadline:
            # After the end, one of them fails: `send` if the program has reset the connection.
            dripped = peer.send(b"x").and_then(lambda _: peer.expect_nothing(BETWEEN_BYTES))
            if dripped.is_err():
                return Ok(None)
        return Err(peer.failure(STILL_OPEN.format(seconds=f"{DRIPPING:g}"), DROPPED))


@check(
    title=Text(
        "A client that says nothing is dropped at the limit",
        "A un cliente que no dice nada se lo desconecta al vencer el plazo",
    ),
    rule=Text(
        "Without a time-out `read` waits for ever, and the deadline is never looked at: "
        "`set_read_timeout` before each `read`.",
        "Sin plazo, `read` espera para siempre, y nadie mira la hora: `set_read_timeout` antes de "
        "cada `read`.",
    ),
    read="howto/time_outs",
)
@propagate
def silent(solution: Solution) -> Result[None, Failure]:
    """Says nothing from the start, and nothing more after a line."""
    with solution.start(ADDR) as program:
        with program.connect().unwrap() as peer:
            expect_dropped(peer).unwrap()
        with program.connect().unwrap() as peer:
            expect_echo(peer, b"hello\n").unwrap()
            return expect_dropped(peer)


@check(
    title=Text(
        "Ctrl-C ends the server with status 0",
        "Ctrl-C termina el servidor con el estado 0",
    ),
    rule=Text(
        "Ctrl-C sends SIGINT, and Python raises `KeyboardInterrupt` in the main thread, where "
        "`accept` waits. A program that lets it pass dies of the signal; one that catches it can "
        "end well.",
        "Ctrl-C envía SIGINT, y Python lanza `KeyboardInterrupt` en el hilo principal, donde "
        "espera `accept`. Si nadie la atrapa, la señal termina el programa; si se la atrapa, "
        "puede terminar bien.",
    ),
    read="howto/stop_a_server",
)
@propagate
def stop(solution: Solution) -> Result[None, Failure]:
    """Interrupts the program while a client is connected."""
    with solution.start(ADDR) as program, program.connect().unwrap() as peer:
        expect_echo(peer, b"hello\n").unwrap()
        program.interrupt()
        _ = program.output(solution.patience).unwrap()
    return Ok(None)


@check(
    title=Text(
        "The port is free as soon as the server has stopped",
        "El puerto queda libre en cuanto el servidor se detiene",
    ),
    rule=Text(
        "The end that closes first keeps the connection for a minute, in TIME_WAIT, and with it "
        "its port. A server sets SO_REUSEADDR before `bind`; `TcpListener.bind` does so.",
        "El extremo que cierra primero guarda la conexión un minuto, en TIME_WAIT, y con ella su "
        "puerto. Un servidor activa SO_REUSEADDR antes de `bind`; `TcpListener.bind` lo hace.",
    ),
    read="whatif/time_wait",
)
@propagate
def port_free(solution: Solution) -> Result[None, Failure]:
    """Stops the program while a client is connected, and starts it at the same address."""
    with solution.start(OWN_ADDR) as program, program.connect().unwrap() as peer:
        expect_echo(peer, b"hello\n").unwrap()
        addr = program.listening_on().unwrap()
        program.interrupt()
        _ = program.ended(solution.patience).unwrap()
        with solution.start(addr) as again:
            if again.listening().is_err():
                return Err(Failure(NOT_FREE.format(addr=addr)))
            with again.connect(addr).unwrap() as other:
                return expect_echo(other, b"hello again\n")


def send_lines(peer: Peer) -> tuple[Result[None, Failure], float]:
    """Sends lines and waits for each. Returns also the longest time from one to the next."""
    longest = 0.0
    last = time.monotonic()
    for number in range(1, LINES + 1):
        time.sleep(BETWEEN_LINES)
        line = b"line %d\n" % number
        sent = peer.send(line)
        now = time.monotonic()
        longest, last = max(longest, now - last), now
        answered = sent if sent.is_err() else peer.expect(line)
        if answered.is_err():
            return answered, longest
    return Ok(None), longest


@propagate
def expect_echo(peer: Peer, line: bytes) -> Result[None, Failure]:
    """Sends a line, and waits for it."""
    peer.send(line).unwrap()
    return peer.expect(line)


def expect_dropped(peer: Peer) -> Result[None, Failure]:
    """Waits for the end of the stream."""
    return peer.expect_end(STILL_OPEN.format(seconds=f"{peer.patience:g}"))


STILL_OPEN: Final = Text(
    "the connection is still open after {seconds} s",
    "la conexión sigue abierta después de {seconds} s",
)
NOT_FREE: Final = Text(
    "started again at {addr}, it does not listen",
    "iniciado de nuevo en {addr}, no escucha",
)
DROPPED: Final = Text("the end of the connection", "el fin de la conexión")
TOO_BUSY: Final = Text(
    "this machine is too busy to send lines in time",
    "esta máquina está demasiado ocupada para enviar líneas a tiempo",
)
