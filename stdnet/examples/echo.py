"""An echo server and its client.

python -m stdnet.examples.echo                 both, and what each end sees
python -m stdnet.examples.echo serve ADDR      the server, for `nc HOST PORT`, `curl telnet://ADDR`
python -m stdnet.examples.echo connect ADDR    the client: sends what you type, shows the answer
"""

import sys
from signal import SIG_DFL, SIGINT, SIGPIPE, signal
from threading import Thread
from typing import Final

from stdnet import Err, Ok, Shutdown, TcpListener, TcpStream, io, propagate

LINES: Final = ["Hello, stdnet!\n", "Grüße, Zürich!\n", "さようなら\n"]
CHUNK: Final = 8192


@propagate
def echo(stream: TcpStream) -> io.Result[int]:
    """Sends everything back until the peer has no more; how many bytes that were."""
    buf = bytearray(CHUNK)
    total = 0
    while n := stream.read(buf).unwrap():
        stream.write_all(memoryview(buf)[:n]).unwrap()
        total += n
    return Ok(total)


def attend(stream: TcpStream) -> None:
    """Echoes to one client, and says how it went."""
    with stream:
        peer = stream.peer_addr().map(str).value_or("a client that has gone")
        match echo(stream):
            case Ok(total):
                say("server", f"{peer} sent {total} bytes, and has them back")
            case Err(error):
                say("server", f"{peer} was lost: {error}")


@propagate
def serve(addr: str) -> io.Result[None]:
    """Attends to every client, each in a thread of its own."""
    with TcpListener.bind(addr).unwrap() as listener:
        say("server", f"listens at {listener.local_addr().unwrap()}")
        for incoming in listener.incoming():
            Thread(target=attend, args=[incoming.unwrap()], daemon=True).start()
    return Ok(None)


@propagate
def connect(addr: str) -> io.Result[None]:
    """Sends standard input, and writes what comes back to standard output."""
    with TcpStream.connect(addr).unwrap() as stream:
        Thread(target=send_input, args=[stream], daemon=True).start()
        with open(sys.stdout.fileno(), "wb", buffering=0, closefd=False) as stdout:
            buf = bytearray(CHUNK)
            while n := stream.read(buf).unwrap():
                stdout.write(memoryview(buf)[:n])
    return Ok(None)


@propagate
def send_input(stream: TcpStream) -> io.Result[None]:
    """Sends standard input to its end; should the peer go first, its reader knows."""
    # Unbuffered: a line is sent when it is typed, and no lock is held at the program's end.
    with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as stdin:
        while chunk := stdin.read(CHUNK):
            stream.write_all(chunk).unwrap()
    return stream.shutdown(Shutdown.Write)


@propagate
def both() -> io.Result[None]:
    """A server and a client in one program."""
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        say("server", f"listens at {listener.local_addr().unwrap()}")
        client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        stream, addr = listener.accept().unwrap()
    with client:
        say(
            "client",
            f"is {client.local_addr().unwrap()}, connected to {client.peer_addr().unwrap()}",
        )
        say("server", f"accepted {addr}")
        attendant = Thread(target=attend, args=[stream])
        attendant.start()
        for line in LINES:
            request = line.encode()
            client.write_all(request).unwrap()
            say("client", f"wrote {request!r}")
            say("client", f"read  {client.read_array(len(request)).unwrap()!r}")
        client.shutdown(Shutdown.Write).unwrap()
    attendant.join()
    return Ok(None)


def say(who: str, what: str) -> None:
    """Shows what one end sees."""
    sys.stdout.write(f"{who}: {what}\n")
    sys.stdout.flush()


def run(args: list[str]) -> io.Result[None]:
    """What the arguments ask for."""
    match args:
        case []:
            return both()
        case ["serve", addr]:
            return serve(addr)
        case ["connect", addr]:
            return connect(addr)
        case ["serve" | "connect" as half]:
            return Err(io.Error(io.ErrorKind.InvalidInput, f"{half} needs an address: HOST:PORT"))
        case _:
            usage = "it takes no arguments, or `serve ADDR`, or `connect ADDR`"
            return Err(io.Error(io.ErrorKind.InvalidInput, usage))


def main() -> int:
    """The exit status of the program."""
    # Ctrl-C ends it as it ends a program in Rust: there is nothing to do before.
    signal(SIGINT, SIG_DFL)
    # So does an output that nobody reads; of sockets there is no such signal.
    signal(SIGPIPE, SIG_DFL)
    match run(sys.argv[1:]):
        case Ok():
            return 0
        case Err(error):
            print(f"echo: {error}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
