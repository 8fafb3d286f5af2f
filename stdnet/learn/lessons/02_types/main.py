from stdnet import Ok, io, propagate, run
from stdnet.os.unix.net import UnixDatagram, UnixStream


def text(data: bytearray) -> str:
    return data.decode()


@propagate
def main() -> io.Result[None]:
    buf = bytearray(64)

    stream, peer = UnixStream.pair().unwrap()
    with stream, peer:
        stream.write_all(b"a").unwrap()
        stream.write_all(b"bb").unwrap()
        n = peer.read(buf).unwrap()
        print(f"stream: {text(buf[:n])}")

    sender, receiver = UnixDatagram.pair().unwrap()
    with sender, receiver:
        _ = sender.send(b"a").unwrap()
        _ = sender.send(b"bb").unwrap()
        n = receiver.recv(buf).unwrap()
        print(f"datagram: {text(buf[:n])}")
        n = receiver.recv(buf).unwrap()
        print(f"datagram: {text(buf[:n])}")
    return Ok(None)


run(main)
