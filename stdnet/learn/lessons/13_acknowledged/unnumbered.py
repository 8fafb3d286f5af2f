from stdnet import Err, Ok, io, propagate, run
from stdnet.os.unix.net import UnixDatagram


# step: receive
@propagate
def receive(
    socket: UnixDatagram, arrives: bool
) -> io.Result[None]:
    buf = bytearray(1)
    _ = socket.recv(buf).unwrap()
    print(f"      {buf.decode()}")
    arrow = "<--" if arrives else "x--"
    print(f"  {arrow}")
    if arrives:
        _ = socket.send(b"").unwrap()
    return Ok(None)
    # end: receive


@propagate
def main() -> io.Result[None]:
    turn = 0
    sender, receiver = UnixDatagram.pair().unwrap()
    sender.set_read_timeout(0.1).unwrap()
    for data in b"a", b"b", b"c":
        while True:
            turn += 1
            print(f"{data.decode()} -->")
            _ = sender.send(data).unwrap()
            receive(receiver, turn != 3).unwrap()
            match sender.recv(bytearray(0)):
                case Ok():
                    break
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    pass
                case Err(e):
                    return Err(e)
    receiver.close()
    sender.close()
    return Ok(None)


run(main)
