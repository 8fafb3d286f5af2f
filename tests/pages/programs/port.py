from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from queue import SimpleQueue

from stdnet import Err, IntoSocketAddrs, Ok, TcpListener, TcpStream, collect, io, propagate, run


@propagate
def count_lines(reader: io.Read) -> io.Result[int]:
    lines = collect(io.BufReader(reader).lines()).unwrap()
    return Ok(len(lines))


def report(writer: io.Write, name: str, count: int) -> io.Result[None]:
    return writer.write_fmt(f"{name}: {count}\n")


@propagate
def send(addr: IntoSocketAddrs, data: bytes) -> io.Result[None]:
    with TcpStream.connect(addr).unwrap() as stream:
        return stream.write_all(data)


@propagate
def serve(listener: TcpListener, counts: "SimpleQueue[int]") -> io.Result[None]:
    for incoming in islice(listener.incoming(), 2):
        with incoming.unwrap() as stream:
            counts.put(count_lines(stream).unwrap())
    return Ok(None)


@propagate
def main() -> io.Result[None]:
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    counts = SimpleQueue[int]()
    with listener, ThreadPoolExecutor() as threads:
        server = threads.submit(serve, listener, counts)
        send(addr, b"one\ntwo\n").unwrap()
        send(("127.0.0.1", addr.port()), b"three\n").unwrap()
        server.result().unwrap()

    page = io.Cursor(bytearray())
    while not counts.empty():
        report(page, "client", counts.get()).unwrap()
    report(page, "slice", count_lines(io.Cursor(b"a\nb")).unwrap()).unwrap()
    print(page.get_ref().decode(), end="")
    match io.attempt(open, "/nowhere", "rb"):
        case Ok(file):
            with file:
                report(io.stdout(), "file", count_lines(io.from_file(file)).unwrap()).unwrap()
        case Err(e):
            print("file:", e)
    return Ok(None)


if __name__ == "__main__":
    run(main)
