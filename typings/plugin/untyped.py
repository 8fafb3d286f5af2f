# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, allow-untyped-decorators
# pyright: basic
"""Functions without annotations, about whose errors nothing is known.

The docstring of `question.py` explains the comments.
"""

from stdnet import Err, Ok, Result, TcpStream, propagate


class Lost(Exception): ...


def lost() -> Result[int, Lost]:
    return Err(Lost())


def without_annotations(r):
    lost().unwrap()
    return Ok(r.unwrap())


@propagate
def decorated(r):
    lost().unwrap()
    return Ok(r.unwrap())


@propagate
async def decorated_later(r):
    lost().unwrap()
    return Ok((await r).unwrap())


def without_a_return_type(r: Result[int, Lost]):
    return Ok(r.unwrap())


@propagate
def inside() -> Result[int, Lost]:
    def inner():
        return lost().unwrap()

    return Ok(inner())


def calls_are_seen(stream: TcpStream):
    stream.flush()  # E: unused-result
    stream.peer_addr().map(str)  # E: unused-result


class Anything(Exception):
    @staticmethod
    def from_(error):
        return Anything(error)


@propagate
def an_untyped_from_() -> Result[int, Anything]:
    return Ok(lost().unwrap())
