import os
import sys

from stdnet import c


def check(value: int, call: str) -> None:
    if value == -1:
        c.perror(call)
        sys.exit(1)


# step: checksum
def checksum(data: bytearray) -> int:
    total = 0
    for i in range(0, len(data), 2):
        total += data[i] << 8 | data[i + 1]
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF
    # end: checksum


addr = c.sockaddr_in(sin_family=c.AF_INET)
addr.sin_addr.s_addr = c.htonl(c.INADDR_LOOPBACK)
packet = bytearray(64)
# step: request
pid, kind = os.getpid().to_bytes(4), 8
echo = bytearray([kind, 0, 0, 0, *pid[2:], 0, 1])
echo[2:4] = checksum(echo).to_bytes(2)
# end: request
sockfd = c.socket(c.AF_INET, c.SOCK_RAW, c.IPPROTO_ICMP)
check(sockfd, "socket")
size = c.sizeof(addr)
check(c.sendto(sockfd, echo, 8, 0, addr, size), "sendto")
# step: recv
while kind != 0:
    n = c.recv(sockfd, packet, len(packet), 0)
    check(n, "recv")
    head = (packet[0] & 15) * 4
    message = packet[head:n]
    if message[4:8] != echo[4:8]:
        continue
    kind = message[0]
    total = checksum(message)
    print(f"recv = {head} + {n - head}, ", end="")
    print(f"type = {kind}, checksum = {total}")
# end: recv
check(c.close(sockfd), "close")
