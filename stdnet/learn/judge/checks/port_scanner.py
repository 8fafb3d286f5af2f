"""The checks of exercise 11: a port scanner.

Each looks at one thing: most of them do not care about the words of a line, or about its place.
"""

import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Final, TypeAlias

from stdnet import Err, Ok, Result, SocketAddr, TcpListener, TcpStream, propagate
from stdnet.learn.judge.check import Failure, Skipped, check
from stdnet.learn.judge.process import Limits, Solution
from stdnet.learn.judge.text import Text
from stdnet.socket2 import Domain, Socket, Type

ANY_PORT: Final = "127.0.0.1:0"
AT_ONCE: Final = 100
MORE: Final = 150

THREADS: Final = Limits(memory=8 << 30)
"""A hundred threads use little memory, but claim much."""

FEW_DESCRIPTORS: Final = Limits(memory=8 << 30, descriptors=128)
"""As many as 100 attempts need, and some more."""

WAIT: Final = 0.3
TOLERANCE: Final = 0.5
ATTEMPTS: Final = 2
"""How often the time is taken, as the machine may be busy."""

LOOK: Final = 2.5
"""The seconds in which too many attempts at once have failed."""

Found: TypeAlias = "list[tuple[str, str]]"
"""Addresses, and what a scanner has found there, in the order of its lines."""


@contextmanager
def opened(count: int = 1) -> Generator[list[str]]:
    """Yields addresses where the judge listens, and accepts nobody."""
    with ExitStack() as stack:
        listeners = [stack.enter_context(listener()) for _ in range(count)]
        yield [str(each.local_addr().expect("it is bound")) for each in listeners]


@contextmanager
def silent(count: int = 1) -> Generator[list[str]]:
    """Yields addresses that do not answer: their queue holds one connection, and is full."""
    with ExitStack() as stack:
        addrs = list[str]()
        for _ in range(count):
            full = stack.enter_context(listener(backlog=0))
            addr = full.local_addr().expect("it is bound")
            stack.enter_context(TcpStream.connect(addr).expect("the queue is empty"))
            addrs.append(str(addr))
        yield addrs


@contextmanager
def closed() -> Generator[str]:
    """Yields an address that nobody else can get, and where nobody listens."""
    with Socket.new(Domain.IPV4, Type.STREAM).expect("a socket") as socket:
        socket.bind(SocketAddr.from_str(ANY_PORT).unwrap()).expect("a free port")
        yield str(socket.local_addr().expect("it is bound").as_socket())


def listener(backlog: int = 128) -> TcpListener:
    """Returns a listener at a free port."""
    return TcpListener.bind(ANY_PORT, backlog=backlog).expect("a free port")


@propagate
def scanned(solution: Solution, addrs: Sequence[str]) -> Result[Found, Failure]:
    """Lets the solution scan addresses, and returns its lines."""
    with solution.start(*addrs, limits=THREADS) as program:
        found = lines(program.output().unwrap())
    if sorted(addr for addr, _ in found) == sorted(addrs):
        return Ok(found)
    return Err(Failure(OTHER_ADDRESSES.format(n=len(addrs)), received=program.stdout))


def lines(stdout: bytes) -> Found:
    """Returns the lines that are whole."""
    whole, _, _ = stdout.decode(errors="replace").rpartition("\n")
    parts = [line.partition(" ") for line in whole.splitlines()]
    return [(addr, found) for addr, _, found in parts]


@propagate
def expect(solution: Solution, addr: str, word: str) -> Result[None, Failure]:
    """Lets the solution scan one address."""
    [(_, found)] = scanned(solution, [addr]).unwrap()
    if found == word:
        return Ok(None)
    return Err(Failure(OTHER_WORD, f"{addr} {word}\n".encode(), f"{addr} {found}\n".encode()))


OTHER_ADDRESSES: Final = Text(
    "its lines are not one for each of the {n} addresses",
    "sus líneas no son una por cada una de las {n} direcciones",
)
WORDS: Final = ("open", "closed", "silent")
OTHER_WORD: Final = Text("it found something else", "encontró otra cosa")


