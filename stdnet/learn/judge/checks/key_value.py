"""The checks of exercise 15: a server that keeps values by their keys, and its client."""

from contextlib import ExitStack
from tempfile import TemporaryDirectory
from typing import Final

from stdnet import Err, Ok, Result, TcpListener, propagate
from stdnet.learn.judge.check import Failure, Skipped, check
from stdnet.learn.judge.free_address import free_addr
from stdnet.learn.judge.module import compared, started
from stdnet.learn.judge.peer import Peer, pieces
from stdnet.learn.judge.process import Program, Solution
from stdnet.learn.judge.stopwatch import Stopwatch
from stdnet.learn.judge.text import Text

MAX_KEY: Final = 64
MAX_VALUE: Final = 1 << 20
CLIENTS: Final = 20
KEYS: Final = 10_000
SECONDS: Final = 5.0
LAP: Final = 250
"""How many keys are set between two looks at the clock."""


def serving(solution: Solution, folder: str, addr: str = "127.0.0.1:0") -> Program:
    """Starts the server with its file in a folder."""
    return solution.start(addr, f"{folder}/data")


def set_request(key: str, value: bytes) -> bytes:
    """Returns the bytes of `SET`."""
    return f"SET {key} {len(value)}\n".encode() + value


def found(value: bytes) -> bytes:
    """Returns the bytes of the answer to `GET`."""
    return f"VALUE {len(value)}\n".encode() + value


@propagate
def ask(
    peer: Peer, request: bytes, expected: bytes, seen: Text | None = None
) -> Result[None, Failure]:
    """Sends a request in one piece, and waits for its answer."""
    peer.send(request).unwrap()
    return peer.expect(expected, seen)


@check(
    title=Text("Each request has its answer", "Cada pedido tiene su respuesta"),
    rule=Text(
        "A protocol is exact: `OK` if something was done, `NONE` if there was nothing, also to "
        "`DEL`. The client decides by it what comes next.",
        "Un protocolo es exacto: `OK` si se hizo algo, `NONE` si no había nada, también para "
        "`DEL`. Según eso el cliente decide cómo seguir.",
    ),
    read="06",
)
@propagate
def answers(solution: Solution) -> Result[None, Failure]:
    """Sets, gets, replaces and deletes a value."""
    with (
        TemporaryDirectory() as folder,
        serving(solution, folder, free_addr().unwrap()) as program,
        program.connect().unwrap() as peer,
    ):
        ask(peer, b"GET color\n", b"NONE\n").unwrap()
        ask(peer, b"SET color 4\nblue", b"OK\n").unwrap()
        ask(peer, b"GET color\n", b"VALUE 4\nblue").unwrap()
        ask(peer, b"SET color 5\ngreen", b"OK\n").unwrap()
        ask(peer, b"GET color\n", b"VALUE 5\ngreen").unwrap()
        ask(peer, b"DEL color\n", b"OK\n").unwrap()
        ask(peer, b"GET color\n", b"NONE\n").unwrap()
        return ask(peer, b"DEL color\n", b"NONE\n")


@check(
    title=Text("A request in pieces", "Un pedido en piezas"),
    rule=Text(
        "A stream has no boundaries: a value may come byte by byte, be larger than any buffer, or "
        "have no byte at all. `read_exact` and `read_array` wait for all of it.",
        "Un flujo no tiene límites: un valor puede llegar byte por byte, ser más grande que "
        "cualquier búfer, o no tener ningún byte. `read_exact` y `read_array` lo esperan entero.",
    ),
    read="06",
)
@propagate
def in_pieces(solution: Solution) -> Result[None, Failure]:
    """Sends a request byte by byte, a value of 1 MiB, and one without bytes."""
    large = b"0123456789abcdef" * (MAX_VALUE >> 4)
    with (
        TemporaryDirectory() as folder,
        serving(solution, folder) as program,
        program.connect().unwrap() as peer,
    ):
        peer.send(*pieces(b"SET color 12\nyellow-green", 1), pause=0.01).unwrap()
        peer.expect(b"OK\n").unwrap()
        ask(peer, b"GET color\n", b"VALUE 12\nyellow-green").unwrap()
        peer.exchange([set_request("large", large)], b"OK\n").unwrap()
        ask(peer, b"GET large\n", found(large)).unwrap()
        ask(peer, b"SET empty 0\n", b"OK\n").unwrap()
        return ask(peer, b"GET empty\n", b"VALUE 0\n")


