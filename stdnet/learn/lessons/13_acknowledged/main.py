from stdnet import Err, Ok, io, propagate, run
from stdnet.os.unix.net import UnixDatagram


# step: receive
@propagate
def receive(
    socket: UnixDatagram, wanted: int, arrives: bool
) -> io.Result[int]:
    buf = bytearray(2)
    _ = socket.recv(buf).unwrap()
    is_new = buf[0] == wanted
    if is_new:
        print(f"       {buf.decode()}")
    arrow = "<--" if arrives else "x--"
    print(f"   {arrow} {buf[:1].decode()}")
    if arrives:
        _ = socket.send(buf[:1]).unwrap()
    return Ok(wanted + is_new)
    # end: receive


@propagate
def main() -> io.Result[None]:
    ack, wanted, turn = bytearray(1), ord("0"), 0
    sender, receiver = UnixDatagram.pair().unwrap()
    sender.set_read_timeout(0.1).unwrap()
    # step: send
    for data in b"0a", b"1b", b"2c":
        while ack[0] != data[0]:
            turn += 1
            arrives = turn != 2
            arrow = "-->" if arrives else "--x"
            print(f"{data.decode()} {arrow}")
            if arrives:
                _ = sender.send(data).unwrap()
                got = receive(receiver, wanted, turn != 4)
                wanted = got.unwrap()
            match sender.recv(ack):
                case Ok():
                    pass
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    pass
                case Err(e):
                    return Err(e)
    # end: send
    receiver.close()
    sender.close()
    return Ok(None)


run(main)
