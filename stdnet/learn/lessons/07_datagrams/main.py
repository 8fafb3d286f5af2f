from stdnet import Ok, UdpSocket, io, propagate, run


@propagate
def main() -> io.Result[None]:
    client = UdpSocket.bind("127.0.0.1:0").unwrap()
    server = UdpSocket.bind("127.0.0.1:0").unwrap()
    addr = server.local_addr().unwrap()
    buf = bytearray(64)

    # step: sendto
    _ = client.send_to(b"abc", addr).unwrap()
    _ = client.send_to(b"de", addr).unwrap()
    # end: sendto
    # step: recvfrom
    n, _ = server.recv_from(buf).unwrap()
    text = buf[:n].decode()
    print(f"recv_from = {n}: {text}")
    n, peer = server.recv_from(buf).unwrap()
    text = buf[:n].decode()
    print(f"recv_from = {n}: {text}")
    # end: recvfrom
    # step: answer
    print(f"from = {peer}")
    _ = server.send_to(b"ok", peer).unwrap()
    n, _ = client.recv_from(buf).unwrap()
    text = buf[:n].decode()
    print(f"recv_from = {n}: {text}")
    # end: answer
    client.close()
    server.close()
    return Ok(None)


run(main)
