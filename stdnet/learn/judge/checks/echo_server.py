"""Exercise 3: an echo server, one client after another."""

import os
from errno import EADDRINUSE
from random import Random
from typing import Final

from stdnet import Err, Ok, Result, propagate
from stdnet.learn.judge.check import NOT_COUNTED, Failure, Skipped, check
from stdnet.learn.judge.eventually import eventually
from stdnet.learn.judge.free_address import free_addr
from stdnet.learn.judge.next_client import is_served
from stdnet.learn.judge.process import Program, Solution
from stdnet.learn.judge.text import Text

ADDR: Final = "127.0.0.1:0"
CLIENTS: Final = 200
VANISHING: Final = 3
MUCH: Final = 40 << 10
"""More than a server reads at once, and no more than the kernel keeps for it."""


@check(
    title=Text(
        "Each message comes back before the next is sent",
        "Cada mensaje vuelve antes de que se envíe el siguiente",
    ),
    rule=Text(
        "A client may wait for the answer before it says more. So a server sends back what `read` "
        "has given it, and does not wait for the end of the stream.",
        "Un cliente puede esperar la respuesta antes de decir algo más. Por eso un servidor "
        "devuelve lo que `read` le entregó, sin esperar el fin del flujo.",
    ),
    read="06",
)
@propagate
def at_once(solution: Solution) -> Result[None, Failure]:
    """Waits for each message before it sends the next one."""
    with solution.start(free_addr().unwrap()) as program, program.connect().unwrap() as peer:
        for message in (b"hello", b"\n", b"again"):
            peer.send(message).unwrap()
            peer.expect(message).unwrap()
    return Ok(None)


@check(
    title=Text(
        "1 MiB of any bytes comes back unchanged", "Vuelve sin cambios 1 MiB de bytes cualesquiera"
    ),
    rule=Text(
        "What travels are bytes, and no text: not all bytes are UTF-8. Of the buffer only the "
        "first n are those that `read` has just read.",
        "Lo que viaja son bytes y no texto: no todos los bytes son UTF-8. Del búfer, solo los "
        "primeros n son los que `read` acaba de leer.",
    ),
    read="06",
)
@propagate
def any_bytes(solution: Solution) -> Result[None, Failure]:
    """Sends random bytes, and reads meanwhile."""
    data = Random(3).randbytes(1 << 20)  # noqa: S311 - any bytes will do
    with solution.start(ADDR) as program, program.connect().unwrap() as peer:
        return peer.exchange([data], data, half_close=True)


@check(
    title=Text(
        "When the client has sent all, the connection ends",
        "Cuando el cliente lo envió todo, la conexión termina",
    ),
    rule=Text(
        "A client that reads up to the end waits until the server closes. In C that is "
        "`close(connfd)`. In Python the loop's variable keeps the last connection open until the "
        "next one comes: `with stream:` closes it in time.",
        "Un cliente que lee hasta el fin espera a que el servidor cierre. En C se hace con "
        "`close(connfd)`. En Python, la variable del bucle deja abierta la última conexión hasta "
        "que llega la siguiente: `with stream:` la cierra a tiempo.",
    ),
    read="11",
)
@propagate
def end(solution: Solution) -> Result[None, Failure]:
    """Half-closes, and waits for the end of the stream."""
    with solution.start(ADDR) as program, program.connect().unwrap() as peer:
        peer.send(b"goodbye").unwrap()
        peer.half_close().unwrap()
        peer.expect(b"goodbye").unwrap()
        return peer.expect_end()


@check(
    title=Text(
        "A client that resets the connection does not end the server",
        "Un cliente que corta la conexión con RST no hace terminar al servidor",
    ),
    rule=Text(
        "A client may vanish at any moment. Its error ends its own connection: the server reports "
        "it, and accepts the next client.",
        "Un cliente puede desaparecer en cualquier momento. Su error termina su propia conexión: "
        "el servidor lo comunica y acepta al cliente siguiente.",
    ),
    read="09",
)
@propagate
def reset(solution: Solution) -> Result[None, Failure]:
    """Resets a connection, and comes again."""
    with solution.start(ADDR) as program:
        with program.connect().unwrap() as first:
            first.send(b"hello").unwrap()
            first.reset()
        return is_served(visit(program))