@check(
    title=Text("Many requests in one piece", "Muchos pedidos en una pieza"),
    rule=Text(
        "A client need not wait for an answer before it asks again. What a `BufReader` has read "
        "ahead is the next request: one reader for the whole connection.",
        "Un cliente no tiene que esperar una respuesta antes de volver a pedir. Lo que un "
        "`BufReader` leyó de más es el próximo pedido: un solo lector para toda la conexión.",
    ),
    read="12",
)
@propagate
def pipelined(solution: Solution) -> Result[None, Failure]:
    """Sends a hundred requests at once, and waits for the answers in their order."""
    names = [f"k{n}" for n in range(50)]
    requests = [set_request(name, name.encode()) for name in names]
    requests += [f"GET {name}\n".encode() for name in names]
    answers = b"OK\n" * len(names) + b"".join(found(name.encode()) for name in names)
    with (
        TemporaryDirectory() as folder,
        serving(solution, folder) as program,
        program.connect().unwrap() as peer,
    ):
        return peer.exchange([b"".join(requests)], answers)


@check(
    title=Text("Any byte in a value", "Cualquier byte en un valor"),
    rule=Text(
        "The length says where a value ends, and nothing else does: no end of a line, no zero, no "
        "request in it. Values are bytes, and need not be a text.",
        "La longitud dice dónde termina un valor, y nada más lo dice: ni un fin de línea, ni un "
        "cero, ni un pedido en él. Los valores son bytes, y no tienen que ser un texto.",
    ),
    read="06",
)
@propagate
def any_byte(solution: Solution) -> Result[None, Failure]:
    """Keeps all bytes, and a value that looks like a request."""
    with (
        TemporaryDirectory() as folder,
        serving(solution, folder) as program,
        program.connect().unwrap() as peer,
    ):
        for value in (b"one\nGET color\n", bytes(range(256))):
            ask(peer, set_request("color", value), b"OK\n").unwrap()
            ask(peer, b"GET color\n", found(value)).unwrap()
    return Ok(None)


@check(
    title=Text("Twenty clients at a time", "Veinte clientes a la vez"),
    rule=Text(
        "A client that says nothing keeps only its own thread waiting. What one has set, all "
        "others get.",
        "Un cliente que no dice nada solo hace esperar a su propio hilo. Lo que uno guarda, todos "
        "los demás lo obtienen.",
    ),
    read="11",
)
@propagate
def clients(solution: Solution) -> Result[None, Failure]:
    """Connects 20 clients, of which the first is silent."""
    with (
        TemporaryDirectory() as folder,
        serving(solution, folder) as program,
        ExitStack() as connected,
    ):
        peers = [connected.enter_context(program.connect().unwrap()) for _ in range(CLIENTS)][1:]
        for n, peer in enumerate(peers):
            peer.send(set_request(f"k{n}", b"from %d" % n)).unwrap()
        for peer in peers:
            peer.expect(b"OK\n", SILENT).unwrap()
        for n, peer in enumerate(reversed(peers)):
            ask(peer, f"GET k{n}\n".encode(), found(b"from %d" % n)).unwrap()
    return Ok(None)


