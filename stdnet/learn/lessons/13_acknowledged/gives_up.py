from stdnet import Err, Ok, io, propagate, run
from stdnet.os.unix.net import UnixDatagram


# step: send
@propagate
def send(
    socket: UnixDatagram, data: bytes
) -> io.Result[None]:
    for turn in range(1, 4):
        print(f"{turn}: {data.decode()} -->")
        _ = socket.send(data).unwrap()
        match socket.recv(bytearray(1)):
            case Ok():
                return Ok(None)
            case Err(io.Error(io.ErrorKind.WouldBlock)):
                pass
            case Err(e):
                return Err(e)
    return Err(io.Error(io.ErrorKind.TimedOut, "send"))
    # end: send


@propagate
def main() -> io.Result[None]:
    sender, receiver = UnixDatagram.pair().unwrap()
    sender.set_read_timeout(0.1).unwrap()
    with sender, receiver:
        return send(sender, b"0a")


run(main)
