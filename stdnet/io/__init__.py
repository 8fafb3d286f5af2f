"""Rust's `std::io`."""

from stdnet._core.buffer import Buffer as Buffer
from stdnet._core.buffer import IoSlice as IoSlice
from stdnet._core.buffer import IoSliceMut as IoSliceMut
from stdnet._core.buffer import WritableBuffer as WritableBuffer
from stdnet._core.error import Error as Error
from stdnet._core.error import RawOsError as RawOsError
from stdnet._core.error import Result as Result
from stdnet._core.error_kind import ErrorKind as ErrorKind
