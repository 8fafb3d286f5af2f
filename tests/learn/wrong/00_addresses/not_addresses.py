from stdnet import Err, IpAddr, Ok, SocketAddr, io, propagate, run


def answer(text: str) -> str:
    match IpAddr.from_str(text):
        case Ok(ip):
            return str(ip)
        case Err():
            pass
    match SocketAddr.from_str(text):
        case Ok(addr):
            return str(addr)
        case Err(e):
            return f"{text}: {e}"


@propagate
def main() -> io.Result[None]:
    for line in io.stdin().lines():
        print(answer(line.unwrap()))
    return Ok(None)


run(main)
