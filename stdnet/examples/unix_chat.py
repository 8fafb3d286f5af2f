"""A chat of several people on one machine, over Unix sockets.

python -m stdnet.examples.unix_chat                     three people, and what each of them sees
python -m stdnet.examples.unix_chat serve WHERE         the room: a path, or @NAME for an abstract
                                                        name, which needs no file
python -m stdnet.examples.unix_chat join WHERE NAME     one who types, and sees what others type
"""

import sys
from errno import EINVAL
from signal import SIG_BLOCK, SIG_DFL, SIGINT, SIGPIPE, pthread_sigmask, signal, sigwait
from threading import RLock, Thread
from typing import Final, final

from stdnet import Err, Ok, Shutdown, io, propagate
from stdnet.os.unix.net import SocketAddr, UnixListener, UnixStream

PATIENCE: Final = 1.0
"""How long others wait for a guest that does not read."""

TALK: Final = [("Ada", "Hello!"), ("Grace", "Good morning, Ada."), ("Ada", "What a day.")]


def address(where: str) -> io.Result[SocketAddr]:
    """The address of a room."""
    if where.startswith("@"):
        return SocketAddr.from_abstract_name(where[1:])
    return SocketAddr.from_pathname(where)


@final
class Room:
    """Who is there; what one says all others hear."""

    def __init__(self) -> None:
        self._people: dict[UnixStream, str] = {}
        self._lock = RLock()

    def host(self, guest: UnixStream) -> None:
        """Listens to a guest until it leaves: a line with its name, and then what it says."""
        with guest:
            guest.set_write_timeout(PATIENCE)
            lines = io.BufReader(guest).lines()
            name = next(lines, Ok("")).value_or("")
            self._enter(guest, name)
            for line in lines:
                match line:
                    case Ok(text):
                        self._tell(f"{name}: {text}", but=guest)
                    case Err():
                        break
            self._leave(guest, name)

    def _enter(self, guest: UnixStream, name: str) -> None:
        with self._lock:  # To all at once, lest who comes next hear of it, too.
            self._people[guest] = name
            names = ", ".join(self._people.values())
            guest.write_all(f"* here: {names}\n".encode())
            self._tell(f"* {name} is here", but=guest)

    def _leave(self, guest: UnixStream, name: str) -> None:
        with self._lock:
            del self._people[guest]
            self._tell(f"* {name} has left", but=guest)

    def _tell(self, text: str, but: UnixStream) -> None:
        """Writes to all others; who has gone is found out by who listens to it."""
        line = f"{text}\n".encode()
        with self._lock:
            for guest in self._people:
                if guest is not but:
                    guest.write_all(line)


@propagate
def open_room(where: str) -> io.Result[UnixListener]:
    """A listener, whose file goes with it."""
    addr = address(where).unwrap()
    return UnixListener.bind_addr(addr, unlink_on_close=True)


@propagate
def serve(where: str) -> io.Result[None]:
    """Hosts everybody, each in a thread of its own, until Ctrl-C."""
    with open_room(where).unwrap() as listener:
        # Blocked in all threads to come, Ctrl-C waits for the one that waits for it.
        pthread_sigmask(SIG_BLOCK, [SIGINT])
        Thread(target=stop_at_ctrl_c, args=[listener], daemon=True).start()
        print(f"the room is {listener.local_addr().unwrap()}", flush=True)
        return host_all(listener)


def stop_at_ctrl_c(listener: UnixListener) -> None:
    """Closes the room, so that its file goes."""
    sigwait([SIGINT])
    listener.stop()


def host_all(listener: UnixListener) -> io.Result[None]:
    """Lets everybody into one room, until it is closed."""
    room = Room()
    for incoming in listener:
        match incoming:
            case Ok(guest):
                Thread(target=room.host, args=[guest], daemon=True).start()
            case Err(error) if error.raw_os_error() == EINVAL:  # It has been stopped.
                break
            case Err():
                return incoming
    return Ok(None)


@propagate
def enter(addr: SocketAddr, name: str) -> io.Result[UnixStream]:
    """A stream to the room, which has been told the name."""
    stream = UnixStream.connect_addr(addr).unwrap()
    stream.write_all(f"{name}\n".encode()).unwrap()
    return Ok(stream)


@propagate
def join(where: str, name: str) -> io.Result[None]:
    """Sends what is typed, and shows what others type, until either ends."""
    with enter(address(where).unwrap(), name).unwrap() as stream:
        Thread(target=send_input, args=[stream.try_clone().unwrap()], daemon=True).start()
        for line in io.BufReader(stream).lines():
            print(line.unwrap(), flush=True)
    return Ok(None)


def send_input(stream: UnixStream) -> None:
    """Sends standard input; at its end the room sees that one leaves."""
    with stream:
        io.copy(io.stdin(), stream)
        stream.shutdown(Shutdown.Write)


@propagate
def three() -> io.Result[None]:
    """Three people in a room, in one program."""
    # The system chooses a name, which is no file.
    with open_room("").unwrap() as listener:
        ends = list[io.Result[None]]()
        talking = Thread(target=lambda: ends.append(talk(listener)), daemon=True)
        talking.start()
        # Where nobody can be let in any more, the program ends, and does not wait for the talk.
        host_all(listener).unwrap()
        talking.join()
    return ends[0]


@propagate
def talk(listener: UnixListener) -> io.Result[None]:
    """People come, speak and hear each other, and close the room."""
    people = dict[str, UnixStream]()
    hears = dict[str, io.Lines[io.BufReader[UnixStream]]]()
    try:
        for name in ("Ada", "Grace", "Edsger"):
            people[name] = enter(listener.local_addr().unwrap(), name).unwrap()
            hears[name] = io.BufReader(people[name]).lines()
            for who, lines in hears.items():
                print(f"{who} sees: {next(lines).unwrap()}")
        for speaker, text in TALK:
            people[speaker].write_all(f"{text}\n".encode()).unwrap()
            for name, lines in hears.items():
                if name != speaker:
                    print(f"{name} sees: {next(lines).unwrap()}")
        for stream in people.values():
            stream.shutdown(Shutdown.Both).unwrap()
    finally:
        listener.stop()
    return Ok(None)


def run(args: list[str]) -> io.Result[None]:
    """What the arguments ask for."""
    match args:
        case []:
            return three()
        case ["serve", where]:
            return serve(where)
        case ["join", where, name]:
            return join(where, name)
        case _:
            usage = "it takes no arguments, or `serve WHERE`, or `join WHERE NAME`"
            return Err(io.Error(io.ErrorKind.InvalidInput, usage))


def main() -> int:
    """The exit status of the program."""
    # Where it is not waited for, Ctrl-C ends it as it ends a program in Rust.
    signal(SIGINT, SIG_DFL)
    # So does an output that nobody reads; of sockets there is no such signal.
    signal(SIGPIPE, SIG_DFL)
    match run(sys.argv[1:]):
        case Ok():
            return 0
        case Err(error):
            print(f"unix_chat: {error}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
