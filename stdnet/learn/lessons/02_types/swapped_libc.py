import sys

from stdnet import c

addr = c.sockaddr_in(
    sin_family=c.AF_INET,
    sin_port=c.htons(80),
    sin_addr=c.in_addr(c.htonl(c.INADDR_LOOPBACK)),
)
sockfd = c.socket(c.SOCK_STREAM, c.AF_INET, 0)
if sockfd == -1:
    c.perror("socket")
    sys.exit(1)
if c.connect(sockfd, addr, c.sizeof(addr)) == -1:
    c.perror("connect")
if c.close(sockfd) == -1:
    c.perror("close")
