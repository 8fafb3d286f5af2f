from stdnet import c

sockfd = c.socket(c.AF_INET, c.SOCK_STREAM, c.IPPROTO_UDP)
_ = c.close(sockfd)
if sockfd == -1:
    c.perror("socket")

sockfd = c.socket(c.AF_INET, c.SOCK_STREAM, c.IPPROTO_UDP)
code = c.errno()
_ = c.close(sockfd)
if sockfd == -1:
    _ = c.set_errno(code)
    c.perror("socket")
