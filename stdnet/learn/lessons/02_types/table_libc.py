from stdnet import c

families = {
    "AF_INET": c.AF_INET,
    "AF_INET6": c.AF_INET6,
    "AF_UNIX": c.AF_UNIX,
}
types = {
    "SOCK_STREAM": c.SOCK_STREAM,
    "SOCK_DGRAM": c.SOCK_DGRAM,
    "SOCK_SEQPACKET": c.SOCK_SEQPACKET,
    "SOCK_RAW": c.SOCK_RAW,
}


def option(sockfd: int, name: int) -> int:
    value = c.c_int()
    n = c.socklen_t(c.sizeof(value))
    if c.getsockopt(sockfd, c.SOL_SOCKET, name, value, n):
        c.perror("getsockopt")
    return value.value


def show(family: int, kind: int) -> None:
    sockfd = c.socket(family, kind, 0)
    if sockfd == -1:
        print(c.strerror(c.errno()))
        return
    number = option(sockfd, c.SO_TYPE)
    protocol = option(sockfd, c.SO_PROTOCOL)
    print(f"type {number}, protocol {protocol}")
    if c.close(sockfd) == -1:
        c.perror("close")


for family, number in families.items():
    for kind, code in types.items():
        print(f"{family:8} {kind:14}", end=" ")
        show(number, code)
