from stdnet import c


def show(addr: c.sockaddr_in, name: str, n: int) -> None:
    kind = c.sockaddr if name[:2] == "sa" else c.sockaddr_in
    start = c.offsetof(kind, name)
    data = bytes(addr)[start : start + n]
    print(f"{name:10} {start}: {data.hex(' ')}")


addr = c.sockaddr_in(
    sin_family=c.AF_INET,
    sin_port=c.htons(8080),
    sin_addr=c.in_addr(c.htonl(c.INADDR_LOOPBACK)),
)
size, generic = c.sizeof(addr), c.sizeof(c.sockaddr)
print(f"sockaddr_in {size}, sockaddr {generic}")
show(addr, "sin_family", 2)
show(addr, "sin_port", 2)
show(addr, "sin_addr", 4)
show(addr, "sin_zero", 8)
show(addr, "sa_family", 2)
show(addr, "sa_data", 14)
