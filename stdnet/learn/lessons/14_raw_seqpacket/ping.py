import os

from stdnet import (
    Ipv4Addr,
    Ok,
    SocketAddr,
    io,
    propagate,
    run,
)
from stdnet.socket2 import Domain, Protocol, Socket, Type


# step: checksum
def checksum(data: bytearray) -> int:
    total = 0
    for i in range(0, len(data), 2):
        total += data[i] << 8 | data[i + 1]
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF
    # end: checksum


@propagate
def main() -> io.Result[None]:
    addr = SocketAddr.from_((Ipv4Addr.LOCALHOST, 0))
    packet = bytearray(64)
    # step: request
    pid, kind = os.getpid().to_bytes(4), 8
    echo = bytearray([kind, 0, 0, 0, *pid[2:], 0, 1])
    echo[2:4] = checksum(echo).to_bytes(2)
    # end: request
    opened = Socket.new(
        Domain.IPV4, Type.RAW, Protocol.ICMPV4
    )
    socket = opened.unwrap()
    _ = socket.send_to(echo, addr).unwrap()
    # step: recv
    while kind != 0:
        n = socket.read(packet).unwrap()
        head = (packet[0] & 15) * 4
        message = packet[head:n]
        if message[4:8] != echo[4:8]:
            continue
        kind = message[0]
        total = checksum(message)
        print(f"recv = {head} + {n - head}, ", end="")
        print(f"type = {kind}, checksum = {total}")
    # end: recv
    socket.close()
    return Ok(None)


run(main)
