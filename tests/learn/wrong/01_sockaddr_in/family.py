import sys

from stdnet import AddrParseError, Ok, Result, SocketAddrV4, c, propagate, run


@propagate
def main() -> Result[None, AddrParseError]:
    [_, host, port] = sys.argv
    text = f"{host}:{port}"
    addr = SocketAddrV4.from_str(text).unwrap()
    sin = c.sockaddr_in(
        sin_family=c.htons(c.AF_INET),
        sin_port=c.htons(addr.port()),
        sin_addr=c.in_addr(c.htonl(addr.ip().to_bits())),
    )
    print(bytes(sin).hex())
    return Ok(None)


run(main)
