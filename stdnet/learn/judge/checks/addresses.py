"""The checks of exercise 0: texts in, addresses or Rust's texts of errors out."""

from itertools import zip_longest
from typing import Final

from stdnet import Err, Ok, Result, propagate
from stdnet.learn.judge.check import Failure, check
from stdnet.learn.judge.process import IT_PRINTED, Solution
from stdnet.learn.judge.text import Text

NO_ADDRESS: Final = "invalid socket address syntax"

IPV4: Final = {
    "127.0.0.1": "127.0.0.1",
    "0.0.0.0": "0.0.0.0",  # noqa: S104 - nobody binds it
    "255.255.255.255": "255.255.255.255",
    "192.0.2.1": "192.0.2.1",
    "1.2.3.4": "1.2.3.4",
}
IPV6: Final = {
    "::1": "::1",
    "::": "::",
    "fe80::1": "fe80::1",
    "2001:DB8:0:0:0:0:0:1": "2001:db8::1",
    "2001:db8::0:1": "2001:db8::1",
    "1:0:0:2:0:0:0:3": "1:0:0:2::3",
    "::ffff:1.2.3.4": "::ffff:1.2.3.4",
    "0:0:0:0:0:ffff:c000:0201": "::ffff:192.0.2.1",
    "::1.2.3.4": "::102:304",
    "::1:80": "::1:80",
}
SOCKET_V4: Final = {
    "127.0.0.1:80": "127.0.0.1:80",
    "0.0.0.0:0": "0.0.0.0:0",
    "127.0.0.1:00080": "127.0.0.1:80",
    "255.255.255.255:65535": "255.255.255.255:65535",
}
SOCKET_V6: Final = {
    "[::1]:80": "[::1]:80",
    "[2001:DB8::1]:8080": "[2001:db8::1]:8080",
    "[fe80::1%3]:22": "[fe80::1%3]:22",
    "[::ffff:127.0.0.1]:0": "[::ffff:127.0.0.1]:0",
    "[::]:65535": "[::]:65535",
}
NOT_ADDRESSES: Final = (
    *("localhost", "localhost:80", "256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "127.0.0.1:"),
    *("127.0.0.1:65536", "127.0.0.1:http", ":80", "1:2:3:4:5:6:7:8:9", "1::2::3", "[::1]"),
    "fe80::1%3",
)
WITH_SPACES: Final = (" 127.0.0.1", "127.0.0.1 ")


@propagate
def printed(solution: Solution, texts: tuple[str, ...]) -> Result[list[str], Failure]:
    """Returns the lines that a solution prints for some lines."""
    stdin = "".join(f"{text}\n" for text in texts).encode()
    with solution.start(stdin=stdin) as program:
        out = program.output().unwrap()
    return Ok(out.decode(errors="replace").splitlines())


@propagate
def answered(solution: Solution, answers: dict[str, str]) -> Result[None, Failure]:
    """Compares what a solution prints for each text."""
    lines = printed(solution, tuple(answers)).unwrap()
    for text, answer, line in zip(answers, answers.values(), lines, strict=False):
        if line != answer:
            return Err(about(text, answer, line))
    if len(lines) < len(answers):
        text, answer = list(answers.items())[len(lines)]
        return Err(about(text, answer, None))
    return Ok(None)


def about(text: str, answer: str, line: str | None) -> Failure:
    """Returns a failure about one text, and the line for it, if there was one."""
    seen = (NO_LINE if line is None else OTHER).format(text=text)
    received = b"" if line is None else f"{line}\n".encode()
    sent = f"{text}\n".encode()
    return Failure(seen, f"{answer}\n".encode(), received, [sent], received_as=IT_PRINTED)


@check(
    title=Text("IPv4 addresses", "Direcciones IPv4"),
    rule=Text(
        "An `IpAddr` is an IPv4 or an IPv6 address. An IPv4 address is four numbers from 0 to 255.",
        "Un `IpAddr` es una dirección IPv4 o IPv6. Una dirección IPv4 son cuatro números de 0 a "
        "255.",
    ),
    read="03",
)
@propagate
def ipv4(solution: Solution) -> Result[None, Failure]:
    """Gives it addresses of four numbers."""
    return answered(solution, IPV4)


@check(
    title=Text("IPv6 addresses, in their short form", "Direcciones IPv6, en su forma corta"),
    rule=Text(
        "The same IPv6 address can be written in many ways. It is printed in one: in small "
        "letters, with the longest run of zeros as `::`.",
        "La misma dirección IPv6 se puede escribir de muchas maneras. Se imprime de una sola: en "
        "minúsculas y con la serie más larga de ceros como `::`.",
    ),
    read="03",
)
@propagate
def ipv6(solution: Solution) -> Result[None, Failure]:
    """Gives it addresses in several forms."""
    return answered(solution, IPV6)


@check(
    title=Text("IPv4 addresses with a port", "Direcciones IPv4 con puerto"),
    rule=Text(
        "A socket address is an IP address and a port, from 0 to 65535. `SocketAddr` reads those "
        "of both versions.",
        "Una dirección de socket es una dirección IP y un puerto, de 0 a 65535. `SocketAddr` lee "
        "las de ambas versiones.",
    ),
    read="03",
)
@propagate
def with_port(solution: Solution) -> Result[None, Failure]:
    """Gives it IPv4 addresses with a port."""
    return answered(solution, SOCKET_V4)


@check(
    title=Text("IPv6 addresses with a port", "Direcciones IPv6 con puerto"),
    rule=Text(
        "An IPv6 address with a port stands in brackets, as it has colons itself. After `%` stands "
        "the number of the interface.",
        "Una dirección IPv6 con puerto va entre corchetes, pues ella misma tiene dos puntos. "
        "Después de `%` va el número de la interfaz.",
    ),
    read="03",
)
@propagate
def in_brackets(solution: Solution) -> Result[None, Failure]:
    """Gives it IPv6 addresses with a port."""
    return answered(solution, SOCKET_V6)


@check(
    title=Text(
        "What is no address: the error's text", "Lo que no es dirección: el texto del error"
    ),
    rule=Text(
        "Parsing fails with a value, an `Err`, and its text is what `str` makes of the error. A "
        "name such as `localhost` is no address: that takes a question to a name server.",
        "El análisis falla con un valor, un `Err`, y su texto es lo que `str` hace del error. Un "
        "nombre como `localhost` no es una dirección: para eso hay que preguntar a un servidor de "
        "nombres.",
    ),
    read="03",
)
@propagate
def not_addresses(solution: Solution) -> Result[None, Failure]:
    """Gives it texts that look like addresses."""
    return answered(solution, dict.fromkeys(NOT_ADDRESSES, NO_ADDRESS))


@check(
    title=Text("A space belongs to the text", "Un espacio es parte del texto"),
    rule=Text(
        "Rust's parsers take a text as it stands. Who wants to allow spaces says so.",
        "Los analizadores de Rust toman el texto tal como está. Quien quiera admitir espacios "
        "tiene que decirlo.",
    ),
    read="03",
)
@propagate
def spaces(solution: Solution) -> Result[None, Failure]:
    """Gives it addresses with a space before or after them."""
    lines = printed(solution, WITH_SPACES).unwrap()
    for text, line in zip_longest(WITH_SPACES, lines[: len(WITH_SPACES)]):
        if NO_ADDRESS not in (line or ""):
            return Err(about(text, NO_ADDRESS, line))
    return Ok(None)


@check(
    title=Text("A line for each line", "Una línea por cada línea"),
    rule=Text(
        "An empty line is a text as well: it is no address, and that is the answer.",
        "Una línea vacía también es un texto: no es una dirección, y esa es la respuesta.",
    ),
    read="03",
)
@propagate
def each_line(solution: Solution) -> Result[None, Failure]:
    """Gives it empty lines between the others."""
    texts = ("", "127.0.0.1", "", "::1")
    lines = printed(solution, texts).unwrap()
    if len(lines) == len(texts):
        return Ok(None)
    sent = "".join(f"{text}\n" for text in texts).encode()
    received = "".join(f"{line}\n" for line in lines).encode()
    seen = COUNT.format(lines=len(lines), texts=len(texts))
    return Err(Failure(seen, None, received, [sent], received_as=IT_PRINTED))


@check(
    title=Text("Bytes that are no text: an error", "Bytes que no son texto: un error"),
    rule=Text(
        "A line that is not UTF-8 cannot be read as a text. Reading returns an `Err`, and the "
        "program ends with it: `Error:` and its text on the standard error, status 1, no "
        "exception.",
        "Una línea que no es UTF-8 no se puede leer como texto. La lectura devuelve un `Err`, y el "
        "programa termina con él: `Error:` y su texto en la salida de errores, el estado 1, "
        "ninguna excepción.",
    ),
    read="03",
)
@propagate
def not_utf_8(solution: Solution) -> Result[None, Failure]:
    """Gives it a byte that UTF-8 does not have."""
    with solution.start(stdin=b"127.0.0.1\n\xff\n") as program:
        program.error("stream did not contain valid UTF-8").unwrap()
    if program.stdout.count(b"\n") <= 1:
        return Ok(None)
    return Err(Failure(MORE_LINES, ONE_LINE, program.stdout, received_as=IT_PRINTED))


OTHER: Final = Text("for {text!r} it printed something else", "para {text!r} imprimió otra cosa")
NO_LINE: Final = Text("for {text!r} it printed no line", "para {text!r} no imprimió ninguna línea")
COUNT: Final = Text(
    "lines that it read: {texts}; lines that it printed: {lines}",
    "líneas que leyó: {texts}; líneas que imprimió: {lines}",
)
MORE_LINES: Final = Text(
    "it printed more than the line before the error",
    "imprimió más que la línea anterior al error",
)
ONE_LINE: Final = Text("one line, for 127.0.0.1", "una línea, para 127.0.0.1")
