from stdnet import c


def main() -> None:
    first = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    print("socket =", first)
    second = c.socket(c.AF_INET, c.SOCK_DGRAM, 0)
    print("socket =", second)

    print("close =", c.close(first))
    third = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    print("socket =", third)

    bad = c.socket(c.AF_INET, c.SOCK_STREAM, c.IPPROTO_UDP)
    print("socket =", bad)
    if bad == -1:
        code = c.errno()
        c.perror("socket")
        print("errno =", code)
    print("close =", c.close(second))
    print("close =", c.close(third))


main()
