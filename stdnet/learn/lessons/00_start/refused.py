from stdnet import Ok, TcpStream, io, propagate, run


@propagate
def main() -> io.Result[None]:
    client = TcpStream.connect("127.0.0.1:1").unwrap()
    print(f"connect {client.local_addr().unwrap()}")
    client.close()
    return Ok(None)


run(main)
