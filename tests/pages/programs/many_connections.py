# step: loop
from stdnet import Err, Ipv4Addr, Ok, Shutdown, SocketAddr, TcpStream, io, is_ok, propagate, run
from stdnet.mio import Events, Interest, Poll, Token, net

LISTENER = Token(0)


def read(token: Token, stream: net.TcpStream) -> io.Result[bool]:
    buf = bytearray(4)
    while True:
        match stream.read(buf):
            case Ok(0):
                return Ok(True)
            case Ok(n):
                print(token, "sent", bytes(buf[:n]))
            case Err(io.Error(io.ErrorKind.WouldBlock)):
                return Ok(False)
            case Err(e):
                return Err(e)


@propagate
def serve(poll: Poll, listener: net.TcpListener, count: int) -> io.Result[None]:
    events, streams = Events.with_capacity(128), dict[Token, net.TcpStream]()
    poll.registry().register(listener, LISTENER, Interest.READABLE).unwrap()
    accepted = 0
    while accepted < count or streams:
        poll.poll(events, None).unwrap()
        for event in events:
            token = event.token()
            if token == LISTENER:
                while is_ok(incoming := listener.accept()):
                    accepted += 1
                    stream, _ = incoming.unwrap()
                    streams[Token(accepted)] = stream
                    poll.registry().register(stream, Token(accepted), Interest.READABLE).unwrap()
            elif token in streams and read(token, streams[token]).unwrap_or(True):
                streams.pop(token).close()
    return Ok(None)


# end: loop


@propagate
def main() -> io.Result[None]:
    with (
        Poll.new().unwrap() as poll,
        net.TcpListener.bind(SocketAddr(Ipv4Addr.LOCALHOST, 0)).unwrap() as listener,
    ):
        clients = [TcpStream.connect(listener.local_addr().unwrap()).unwrap() for _ in range(3)]
        for number, client in enumerate(clients, 1):
            client.write_all(b"I am %d" % number).unwrap()
            client.shutdown(Shutdown.Write).unwrap()
        serve(poll, listener, len(clients)).unwrap()
        for client in clients:
            client.close()
    return Ok(None)


if __name__ == "__main__":
    run(main)
