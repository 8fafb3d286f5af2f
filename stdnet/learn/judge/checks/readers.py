"""The checks of exercise 13: a reader and a writer of the student's own.

They run lines with the classes of the file: see `module.py`.
"""

from typing import Final

from stdnet import Result
from stdnet.learn.judge.check import Failure, Skipped, check
from stdnet.learn.judge.module import checked
from stdnet.learn.judge.process import Solution
from stdnet.learn.judge.text import Text

Answer = Result[None, Failure | Skipped]


@check(
    title=Text("Letters are turned, all else stays", "Las letras giran, lo demás queda igual"),
    rule=Text(
        "Rot13 turns the letters A to Z and a to z of ASCII by 13. Every other byte stays as it "
        "is, those of a letter like «ñ» in UTF-8 as well.",
        "Rot13 desplaza 13 lugares las letras A a Z y a a z de ASCII. Cualquier otro byte queda "
        "como está, también los de una letra como «ñ» en UTF-8.",
    ),
    read="12",
)
def letters(solution: Solution) -> Answer:
    """Reads lines through a `BufReader`, from two readers in a chain."""
    return checked(solution, LETTERS)


@check(
    title=Text("`read` takes any buffer", "`read` acepta cualquier búfer"),
    rule=Text(
        "Who calls `read` brings the buffer: a bytearray, a memoryview, a part of one. So `read` "
        "begins with `memoryview(buf)`, and does with it only what a memoryview can do.",
        "Quien llama a `read` trae el búfer: un bytearray, un memoryview o una parte de él. Por "
        "eso `read` comienza con `memoryview(buf)`, y usa solo lo que un memoryview puede hacer.",
    ),
    read="12",
)
def any_buffer(solution: Solution) -> Answer:
    """Reads into a bytearray."""
    return checked(solution, ANY_BUFFER)


@check(
    title=Text("One `read` is one `read` of the inner", "Un `read` es un solo `read` del interno"),
    rule=Text(
        "A `read` returns as soon as it has something, however little. One that waits until the "
        "buffer is full waits for a peer that itself waits for an answer.",
        "Un `read` vuelve en cuanto tiene algo, por poco que sea. Uno que espera a que el búfer "
        "se llene espera a un extremo que a su vez espera una respuesta.",
    ),
    read="06",
)
def short_reads(solution: Solution) -> Answer:
    """Reads once where the inner reader has fewer bytes than the buffer."""
    return checked(solution, SHORT_READS)


@check(
    title=Text("Under `take`, the rest stays", "Con `take`, el resto queda"),
    rule=Text(
        "An adapter takes no more from its inner reader than it was asked for: what it read ahead "
        "would be lost to the next reader of the inner one.",
        "Un adaptador no toma de su lector interno más de lo pedido: lo que leyera por adelantado "
        "se perdería para quien siga leyendo del interno.",
    ),
    read="12",
)
def take(solution: Solution) -> Answer:
    """Reads 5 bytes through `take`, and the rest from the inner reader."""
    return checked(solution, TAKE)


@check(
    title=Text("An error passes as it is", "Un error pasa tal como es"),
    rule=Text(
        "An adapter does not know better than its inner reader what went wrong: it returns the "
        "very error, with its kind, its number and its text.",
        "Un adaptador no sabe mejor que su lector interno qué salió mal: devuelve ese mismo error, "
        "con su clase, su número y su texto.",
    ),
    read="rust/result",
)
def errors(solution: Solution) -> Answer:
    """Reads from a connection that was reset."""
    return checked(solution, ERRORS)


@check(
    title=Text("`Interrupted` is tried again", "`Interrupted` se intenta de nuevo"),
    rule=Text(
        "`Interrupted` is an error like any other, and passes: `read_to_end`, `BufReader` and "
        "`io.copy` then try again. `Ok(0)` would say that the data have ended.",
        "`Interrupted` es un error como cualquier otro, y pasa: `read_to_end`, `BufReader` e "
        "`io.copy` lo intentan de nuevo. `Ok(0)` diría que los datos terminaron.",
    ),
    read="12",
)
def interrupted(solution: Solution) -> Answer:
    """Reads to the end from a reader whose first call is interrupted."""
    return checked(solution, INTERRUPTED)


@check(
    title=Text("What was written is counted", "Se cuenta lo que se escribió"),
    rule=Text(
        "A `write` may take only a part of the data, and returns how many bytes it took. That is "
        "what counts, and not what it was offered.",
        "Un `write` puede aceptar solo una parte de los datos, y devuelve cuántos bytes aceptó. "
        "Eso es lo que cuenta, y no lo ofrecido.",
    ),
    read="06",
)
def short_writes(solution: Solution) -> Answer:
    """Writes to a writer that takes 3 bytes at a time."""
    return checked(solution, SHORT_WRITES)


