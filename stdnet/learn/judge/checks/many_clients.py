"""Exercise 6: an echo server for many clients at the same time."""

import os
import re
from contextlib import ExitStack
from errno import ECONNRESET
from typing import Final

from stdnet import Err, Ok, Result, propagate
from stdnet.learn.judge.check import NOT_COUNTED, Failure, Skipped, check
from stdnet.learn.judge.eventually import eventually
from stdnet.learn.judge.free_address import free_addr
from stdnet.learn.judge.process import Solution
from stdnet.learn.judge.text import Text

ADDR: Final = "127.0.0.1:0"
CLIENTS: Final = 50


@check(
    title=Text(
        f"{CLIENTS} clients, the first of them silent: all others are answered",
        f"{CLIENTS} clientes, el primero callado: todos los demás reciben respuesta",
    ),
    rule=Text(
        "`read` waits until its client says something. A server that accepts and reads in one "
        "thread waits with it, and so do all other clients: each needs a thread of its own.",
        "`read` espera hasta que su cliente diga algo. Un servidor que acepta y lee en un mismo "
        "hilo espera con él, y con él todos los demás clientes: cada uno necesita su propio hilo.",
    ),
    read="11",
)
@propagate
def silent(solution: Solution) -> Result[None, Failure]:
    """Connects all clients, and talks as all but the first."""
    with solution.start(free_addr().unwrap()) as program, ExitStack() as stack:
        peers = [stack.enter_context(program.connect().unwrap()) for _ in range(CLIENTS)]
        for number, peer in enumerate(peers[1:], 2):
            message = f"client {number}".encode()
            peer.send(message).unwrap()
            peer.expect(message).unwrap()
    return Ok(None)


@check(
    title=Text(
        "Each client sees the end of its connection",
        "Cada cliente ve el fin de su conexión",
    ),
    rule=Text(
        "The thread that serves a client closes its connection, by `with stream:`. Otherwise the "
        "variable of the loop that accepts keeps the last one open, and its client waits.",
        "El hilo que atiende a un cliente cierra su conexión, con `with stream:`. De otro modo, "
        "la variable del bucle que acepta deja abierta la última, y su cliente espera.",
    ),
    read="11",
)
@propagate
def closes(solution: Solution) -> Result[None, Failure]:
    """Half-closes, and waits for the end of the stream."""
    with solution.start(ADDR) as program:
        for _ in range(3):
            with program.connect().unwrap() as peer:
                peer.send(b"goodbye").unwrap()
                peer.half_close().unwrap()
                peer.expect(b"goodbye").unwrap()
                peer.expect_end().unwrap()
    return Ok(None)


@check(
    title=Text(
        "When the clients have gone, so have their threads",
        "Cuando los clientes se fueron, también terminaron sus hilos",
    ),
    rule=Text(
        "A thread ends when its function returns: after the `read` that returns 0 bytes. A thread "
        "that waits for something that never comes stays for ever, and each client adds one more.",
        "Un hilo termina cuando su función retorna: después del `read` que devuelve 0 bytes. Un "
        "hilo que espera algo que nunca llega se queda para siempre, y cada cliente agrega otro.",
    ),
    read="11",
)
@propagate
def threads_end(solution: Solution) -> Result[None, Failure | Skipped]:
    """Counts the threads of the program before and after the clients."""
    with solution.start(ADDR) as program:
        addr = program.listening().unwrap()
        before = program.threads()
        if not before:
            return Err(Skipped(NOT_COUNTED))
        with ExitStack() as stack:
            peers = [stack.enter_context(program.connect(addr).unwrap()) for _ in range(CLIENTS)]
            for peer in peers:
                peer.send(b"hello").unwrap()
                peer.expect(b"hello").unwrap()
                peer.close()
        if eventually(lambda: program.threads() <= before, solution.patience):
            return Ok(None)
        seen = STILL_THERE.format(clients=CLIENTS, after=program.threads())
        return Err(Failure(seen, AS_BEFORE.format(before=before)))


@check(
    title=Text(
        "A client that resets is one line on the standard error",
        "Un cliente que corta con RST es una línea en la salida de errores",
    ),
    rule=Text(
        "The function of a thread has nobody to return an `Err` to: it has to `match` it, and "
        "print it. An `.unwrap()` without `@propagate` panics there.",
        "La función de un hilo no tiene a quién devolverle un `Err`: tiene que examinarlo con "
        "`match` e imprimirlo. Un `.unwrap()` sin `@propagate` entra allí en pánico.",
    ),
    read="11",
)
@propagate
def reset(solution: Solution) -> Result[None, Failure]:
    """Resets a connection, and reads what the program says of it."""
    text = os.strerror(ECONNRESET)
    with solution.start(ADDR) as program:
        with program.connect().unwrap() as peer:
            peer.send(b"hello").unwrap()
            peer.expect(b"hello").unwrap()
            peer.reset()
        if not eventually(lambda: text.encode() in program.stderr, solution.patience):
            return Err(peer.failure(SAYS_NOTHING, ON_STDERR.format(text=text)))
        # The text of the error may be printed before the traceback around it.
        if eventually(lambda: bool(PANIC.search(program.stderr)), TRACEBACK_AFTER):
            return Err(peer.failure(PANICKED, ON_STDERR.format(text=text)))
    return Ok(None)


PANIC: Final = re.compile(rb"Traceback|panicked")
TRACEBACK_AFTER: Final = 0.3

STILL_THERE: Final = Text(
    "{clients} clients later it has {after} threads",
    "{clients} clientes después tiene {after} hilos",
)
AS_BEFORE: Final = Text(
    "{before}, as before the clients came", "{before}, como antes de que llegaran los clientes"
)
SAYS_NOTHING: Final = Text(
    "the connection was reset, and the program does not say so",
    "la conexión se cortó con RST, y el programa no lo dice",
)
PANICKED: Final = Text("the thread panicked", "el hilo entró en pánico")
ON_STDERR: Final = Text(
    'a line on the standard error with "{text}"',
    "una línea en la salida de errores con «{text}»",
)
