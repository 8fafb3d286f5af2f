from stdnet import Err, Ipv4Addr, Ok, SocketAddr, io, propagate, run
from stdnet.mio import Events, Interest, Poll, Token
from stdnet.mio.net import TcpListener, TcpStream


def echo(stream: TcpStream) -> bool:
    """Sends back what has come. Returns True if more may come."""
    buf = bytearray(4096)
    while True:
        match stream.read(buf):
            case Ok(n) if n > 0 and stream.write(buf[:n]) == Ok(n):
                pass
            case Err(io.Error(io.ErrorKind.WouldBlock)):
                return True
            case _:  # The end, an error, or a client that does not read.
                return False


@propagate
def accept(server: TcpListener, poll: Poll, clients: dict[Token, TcpStream]) -> io.Result[None]:
    while True:
        match server.accept():
            case Ok((stream, _)):
                token = Token(stream.as_raw_fd())
                poll.registry().register(stream, token, Interest.READABLE).unwrap()
                clients[token] = stream
            case Err(io.Error(io.ErrorKind.WouldBlock)):
                return Ok(None)
            case Err(e):  # No descriptor left?
                print("accept:", e)
                return Ok(None)


@propagate
def main() -> io.Result[None]:
    poll, events = Poll.new().unwrap(), Events.with_capacity(1024)
    server = TcpListener.bind(SocketAddr.new(Ipv4Addr.LOCALHOST, 0)).unwrap()
    poll.registry().register(server, Token(0), Interest.READABLE).unwrap()
    print("listening on", server.local_addr().unwrap(), flush=True)
    clients = dict[Token, TcpStream]()
    while True:
        poll.poll(events, None).unwrap()
        for event in events:
            token = event.token()
            if token in clients and not echo(clients[token]):
                clients.pop(token).close()
        accept(server, poll, clients).unwrap()


if __name__ == "__main__":
    run(main)