@check(
    title=Text("A failed `write` fails", "Un `write` que falla, falla"),
    rule=Text(
        "An `Err` of the inner writer is the answer of the outer one. `Ok(0)` instead of it hides "
        "why: the caller then only sees `failed to write whole buffer`.",
        "Un `Err` del escritor interno es la respuesta del externo. Un `Ok(0)` en su lugar oculta "
        "la causa: quien llama ve solo `failed to write whole buffer`.",
    ),
    read="rust/result",
)
def write_errors(solution: Solution) -> Answer:
    """Writes to a full disk."""
    return checked(solution, WRITE_ERRORS)


@check(
    title=Text("`flush` reaches the inner writer", "`flush` llega al escritor interno"),
    rule=Text(
        "A writer around another one flushes that one, which may keep data in a buffer: otherwise "
        "they stay there, and the peer waits for them.",
        "Un escritor que envuelve a otro vacía también a ese otro, que puede guardar datos en un "
        "búfer: si no, quedan allí, y el otro extremo los espera.",
    ),
    read="12",
)
def flush(solution: Solution) -> Answer:
    """Flushes a `BufWriter` inside of a `Counting`."""
    return checked(solution, FLUSH)


@check(
    title=Text("Two copies, two counts", "Dos copias, dos cuentas"),
    rule=Text(
        "Each writer counts for itself: a count belongs to the object, and not to its class.",
        "Cada escritor lleva su propia cuenta: la cuenta es del objeto y no de su clase.",
    ),
    read="12",
)
def two_copies(solution: Solution) -> Answer:
    """Copies a million bytes by `io.copy`, and then three others."""
    return checked(solution, TWO_COPIES)


LETTERS: Final = """
>>> one, other = io.Cursor(b"Uryyb, "), io.Cursor("frñbe!\\nPnsé 123\\n".encode())
>>> reader = io.BufReader(Rot13(one.chain(other)))
>>> [line.unwrap() for line in reader.lines()]
['Hello, señor!', 'Café 123']
"""

ANY_BUFFER: Final = """
>>> buf = bytearray(5)
>>> Rot13(io.Cursor(b"nop")).read(buf)
Ok(3)
>>> buf[:3]
bytearray(b'abc')
"""

SHORT_READS: Final = """
>>> inner = Pieces(b"nop", b"qr")
>>> buf = memoryview(bytearray(8))
>>> Rot13(inner).read(buf)
Ok(3)
>>> bytes(buf[:3]), inner.calls
(b'abc', 1)
"""

TAKE: Final = """
>>> inner = io.Cursor(b"nopqrstu")
>>> Rot13(inner).take(5).read_to_string()
Ok("abcde")
>>> inner.read_to_string()
Ok("stu")
"""

ERRORS: Final = """
>>> reset = io.Error.from_raw_os_error(errno.ECONNRESET)
>>> Rot13(Pieces(reset)).read_to_string()
Err(Os { code: 104, kind: ConnectionReset, message: "Connection reset by peer" })
"""

INTERRUPTED: Final = """
>>> busy = io.Error.from_(io.ErrorKind.Interrupted)
>>> io.BufReader(Rot13(Pieces(busy, b"nop"))).read_to_string()
Ok("abc")
"""

SHORT_WRITES: Final = """
>>> inner = Taker(3)
>>> writer = Counting(inner)
>>> writer.write(b"abcdefgh"), writer.count
(Ok(3), 3)
>>> writer.write_all(b"defgh"), writer.count, bytes(inner.data)
(Ok(None), 8, b'abcdefgh')
"""

WRITE_ERRORS: Final = """
>>> full = io.Error.from_raw_os_error(errno.ENOSPC)
>>> writer = Counting(Taker(full))
>>> writer.write_all(b"abc")
Err(Os { code: 28, kind: StorageFull, message: "No space left on device" })
>>> writer.count
0
"""

FLUSH: Final = """
>>> inner = Taker(100)
>>> writer = Counting(io.BufWriter(inner))
>>> writer.write_all(b"abc"), writer.flush()
(Ok(None), Ok(None))
>>> bytes(inner.data)
b'abc'
"""

TWO_COPIES: Final = """
>>> one, other = Counting(io.sink()), Counting(io.sink())
>>> io.copy(Rot13(io.repeat(97).take(1_000_000)), one)
Ok(1000000)
>>> io.copy(Rot13(io.Cursor(b"abc")), other)
Ok(3)
>>> one.count, other.count
(1000000, 3)
"""
