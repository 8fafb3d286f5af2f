from stdnet import (
    AddrParseError,
    Ok,
    SocketAddr,
    TcpStream,
    io,
    propagate,
)


def invalid(e: AddrParseError) -> io.Error:
    return io.Error.new(io.ErrorKind.InvalidInput, e)


@propagate
def connect(text: str) -> io.Result[None]:
    parsed = SocketAddr.from_str(text)
    addr = parsed.map_err(invalid).unwrap()
    with TcpStream.connect(addr).unwrap():
        return Ok(None)


print(connect("127.0.0.1"))
