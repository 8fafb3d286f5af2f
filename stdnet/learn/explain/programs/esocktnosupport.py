"""Creates an Internet socket of a type that these protocols do not have."""

from stdnet import c

error = c.cvt(c.socket(c.AF_INET, c.SOCK_RDM, 0)).unwrap_err()

print(error)
print(repr(error))
