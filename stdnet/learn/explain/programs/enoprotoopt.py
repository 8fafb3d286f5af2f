"""Asks for an option that no socket has."""

from stdnet import c

sockfd = c.cvt(c.socket(c.AF_INET, c.SOCK_STREAM | c.SOCK_CLOEXEC, 0)).unwrap()
value, size = c.c_int(), c.socklen_t(c.sizeof(c.c_int))
result = c.getsockopt(sockfd, c.SOL_SOCKET, 9999, value, size)
error = c.cvt(result).unwrap_err()
c.cvt(c.close(sockfd)).unwrap()

print(error)
print(repr(error))
