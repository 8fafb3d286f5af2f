from itertools import islice

from stdnet import (
    Ok,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


@propagate
def main() -> io.Result[None]:
    # step: clients
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    clients = [
        TcpStream.connect(addr).unwrap(),
        TcpStream.connect(addr).unwrap(),
        TcpStream.connect(addr).unwrap(),
    ]
    # end: clients
    # step: accept
    stream, addr = listener.accept().unwrap()
    with stream:
        print(f"accept = {addr}")
        stream.write_all(b"hello").unwrap()
    # end: accept
    # step: incoming
    for incoming in islice(listener.incoming(), 2):
        with incoming.unwrap() as stream:
            peer = stream.peer_addr().unwrap()
            print(f"incoming = {peer}")
            stream.write_all(b"hello").unwrap()
    # end: incoming
    # step: read
    buf = bytearray(64)
    for client in clients:
        with client:
            n = client.read(buf).unwrap()
            end = client.read(buf).unwrap()
            print(f"read = {n}, read = {end}")
    # end: read
    listener.close()
    return Ok(None)


run(main)
