from stdnet import AddrParseError, Err, Ok, Result, SocketAddr, TcpStream, io, propagate


@propagate
def connect(text: str) -> Result[TcpStream, AddrParseError | io.Error]:
    addr = SocketAddr.from_str(text).unwrap()
    return TcpStream.connect(addr)


# step: union
def report(text: str) -> str:
    match connect(text):
        case Ok(stream):
            with stream:
                return f"connected to {text}"
        case Err(e):
            match e:
                case AddrParseError():
                    return f"{text} is no address"
                case io.Error(io.ErrorKind.ConnectionRefused):
                    return f"nobody listens at {text}"
                case io.Error():
                    return f"no connection to {text}: {e}"


print(report("127.0.0.1"))
print(report("127.0.0.1:1"))
# end: union
