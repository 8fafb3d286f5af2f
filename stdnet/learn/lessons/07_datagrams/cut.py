from stdnet import Ok, UdpSocket, io, propagate, run


@propagate
def main() -> io.Result[None]:
    client = UdpSocket.bind("127.0.0.1:0").unwrap()
    server = UdpSocket.bind("127.0.0.1:0").unwrap()
    addr = server.local_addr().unwrap()
    buf = bytearray(4)

    _ = client.send_to(b"abcdefgh", addr).unwrap()
    _ = client.send_to(b"xyz", addr).unwrap()
    n, _ = server.recv_from(buf).unwrap()
    print(f"{n}: {buf[:n].decode()}")
    n, _ = server.recv_from(buf).unwrap()
    print(f"{n}: {buf[:n].decode()}")
    client.close()
    server.close()
    return Ok(None)


run(main)
