from stdnet import Ok, TcpListener, io, propagate, run


@propagate
def main() -> io.Result[None]:
    first = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = first.local_addr().unwrap()
    print(f"first: {addr}")
    second = TcpListener.bind(addr).unwrap()
    print(f"second: {second!r}")
    return Ok(None)


run(main)
