# step: connect
from stdnet import c

sockfd = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
addr = c.sockaddr_in(
    sin_family=c.AF_INET,
    sin_port=c.htons(1),
    sin_addr=c.in_addr(c.htonl(c.INADDR_LOOPBACK)),
)
if c.connect(sockfd, addr, c.sizeof(addr)) == -1:
    c.perror("connect")
if c.close(sockfd) == -1:
    c.perror("close")
# end: connect
