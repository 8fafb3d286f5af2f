"""The checks of exercise 14: a program with exceptions becomes one with results."""

import os
import sys
from contextlib import ExitStack
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from stdnet import Err, Ok, Result, TcpListener, propagate
from stdnet.learn.judge.check import Failure, Skipped, check
from stdnet.learn.judge.module import checked, file_of
from stdnet.learn.judge.peer import Peer, pieces
from stdnet.learn.judge.process import Limits, Program, Solution
from stdnet.learn.judge.text import Text

WAIT: Final = 2000
"""The milliseconds that the program waits for the server, where a check is not about them."""

SETTINGS: Final = {
    "mypy.ini": """\
[mypy]
strict = True
plugins = stdnet.mypy_plugin
enable_error_code = exhaustive-match, truthy-bool
""",
    "pyrightconfig.json": """\
{"typeCheckingMode": "strict",
 "reportUnusedCallResult": "error", "reportMatchNotExhaustive": "error"}
""",
}
"""The settings that README recommends, and pyright's strict mode."""

MYPY: Final = ("--no-error-summary", "--cache-dir", os.devnull)

LONGEST: Final = 60.0
"""How many seconds a type checker may take."""


def job(server: object, wait: object = WAIT) -> bytes:
    """Returns the text of a file that asks a server for `hello`."""
    return f"server {server}\nwait {wait}\nword hello\n".encode()


def says(
    program: Program, text: str, *sent: bytes, within: float | None = None
) -> Result[None, Failure]:
    """Waits for an error with a text. The rule of the check says more about it than the judge's."""
    ended = program.error(text, within)
    return ended.map_err(lambda failure: replace(failure, rule=None, sent=sent))


