"""Looks up a service by a name that no service has."""

from stdnet import c

hints = c.addrinfo(ai_socktype=c.SOCK_STREAM)
res = c.addrinfo_p()
err = c.getaddrinfo("127.0.0.1", "no-such-service", hints, res)
error = c.cvt_gai(err).unwrap_err()

print(error)
print(repr(error))
