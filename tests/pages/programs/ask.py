from concurrent.futures import ThreadPoolExecutor

from stdnet import Err, Ok, Shutdown, TcpListener, TcpStream, io, propagate, run


# step: ask
@propagate  # In here, `.unwrap()` is Rust's `?`.
def ask(addr: str) -> io.Result[str]:
    with TcpStream.connect(addr).unwrap() as stream:
        stream.write_all(b"Hello").unwrap()
        stream.shutdown(Shutdown.Write).unwrap()
        return stream.read_to_string()


# end: ask


def show(addr: str) -> None:
    # step: ask
    match ask(addr):
        case Ok(text):
            print(text)
        # step: case_err
        case Err(e):
            print("nobody is there:", e)
    # end: case_err
    # end: ask


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
        show(addr)
        assert echoed.result() == Ok(len(b"Hello"))
    show(addr)
    return Ok(None)


if __name__ == "__main__":
    run(main)
