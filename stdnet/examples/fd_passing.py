"""A listener handed to another process, which then accepts from it.

python -m stdnet.examples.fd_passing                both processes, and what each of them does
python -m stdnet.examples.fd_passing take PATH      takes a listener, and answers its clients
python -m stdnet.examples.fd_passing give PATH ADDR binds a listener at ADDR, and hands it over

The one that gives needs to be allowed to bind the address, the other does not; and clients that
come meanwhile wait at the listener, whoever has it.
"""

import subprocess
import sys
from signal import SIG_DFL, SIGINT, SIGPIPE, signal
from tempfile import TemporaryDirectory
from typing import Final

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate
from stdnet.os.unix.net import AncillaryData, SocketAncillary, UnixListener, UnixStream

ROOM: Final = 64
"""Enough for a message with a few descriptors."""


@propagate
def give(path: str, addr: str) -> io.Result[None]:
    """Binds a listener, and hands it to whoever listens at the path."""
    with TcpListener.bind(addr).unwrap() as listener:
        say("giver", f"listens at {listener.local_addr().unwrap()}")
        with UnixStream.connect(path).unwrap() as stream:
            return hand_over(listener, stream)


@propagate
def hand_over(listener: TcpListener, stream: UnixStream) -> io.Result[None]:
    """Sends the listener's descriptor, beside a byte."""
    ancillary = SocketAncillary(bytearray(ROOM))
    ancillary.add_fds([listener])
    stream.send_vectored_with_ancillary([b"!"], ancillary).unwrap()
    return Ok(None)


@propagate
def receive(stream: UnixStream) -> io.Result[TcpListener]:
    """The listener that the peer sends."""
    ancillary = SocketAncillary(bytearray(ROOM))
    stream.recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    for message in ancillary.messages():
        match message:
            case Ok(AncillaryData.ScmRights() as fds):
                for fd in fds:
                    return Ok(TcpListener.from_owned_fd(fd))
            case _:
                pass
    return Err(io.Error(io.ErrorKind.InvalidData, "no listener came"))


@propagate
def take(path: str) -> io.Result[None]:
    """Takes a listener, and greets everybody who connects to it."""
    with UnixListener.bind(path, unlink_on_close=True).unwrap() as door:
        say("taker", f"waits at {path}")
        stream, _ = door.accept().unwrap()
    with stream, receive(stream).unwrap() as listener:
        say("taker", f"has the listener at {listener.local_addr().unwrap()}")
        for client in listener.incoming():
            with client.unwrap() as peer:
                peer.write_all(b"hello from who took the listener\n").unwrap()
    return Ok(None)


@propagate
def both() -> io.Result[None]:
    """Gives a listener to a process of its own, and is its first client."""
    with TemporaryDirectory() as folder:
        path = f"{folder}/door"
        command = [sys.executable, "-m", "stdnet.examples.fd_passing", "take", path]
        with subprocess.Popen(  # noqa: S603 - it is this program itself
            command, stdout=subprocess.PIPE, text=True
        ) as taker:
            try:
                return hand_and_ask(path, taker)
            finally:
                taker.kill()


@propagate
def hand_and_ask(path: str, taker: "subprocess.Popen[str]") -> io.Result[None]:
    """Hands a listener to the process, and asks who answers there now."""
    output = taker.stdout or sys.stdin
    output.readline()
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = listener.local_addr().unwrap()
        say("giver", f"listens at {addr}")
        with UnixStream.connect(path).unwrap() as stream:
            hand_over(listener, stream).unwrap()
            pid = stream.peer_cred().unwrap().pid
    say("giver", f"has handed it over to process {pid}, and closed it")
    print(output.readline(), end="")
    with TcpStream.connect(addr).unwrap() as client:
        say("client", f"hears: {client.read_to_string().unwrap().rstrip()}")
    return Ok(None)


def say(who: str, what: str) -> None:
    """Shows what one does."""
    print(f"{who}: {what}", flush=True)


def run(args: list[str]) -> io.Result[None]:
    """What the arguments ask for."""
    match args:
        case []:
            return both()
        case ["take", path]:
            return take(path)
        case ["give", path, addr]:
            return give(path, addr)
        case _:
            usage = "it takes no arguments, or `take PATH`, or `give PATH ADDR`"
            return Err(io.Error(io.ErrorKind.InvalidInput, usage))


def main() -> int:
    """The exit status of the program."""
    try:
        match run(sys.argv[1:]):
            case Ok():
                return 0
            case Err(error):
                print(f"fd_passing: {error}", file=sys.stderr)
                return 1
    except KeyboardInterrupt:  # By now the door is closed, and its file gone.
        return 128 + SIGINT
    except BrokenPipeError:  # Nobody reads what it says, nor what is left of that at the end.
        signal(SIGPIPE, SIG_DFL)
        return 128 + SIGPIPE


if __name__ == "__main__":
    sys.exit(main())
