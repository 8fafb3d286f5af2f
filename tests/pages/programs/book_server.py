from itertools import islice
from threading import Thread

from stdnet import Ok, TcpListener, TcpStream, io, propagate, run

HELLO = "<h1>Hello!</h1>\n"
NOT_FOUND = "<h1>Oops!</h1>\n"


@propagate
def handle_connection(stream: TcpStream) -> io.Result[None]:
    request_line = next(io.BufReader(stream).lines(), Ok("")).unwrap()
    if request_line == "GET / HTTP/1.1":
        status_line, contents = "HTTP/1.1 200 OK", HELLO
    else:
        status_line, contents = "HTTP/1.1 404 NOT FOUND", NOT_FOUND
    length = len(contents)
    return stream.write_fmt(f"{status_line}\r\nContent-Length: {length}\r\n\r\n{contents}")


@propagate
def serve(listener: TcpListener) -> io.Result[None]:
    for incoming in islice(listener.incoming(), 2):
        with incoming.unwrap() as stream:
            handle_connection(stream).unwrap()
    return Ok(None)


@propagate
def main() -> io.Result[None]:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        server = Thread(target=lambda: serve(listener).expect("two requests"))
        server.start()
        for path in ("/", "/nothing"):
            with TcpStream.connect(listener.local_addr().unwrap()).unwrap() as client:
                client.write_fmt(f"GET {path} HTTP/1.1\r\n").unwrap()
                print(client.read_to_string().unwrap())
        server.join()
    return Ok(None)


if __name__ == "__main__":
    run(main)
