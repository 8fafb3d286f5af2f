import asyncio

from stdnet import Ok, TcpListener, TcpStream, io, propagate


@propagate
def greet(listener: TcpListener) -> io.Result[None]:
    stream, _ = listener.accept().unwrap()
    with stream:
        return stream.write_all(b"hello\n")


async def main() -> None:
    listener = TcpListener.bind("127.0.0.1:0").expect("a free port")
    with listener:
        server = asyncio.create_task(asyncio.to_thread(greet, listener))
        stream = TcpStream.connect(listener.local_addr().expect("an address")).expect("a server")
        sock = stream.into_socket().expect("an open stream")
        reader, writer = await asyncio.open_connection(sock=sock)
        print(await reader.readline())
        writer.close()
        await writer.wait_closed()
        print(await server == Ok(None))


asyncio.run(main())
