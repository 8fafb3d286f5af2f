"""Looks up an IPv4 address as one of IPv6, and in a family without any."""

from stdnet import c

flags, res = c.AI_NUMERICHOST, c.addrinfo_p()
hints = c.addrinfo(flags, c.AF_INET6)
error = c.cvt_gai(c.getaddrinfo("127.0.0.1", None, hints, res)).unwrap_err()
print(repr(error))

hints = c.addrinfo(flags, c.AF_UNIX)
error = c.cvt_gai(c.getaddrinfo("127.0.0.1", None, hints, res)).unwrap_err()

print(error)
print(repr(error))
