from stdnet import (
    Ok,
    TcpListener,
    TcpStream,
    io,
    propagate,
    run,
)


@propagate
def main() -> io.Result[None]:
    # step: connect
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    print(f"bind {addr}")
    client = TcpStream.connect(addr).unwrap()
    print(f"connect {client.local_addr().unwrap()}")
    stream, peer = listener.accept().unwrap()
    print(f"accept {peer}")
    # end: connect
    # step: echo
    buf = bytearray(64)
    client.write_all(b"hello").unwrap()
    print("client.write_all hello")
    n = stream.read(buf).unwrap()
    text = buf[:n].decode()
    print(f"stream.read = {n} {text}")
    stream.write_all(buf[:n]).unwrap()
    print(f"stream.write_all {text}")
    n = client.read(buf).unwrap()
    text = buf[:n].decode()
    print(f"client.read = {n} {text}")
    # end: echo
    # step: close
    client.close()
    n = stream.read(buf).unwrap()
    print(f"stream.read = {n}")
    stream.close()
    listener.close()
    return Ok(None)
    # end: close


run(main)