@check(
    title=Text("It finds an open port", "Encuentra un puerto abierto"),
    rule=Text(
        "A port is open if the connection is there. Its program need not have accepted it, and "
        "need not say anything first: many wait until the client does.",
        "Un puerto está abierto si la conexión se estableció. Su programa no tiene por qué haberla "
        "aceptado, ni hablar primero: muchos esperan a que hable el cliente.",
    ),
    read="05",
)
@propagate
def open_port(solution: Solution) -> Result[None, Failure]:
    """Scans a port where the judge listens, and says nothing."""
    with opened() as [addr]:
        return expect(solution, addr, "open")


@check(
    title=Text("It finds a closed port", "Encuentra un puerto cerrado"),
    rule=Text(
        "A machine answers at once, and refuses the connection, if nobody listens at the port. "
        "This error is of the kind `ConnectionRefused`.",
        "Si nadie escucha en el puerto, la máquina responde enseguida y rechaza la conexión. Ese "
        "error es de la clase `ConnectionRefused`.",
    ),
    read="05",
)
@propagate
def closed_port(solution: Solution) -> Result[None, Failure]:
    """Scans a port where nobody listens."""
    with closed() as addr:
        return expect(solution, addr, "closed")


@check(
    title=Text("It finds a silent port", "Encuentra un puerto silencioso"),
    rule=Text(
        "No answer at all is not a refusal: the packet was lost, or a firewall or a full queue "
        "dropped it. This error is of the kind `TimedOut`.",
        "Que no haya ninguna respuesta no es un rechazo: el paquete se perdió, o lo descartó un "
        "cortafuegos o una cola llena. Ese error es de la clase `TimedOut`.",
    ),
    read="08",
)
@propagate
def silent_port(solution: Solution) -> Result[None, Failure]:
    """Scans a port whose queue is full."""
    with silent() as [addr]:
        return expect(solution, addr, "silent")


@check(
    title=Text("It scans over IPv6 as well", "También escanea sobre IPv6"),
    rule=Text(
        "An address of IPv6 has colons of its own, so it stands in brackets before the port. A "
        "`SocketAddr` is of either version.",
        "Una dirección IPv6 contiene dos puntos, así que va entre corchetes antes del puerto. Un "
        "`SocketAddr` es de cualquiera de las dos versiones.",
    ),
    read="03",
)
@propagate
def version_6(solution: Solution) -> Result[None, Failure | Skipped]:
    """Scans a port at [::1]."""
    match TcpListener.bind("[::1]:0"):
        case Err():
            return Err(Skipped(NO_IPV6))
        case Ok(listener):
            with listener:
                addr = str(listener.local_addr().unwrap())
                [(_, found)] = scanned(solution, [addr]).unwrap()
                if found not in WORDS:
                    return Err(Failure(OTHER_WORD, received=f"{addr} {found}\n".encode()))
                return Ok(None)


NO_IPV6: Final = Text("this machine has no IPv6", "esta máquina no tiene IPv6")


@check(
    title=Text(
        "The lines are in the order of the arguments",
        "Las líneas están en el orden de los argumentos",
    ),
    rule=Text(
        "What is done at once ends in any order. Who reads the output knows only the order of the "
        "arguments.",
        "Lo que se hace a la vez termina en cualquier orden. Quien lee la salida conoce solo el "
        "orden de los argumentos.",
    ),
    read="11",
)
@propagate
def order(solution: Solution) -> Result[None, Failure]:
    """Scans addresses that answer late, and others that answer at once."""
    with silent(2) as [slow, slower], opened(2) as [fast, faster], closed() as refusing:
        addrs = [slow, fast, slower, refusing, faster]
        found = [addr for addr, _ in scanned(solution, addrs).unwrap()]
    if found == addrs:
        return Ok(None)
    return Err(Failure(OTHER_ORDER, listed(addrs), listed(found)))


def listed(addrs: Sequence[str]) -> bytes:
    """Returns addresses as lines."""
    return "\n".join(addrs).encode()


OTHER_ORDER: Final = Text(
    "the addresses came in another order", "las direcciones llegaron en otro orden"
)


@check(
    title=Text("A silent address takes 0.3 seconds", "Una dirección silenciosa tarda 0,3 segundos"),
    rule=Text(
        "An attempt without a limit of its own waits for more than two minutes. Who scans sets a "
        "time after which no answer is the answer.",
        "Un intento sin un plazo propio espera más de dos minutos. Quien escanea fija un plazo, "
        "después del cual la falta de respuesta es la respuesta.",
    ),
    read="05",
)
@propagate
def in_time(solution: Solution) -> Result[None, Failure]:
    """Compares the time of a silent address with that of a closed one."""
    longer = 0.0
    with closed() as addr, silent() as addrs:
        for _ in range(ATTEMPTS):
            start = duration(solution, [addr]).unwrap()
            longer = duration(solution, addrs).unwrap() - start
            if longer <= WAIT + TOLERANCE:
                return Ok(None)
    return Err(Failure(TOO_SLOW.format(seconds=f"{longer:.1f}")))