@check(
    title=Text("Requests that are none", "Pedidos que no lo son"),
    rule=Text(
        "Who sends nonsense gets a line `ERROR TEXT`, and the connection ends: where the next "
        "request would begin, nobody knows. All others notice nothing.",
        "Quien envía algo sin sentido recibe una línea `ERROR TEXT`, y la conexión termina: dónde "
        "empezaría el próximo pedido, nadie lo sabe. Los demás no notan nada.",
    ),
    read="11",
)
@propagate
def malformed(solution: Solution) -> Result[None, Failure]:
    """Sends wrong words, lengths and keys, each over a connection of its own."""
    long_key = b"k" * (MAX_KEY + 1)
    requests = [
        *(b"PUT color 4\n", b"GET\n", b"GET two words\n", b"GET " + long_key + b"\n"),
        *(b"GET color\r\n", b"SET color\n", b"SET color four\n", b"SET color -1\n"),
        b"SET color %d\n" % (MAX_VALUE + 1),
    ]
    with TemporaryDirectory() as folder, serving(solution, folder) as program:
        for request in requests:
            with program.connect().unwrap() as peer:
                peer.send(request).unwrap()
                line = peer.receive_line().unwrap()
                if not line.startswith(b"ERROR "):
                    return Err(peer.failure(NOT_REFUSED, AN_ERROR, line))
                peer.expect_end().unwrap()
        with program.connect().unwrap() as peer:
            return ask(peer, b"GET color\n", b"NONE\n")


@check(
    title=Text("Half a request does nothing", "Medio pedido no hace nada"),
    rule=Text(
        "If a connection ends in the middle of a value, that value is not what the client wanted "
        "to keep: all or nothing.",
        "Si una conexión termina en medio de un valor, ese valor no es el que el cliente quería "
        "guardar: todo o nada.",
    ),
    read="06",
)
@propagate
def cut_off(solution: Solution) -> Result[None, Failure]:
    """Ends a connection after five of ten bytes."""
    with TemporaryDirectory() as folder, serving(solution, folder) as program:
        with program.connect().unwrap() as half:
            half.send(b"SET color 10\nblue-").unwrap()
            half.half_close().unwrap()
            # The server has seen the end once its own side ends.
            _ = half.receive_all().unwrap()
        with program.connect().unwrap() as peer:
            return ask(peer, b"GET color\n", b"NONE\n", HALF)


@propagate
def after_restart(
    solution: Solution, asked: list[tuple[bytes, bytes]], again: list[tuple[bytes, bytes]]
) -> Result[None, Failure]:
    """Asks, ends the server by SIGKILL, starts it with the same file twice, and asks again."""
    with TemporaryDirectory() as folder:
        for number, questions in enumerate((asked, again, again)):
            with serving(solution, folder) as program, program.connect().unwrap() as peer:
                for request, expected in questions:
                    seen = OTHER_AFTER.format(n=number) if number else None
                    ask(peer, request, expected, seen).unwrap()
    return Ok(None)


@check(
    title=Text("Values outlive the server", "Los valores sobreviven al servidor"),
    rule=Text(
        "After `OK` a value is in the file: written, and not in a buffer of the program, which is "
        "lost when the program is ended by SIGKILL. It runs no `finally` then.",
        "Después del `OK` el valor está en el archivo: escrito, y no en un búfer del programa, que "
        "se pierde cuando SIGKILL termina el programa. Ningún `finally` se ejecuta entonces.",
    ),
    read="06",
)
def restart(solution: Solution) -> Result[None, Failure]:
    """Sets values, one of them twice."""
    asked = [
        (b"SET color 4\nblue", b"OK\n"),
        (b"SET shape 6\nsquare", b"OK\n"),
        (b"SET color 5\ngreen", b"OK\n"),
    ]
    again = [(b"GET color\n", b"VALUE 5\ngreen"), (b"GET shape\n", b"VALUE 6\nsquare")]
    return after_restart(solution, asked, again)


@check(
    title=Text("What was deleted stays deleted", "Lo borrado sigue borrado"),
    rule=Text(
        "The file holds what happened, and a deletion has happened, too.",
        "El archivo guarda lo que ocurrió, y un borrado también ocurrió.",
    ),
    read="06",
)
def deleted(solution: Solution) -> Result[None, Failure]:
    """Deletes a value."""
    asked = [(b"SET color 4\nblue", b"OK\n"), (b"DEL color\n", b"OK\n")]
    return after_restart(solution, asked, [(b"GET color\n", b"NONE\n")])


