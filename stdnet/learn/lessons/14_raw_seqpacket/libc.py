import sys

from stdnet import c


def check(value: int, call: str) -> None:
    if value == -1:
        c.perror(call)
        sys.exit(1)


# step: records
def records(name: str, ty: int) -> None:
    buf = bytearray(16)
    sv = (c.c_int * 2)()
    check(c.socketpair(c.AF_UNIX, ty, 0, sv), "socketpair")
    check(c.write(sv[0], b"one", 3), "write")
    check(c.write(sv[0], b"three", 5), "write")
    check(c.close(sv[0]), "close")
    while True:
        n = c.read(sv[1], buf, len(buf))
        check(n, "read")
        print(f'{name} {n} "{buf[:n].decode()}"')
        if n == 0:
            break
    check(c.close(sv[1]), "close")
    # end: records


records("SOCK_STREAM", c.SOCK_STREAM)
records("SOCK_SEQPACKET", c.SOCK_SEQPACKET)
