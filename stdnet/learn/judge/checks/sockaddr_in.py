"""The checks of exercise 1: the bytes of a `sockaddr_in`.

Each looks at its own bytes only, so that a mistake is named where it is.
"""

from typing import Final

from stdnet import Err, Ok, Result, SocketAddrV4, c, propagate
from stdnet.learn.judge.check import Failure, check
from stdnet.learn.judge.process import IT_PRINTED, Solution
from stdnet.learn.judge.text import Text

FAMILY: Final = slice(0, 2)
PORT: Final = slice(2, 4)
ADDRESS: Final = slice(4, 8)
ZEROS: Final = slice(8, 16)


def of_c(host: str, port: int) -> bytes:
    """Returns the structure as C has it on this machine."""
    ip = SocketAddrV4.from_str(f"{host}:{port}").expect("an address").ip()
    return bytes(
        c.sockaddr_in(
            sin_family=c.AF_INET,
            sin_port=c.htons(port),
            sin_addr=c.in_addr(c.htonl(ip.to_bits())),
        )
    )


@propagate
def printed(solution: Solution, host: str, port: int) -> Result[bytes, Failure]:
    """Returns the bytes that a solution prints."""
    with solution.start(host, str(port)) as program:
        out = program.output().unwrap()
    try:
        data = bytes.fromhex(out.decode())
    except ValueError:
        data = b""
    if data:
        return Ok(data)
    expected = of_c(host, port).hex().encode()
    return Err(Failure(NO_HEX, expected, out.strip(), received_as=IT_PRINTED))


@propagate
def compared(
    solution: Solution, host: str, port: int, part: slice, seen: Text
) -> Result[None, Failure]:
    """Compares some bytes with those of C."""
    ours = of_c(host, port)[part]
    theirs = printed(solution, host, port).unwrap()[part]
    if theirs == ours:
        return Ok(None)
    if part == PORT and theirs == ours[::-1]:
        seen = SWAPPED
    came = theirs.hex().encode()
    return Err(Failure(seen, ours.hex().encode(), came, received_as=IT_PRINTED))


@check(
    title=Text("There are 16 bytes", "Son 16 bytes"),
    rule=Text(
        "A `sockaddr_in` is 16 bytes long: 2 for the family, 2 for the port, 4 for the address, "
        "and 8 that make it as long as a `sockaddr`.",
        "Un `sockaddr_in` mide 16 bytes: 2 de la familia, 2 del puerto, 4 de la dirección y 8 que "
        "lo hacen tan largo como un `sockaddr`.",
    ),
    read="03",
)
@propagate
def sixteen_bytes(solution: Solution) -> Result[None, Failure]:
    """Counts the bytes."""
    out = printed(solution, "127.0.0.1", 80).unwrap()
    if len(out) == 16:
        return Ok(None)
    seen = COUNT.format(n=len(out))
    expected = of_c("127.0.0.1", 80).hex().encode()
    return Err(Failure(seen, expected, out.hex().encode(), received_as=IT_PRINTED))


@check(
    title=Text("The family, in the machine's order", "La familia, en el orden de la máquina"),
    rule=Text(
        "`sin_family` never leaves the machine, so it is in the byte order of the machine.",
        "`sin_family` nunca sale de la máquina, así que va en el orden de bytes de la máquina.",
    ),
    read="03",
)
@propagate
def family(solution: Solution) -> Result[None, Failure]:
    """Looks at the first two bytes."""
    return compared(solution, "127.0.0.1", 80, FAMILY, OTHER_FAMILY)


@check(
    title=Text("The port, in network byte order", "El puerto, en el orden de bytes de red"),
    rule=Text(
        "`sin_port` is in network byte order, the most significant byte first: `htons` puts it "
        "there.",
        "`sin_port` va en el orden de bytes de red, primero el byte más significativo: de eso se "
        "encarga `htons`.",
    ),
    read="03",
)
@propagate
def port(solution: Solution) -> Result[None, Failure]:
    """Looks at ports whose bytes differ."""
    compared(solution, "127.0.0.1", 80, PORT, OTHER_PORT).unwrap()
    return compared(solution, "127.0.0.1", 50718, PORT, OTHER_PORT)


