"""Looks up an address for a type of socket that there is not."""

from stdnet import c

hints = c.addrinfo(c.AI_NUMERICHOST, ai_socktype=99)
res = c.addrinfo_p()
error = c.cvt_gai(c.getaddrinfo("127.0.0.1", None, hints, res)).unwrap_err()

print(error)
print(repr(error))
