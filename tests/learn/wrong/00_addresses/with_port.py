from stdnet import Err, IpAddr, Ok, SocketAddrV6, io, propagate, run


def answer(text: str) -> str:
    match IpAddr.from_str(text):
        case Ok(ip):
            return str(ip)
        case Err():
            pass
    match SocketAddrV6.from_str(text):
        case Ok(addr):
            return str(addr)
        case Err():
            return "invalid socket address syntax"


@propagate
def main() -> io.Result[None]:
    for line in io.stdin().lines():
        print(answer(line.unwrap()))
    return Ok(None)


run(main)
