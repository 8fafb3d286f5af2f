"""The client that comes after one with which something went wrong."""

from dataclasses import replace
from typing import Final

from stdnet import Result
from stdnet.learn.judge.check import Failure
from stdnet.learn.judge.text import Text


def is_served(served: Result[None, Failure]) -> Result[None, Failure]:
    """Says of a failure that it is the next client's."""
    return served.map_err(lambda failure: replace(failure, seen=NOT_SERVED))


NOT_SERVED: Final = Text("the next client was not served", "no se atendió al cliente siguiente")
