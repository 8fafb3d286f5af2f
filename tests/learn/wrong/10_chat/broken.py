import sys
from signal import SIGINT, signal
from threading import Lock, Thread

from stdnet import Err, Ok, Shutdown, io, propagate, run
from stdnet.os.unix.net import (
    SocketAddr,
    UnixListener,
    UnixStream,
)

WRITE_TIMEOUT = 0.3


class Room:
    def __init__(self) -> None:
        self._guests = dict[str, UnixStream]()
        self._lock = Lock()

    def enter(self, name: str, guest: UnixStream) -> io.Result[bool]:
        with self._lock:
            if not name or name in self._guests:
                return Ok(False)
            self._guests[name] = guest
            return self._tell_all(f"+{name}").map(lambda _: True)

    def say(self, name: str, text: str) -> io.Result[None]:
        with self._lock:
            return self._tell_all(f"{name}: {text}", but=name)

    def leave(self, name: str) -> io.Result[None]:
        with self._lock:
            _ = self._guests.pop(name, None)
            return self._tell_all(f"-{name}")

    @propagate
    def _tell_all(self, line: str, but: str = "") -> io.Result[None]:
        for name, guest in list(self._guests.items()):
            if name != but:
                match guest.write_all(f"{line}\n".encode()):
                    case Err(io.Error(io.ErrorKind.WouldBlock)):
                        del self._guests[name]
                        _ = guest.shutdown(Shutdown.Both)
                    case written:
                        written.unwrap()
        return Ok(None)


@propagate
def host(room: Room, stream: UnixStream) -> io.Result[None]:
    with stream:
        stream.set_write_timeout(WRITE_TIMEOUT).unwrap()
        lines = io.BufReader(stream).lines()
        name = next(lines, Ok("")).unwrap_or("")
        if not room.enter(name, stream).unwrap():
            return stream.write_all(b"?\n")
        for line in lines:
            match line:
                case Ok(text):
                    room.say(name, text).unwrap()
                case Err():
                    break
        return room.leave(name)


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
