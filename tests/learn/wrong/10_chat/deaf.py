import sys
from signal import SIGINT, signal
from threading import Lock, Thread

from stdnet import Err, Ok, io, propagate, run
from stdnet.os.unix.net import (
    SocketAddr,
    UnixListener,
    UnixStream,
)


class Room:
    def __init__(self) -> None:
        self._guests = dict[str, UnixStream]()
        self._lock = Lock()

    def enter(self, name: str, guest: UnixStream) -> bool:
        with self._lock:
            if not name or name in self._guests:
                return False
            self._guests[name] = guest
            self._tell_all(f"+{name}")
            return True

    def say(self, name: str, text: str) -> None:
        with self._lock:
            self._tell_all(f"{name}: {text}", but=name)

    def leave(self, name: str) -> None:
        with self._lock:
            del self._guests[name]
            self._tell_all(f"-{name}")

    def _tell_all(self, line: str, but: str = "") -> None:
        for name, guest in self._guests.items():
            if name != but:
                _ = guest.write_all(f"{line}\n".encode())


def host(room: Room, stream: UnixStream) -> None:
    with stream:
        lines = io.BufReader(stream).lines()
        name = next(lines, Ok("")).unwrap_or("")
        if not room.enter(name, stream):
            _ = stream.write_all(b"?\n")
            return
        for line in lines:
            match line:
                case Ok(text):
                    room.say(name, text)
                case Err():
                    break
        room.leave(name)


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
