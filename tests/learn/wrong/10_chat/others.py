import sys
from queue import Full, Queue
from signal import SIGINT, signal
from threading import Lock, Thread

from stdnet import Err, Ok, Shutdown, io, propagate, run
from stdnet.os.unix.net import (
    SocketAddr,
    UnixListener,
    UnixStream,
)

MAX_LINES = 1000


class Guest:
    def __init__(self, stream: UnixStream) -> None:
        self._stream = stream
        self._lines = Queue[str | None](MAX_LINES)

    def tell(self, line: str) -> None:
        try:
            self._lines.put_nowait(line)
        except Full:
            self.hang_up()

    def hang_up(self) -> None:
        _ = self._stream.shutdown(Shutdown.Both)

    def write_lines(self) -> None:
        while (line := self._lines.get()) is not None:
            _ = self._stream.write_all(f"{line}\n".encode())

    def end_lines(self) -> None:
        self._lines.put(None)


class Room:
    def __init__(self) -> None:
        self._guests = dict[str, Guest]()
        self._lock = Lock()

    def enter(self, name: str, guest: Guest) -> bool:
        with self._lock:
            if not name or name in self._guests:
                return False
            self._guests[name] = guest
            self._tell_all(f"+{name}")
            return True

    def say(self, name: str, text: str) -> None:
        with self._lock:
            self._tell_all(f"{name}: {text}")

    def leave(self, name: str) -> None:
        with self._lock:
            del self._guests[name]
            self._tell_all(f"-{name}")

    def _tell_all(self, line: str) -> None:
        for guest in self._guests.values():
            guest.tell(line)


def host(room: Room, stream: UnixStream) -> None:
    with stream:
        lines = io.BufReader(stream).lines()
        name = next(lines, Ok("")).unwrap_or("")
        guest = Guest(stream)
        if not room.enter(name, guest):
            _ = stream.write_all(b"?\n")
            return
        writer = Thread(target=guest.write_lines, daemon=True)
        writer.start()
        for line in lines:
            match line:
                case Ok(text):
                    room.say(name, text)
                case Err():
                    break
        room.leave(name)
        guest.hang_up()
        guest.end_lines()
        writer.join()


def address(where: str) -> io.Result[SocketAddr]:
    if where.startswith("@"):
        return SocketAddr.from_abstract_name(where[1:])
    return SocketAddr.from_pathname(where)


def stop_at(number: int, listener: UnixListener) -> None:
    def stop(*_: object) -> None:
        listener.stop().expect("it is open")

    _ = signal(number, stop)


@propagate
def serve(where: str) -> io.Result[None]:
    addr = address(where).unwrap()
    room = Room()
    with UnixListener.bind_addr(addr, unlink_on_close=True).unwrap() as listener:
        stop_at(SIGINT, listener)
        print("listening on", where, flush=True)
        while True:
            match listener.accept():
                case Ok((stream, _)):
                    Thread(
                        target=host,
                        args=[room, stream],
                        daemon=True,
                    ).start()
                case Err(io.Error(io.ErrorKind.InvalidInput)):
                    return Ok(None)
                case Err(e):
                    return Err(e)


def main() -> io.Result[None]:
    return serve(sys.argv[1])


run(main)