def fails(solution: Solution, content: bytes, text: str) -> Result[None, Failure]:
    """Runs the program with a file, and waits for an error."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "job.txt")
        path.write_bytes(content)
        with solution.start(str(path)) as program:
            return says(program, text, content)


class Session:
    """The program, which has connected to the judge and has asked."""

    def __init__(self, program: Program, peer: Peer) -> None:
        self.program = program
        self.peer = peer

    @classmethod
    @propagate
    def begun(
        cls, solution: Solution, within: ExitStack, wait: int = WAIT
    ) -> Result["Session", Failure]:
        """Starts the program, and waits until it has asked."""
        folder = within.enter_context(TemporaryDirectory())
        server = within.enter_context(solution.server().unwrap())
        path = Path(folder, "job.txt")
        path.write_bytes(job(server.addr, wait))
        program = within.enter_context(solution.start(str(path)))
        peer = within.enter_context(server.accept().unwrap())
        peer.expect(b"hello\n").unwrap()
        return Ok(cls(program, peer))


@check(
    title=Text("The answer is printed", "Se imprime la respuesta"),
    rule=Text(
        "A `read` may bring fewer bytes than were asked for, long before the end of the stream. "
        "`read_exact` and `read_array` read until they have all.",
        "Un `read` puede traer menos bytes de los pedidos, mucho antes del fin del flujo. "
        "`read_exact` y `read_array` leen hasta tenerlos todos.",
    ),
    read="06",
)
@propagate
def answer(solution: Solution) -> Result[None, Failure]:
    """Answers in pieces, so slowly that they come one by one."""
    text = "¡Buenos días!"
    data = text.encode()
    with ExitStack() as within:
        session = Session.begun(solution, within).unwrap()
        session.peer.send(len(data).to_bytes(4, "big"), *pieces(data, 1), pause=0.02).unwrap()
        output = session.program.output().unwrap()
        if output != data + b"\n":
            return Err(Failure(OTHER_OUTPUT, data + b"\n", output, session.peer.sent))
    return Ok(None)


@check(
    title=Text("Files that cannot be read", "Archivos que no se pueden leer"),
    rule=Text(
        "Where Python's own functions raise an `OSError`, `io.attempt` makes an `Err` of it; "
        "`io.from_file` makes a reader of a file.",
        "Donde las funciones de Python lanzan un `OSError`, `io.attempt` hace de él un `Err`; "
        "`io.from_file` hace de un archivo un lector.",
    ),
    read="rust/result",
)
@propagate
def files(solution: Solution) -> Result[None, Failure]:
    """Names no file, a directory, a file that is no text, and one that may not be read."""
    with TemporaryDirectory() as folder:
        with solution.start(f"{folder}/none.txt") as program:
            says(program, "No such file or directory").unwrap()
        with solution.start(folder) as program:
            says(program, "Is a directory").unwrap()
        secret = Path(folder, "secret.txt")
        secret.touch(mode=0o000)
        if not os.access(secret, os.R_OK):  # root reads all.
            with solution.start(str(secret)) as program:
                says(program, "Permission denied").unwrap()
    return fails(solution, b"server caf\xe9:80\n", "stream did not contain valid UTF-8")


@check(
    title=Text("A line is missing", "Falta una línea"),
    rule=Text(
        "That something is not in a file is no mistake of the program. An error of your own says "
        "so, and passes by `?` like all others.",
        "Que algo no esté en un archivo no es un error de programación. Un error propio lo dice, "
        "y pasa con `?` como todos los demás.",
    ),
    read="rust/result",
)
def missing(solution: Solution) -> Result[None, Failure]:
    """Gives a file without a word."""
    return fails(solution, b"server 127.0.0.1:1\nwait 300\n", "word")


@check(
    title=Text("A number that is none", "Un número que no lo es"),
    rule=Text(
        "What comes from outside may be anything. `int()` raises a `ValueError`: look at the text "
        "before, or catch just that, and return an `Err`.",
        "Lo que viene de afuera puede ser cualquier cosa. `int()` lanza un `ValueError`: hay que "
        "mirar antes el texto, o capturar solo eso, y devolver un `Err`.",
    ),
    read="rust/result",
)
def number(solution: Solution) -> Result[None, Failure]:
    """Gives a file with a word instead of the milliseconds."""
    return fails(solution, job("127.0.0.1:1", "soon"), "invalid digit found in string")


@check(
    title=Text("Addresses without a server", "Direcciones sin servidor"),
    rule=Text(
        "`TcpStream.connect` takes `HOST:PORT` as it stands in the file, and says what is wrong "
        "with it: the text, the port, the name, or that nobody listens.",
        "`TcpStream.connect` acepta `HOST:PORT` tal como está en el archivo, y dice qué está mal: "
        "el texto, el puerto, el nombre, o que nadie escucha.",
    ),
    read="05",
)
@propagate
def connect(solution: Solution) -> Result[None, Failure]:
    """Gives wrong texts, a name that does not exist, and a port where nobody listens."""
    fails(solution, job("127.0.0.1"), "invalid socket address").unwrap()
    fails(solution, job("127.0.0.1:http"), "invalid port value").unwrap()
    fails(solution, job("no such host:80"), "failed to lookup address information").unwrap()
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        closed = listener.local_addr().unwrap()
    return fails(solution, job(closed), "Connection refused")


@check(
    title=Text("A reset connection", "Una conexión reiniciada"),
    rule=Text(
        "A reset is not the end of the data: the server died, or gave the connection up. The error "
        "of `read` says so; let it pass as it is.",
        "Un reinicio no es el fin de los datos: el servidor murió o abandonó la conexión. El error "
        "de `read` lo dice; hay que dejarlo pasar tal cual.",
    ),
    read="06",
)
@propagate
def reset(solution: Solution) -> Result[None, Failure]:
    """Resets the connection instead of an answer."""
    with ExitStack() as within:
        session = Session.begun(solution, within).unwrap()
        session.peer.reset()
        return says(session.program, "Connection reset by peer", *session.peer.sent)


@check(
    title=Text("The end in the middle of the length", "El fin en medio de la longitud"),
    rule=Text(
        "The end of the stream in the middle of a message is an error: `failed to fill whole "
        "buffer`. One `read` that is happy with what comes does not see it.",
        "El fin del flujo en medio de un mensaje es un error: `failed to fill whole buffer`. Un "
        "solo `read` que se conforma con lo que llega no lo ve.",
    ),
    read="06",
)
@propagate
def cut_header(solution: Solution) -> Result[None, Failure]:
    """Sends two of the four bytes of the length, and closes the connection."""
    with ExitStack() as within:
        session = Session.begun(solution, within).unwrap()
        session.peer.send(b"\0\0").unwrap()
        session.peer.close()
        return says(session.program, "failed to fill whole buffer", *session.peer.sent)


@check(
    title=Text("The end in the middle of the text", "El fin en medio del texto"),
    rule=Text(
        "`take(n)` with `read_to_end` reads up to n bytes, and is content with fewer. Exactly n "
        "bytes are `read_exact` or `read_array`, and fewer are an error.",
        "`take(n)` con `read_to_end` lee hasta n bytes, y se conforma con menos. Exactamente n "
        "bytes son `read_exact` o `read_array`, y menos es un error.",
    ),
    read="12",
)
@propagate
def cut_body(solution: Solution) -> Result[None, Failure]:
    """Announces ten bytes, sends five, and closes the connection."""
    with ExitStack() as within:
        session = Session.begun(solution, within).unwrap()
        session.peer.send(b"\0\0\0\x0a", b"Buena").unwrap()
        session.peer.close()
        return says(session.program, "failed to fill whole buffer", *session.peer.sent)


@check(
    title=Text("A server that is silent", "Un servidor que calla"),
    rule=Text(
        "Without a time-out a `read` waits for ever. With `set_read_timeout` it fails in time, as "
        "`WouldBlock`, whose text is `Resource temporarily unavailable`.",
        "Sin plazo un `read` espera para siempre. Con `set_read_timeout` falla a tiempo, como "
        "`WouldBlock`, cuyo texto es `Resource temporarily unavailable`.",
    ),
    read="whatif/time_out",
)
@propagate
def time_out(solution: Solution) -> Result[None, Failure]:
    """Sends the length, and then nothing for longer than the program is to wait."""
    with ExitStack() as within:
        session = Session.begun(solution, within, wait=300).unwrap()
        session.peer.send(b"\0\0\0\x0a").unwrap()
        text = "Resource temporarily unavailable"
        return says(session.program, text, *session.peer.sent, within=solution.patience)


@check(
    title=Text("An answer that is no text", "Una respuesta que no es texto"),
    rule=Text(
        "`bytes.decode` raises a `UnicodeDecodeError`. `read_to_string`, of an `io.Cursor` as "
        "well, returns an `Err`: `stream did not contain valid UTF-8`.",
        "`bytes.decode` lanza un `UnicodeDecodeError`. `read_to_string`, también de un "
        "`io.Cursor`, devuelve un `Err`: `stream did not contain valid UTF-8`.",
    ),
    read="12",
)
@propagate
def text(solution: Solution) -> Result[None, Failure]:
    """Answers with a letter in Latin-1."""
    with ExitStack() as within:
        session = Session.begun(solution, within).unwrap()
        session.peer.send(b"\0\0\0\x04", b"caf\xe9").unwrap()
        return says(session.program, "stream did not contain valid UTF-8", *session.peer.sent)


@check(
    title=Text("`fetch` has one error type", "`fetch` tiene un solo tipo de error"),
    rule=Text(
        "Who calls `fetch` matches one type, `FetchError`: a class, or a union of classes. `?` "
        "converts an `io.Error` to it if one of them is `From[io.Error]`, and passes it as it is "
        "where the annotation names it.",
        "Quien llama a `fetch` distingue casos de un solo tipo, `FetchError`: una clase o una "
        "unión de clases. `?` convierte a él un `io.Error` si una de ellas es `From[io.Error]`, y "
        "lo deja pasar tal cual donde la anotación lo nombra.",
    ),
    read="rust/result",
)
@propagate
def one_error_type(solution: Solution) -> Result[None, Failure | Skipped]:
    """Calls `fetch` of the file, and looks at the classes of its errors."""
    contents = {
        "missing.txt": b"server 127.0.0.1:1\nwait 300\n",
        "number.txt": job("127.0.0.1:1", "soon"),
        "refused.txt": job("127.0.0.1:1"),
    }
    with TemporaryDirectory() as folder:
        for name, content in contents.items():
            Path(folder, name).write_bytes(content)
        checked(solution, ONE_ERROR_TYPE, folder=folder).unwrap()
    return Ok(None)


ONE_ERROR_TYPE: Final = """
>>> def error(name):
...     try:
...         return fetch(f"{folder}/{name}").err()
...     except Exception:  # Other checks report it.
...         return None
>>> errors = list(map(error, ["none.txt", "missing.txt", "number.txt", "refused.txt"]))
>>> [e for e in errors if not isinstance(e, FetchError | None)]
[]
"""


@check(
    title=Text("Type checkers are content", "Los verificadores de tipos no se quejan"),
    rule=Text(
        "With the settings of README a type checker finds an `Err` that nobody looks at, a `match` "
        "without `case Err`, and a `?` that does not fit.",
        "Con la configuración de README, un verificador de tipos encuentra un `Err` que nadie "
        "mira, un `match` sin `case Err`, y un `?` que no encaja.",
    ),
    read="howto/checkers",
)
@propagate
def strict(solution: Solution) -> Result[None, Failure | Skipped]:
    """Runs the checkers that are installed, both at the same time."""
    file = Path(file_of(solution).unwrap())
    with TemporaryDirectory() as folder, ExitStack() as within:
        for name, text in ((file.name, file.read_text("utf-8")), *SETTINGS.items()):
            Path(folder, name).write_text(text, "utf-8")
        checkers = [
            within.enter_context(checker(solution, *command))
            for command in (
                ("mypy", "--config-file", f"{folder}/mypy.ini", f"{folder}/{file.name}", *MYPY),
                ("pyright", "--project", folder, "--pythonpath", sys.executable),
            )
            if find_spec(command[0])
        ]
        usable = False
        for program in checkers:
            ended = program.ended(LONGEST).unwrap()
            reports = ended.stdout.decode(errors="replace").strip()
            if ended.status and reports:
                return Err(Failure(REPORTS.format(reports=reports.replace(f"{folder}/", ""))))
            # pyright fails without a word if it cannot fetch its JavaScript.
            usable = usable or ended.status == 0
    return Ok(None) if usable else Err(Skipped(NO_CHECKER))


def checker(solution: Solution, *command: str) -> Program:
    """Starts a type checker. The JavaScript of pyright takes address space without bound."""
    limits = Limits(memory=1 << 40, descriptors=4096, cpu_seconds=int(LONGEST))
    program = Solution([sys.executable, "-m"], limits=limits).start(*command)
    solution.programs.append(program)
    return program


NO_CHECKER: Final = Text(
    "neither mypy nor pyright is installed: pip install mypy pyright",
    "no están instalados ni mypy ni pyright: pip install mypy pyright",
)
REPORTS: Final = Text("they report: {reports}", "informan: «{reports}»")
OTHER_OUTPUT: Final = Text("something else was printed", "se imprimió otra cosa")