@check(
    title=Text("10,000 keys in 5 s", "10 000 claves en 5 s"),
    rule=Text(
        "A request takes as long as its own data. If each one writes all values anew, ten times as "
        "many keys take a hundred times as long: append to the file.",
        "Un pedido tarda según sus propios datos. Si cada uno vuelve a escribir todos los valores, "
        "diez veces más claves tardan cien veces más: hay que agregar al final del archivo.",
    ),
    read="06",
)
@propagate
def many_keys(solution: Solution) -> Result[None, Failure]:
    """Sets 10,000 keys, one after the other, and gets some of them."""
    with (
        TemporaryDirectory() as folder,
        serving(solution, folder) as program,
        program.connect().unwrap() as peer,
    ):
        ask(peer, b"SET first 1\n1", b"OK\n").unwrap()
        peer.stream.set_read_timeout(solution.patience).unwrap()
        answer = bytearray(len(b"OK\n"))
        clock = Stopwatch(program)
        for n in range(KEYS):
            request = set_request(f"key{n}", b"value %d" % n)
            peer.stream.write_all(request).unwrap()
            peer.stream.read_exact(answer).unwrap()
            if bytes(answer) != b"OK\n":
                return Err(Failure(OTHER_ANSWER, b"OK\n", bytes(answer), [request]))
            if n % LAP == 0 and clock.seconds() > SECONDS:
                return Err(Failure(TOO_SLOW.format(n=n + 1, seconds=f"{SECONDS:g}")))
        for n in range(0, KEYS, KEYS // 10):
            ask(peer, f"GET key{n}\n".encode(), found(b"value %d" % n)).unwrap()
    return Ok(None)


@check(
    title=Text("The client sets and gets", "El cliente guarda y obtiene"),
    rule=Text(
        "The client is the other half of the protocol: it sends what the page says, byte by byte, "
        "and an answer comes to it in pieces, too.",
        "El cliente es la otra mitad del protocolo: envía lo que dice la página, byte por byte, y "
        "también a él le llega la respuesta en piezas.",
    ),
    read="06",
)
@propagate
def client_values(solution: Solution) -> Result[None, Failure | Skipped]:
    """Is the server of the client."""
    with (
        solution.server().unwrap() as server,
        started(solution, CLIENT_VALUES, addr=server.addr).unwrap() as program,
        server.accept().unwrap() as peer,
    ):
        peer.expect(b"SET color 9\nblue\n\0and").unwrap()
        peer.send(b"OK\n").unwrap()
        peer.expect(b"GET color\n").unwrap()
        peer.send(*pieces(b"VALUE 9\nblue\n\0and", 10, 1), pause=0.02).unwrap()
        peer.expect(b"GET shape\n").unwrap()
        peer.send(b"NONE\n").unwrap()
        for answer in (b"OK\n", b"NONE\n"):
            peer.expect(b"DEL color\n").unwrap()
            peer.send(answer).unwrap()
        compared(program, CLIENT_VALUES).unwrap()
    return Ok(None)


CLIENT_VALUES: Final = r"""
>>> client = Client.connect(addr).unwrap()
>>> client.set("color", b"blue\n\0and")
Ok(None)
>>> client.get("color").unwrap()
b'blue\n\x00and'
>>> client.get("shape")
Ok(None)
>>> client.delete("color"), client.delete("color")
(Ok(true), Ok(false))
"""


@check(
    title=Text("A value that is cut off", "Un valor cortado"),
    rule=Text(
        "If the server ends in the middle of a value, the client has no value, but an error of the "
        "kind `UnexpectedEof`.",
        "Si el servidor termina en medio de un valor, el cliente no tiene un valor, sino un error "
        "de la clase `UnexpectedEof`.",
    ),
    read="12",
)
@propagate
def client_cut(solution: Solution) -> Result[None, Failure | Skipped]:
    """Sends five of ten bytes to the client."""
    with (
        solution.server().unwrap() as server,
        started(solution, CLIENT_CUT, addr=server.addr).unwrap() as program,
    ):
        with server.accept().unwrap() as peer:
            peer.expect(b"GET color\n").unwrap()
            peer.send(b"VALUE 10\nblue-").unwrap()
        compared(program, CLIENT_CUT).unwrap()
    return Ok(None)


CLIENT_CUT: Final = """
>>> client = Client.connect(addr).unwrap()
>>> client.get("color").map_err(lambda e: e.kind())
Err(UnexpectedEof)
"""


@check(
    title=Text("What the server refuses", "Lo que el servidor rechaza"),
    rule=Text(
        "An answer that is none of the expected ones is an error, and its text is that of the "
        "server. `None` would say that there is no such key.",
        "Una respuesta que no es ninguna de las esperadas es un error, y su texto es el del "
        "servidor. `None` diría que no existe esa clave.",
    ),
    read="rust/result",
)
@propagate
def client_refusals(solution: Solution) -> Result[None, Failure | Skipped]:
    """Answers with an error, and then listens no more."""
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        nobody = str(listener.local_addr().unwrap())
    with (
        solution.server().unwrap() as server,
        started(solution, CLIENT_REFUSALS, addr=server.addr, nobody=nobody).unwrap() as program,
    ):
        for request in (b"GET color\n", b"SET color 4\nblue"):
            with server.accept().unwrap() as peer:
                peer.expect(request).unwrap()
                peer.send(b"ERROR disk full\n").unwrap()
        compared(program, CLIENT_REFUSALS).unwrap()
    return Ok(None)


CLIENT_REFUSALS: Final = """
>>> client = Client.connect(addr).unwrap()
>>> result = client.get("color")
>>> result.is_err(), "disk full" in str(result)
(True, True)
>>> client = Client.connect(addr).unwrap()
>>> result = client.set("color", b"blue")
>>> result.is_err(), "disk full" in str(result)
(True, True)
>>> Client.connect(nobody).map_err(lambda e: e.kind())
Err(ConnectionRefused)
"""


@check(
    title=Text("A key that is none is not sent", "Una clave que no lo es no se envía"),
    rule=Text(
        "A key with a space or an end of line in it would be another request: `a\\nDEL b` deletes "
        "b. The client looks at it first, and returns `InvalidInput`.",
        "Una clave con un espacio o un fin de línea sería otro pedido: `a\\nDEL b` borra b. El "
        "cliente la mira antes, y devuelve `InvalidInput`.",
    ),
    read="06",
)
@propagate
def client_keys(solution: Solution) -> Result[None, Failure | Skipped]:
    """Asks for keys that are none, and looks whether anything is sent."""
    with (
        solution.server().unwrap() as server,
        started(solution, CLIENT_KEYS, addr=server.addr).unwrap() as program,
        server.accept().unwrap() as peer,
    ):
        peer.expect_end().unwrap()
        compared(program, CLIENT_KEYS).unwrap()
    return Ok(None)


CLIENT_KEYS: Final = r"""
>>> client = Client.connect(addr).unwrap()
>>> client.get("two words").map_err(lambda e: e.kind())
Err(InvalidInput)
>>> client.set("a\nDEL b", b"").map_err(lambda e: e.kind())
Err(InvalidInput)
>>> client.delete("").map_err(lambda e: e.kind())
Err(InvalidInput)
>>> client.get("ñ").map_err(lambda e: e.kind())
Err(InvalidInput)
>>> client.get("k" * 65).map_err(lambda e: e.kind())
Err(InvalidInput)
"""

NOT_REFUSED: Final = Text("it was not refused", "no fue rechazado")
AN_ERROR: Final = Text("a line ERROR TEXT", "una línea ERROR TEXT")
SILENT: Final = Text(
    "while the first client is silent, another one got no answer",
    "mientras el primer cliente calla, otro no recibió respuesta",
)
HALF: Final = Text(
    "half a request was done, `SET color 10` with five bytes",
    "se cumplió medio pedido, `SET color 10` con cinco bytes",
)
OTHER_AFTER: Final = Text(
    "after restart number {n} with the same file, another answer came",
    "después del reinicio número {n} con el mismo archivo llegó otra respuesta",
)
OTHER_ANSWER: Final = Text("another answer came", "llegó otra respuesta")
TOO_SLOW: Final = Text(
    "after {seconds} s there were {n} keys", "después de {seconds} s había {n} claves"
)
