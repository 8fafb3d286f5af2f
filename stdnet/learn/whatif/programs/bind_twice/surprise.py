from stdnet import Err, Ok, TcpListener, io, propagate, run


@propagate
def main() -> io.Result[None]:
    with TcpListener.bind("127.0.0.1:0").unwrap() as first:
        addr = first.local_addr().unwrap()
        match TcpListener.bind(addr):
            case Ok(second):
                second.close()
            case Err(e):
                print("bind:", e)
    return Ok(None)


if __name__ == "__main__":
    run(main)
