"""Starts a solution as a process, within limits, and ends it and all that it has started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self, final

from stdnet import Err, Ok, Result, SocketAddr, propagate
from stdnet.learn.judge import family
from stdnet.learn.judge.check import Failure
from stdnet.learn.judge.peer import NOBODY, PRINTED, Addr, Peer, Server, UdpPeer
from stdnet.learn.judge.pipes import Collector, Feeder
from stdnet.learn.judge.text import Text
from stdnet.learn.judge.tracebacks import exception

PATIENCE: Final = 3.0
"""The seconds in which what should come at once has to come."""

CLOSING: Final = 5.0

ENDING: Final = 0.2
"""The seconds in which a program that is about to end by itself does so."""

UNDER_LIMITS: Final = """\
{
ulimit -c 0
ulimit -v "$1"
ulimit -n "$2"
ulimit -S -t "$3"
ulimit -f "$4"
ulimit -p "$5" || ulimit -u "$5"
} 2>/dev/null
shift 5
exec "$@"
"""
"""Sets limits, and becomes the program. A system that lacks one, or has a lower one, keeps its own.

A shell does so between fork and exec, where Python must run nothing if there are threads. The
number of processes is -p in dash and -u in bash.
"""


HEED_SIGINT: Final = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])
"""
"""Lets Ctrl-C end a program again, and becomes the program."""


def heeding_sigint(command: list[str]) -> list[str]:
    """Returns a command that Ctrl-C ends, even if the judge ignores SIGINT.

    It does so in the background of a script, and every program would inherit that: a shell may not
    take it back.
    """
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        return command
    return [sys.executable, "-I", "-S", "-c", HEED_SIGINT, *command]


@cache
def dying_with_judge() -> tuple[str, ...]:
    """Returns what to begin a command with, so that the kernel ends it if the judge is killed.

    It is for a judge that nobody gave the time to end it. Not each system has it.
    """
    words = ("setpriv", "--pdeathsig", "KILL")
    try:
        done = subprocess.run([*words, "true"], check=False, capture_output=True)  # noqa: S603
    except OSError:
        return ()
    return words if done.returncode == 0 else ()


@final
@dataclass(frozen=True)
class Limits:
    """What the kernel lets a program have."""

    memory: int = 2 << 30
    """The address space: each thread reserves 8 MiB for its stack."""
    descriptors: int = 256
    cpu_seconds: int = 15
    file_size: int = 64 << 20
    processes: int = 512
    """Processes and threads besides those that the user has. They are not limited for root."""
    output: int = 16 << 20
    """How much it may print; here it is the judge that sets the limit."""

    def command(self, command: Sequence[str]) -> list[str]:
        """Returns the command that runs a command within these limits."""
        # `ulimit` counts memory in KiB and files in blocks of 512 bytes.
        sizes = [self.memory >> 10, self.descriptors, self.cpu_seconds, self.file_size >> 9]
        sizes.append(family.threads_of_user() + self.processes)
        return ["sh", "-c", UNDER_LIMITS, "sh", *map(str, sizes), *command]


@final
class Solution:
    r"""A student's program, as its command. `start` runs it with more arguments.

    >>> from stdnet.learn.judge.process import Solution
    >>> with Solution(["echo", "hello"]).start("world") as program:
    ...     program.output()
    Ok(b'hello world\n')
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        patience: float = PATIENCE,
        limits: Limits = Limits(),
    ) -> None:
        self.command: list[str] = list(command)
        self.patience = patience
        self.limits = limits
        self.programs: list[Program] = []
        """The programs that this check has started, for the report."""

    @classmethod
    def of_file(cls, file: Path, *, patience: float = PATIENCE) -> Solution:
        """Returns a program in Python, which this Python runs."""
        return cls([sys.executable, str(file)], patience=patience)

    def start(self, *args: str, stdin: bytes = b"", limits: Limits | None = None) -> Program:
        """Starts it; `with` ends it. Its standard input is `stdin`, and then the end."""
        program = Program(self.command, args, stdin, limits or self.limits, self.patience)
        self.programs.append(program)
        return program

    def kill(self) -> None:
        """Kills all programs that it has started."""
        for program in self.programs:
            program.kill()

    def server(self, addr: str = "127.0.0.1:0") -> Result[Server, Failure]:
        """Listens, so that a client may connect. The address is that of a TCP or a Unix socket."""
        return Server.bind(addr, self.patience, self._has_ended)

    def _has_ended(self) -> bool:
        """Returns True if all programs have ended that were started."""
        return bool(self.programs) and all(each.status is not None for each in self.programs)

    def udp(self, addr: str = "127.0.0.1:0") -> Result[UdpPeer, Failure]:
        """Binds a datagram socket with the judge's patience, connected to nobody yet."""
        return UdpPeer.bind(addr, self.patience)


