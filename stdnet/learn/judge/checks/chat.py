"""The checks of exercise 10: a chat over Unix sockets.

In most of them, who speaks does not listen: only `others` looks whether speakers hear themselves.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import uuid4

from stdnet import Err, Ok, Result, Shutdown, propagate
from stdnet.learn.judge.check import Failure, check
from stdnet.learn.judge.peer import Peer
from stdnet.learn.judge.process import Solution
from stdnet.learn.judge.text import Text

DEAF_LINES: Final = 300
LONG_LINE: Final = b"x" * 1000
"""300 of them are more than a Unix socket holds that nobody reads."""

MOST_DELAY: Final = 1.0
"""The seconds in which a line has to come. Half of them are allowed."""

END: Final = 3.0
"""The seconds in which a program ends after SIGINT. One is allowed."""


@contextmanager
def path() -> Generator[str]:
    """Yields a path for a socket, in a folder that is removed with all that is in it."""
    with TemporaryDirectory() as folder:
        yield f"{folder}/room"


@propagate
def enter(peer: Peer, name: bytes, *others: Peer) -> Result[None, Failure]:
    """Sends a name, and waits until this guest and all others hear of it."""
    peer.send(name + b"\n").unwrap()
    for each in (peer, *others):
        each.expect(b"+" + name + b"\n").unwrap()
    return Ok(None)


def hear(peer: Peer, line: bytes, seen: Text) -> Result[None, Failure]:
    """Receives a line, perhaps after some that say that a guest has left.

    `seen` is what it means if nothing comes.
    """
    came = b""
    while len(came) < len(line):
        match peer.receive(len(line) - len(came)):
            case Ok(more):
                came += more
            case Err():
                return Err(peer.failure(seen, line, came))
        while came.startswith(b"-") and b"\n" in came:
            came = came.partition(b"\n")[2]
    if came == line:
        return Ok(None)
    return Err(peer.failure(OTHER_LINE, line, came))


OTHER_LINE: Final = Text("another line came", "llegó otra línea")


@check(
    title=Text("All others hear what a guest says", "Lo que dice una persona lo oyen las demás"),
    rule=Text(
        "The room sends a line to everyone but the guest who said it, who knows it.",
        "La sala envía una línea a todas las personas salvo a quien la dijo, que ya la conoce.",
    ),
    read="11",
)
@propagate
def others(solution: Solution) -> Result[None, Failure]:
    """Three guests talk."""
    with (
        path() as where,
        solution.start(where) as room,
        room.connect().unwrap() as ada,
        room.connect().unwrap() as grace,
        room.connect().unwrap() as edsger,
    ):
        enter(ada, b"ada").unwrap()
        enter(grace, b"grace", ada).unwrap()
        enter(edsger, b"edsger", ada, grace).unwrap()
        ada.send(b"hello\n").unwrap()
        grace.expect(b"ada: hello\n").unwrap()
        edsger.expect(b"ada: hello\n").unwrap()
        grace.send(b"good morning\n").unwrap()
        edsger.expect(b"grace: good morning\n").unwrap()
        # Its own line would come first.
        return ada.expect(b"grace: good morning\n")


@check(
    title=Text("A line may come in pieces", "Una línea puede llegar en pedazos"),
    rule=Text(
        "A Unix stream keeps no boundaries: one `read` may return a part of a line, or two lines "
        "at once. A line ends at its line feed, and nowhere else.",
        "Un flujo Unix no conserva límites: un `read` puede devolver una parte de una línea, o dos "
        "líneas juntas. Una línea termina en su salto de línea, y en ningún otro lugar.",
    ),
    read="12",
)
@propagate
def pieces(solution: Solution) -> Result[None, Failure]:
    """Says two lines in three pieces."""
    with (
        path() as where,
        solution.start(where) as room,
        room.connect().unwrap() as ada,
        room.connect().unwrap() as grace,
    ):
        enter(grace, b"grace").unwrap()
        enter(ada, b"ada", grace).unwrap()
        ada.send(b"good", b" morning\nhow", b" are you?\n", pause=0.02).unwrap()
        return grace.expect(b"ada: good morning\nada: how are you?\n")


@check(
    title=Text("A name is taken only once", "Un nombre se toma una sola vez"),
    rule=Text(
        "Two guests of one name could not be told apart, and a line without a name says nothing. "
        "The room answers `?`, and closes that connection.",
        "A dos personas con el mismo nombre no se las distingue, y una línea sin nombre no dice "
        "nada. La sala responde `?` y cierra esa conexión.",
    ),
    read="11",
)
@propagate
def taken(solution: Solution) -> Result[None, Failure]:
    """Asks for a name that is taken, and for an empty one."""
    with path() as where, solution.start(where) as room, room.connect().unwrap() as ada:
        enter(ada, b"ada").unwrap()
        for name in (b"ada", b""):
            with room.connect().unwrap() as other:
                other.send(name + b"\n").unwrap()
                other.expect(b"?\n", LET_IN.format(name=name.decode())).unwrap()
                other.expect_end().unwrap()
        with room.connect().unwrap() as grace:
            # The first ada is still there, and has heard nothing of the others.
            return enter(grace, b"grace", ada)


LET_IN: Final = Text(
    "the room did not refuse the name {name!r}", "la sala no rechazó el nombre {name!r}"
)


@check(
    title=Text("A name is free again after its owner has left", "Un nombre queda libre al irse"),
    rule=Text(
        "What a guest takes has to be given back on every way out of its thread: here the name.",
        "Lo que toma una persona hay que devolverlo en cada salida de su hilo: aquí, el nombre.",
    ),
    read="11",
)
@propagate
def free(solution: Solution) -> Result[None, Failure]:
    """Leaves, and comes again under the same name."""
    with path() as where, solution.start(where) as room, room.connect().unwrap() as grace:
        enter(grace, b"grace").unwrap()
        for _ in range(2):
            with room.connect().unwrap() as ada:
                enter(ada, b"ada", grace).unwrap()
            grace.expect(b"-ada\n").unwrap()
        return Ok(None)


@check(
    title=Text(
        "A guest that no longer reads interrupts no other guest",
        "Alguien que ya no lee no corta la conversación de nadie",
    ),
    rule=Text(
        "A write to a guest that has gone is an error about that guest. It must not end the thread "
        "of the one who is speaking, nor keep the line from the others.",
        "Escribirle a alguien que ya se fue es un error sobre esa persona. No debe terminar el "
        "hilo de quien está hablando, ni dejar a las demás sin la línea.",
    ),
    read="11",
)
@propagate
def broken(solution: Solution) -> Result[None, Failure]:
    """Talks while a guest has closed the half of its connection that it reads from."""
    with (
        path() as where,
        solution.start(where) as room,
        room.connect().unwrap() as grace,
        room.connect().unwrap() as edsger,
        room.connect().unwrap() as ada,
    ):
        enter(grace, b"grace").unwrap()
        enter(edsger, b"edsger").unwrap()
        enter(ada, b"ada", edsger).unwrap()
        grace.stream.shutdown(Shutdown.Read).unwrap()
        for text in (b"one\n", b"two\n"):
            ada.send(text).unwrap()
            hear(edsger, b"ada: " + text, KEPT_FROM).unwrap()
        return Ok(None)


KEPT_FROM: Final = Text(
    "edsger did not hear ada once grace had gone", "edsger no oyó a ada después de irse grace"
)


@check(
    title=Text("A deaf guest delays nobody", "Alguien sordo no demora a nadie"),
    rule=Text(
        "A write to a guest that does not read waits once the buffers are full. It must wait in a "
        "thread of that guest, without the lock that all share, or have a limit.",
        "Escribirle a alguien que no lee espera cuando se llenan los búferes. Debe esperar en un "
        "hilo de esa persona, sin el cerrojo que comparten todas, o tener un plazo.",
    ),
    read="06",
)
@propagate
def deaf(solution: Solution) -> Result[None, Failure]:
    """Says more than fits into the buffers of a guest that does not read."""
    with (
        path() as where,
        solution.start(where) as room,
        room.connect().unwrap() as grace,
        room.connect().unwrap() as edsger,
        room.connect().unwrap() as ada,
    ):
        enter(grace, b"grace").unwrap()
        enter(edsger, b"edsger").unwrap()
        enter(ada, b"ada", edsger).unwrap()
        edsger.patience = MOST_DELAY
        for count in range(DEAF_LINES):
            ada.send(LONG_LINE + b"\n").unwrap()
            hear(edsger, b"ada: " + LONG_LINE + b"\n", DELAYED.format(n=count)).unwrap()
        return Ok(None)


DELAYED: Final = Text(
    "grace read nothing, and after {n} lines edsger waited for more than 1 s",
    "grace no leyó nada, y después de {n} líneas edsger esperó más de 1 s",
)


@check(
    title=Text(
        "An abstract name is the text after the @", "Un nombre abstracto es lo que sigue a la @"
    ),
    rule=Text(
        "An abstract name lives in the kernel and not in the file system, and its first byte is 0. "
        "The @ is how people write that byte, and no part of the name.",
        "Un nombre abstracto vive en el núcleo y no en el sistema de archivos, y su primer byte es "
        "0. La @ es como se escribe ese byte, y no forma parte del nombre.",
    ),
    read="02",
)
@propagate
def abstract(solution: Solution) -> Result[None, Failure]:
    """Enters a room with an abstract name."""
    where = f"@stdnet-{uuid4().hex}"
    with solution.start(where) as room:
        room.listening_on().unwrap()
        if Path(where).exists():
            Path(where).unlink()
            return Err(Failure(MADE_A_FILE.format(where=where)))
        with room.connect(where).unwrap() as ada:
            return enter(ada, b"ada")


MADE_A_FILE: Final = Text(
    "it made a file called {where} in the current directory",
    "creó un archivo llamado {where} en el directorio actual",
)


@check(
    title=Text("The file is gone at the end", "El archivo ya no está al final"),
    rule=Text(
        "The kernel does not remove the file of a Unix socket, and the next `bind` fails where "
        "there is one. So a server that ends in an orderly way removes it, also at Ctrl-C.",
        "El núcleo no borra el archivo de un socket Unix, y el próximo `bind` falla si hay uno. "
        "Por eso un servidor que termina en orden lo borra, también con Ctrl-C.",
    ),
    read="02",
)
@propagate
def file(solution: Solution) -> Result[None, Failure]:
    """Interrupts a room with a guest."""
    with path() as where, solution.start(where) as room, room.connect().unwrap() as ada:
        enter(ada, b"ada").unwrap()
        room.interrupt()
        room.output(END).unwrap()
        if Path(where).exists():
            return Err(Failure(STILL_THERE))
        return Ok(None)


STILL_THERE: Final = Text("the file is still there", "el archivo sigue allí")


@check(
    title=Text(
        "A second room at the same path fails",
        "Una segunda sala en la misma ruta falla",
    ),
    rule=Text(
        "A file that is in the way may belong to a room that is at work. Who removes it takes that "
        "room's address away, and no guest finds it any more.",
        "El archivo que estorba puede ser de una sala en marcha. Quien lo borra le quita la "
        "dirección, y ya nadie la encuentra.",
    ),
    read="08",
)
@propagate
def occupied(solution: Solution) -> Result[None, Failure]:
    """Starts two rooms at one path."""
    with path() as where, solution.start(where) as first:
        first.listening_on().unwrap()
        with solution.start(where) as second:
            second.error("Address already in use", second.patience).unwrap()
        with first.connect().unwrap() as ada:
            return enter(ada, b"ada")
