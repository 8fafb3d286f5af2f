import sys

from stdnet import AddrParseError, Ok, Result, c, propagate, run


@propagate
def main() -> Result[None, AddrParseError]:
    [_, host, port] = sys.argv
    sin = c.sockaddr_in()
    print(host, port, sin)
    return Ok(None)


run(main)
