import sys

from stdnet import Err, Ok, Result, io, propagate, run


def checksum(data: bytes) -> int:
    return 0


def parse(message: bytes, identifier: int) -> Result[str, str]:
    return Err("too short")


@propagate
def ping(host: str) -> io.Result[str]:
    return Err(io.Error.from_(io.ErrorKind.Unsupported))


@propagate
def main() -> io.Result[None]:
    match sys.argv[1:]:
        case ["checksum"]:
            for line in sys.stdin:
                print(f"{checksum(bytes.fromhex(line)):04x}")
        case ["parse", identifier]:
            for line in sys.stdin:
                match parse(bytes.fromhex(line), int(identifier)):
                    case Ok(text) | Err(text):
                        print(text)
        case ["ping", host]:
            print(ping(host).unwrap())
        case _:
            return Err(io.Error.from_(io.ErrorKind.InvalidInput))
    return Ok(None)


if __name__ == "__main__":
    run(main)
