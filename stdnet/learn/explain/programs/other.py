"""Refuses a peer by an error of its own."""

from stdnet import Err, Ok, io


def check_version(greeting: str) -> io.Result[None]:
    """Returns an error if the peer speaks another version."""
    if greeting != "HELLO 1":
        return Err(io.Error.other(f"another version: {greeting}"))
    return Ok(None)


error = check_version("HELLO 2").unwrap_err()

print(error)
print(repr(error))