@check(
    title=Text(
        "A client that does not wait for the answer does not end the server",
        "Un cliente que no espera la respuesta no hace terminar al servidor",
    ),
    rule=Text(
        "A client may close before all has come back: then `write` fails with EPIPE. In C the "
        "signal SIGPIPE comes with it and ends the program, unless `send` gets MSG_NOSIGNAL or the "
        "program ignores the signal.",
        "Un cliente puede cerrar antes de que todo vuelva: entonces `write` falla con EPIPE. En C "
        "viene además la señal SIGPIPE, que termina el programa, salvo que `send` reciba "
        "MSG_NOSIGNAL o que el programa ignore la señal.",
    ),
    read="whatif/write_after_close",
)
@propagate
def vanish(solution: Solution) -> Result[None, Failure]:
    """Sends and closes while the program is stopped, so that it answers one that has gone."""
    with solution.start(ADDR) as program:
        visit(program).unwrap()
        for _ in range(VANISHING):
            program.pause()
            with program.connect().unwrap() as peer:
                peer.send(bytes(MUCH)).unwrap()
            program.resume()
            is_served(visit(program)).unwrap()
    return Ok(None)


@check(
    title=Text(
        f"After {CLIENTS} clients no descriptor is left open",
        f"Después de {CLIENTS} clientes no queda abierto ningún descriptor",
    ),
    rule=Text(
        "Each connection is a descriptor, and a process may have only so many. `shutdown` says "
        "goodbye, but only `close` gives the descriptor back: in C `close(connfd)`, in Python "
        "`with stream:` calls it.",
        "Cada conexión es un descriptor, y un proceso solo puede tener una cantidad limitada. "
        "`shutdown` se despide, pero solo `close` devuelve el descriptor: en C, `close(connfd)`; "
        "en Python lo llama `with stream:`.",
    ),
    read="05",
)
@propagate
def descriptors(solution: Solution) -> Result[None, Failure | Skipped]:
    """Counts the descriptors of the program after one client and after many."""
    with solution.start(ADDR) as program:
        visit(program).unwrap()
        before = program.descriptors()
        if not before:
            return Err(Skipped(NOT_COUNTED))
        for _ in range(CLIENTS):
            visit(program).unwrap()
        if eventually(lambda: program.descriptors() <= before, solution.patience):
            return Ok(None)
        after = program.descriptors()
        return Err(Failure(LEFT_OPEN.format(after=after, n=CLIENTS), AS_BEFORE.format(n=before)))


@check(
    title=Text("If the address is taken, it says so", "Si la dirección está ocupada, lo dice"),
    rule=Text(
        "Two sockets cannot listen on one port. `bind` returns an error, and the program ends "
        "with it: in C by `strerror(errno)` and `exit(1)`; in Python by `.unwrap()` in a function "
        "with `@propagate`, and `run(main)`.",
        "Dos sockets no pueden escuchar en un mismo puerto. `bind` devuelve un error, y el "
        "programa termina con él: en C, con `strerror(errno)` y `exit(1)`; en Python, con "
        "`.unwrap()` en una función con `@propagate`, y `run(main)`.",
    ),
    read="08",
)
@propagate
def in_use(solution: Solution) -> Result[None, Failure]:
    """Listens where the program is told to listen."""
    with solution.server().unwrap() as server, solution.start(server.addr) as program:
        return program.error(os.strerror(EADDRINUSE))


@propagate
def visit(program: Program) -> Result[None, Failure]:
    """Connects, sends all of a message, waits for it, and leaves."""
    with program.connect().unwrap() as peer:
        peer.send(b"hello").unwrap()
        peer.half_close().unwrap()
        return peer.expect(b"hello")


LEFT_OPEN: Final = Text(
    "after {n} more clients it has {after} descriptors",
    "después de {n} clientes más tiene {after} descriptores",
)
AS_BEFORE: Final = Text(
    "{n} descriptors, as after the first client",
    "{n} descriptores, como después del primer cliente",
)
