from stdnet import Ok, SocketAddr, TcpStream, io, propagate
from stdnet.result import Panic


@propagate
def connect(text: str) -> io.Result[None]:
    addr = SocketAddr.from_str(text).unwrap()
    with TcpStream.connect(addr).unwrap():
        return Ok(None)


try:
    print(connect("127.0.0.1"))
except Panic as panic:
    print("Panic:", panic)