@final
@dataclass(frozen=True)
class Ended:
    """How a program has ended. `status` is negative for a signal, as in `subprocess`."""

    status: int
    stdout: bytes
    stderr: bytes


@final
class Program:
    """A running solution."""

    def __init__(
        self,
        command: Sequence[str],
        args: Sequence[str],
        stdin: bytes,
        limits: Limits,
        patience: float,
    ) -> None:
        self.args: list[str] = list(args)
        self.stdin = stdin
        self.patience = patience
        self.limits = limits
        self.killed: bool = False
        """True once the judge ended it."""
        self._is_swept = False
        self._was_reached = False
        self._family = family.Family()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the student's own program
                [*dying_with_judge(), *heeding_sigint(limits.command([*command, *args]))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._family.environment,
                start_new_session=True,
            )
        except BaseException:  # A signal may come when the program runs already.
            self._family.kill()
            self._family.close()
            raise
        self._family.first = self._process.pid
        self._out = Collector(_pipe(self._process.stdout), limits.output, self.kill)
        self._err = Collector(_pipe(self._process.stderr), limits.output, self.kill)
        self._in = Feeder(_pipe(self._process.stdin), stdin)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if exc is not None:
            # What went wrong may be its end, which the other end of a connection sees first.
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(ENDING)
        self.close()

    def close(self) -> None:
        """Ends the program, and every process that it has started."""
        is_over = self._process.poll() is not None
        self.kill()
        self._sweep()
        # It may just have been ending by itself, which a client sees first.
        self.killed |= self._process.wait() == -signal.SIGKILL and not is_over
        self._family.close()
        # Nobody holds the other ends now.
        for pipe in (self._in, self._out, self._err):
            pipe.join(CLOSING)

    def _sweep(self) -> None:
        """Kills what it has started, once: it has ended, and starts nothing more."""
        if not self._is_swept:
            self._family.kill()
            self._is_swept = True

    def kill(self) -> None:
        """Kills it, without waiting for its end."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    @property
    def starting(self) -> float:
        """Returns how long the judge waits where the program may have to start first."""
        return 2 * self.patience

    # What it prints.

    @property
    def stdout(self) -> bytes:
        """Returns what it has printed so far."""
        return self._out.data

    @property
    def stderr(self) -> bytes:
        """Returns what it has printed to the standard error so far."""
        return self._err.data

    @property
    def overflowed(self) -> bool:
        """Returns True if it was ended because it printed without end."""
        return self._out.overflowed or self._err.overflowed

    def too_much(self, sentence: Text | None = None) -> Text:
        """Returns the sentence about a program that prints without end."""
        return (sentence or TOO_MUCH).format(mib=f"{self.limits.output / (1 << 20):g}")

    @property
    def status(self) -> int | None:
        """Returns how it has ended by itself, negative for a signal; None if it has not."""
        return None if self.killed else self._process.poll()

    @propagate
    def listening(
        self, within: float | None = None
    ) -> Result[SocketAddr.V4 | SocketAddr.V6, Failure]:
        """Waits for the line `listening on ADDR`, and returns ADDR."""
        addr = self.listening_on(within).unwrap()
        match SocketAddr.from_str(addr):
            case Ok(parsed):
                return Ok(parsed)
            case Err(e):
                seen = NO_ADDRESS.format(addr=addr, e=e)
                out = self.stdout
                return Err(
                    Failure(
                        seen, LISTENING, out, rule=FIRST_LINE, read="08", received_as=IT_PRINTED
                    )
                )

    def listening_on(self, within: float | None = None) -> Result[str, Failure]:
        """Like `listening`, but returns the text of ADDR, which may be a path or `@name`."""
        within = self.starting if within is None else within
        line = self._out.wait_for_line(within)
        text = (line or b"").decode(errors="replace")
        prefix = "listening on "
        if text.startswith(prefix) and text.endswith("\n"):
            return self._as_given(text.removeprefix(prefix).rstrip("\r\n"))
        if line is None:
            seen = NOT_LISTENING.format(seconds=f"{within:g}")
        elif self._out.overflowed:
            seen = self.too_much(ENDLESS_LINE)
        elif text:
            seen = OTHER_LINE
        else:
            seen = ENDED_FIRST
        printed = line or b""
        return Err(
            Failure(seen, LISTENING, printed, rule=FIRST_LINE, read="08", received_as=IT_PRINTED)
        )

    def _as_given(self, addr: str) -> Result[str, Failure]:
        """Returns what was printed as an address, if the program should listen there."""
        printed = SocketAddr.from_str(addr).ok()
        given = next((each for arg in self.args if (each := SocketAddr.from_str(arg).ok())), None)
        if printed is None:
            return Ok(addr)
        if printed.port() == 0:
            seen = PORT_0.format(addr=addr)
        elif given and (printed.ip() != given.ip() or given.port() not in {0, printed.port()}):
            seen = ELSEWHERE.format(addr=addr, given=given)
        else:
            return Ok(addr)
        return Err(
            Failure(seen, LISTENING, self.stdout, rule=PRINTED, read="08", received_as=IT_PRINTED)
        )

    @propagate
    def connect(self, addr: Addr | None = None) -> Result[Peer, Failure]:
        """Connects to a server, to the address that it printed if none is given."""
        if addr is None:
            addr = self.listening_on().unwrap()
        peer = Peer.connect(addr, self.patience, None if self._was_reached else NOBODY).unwrap()
        self._was_reached = True
        return Ok(peer)

    @propagate
    def udp(self, addr: Addr | None = None) -> Result[UdpPeer, Failure]:
        """Returns a datagram socket that is connected to a server, as `connect` does."""
        if addr is None:
            addr = self.listening_on().unwrap()
        return UdpPeer.connect(addr, self.patience)

    # How it ends.

    def ended(self, within: float | None = None) -> Result[Ended, Failure]:
        """Waits until the program ends."""
        within = self.starting if within is None else within
        try:
            status = self._process.wait(within)
        except subprocess.TimeoutExpired:
            seen = STILL_RUNS.format(seconds=f"{within:g}")
            return Err(Failure(seen, ENDS, self.stdout, received_as=IT_PRINTED))
        self._sweep()
        self._out.join(CLOSING)
        self._err.join(CLOSING)
        if self.overflowed:
            return Err(Failure(self.too_much(), ENDS))
        return Ok(Ended(status, self.stdout, self.stderr))

    @propagate
    def output(self, within: float | None = None) -> Result[bytes, Failure]:
        """Waits until it ends well, and returns what it has printed."""
        ended = self.ended(within).unwrap()
        if ended.status == 0:
            return Ok(ended.stdout)
        seen = BAD_STATUS.format(status=status_text(ended.status))
        raised = exception(ended.stderr.decode(errors="replace"), STATUS_0)
        return Err(raised or Failure(seen, STATUS_0, rule=GOOD_END))

    @propagate
    def error(self, text: str = "", within: float | None = None) -> Result[None, Failure]:
        """Waits until it ends with a line `Error: …TEXT…` on the standard error, and status 1."""
        ended = self.ended(within).unwrap()
        stderr = ended.stderr.decode(errors="replace")
        expected = THIS_ERROR.format(text=text) if text else AN_ERROR
        if raised := exception(stderr, expected):
            return Err(replace(raised, rule=raised.rule or ERRORS_ARE_VALUES))
        if not any(line.startswith("Error: ") and text in line for line in stderr.splitlines()):
            seen = NO_ERROR_TEXT
            return Err(Failure(seen, expected, rule=ERRORS_ARE_VALUES))
        if ended.status != 1:
            seen = BAD_STATUS.format(status=status_text(ended.status))
            return Err(Failure(seen, expected, rule=ERRORS_ARE_VALUES))
        return Ok(None)

    # What it is.

    def descriptors(self) -> int:
        """Returns how many descriptors it has open, with all that it has started."""
        return self._family.descriptors()

    def threads(self) -> int:
        """Returns how many threads it has, with all that it has started."""
        return self._family.threads()

    def members(self) -> list[int]:
        """Returns its process and those that it has started, as far as they live."""
        return self._family.members()

    def pause(self) -> None:
        """Stops it: nothing of it runs until `resume`, and the kernel still takes what comes."""
        os.killpg(self._process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Lets it go on."""
        os.killpg(self._process.pid, signal.SIGCONT)

    def interrupt(self) -> None:
        """Sends SIGINT to it and what it has started, as Ctrl-C in a terminal does."""
        with suppress(ProcessLookupError):  # It has ended.
            os.killpg(self._process.pid, signal.SIGINT)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("it is not a pipe")
    return pipe


