from stdnet import Ok, TcpListener, TcpStream, io, propagate, run
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import AncillaryData, SocketAncillary, UnixStream


@propagate
def give(channel: UnixStream, listener: TcpListener) -> io.Result[int]:
    ancillary = SocketAncillary(bytearray(64))
    _ = ancillary.add_fds([listener])
    return channel.send_vectored_with_ancillary([b"!"], ancillary)


@propagate
def take(channel: UnixStream) -> io.Result[list[OwnedFd]]:
    ancillary = SocketAncillary(bytearray(64))
    _ = channel.recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
    taken = list[OwnedFd]()
    for message in ancillary.messages():
        match message:
            case Ok(AncillaryData.ScmRights() as fds):
                taken.extend(fds)
            case _:
                pass
    return Ok(taken)


@propagate
def main() -> io.Result[None]:
    here, there = UnixStream.pair().unwrap()
    with here, there:
        with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
            addr = listener.local_addr().unwrap()
            _ = give(here, listener).unwrap()
        (fd,) = take(there).unwrap()
        with TcpListener.from_(fd) as taken, TcpStream.connect(addr).unwrap() as client:
            print("same address:", taken.local_addr().unwrap() == addr)
            stream, _ = taken.accept().unwrap()
            with stream:
                stream.write_all(b"hello\n").unwrap()
            print(client.read_to_string().unwrap(), end="")
    return Ok(None)


if __name__ == "__main__":
    run(main)
