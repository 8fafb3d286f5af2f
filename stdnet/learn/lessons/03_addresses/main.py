from stdnet import (
    AddrParseError,
    Ok,
    Result,
    SocketAddrV4,
    propagate,
    run,
)


def show(name: str, data: bytes) -> None:
    print(f"{name}:", end="")
    for byte in data:
        print(f" {byte:02x}", end="")
    print()


@propagate
def main() -> Result[None, AddrParseError]:
    addr = SocketAddrV4.from_str("127.0.0.1:8080").unwrap()

    show("port", addr.port().to_bytes(2, "big"))
    show("ip", bytes(addr.ip().octets()))

    print(f"{addr.ip()} {addr.port()}")
    return Ok(None)


run(main)
