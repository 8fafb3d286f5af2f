from concurrent.futures import ThreadPoolExecutor

from stdnet import Err, Ok, Shutdown, TcpListener, TcpStream, io, propagate, run


@propagate
def ask(addr: str) -> io.Result[None]:
    # step: ask
    match TcpStream.connect(addr):
        case Ok(stream):
            with stream:
                stream.write_all(b"Hello").unwrap()
                stream.shutdown(Shutdown.Write).unwrap()
                print(stream.read_to_string().unwrap())
        # step: case_err
        case Err(e):
            print("nobody is there:", e)
    # end: case_err
    # end: ask
    return Ok(None)


@propagate
def echo_once(listener: TcpListener) -> io.Result[int]:
    with listener:
        stream, _ = listener.accept().unwrap()
    with stream:
        return io.copy(stream, stream)


@propagate
def main() -> io.Result[None]:
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = str(listener.local_addr().unwrap())
    with ThreadPoolExecutor() as pool:
        echoed = pool.submit(echo_once, listener)
        ask(addr).unwrap()
        assert echoed.result() == Ok(len(b"Hello"))
    return ask(addr)


if __name__ == "__main__":
    run(main)