@check(
    title=Text("Ports 0 and 65535", "Los puertos 0 y 65535"),
    rule=Text(
        "A port is any number of 16 bits. Port 0 asks the kernel for a free one.",
        "Un puerto es cualquier número de 16 bits. El puerto 0 le pide al núcleo uno libre.",
    ),
    read="03",
)
@propagate
def every_port(solution: Solution) -> Result[None, Failure]:
    """Looks at the smallest and at the largest port."""
    compared(solution, "127.0.0.1", 0, PORT, OTHER_PORT).unwrap()
    return compared(solution, "127.0.0.1", 65535, PORT, OTHER_PORT)


@check(
    title=Text("The address, its first number first", "La dirección, primero su primer número"),
    rule=Text(
        "`s_addr` is in network byte order as well: its four bytes stand as the four numbers are "
        "written. From a number in the order of the machine `htonl` makes it.",
        "`s_addr` también va en el orden de bytes de red: sus cuatro bytes están como se escriben "
        "los cuatro números. Con `htonl` se obtiene de un número en el orden de la máquina.",
    ),
    read="03",
)
@propagate
def address(solution: Solution) -> Result[None, Failure]:
    """Looks at an address of four different numbers."""
    return compared(solution, "192.0.2.7", 80, ADDRESS, OTHER_ADDRESS)


@check(
    title=Text("The rest is zeros", "El resto son ceros"),
    rule=Text(
        "What a structure does not use is 0. In C a variable has what was in memory before, unless "
        "it is set: `memset`, or `= {0}`.",
        "Lo que una estructura no usa es 0. En C una variable tiene lo que había antes en la "
        "memoria, si no se le da un valor: `memset`, o `= {0}`.",
    ),
    read="03",
)
@propagate
def zeros(solution: Solution) -> Result[None, Failure]:
    """Looks at the bytes after the address."""
    rest = printed(solution, "127.0.0.1", 80).unwrap()[ZEROS]
    if not any(rest):
        return Ok(None)
    came = rest.hex().encode()
    return Err(Failure(NOT_ZERO, bytes(8).hex().encode(), came, received_as=IT_PRINTED))


@check(
    title=Text("A host that is no address is refused", "Se rechaza lo que no es una dirección"),
    rule=Text(
        "300 does not fit into a byte. `inet_addr` says so by a number that is an address as well, "
        "255.255.255.255; `inet_pton` and `from_str` say so by a value that is none.",
        "300 no cabe en un byte. `inet_addr` lo dice con un número que también es una dirección, "
        "255.255.255.255; `inet_pton` y `from_str` lo dicen con un valor que no lo es.",
    ),
    read="03",
)
@propagate
def bad_host(solution: Solution) -> Result[None, Failure]:
    """Gives it a number that is too large."""
    with solution.start("300.0.2.7", "80") as program:
        return program.error()


@check(
    title=Text("A port that is none is refused", "Se rechaza un puerto que no lo es"),
    rule=Text(
        "65616 does not fit into 16 bits. C would cut it to 80 without a word.",
        "65616 no cabe en 16 bits. C lo recortaría a 80 sin avisar.",
    ),
    read="03",
)
@propagate
def bad_port(solution: Solution) -> Result[None, Failure]:
    """Gives it a port of 17 bits."""
    with solution.start("127.0.0.1", "65616") as program:
        return program.error()


NO_HEX: Final = Text(
    "it did not print hexadecimal digits alone", "no imprimió solo cifras hexadecimales"
)
COUNT: Final = Text("it printed {n} bytes", "imprimió {n} bytes")
OTHER_FAMILY: Final = Text(
    "the first two bytes are another family", "los dos primeros bytes son otra familia"
)
OTHER_PORT: Final = Text("bytes 2 and 3 are another port", "los bytes 2 y 3 son otro puerto")
SWAPPED: Final = Text(
    "the two bytes of the port are swapped: `htons` was forgotten, or called twice",
    "los dos bytes del puerto están intercambiados: falta `htons`, o se lo llamó dos veces",
)
OTHER_ADDRESS: Final = Text(
    "bytes 4 to 7 are another address", "los bytes 4 a 7 son otra dirección"
)
NOT_ZERO: Final = Text("bytes 8 to 15 are not 0", "los bytes 8 a 15 no son 0")
