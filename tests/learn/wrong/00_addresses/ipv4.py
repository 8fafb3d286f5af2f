from stdnet import Err, Ipv6Addr, Ok, SocketAddr, io, propagate, run


def answer(text: str) -> str:
    match Ipv6Addr.from_str(text):
        case Ok(ip):
            return str(ip)
        case Err():
            pass
    match SocketAddr.from_str(text):
        case Ok(addr):
            return str(addr)
        case Err(e):
            return str(e)


@propagate
def main() -> io.Result[None]:
    for line in io.stdin().lines():
        print(answer(line.unwrap()))
    return Ok(None)


run(main)
