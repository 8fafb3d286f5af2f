import sys

from stdnet import c


def check(value: int, call: str) -> None:
    if value == -1 and c.errno() != c.EAGAIN:
        c.perror(call)
        sys.exit(1)


# step: receive
def receive(sockfd: int, wanted: int, arrives: bool) -> int:
    buf = bytearray(2)
    check(c.recv(sockfd, buf, 2, 0), "recv")
    is_new = buf[0] == wanted
    if is_new:
        print(f"       {buf.decode()}")
    arrow = "<--" if arrives else "x--"
    print(f"   {arrow} {buf[0]:c}")
    if arrives:
        check(c.send(sockfd, buf, 1, 0), "send")
    return wanted + is_new
    # end: receive


limit = c.timeval(tv_usec=100000)
ack, wanted = bytearray(1), ord("0")
turn, sv = 0, (c.c_int * 2)()
check(c.socketpair(c.AF_UNIX, c.SOCK_DGRAM, 0, sv), "pair")
name, size = c.SO_RCVTIMEO, c.sizeof(limit)
check(
    c.setsockopt(sv[0], c.SOL_SOCKET, name, limit, size),
    "setsockopt",
)
# step: send
for data in b"0a", b"1b", b"2c":
    while ack[0] != data[0]:
        turn += 1
        arrives = turn != 2
        arrow = "-->" if arrives else "--x"
        print(f"{data.decode()} {arrow}")
        if arrives:
            check(c.send(sv[0], data, 2, 0), "send")
            wanted = receive(sv[1], wanted, turn != 4)
        check(c.recv(sv[0], ack, 1, 0), "recv")
# end: send
check(c.close(sv[0]), "close")
check(c.close(sv[1]), "close")
