import sys

from stdnet import c

addr = c.sockaddr_in(
    sin_family=c.AF_INET,
    sin_port=c.htons(80),
    sin_addr=c.in_addr(c.htonl(c.INADDR_LOOPBACK)),
)
serv_addr = c.byref(addr)
sockfd = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
if sockfd == -1:
    c.perror("socket")
    sys.exit(1)
if c.connect(sockfd, serv_addr, 8) == -1:
    c.perror("connect")
if c.close(sockfd) == -1:
    c.perror("close")
