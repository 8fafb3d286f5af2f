import ssl
from pathlib import Path
from threading import Thread

from stdnet import Ok, TcpListener, TcpStream, io, propagate, run

CERTIFICATE = Path(__file__).with_name("localhost.pem")


@propagate
def greet(listener: TcpListener) -> io.Result[None]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    stream, _ = listener.accept().unwrap()
    sock = stream.into_socket().unwrap()
    with io.attempt(context.wrap_socket, sock, server_side=True).unwrap() as tls:
        return io.from_file(tls).write_all(b"hello over TLS\n")


@propagate
def main() -> io.Result[None]:
    context = ssl.create_default_context(cafile=CERTIFICATE)
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        Thread(target=lambda: greet(listener).expect("a greeting")).start()
        sock = TcpStream.connect(listener.local_addr().unwrap()).unwrap().into_socket().unwrap()
        wrapped = io.attempt(context.wrap_socket, sock, server_hostname="localhost").unwrap()
        with wrapped as tls:
            print(tls.version())
            print(io.BufReader(io.from_file(tls)).read_line().unwrap(), end="")
    return Ok(None)


if __name__ == "__main__":
    run(main)
