from stdnet import Err, Ok, TcpListener, io, propagate, run


@propagate
def main() -> io.Result[None]:
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    print("listening on", listener.local_addr().unwrap(), flush=True)
    for incoming in listener.incoming():
        match incoming:
            case Ok(stream):
                with stream:
                    match io.copy(stream, stream):
                        case Ok(count):
                            print("echoed", count, "bytes")
                        case Err(e):
                            print("lost a client:", e)
            case Err(e):
                print("no connection:", e)
    return Ok(None)


if __name__ == "__main__":
    run(main)
