"""A TCP listener passed to another process over a Unix socket.

python -m stdnet.examples.fd_passing                   runs both processes
python -m stdnet.examples.fd_passing take PATH         receives a listener, and answers its clients
python -m stdnet.examples.fd_passing give PATH ADDR    binds a listener at ADDR, and passes it on

The message that carries the listener is of the type SCM_RIGHTS. Only the process that gives has to
be allowed to bind the address. Clients that connect meanwhile wait in the listener's queue,
whichever process has it.
"""

import subprocess
import sys
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Final

from stdnet import Err, From, Ok, Result, TcpListener, TcpStream, io, propagate, run
from stdnet.examples.usage import arguments, refuse
from stdnet.os.unix.net import (
    AncillaryData,
    AncillaryError,
    SocketAncillary,
    UnixListener,
    UnixStream,
)

CONTROL_SIZE: Final = 64
"""Enough bytes for a control message with a few descriptors."""


@dataclass(frozen=True)
class NoListener(From[io.Error | AncillaryError]):
    """No listener came. `?` makes it from the error that is the source, if there is one."""

    source: io.Error | AncillaryError | None


@propagate
def give(path: str, addr: str) -> io.Result[None]:
    """Binds a listener, and passes it to the process that listens at the path."""
    with TcpListener.bind(addr).unwrap() as listener:
        say("giver", f"listens at {listener.local_addr().unwrap()}")
        with UnixStream.connect(path).unwrap() as stream:
            return hand_over(listener, stream)


@propagate
def hand_over(listener: TcpListener, stream: UnixStream) -> io.Result[None]:
    """Sends the listener's descriptor. The kernel makes a duplicate for the receiver."""
    ancillary = SocketAncillary(bytearray(CONTROL_SIZE))
    ancillary.add_fds([listener])
    # On a stream, control messages only travel along with at least one byte.
    stream.send_vectored_with_ancillary([b"!"], ancillary).unwrap()
    return Ok(None)


@propagate
def receive(stream: UnixStream) -> Result[TcpListener, NoListener]:
    """Receives a listener from the peer."""
    ancillary = SocketAncillary(bytearray(CONTROL_SIZE))
    stream.recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    for message in ancillary.messages():
        match message.unwrap():
            case AncillaryData.ScmRights() as fds:
                for fd in fds:
                    return Ok(TcpListener.from_(fd))
            case _:
                pass
    return Err(NoListener(None))


@propagate
def take(path: str) -> Result[None, io.Error | NoListener]:
    """Receives a listener, and greets each client that connects to it."""
    with UnixListener.bind(path, unlink_on_close=True).unwrap() as unix_listener:
        say("taker", f"waits at {path}")
        stream, _ = unix_listener.accept().unwrap()
    with stream, receive(stream).unwrap() as listener:
        say("taker", f"has the listener at {listener.local_addr().unwrap()}")
        for client in listener.incoming():
            with client.unwrap() as peer:
                peer.write_all(b"hello from who took the listener\n").unwrap()
    return Ok(None)


@propagate
def both() -> io.Result[None]:
    """Starts a process that takes a listener, gives it one, and is its first client."""
    with TemporaryDirectory() as folder:
        path = f"{folder}/socket"
        command = [sys.executable, "-m", "stdnet.examples.fd_passing", "take", path]
        with subprocess.Popen(  # noqa: S603 - it is this program itself
            command, stdout=subprocess.PIPE, text=True
        ) as taker:
            try:
                return give_and_connect(path, taker)
            finally:
                taker.kill()


@propagate
def give_and_connect(path: str, taker: "subprocess.Popen[str]") -> io.Result[None]:
    """Gives a listener to the process, and connects to its address."""
    output = taker.stdout or sys.stdin
    # The taker listens at the path once it has printed its first line.
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


def say(side: str, text: str) -> None:
    """Prints what one process does."""
    print(f"{side}: {text}", flush=True)


def main() -> Result[None, io.Error | NoListener]:
    """Does what the arguments say."""
    match arguments(__doc__):
        case []:
            return both()
        case ["take", path]:
            return take(path)
        case ["give", path, addr]:
            return give(path, addr)
        case _:
            return refuse(__doc__, "it takes no arguments, or `take PATH`, or `give PATH ADDR`")


if __name__ == "__main__":
    run(main)
