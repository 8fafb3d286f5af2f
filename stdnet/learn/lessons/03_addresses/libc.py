import sys

from stdnet import c


def show(name: str, data: bytes) -> None:
    print(f"{name}:", data.hex(" "))


def main() -> int:
    addr = c.sockaddr_in(sin_family=c.AF_INET)
    addr.sin_port = c.htons(8080)
    if (
        c.inet_pton(c.AF_INET, "127.0.0.1", addr.sin_addr)
        != 1
    ):
        return 1

    show("port", bytes(addr)[2:4])
    show("ip", bytes(addr.sin_addr))

    buf = bytearray(c.INET_ADDRSTRLEN)
    n = len(buf)
    ip = c.inet_ntop(c.AF_INET, addr.sin_addr, buf, n)
    if ip is None:
        return 1
    print(ip, c.ntohs(addr.sin_port))
    return 0


sys.exit(main())
