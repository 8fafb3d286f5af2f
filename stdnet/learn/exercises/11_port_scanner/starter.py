import sys

from stdnet import (
    AddrParseError,
    Err,
    Ok,
    Result,
    SocketAddr,
    TcpStream,
    collect,
    propagate,
    run,
)


def state(addr: SocketAddr) -> str:
    match TcpStream.connect(addr):
        case Ok(stream):
            stream.close()
            return "open"
        case Err(e):
            return str(e)


@propagate
def main() -> Result[None, AddrParseError]:
    texts = sys.argv[1:]
    addrs = collect(map(SocketAddr.from_str, texts)).unwrap()
    for addr in addrs:
        print(addr, state(addr), flush=True)
    return Ok(None)


run(main)
