"""Asks for the canonical name of no host."""

from stdnet import c

hints = c.addrinfo(c.AI_CANONNAME)
res = c.addrinfo_p()
error = c.cvt_gai(c.getaddrinfo(None, "80", hints, res)).unwrap_err()

print(error)
print(repr(error))
