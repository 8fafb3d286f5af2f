"""Readers, writers, and the errors of I/O. Rust's `std::io`.

`Read` and `Write` are abstract classes. A reader of your own defines `read`, a writer `write` and
`flush`, and inherits all other methods. A function that can fail returns a `Result`, whose `Err`
holds an `Error` with its `ErrorKind`.

>>> from stdnet import Ok, io
>>> class Letters(io.Read):
...     def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
...         view = memoryview(buf)
...         view[:] = b"a" * len(view)
...         return Ok(len(view))
>>> Letters().take(3).read_to_string().unwrap()
'aaa'

Names for annotations:

- `Result[int]`: an `Ok[int]`, or an `Err` whose error is an `Error`.
- `Buffer`, `WritableBuffer`: bytes to write, and to read into.
- `IoSlice`, `IoSliceMut`: the same by Rust's names; both are a `memoryview`.
- `RawOsError`: the number of an error, an `int`.
"""

from stdnet._core.buffer import Buffer as Buffer
from stdnet._core.buffer import IoSlice as IoSlice
from stdnet._core.buffer import IoSliceMut as IoSliceMut
from stdnet._core.buffer import WritableBuffer as WritableBuffer
from stdnet._core.error import Error as Error
from stdnet._core.error import RawOsError as RawOsError
from stdnet._core.error import Result as Result
from stdnet._core.error_kind import ErrorKind as ErrorKind
from stdnet.io._adapters import BufChain as BufChain
from stdnet.io._adapters import BufSeekTake as BufSeekTake
from stdnet.io._adapters import BufTake as BufTake
from stdnet.io._adapters import Bytes as Bytes
from stdnet.io._adapters import Chain as Chain
from stdnet.io._adapters import Lines as Lines
from stdnet.io._adapters import SeekTake as SeekTake
from stdnet.io._adapters import Split as Split
from stdnet.io._adapters import Take as Take
from stdnet.io._buf_reader import BufReader as BufReader
from stdnet.io._buf_writer import BufWriter as BufWriter
from stdnet.io._buf_writer import IntoInnerError as IntoInnerError
from stdnet.io._buf_writer import LineWriter as LineWriter
from stdnet.io._buf_writer import WriterPanicked as WriterPanicked
from stdnet.io._copy import Copied as Copied
from stdnet.io._copy import copy as copy
from stdnet.io._cursor import Cursor as Cursor
from stdnet.io._file import File as File
from stdnet.io._file import attempt as attempt
from stdnet.io._file import from_file as from_file
from stdnet.io._null import Empty as Empty
from stdnet.io._null import Repeat as Repeat
from stdnet.io._null import Sink as Sink
from stdnet.io._null import empty as empty
from stdnet.io._null import repeat as repeat
from stdnet.io._null import sink as sink
from stdnet.io._pipe import PipeReader as PipeReader
from stdnet.io._pipe import PipeWriter as PipeWriter
from stdnet.io._pipe import pipe as pipe
from stdnet.io._seek import Seek as Seek
from stdnet.io._seek import SeekFrom as SeekFrom
from stdnet.io._stdio import IsTerminal as IsTerminal
from stdnet.io._stdio import Stderr as Stderr
from stdnet.io._stdio import StderrLock as StderrLock
from stdnet.io._stdio import Stdin as Stdin
from stdnet.io._stdio import StdinLock as StdinLock
from stdnet.io._stdio import Stdout as Stdout
from stdnet.io._stdio import StdoutLock as StdoutLock
from stdnet.io._stdio import stderr as stderr
from stdnet.io._stdio import stdin as stdin
from stdnet.io._stdio import stdout as stdout
from stdnet.io._traits import BufRead as BufRead
from stdnet.io._traits import Read as Read
from stdnet.io._traits import ReadWrite as ReadWrite
from stdnet.io._traits import Write as Write
from stdnet.io._traits import read_to_string as read_to_string
from stdnet.result._public import publish as _publish

__all__ = [
    "Read",
    "BufRead",
    "Write",
    "ReadWrite",
    "Seek",
    "SeekFrom",
    "BufReader",
    "BufWriter",
    "LineWriter",
    "IntoInnerError",
    "WriterPanicked",
    "Bytes",
    "Lines",
    "Split",
    "Chain",
    "BufChain",
    "Take",
    "BufTake",
    "SeekTake",
    "BufSeekTake",
    "Cursor",
    "Empty",
    "Repeat",
    "Sink",
    "empty",
    "repeat",
    "sink",
    "read_to_string",
    "copy",
    "Copied",
    "stdin",
    "Stdin",
    "StdinLock",
    "stdout",
    "Stdout",
    "StdoutLock",
    "stderr",
    "Stderr",
    "StderrLock",
    "IsTerminal",
    "pipe",
    "PipeReader",
    "PipeWriter",
    "from_file",
    "attempt",
    "File",
    "Error",
    "ErrorKind",
    "RawOsError",
    "Result",
    "Buffer",
    "WritableBuffer",
    "IoSlice",
    "IoSliceMut",
]

_publish(__name__, map(globals().get, __all__))
