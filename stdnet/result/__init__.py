"""Rust's `Result`, made of the containers of the package `returns`.

`Result[T, E]` is the union of its two halves `Ok[T]` and `Err[E]`, so a type checker knows that a
`match` over both is exhaustive.

>>> from stdnet.result import Err, Ok, Result, propagate
>>> def half(n: int) -> Result[int, str]:
...     return Ok(n // 2) if n % 2 == 0 else Err(f"{n} is odd")
>>> match half(8):
...     case Ok(n):
...         print(n)
...     case Err(why):
...         print(why)
4
>>> @propagate  # `.unwrap()` in here is Rust's `?`
... def quarter(n: int) -> Result[int, str]:
...     return half(half(n).unwrap())
>>> quarter(8), quarter(6)
(Ok(2), Err("3 is odd"))
"""

from stdnet.result._containers import Err as Err
from stdnet.result._containers import Ok as Ok
from stdnet.result._containers import Result as Result
from stdnet.result._containers import collect as collect
from stdnet.result._containers import is_err as is_err
from stdnet.result._containers import is_ok as is_ok
from stdnet.result._containers import sealed as sealed
from stdnet.result._from import From as From
from stdnet.result._panic import Panic as Panic
from stdnet.result._public import publish as _publish
from stdnet.result._question import propagate as propagate

__all__ = [
    "Ok",
    "Err",
    "Result",
    "propagate",
    "From",
    "Panic",
    "collect",
    "sealed",
    "is_ok",
    "is_err",
]

_publish(__name__, map(globals().get, __all__))
