"""A chat room for people on one machine, over Unix sockets.

python -m stdnet.examples.unix_chat                     three people chat in one program
python -m stdnet.examples.unix_chat serve WHERE         the room, at a path or at @NAME: an abstract
                                                        name, which needs no file
python -m stdnet.examples.unix_chat join WHERE NAME     sends what you type, shows what others type
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from errno import EINVAL
from threading import RLock, Thread
from typing import Final, final

from stdnet import Err, Ok, Shutdown, io, propagate, run
from stdnet.examples.usage import arguments, refuse
from stdnet.os.unix.net import SocketAddr, UnixListener, UnixStream

WRITE_TIMEOUT: Final = 1.0
"""The seconds that the others wait for a guest that does not read."""
READ_TIMEOUT: Final = 5.0
"""The seconds that the three people wait for what they are to see."""

TALK: Final = [("Ada", "Hello!"), ("Grace", "Good morning, Ada."), ("Ada", "What a day.")]


def address(where: str) -> io.Result[SocketAddr]:
    """Returns the address of a room."""
    if sys.platform == "linux" and where.startswith("@"):
        return SocketAddr.from_abstract_name(where[1:])
    return SocketAddr.from_pathname(where)


@final
class Room:
    """The guests of a chat, and their names. What one guest says is sent to all others."""

    def __init__(self) -> None:
        self._guests: dict[UnixStream, str] = {}
        self._lock = RLock()

    def host(self, guest: UnixStream) -> None:
        """Reads from a guest until it leaves. Its first line is its name."""
        with guest:
            guest.set_write_timeout(WRITE_TIMEOUT).expect("the time is not 0")
            lines = io.BufReader(guest).lines()
            # A guest that is lost at once has no name.
            name = next(lines, Ok("")).unwrap_or("")
            self._enter(guest, name)
            for line in lines:
                match line:
                    case Ok(text):
                        self._send_to_others(guest, f"{name}: {text}")
                    case Err():
                        # A guest that is lost has left.
                        break
            self._leave(guest, name)

    def _enter(self, guest: UnixStream, name: str) -> None:
        # Under one lock, so that a guest who enters meanwhile does not read this name twice: in its
        # list of names, and as news.
        with self._lock:
            self._guests[guest] = name
            names = ", ".join(self._guests.values())
            send(guest, f"* here: {names}")
            self._send_to_others(guest, f"* {name} is here")

    def _leave(self, guest: UnixStream, name: str) -> None:
        with self._lock:
            del self._guests[guest]
            self._send_to_others(guest, f"* {name} has left")

    def _send_to_others(self, sender: UnixStream, text: str) -> None:
        """Writes a line to all guests but one."""
        with self._lock:
            for guest in self._guests:
                if guest is not sender:
                    send(guest, text)


def send(guest: UnixStream, text: str) -> None:
    """Writes a line to a guest."""
    # An error is of no interest: the thread that reads from the guest sees when it has gone.
    _ = guest.write_all(f"{text}\n".encode())


@propagate
def open_room(where: str) -> io.Result[UnixListener]:
    """Creates a listener that removes its file when it is closed."""
    addr = address(where).unwrap()
    return UnixListener.bind_addr(addr, unlink_on_close=True)


@propagate
def serve(where: str) -> io.Result[None]:
    """Opens a room. Ctrl-C ends the `with` block, which removes the room's file."""
    with open_room(where).unwrap() as listener:
        print(f"the room is {listener.local_addr().unwrap()}", flush=True)
        return host_all(listener)


def host_all(listener: UnixListener) -> io.Result[None]:
    """Accepts guests until the listener is stopped, and hosts each one in a thread of its own."""
    room = Room()
    for incoming in listener:
        match incoming:
            case Ok(guest):
                Thread(target=room.host, args=[guest], daemon=True).start()
            case Err(error) if error.raw_os_error() == EINVAL:
                # `accept` fails so after `stop`.
                break
            case Err():
                return incoming
    return Ok(None)


@propagate
def enter(addr: SocketAddr, name: str) -> io.Result[UnixStream]:
    """Connects to a room, and sends the name."""
    stream = UnixStream.connect_addr(addr).unwrap()
    stream.write_all(f"{name}\n".encode()).unwrap()
    return Ok(stream)


@propagate
def join(where: str, name: str) -> io.Result[None]:
    """Sends what is typed and shows what others type, until the input or the room ends."""
    with enter(address(where).unwrap(), name).unwrap() as stream:
        Thread(target=send_input, args=[stream.try_clone().unwrap()], daemon=True).start()
        for line in io.BufReader(stream).lines():
            print(line.unwrap(), flush=True)
    return Ok(None)


def send_input(stream: UnixStream) -> None:
    """Sends standard input until it ends, then shuts down writing. Prints any error."""
    with stream:
        sent = io.copy(io.stdin(), stream).and_then(lambda _: stream.shutdown(Shutdown.Write))
        sent.unwrap_or_else(lambda error: print(f"not all was sent: {error}", file=sys.stderr))


@propagate
def three() -> io.Result[None]:
    """Runs a room and three people in one program."""
    # For an empty path the kernel chooses a free abstract name.
    with ThreadPoolExecutor() as threads, open_room("").unwrap() as listener:
        talking = threads.submit(talk, listener)
        host_all(listener).unwrap()
    return talking.result()


@propagate
def talk(listener: UnixListener) -> io.Result[None]:
    """Plays three people, prints what each of them sees, and stops the listener."""
    people = dict[str, UnixStream]()
    lines_of = dict[str, io.Lines[io.BufReader[UnixStream]]]()
    try:
        for name in ("Ada", "Grace", "Edsger"):
            people[name] = enter(listener.local_addr().unwrap(), name).unwrap()
            # So that no thread waits for ever if `accept` fails.
            people[name].set_read_timeout(READ_TIMEOUT).unwrap()
            lines_of[name] = io.BufReader(people[name]).lines()
            for other, lines in lines_of.items():
                print(f"{other} sees: {next(lines).unwrap()}")
        for speaker, text in TALK:
            people[speaker].write_all(f"{text}\n".encode()).unwrap()
            for name, lines in lines_of.items():
                if name != speaker:
                    print(f"{name} sees: {next(lines).unwrap()}")
        for stream in people.values():
            stream.shutdown(Shutdown.Both).unwrap()
    finally:
        listener.stop().unwrap()
    return Ok(None)


def main() -> io.Result[None]:
    """Does what the arguments say."""
    match arguments(__doc__):
        case []:
            return three()
        case ["serve", where]:
            return serve(where)
        case ["join", where, name]:
            return join(where, name)
        case _:
            return refuse(__doc__, "it takes no arguments, or `serve WHERE`, or `join WHERE NAME`")


if __name__ == "__main__":
    run(main)