def status_text(status: int) -> Text:
    """Returns how a program has ended, as a part of a sentence."""
    if status >= 0:
        return Text(f"status {status}", f"el estado {status}")
    number = -status
    # A real-time signal has a number only.
    known = signal.Signals(number).name if number in set(signal.Signals) else number
    name = Text(f"the signal {known}", f"la señal {known}")
    if number not in SIGNALS:
        return name
    return Text("{name}: {meaning}", "{name}: {meaning}").format(name=name, meaning=SIGNALS[number])


SIGNALS: Final[dict[int, Text]] = {
    signal.SIGSEGV: Text("it used memory that is not its own", "usó memoria que no le pertenece"),
    signal.SIGABRT: Text("it gave up by `abort`", "se detuvo con `abort`"),
    signal.SIGPIPE: Text(
        "it wrote to a connection or pipe that nobody reads",
        "escribió en una conexión o tubería que nadie lee",
    ),
    signal.SIGXCPU: Text(
        "it computed too long without waiting for anything",
        "calculó demasiado tiempo sin esperar nada",
    ),
    signal.SIGXFSZ: Text("it wrote too large a file", "escribió un archivo demasiado grande"),
}
"""What a signal says about the program that it ended."""


IT_PRINTED: Final = Text("It printed", "Imprimió")
LISTENING: Final = Text(
    "as the first line: listening on ADDR, such as listening on 127.0.0.1:50718",
    "como primera línea: listening on ADDR, por ejemplo listening on 127.0.0.1:50718",
)
FIRST_LINE: Final = Text(
    "A server says where it listens as soon as it does: the kernel chooses the port, and nobody "
    "else knows it. What is printed to a pipe has to be flushed.",
    "Un servidor dice dónde escucha en cuanto escucha: el puerto lo elige el núcleo, y nadie más "
    "lo conoce. Lo que se imprime en una tubería hay que vaciarlo («flush»).",
)
NOT_LISTENING: Final = Text(
    "within {seconds} s it printed no whole line; perhaps the line was not flushed",
    "en {seconds} s no imprimió ninguna línea completa; quizá falta vaciarla («flush»)",
)
OTHER_LINE: Final = Text("it printed another line first", "imprimió antes otra línea")
ENDED_FIRST: Final = Text("it ended before it listened", "terminó antes de escuchar")
NO_ADDRESS: Final = Text(
    "it printed {addr!r}, which is no address: {e}",
    "imprimió {addr!r}, que no es una dirección: {e}",
)
PORT_0: Final = Text(
    "it printed {addr}, and nobody can connect to port 0",
    "imprimió {addr}, y nadie puede conectarse al puerto 0",
)
ELSEWHERE: Final = Text(
    "it printed {addr}, and should listen at {given}",
    "imprimió {addr}, y debía escuchar en {given}",
)
ENDS: Final = Text("the end of the program", "el fin del programa")
STILL_RUNS: Final = Text(
    "the program still runs after {seconds} s", "el programa sigue en marcha después de {seconds} s"
)
TOO_MUCH: Final = Text(
    "it printed more than {mib} MiB, and was ended",
    "imprimió más de {mib} MiB y se lo detuvo",
)
ENDLESS_LINE: Final = Text(
    "it printed more than {mib} MiB without the end of a line, and was ended",
    "imprimió más de {mib} MiB sin un fin de línea y se lo detuvo",
)
STATUS_0: Final = Text("status 0", "el estado 0")
BAD_STATUS: Final = Text("it ended with {status}", "terminó con {status}")
AN_ERROR: Final = Text(
    "Error: … on the standard error, and status 1",
    "Error: … en la salida de errores, y el estado 1",
)
THIS_ERROR: Final = Text(
    "Error: …{text}… on the standard error, and status 1",
    "Error: …{text}… en la salida de errores, y el estado 1",
)
ERRORS_ARE_VALUES: Final = Text(
    "A failure of the network is an ordinary value, which a program expects: it says what failed "
    "in one line on the standard error, and ends with status 1.",
    "Un fallo de la red es un valor corriente, con el que un programa cuenta: dice qué falló en "
    "una línea de la salida de errores y termina con el estado 1.",
)
NO_ERROR_TEXT: Final = Text(
    "its standard error has no line that begins with `Error:` and says so",
    "su salida de errores no tiene ninguna línea que empiece con `Error:` y lo diga",
)
GOOD_END: Final = Text(
    "Status 0 says that all went well. Any other says that the program failed, and its standard "
    "error says why.",
    "El estado 0 dice que todo salió bien. Cualquier otro dice que el programa falló, y su salida "
    "de errores dice por qué.",
)
