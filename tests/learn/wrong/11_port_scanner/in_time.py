import sys
from concurrent.futures import ThreadPoolExecutor

from stdnet import (
    AddrParseError,
    Err,
    Ok,
    Result,
    SocketAddr,
    TcpStream,
    collect,
    io,
    propagate,
    run,
)

AT_ONCE = 100
WAIT = 1.5


def state(addr: SocketAddr) -> str:
    match TcpStream.connect_timeout(addr, WAIT):
        case Ok(stream):
            stream.close()
            return "open"
        case Err(io.Error(io.ErrorKind.ConnectionRefused)):
            return "closed"
        case Err(io.Error(io.ErrorKind.TimedOut)):
            return "silent"
        case Err(e):
            return str(e)


@propagate
def main() -> Result[None, AddrParseError]:
    texts = sys.argv[1:]
    addrs = collect(map(SocketAddr.from_str, texts)).unwrap()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        states = threads.map(state, addrs)
        for addr, found in zip(addrs, states, strict=True):
            print(addr, found, flush=True)
    return Ok(None)


run(main)