@propagate
def duration(solution: Solution, addrs: Sequence[str]) -> Result[float, Failure]:
    """Returns how long a scan takes."""
    begin = time.monotonic()
    scanned(solution, addrs).unwrap()
    return Ok(time.monotonic() - begin)


TOO_SLOW: Final = Text(
    "it took {seconds} s longer than a closed address", "tardó {seconds} s más que una cerrada"
)


@check(
    title=Text("It asks 100 addresses at once", "Pregunta a 100 direcciones a la vez"),
    rule=Text(
        "Who waits does no work, so others can wait at the same time: 100 waits of 0.3 seconds at "
        "once are 0.3 seconds, and one after another they are 30.",
        "Quien espera no trabaja, así que otros pueden esperar al mismo tiempo: 100 esperas de 0,3 "
        "segundos a la vez son 0,3 segundos, y una después de otra son 30.",
    ),
    read="11",
)
@propagate
def at_once(solution: Solution) -> Result[None, Failure]:
    """Scans 100 silent addresses, which takes 30 seconds if it is done one by one."""
    with silent(AT_ONCE) as addrs, solution.start(*addrs, limits=THREADS) as program:
        match program.ended():
            case Err():
                seconds = f"{program.starting:g}"
                n = len(lines(program.stdout))
                return Err(Failure(ONE_BY_ONE.format(seconds=seconds, n=n)))
            case Ok(ended) if len(lines(ended.stdout)) != len(addrs):
                return Err(Failure(OTHER_ADDRESSES.format(n=len(addrs)), received=ended.stdout))
            case Ok():
                return Ok(None)


ONE_BY_ONE: Final = Text(
    "after {seconds} s it had not ended, with {n} of 100 lines printed",
    "después de {seconds} s no había terminado, con {n} de 100 líneas impresas",
)


@check(
    title=Text("It closes each connection", "Cierra cada conexión"),
    rule=Text(
        "A descriptor that is not closed is one that the next attempt cannot have. In Python a "
        "stream stays open as long as anything refers to it.",
        "Un descriptor que no se cierra le falta al próximo intento. En Python un flujo queda "
        "abierto mientras algo haga referencia a él.",
    ),
    read="rust/drop",
)
def closes(solution: Solution) -> Result[None, Failure]:
    """Scans 150 open ports with 128 descriptors."""
    with opened(MORE) as addrs:
        return enough_descriptors(solution, addrs)


@check(
    title=Text("It has never too many descriptors", "Nunca tiene demasiados descriptores"),
    rule=Text(
        "A process has a limit of descriptors, and each attempt takes one until it ends. So there "
        "have to be at most 100 attempts at once, and the others wait for their turn.",
        "Un proceso tiene un límite de descriptores, y cada intento ocupa uno hasta que termina. "
        "Por eso hay como mucho 100 intentos a la vez, y los demás esperan su turno.",
    ),
    read="04",
)
def bounded(solution: Solution) -> Result[None, Failure]:
    """Scans 150 silent addresses with 128 descriptors."""
    with silent(MORE) as addrs:
        return enough_descriptors(solution, addrs)


@propagate
def enough_descriptors(solution: Solution, addrs: Sequence[str]) -> Result[None, Failure]:
    """Looks for a while whether an address is missing, or has an error."""
    with solution.start(*addrs, limits=FEW_DESCRIPTORS) as program:
        match program.ended(LOOK):
            case Ok(ended) if ended.status != 0 or len(lines(ended.stdout)) != len(addrs):
                return Err(Failure(OTHER_ADDRESSES.format(n=len(addrs)), received=ended.stdout))
            case _:
                pass
        for addr, found in lines(program.stdout):
            if found not in WORDS:
                return Err(Failure(AN_ERROR, received=f"{addr} {found}\n".encode()))
    return Ok(None)


AN_ERROR: Final = Text(
    "with 128 descriptors some attempts failed", "con 128 descriptores fallaron algunos intentos"
)
