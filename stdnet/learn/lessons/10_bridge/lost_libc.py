import sys

from stdnet import c


def main() -> int:
    addr = c.sockaddr_in(sin_family=c.AF_INET)
    addr.sin_addr.s_addr = c.inet_addr("192.0.2.1")
    stream = -1
    listener = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    # step: lost
    try:
        if listener == -1:
            return 1
        if c.bind(listener, addr, c.sizeof(addr)) == -1:
            return 1
        if c.listen(listener, 128) == -1:
            return 1
        stream = c.accept(listener, None, None)
        return 1 if stream == -1 else 0
    finally:
        _ = c.close(stream)
        _ = c.close(listener)
    # end: lost


status = main()
if status:
    c.perror("Error")
sys.exit(status)
