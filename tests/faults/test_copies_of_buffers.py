"""What has a buffer or a position is not copied: both copies would own the same bytes."""

import copy
import pickle
from collections.abc import Callable

import pytest

from stdnet import io
from stdnet.io import BufReader, BufWriter, Cursor, LineWriter

READER = Cursor(b"one\ntwo\n")
WRITER = Cursor(bytearray())

EACH: dict[str, Callable[[], object]] = {
    "BufReader": lambda: BufReader(READER),
    "BufWriter": lambda: BufWriter(WRITER),
    "LineWriter": lambda: LineWriter(WRITER),
    "Take": lambda: io.repeat(1).take(3),
    "BufTake": lambda: BufReader(io.repeat(1)).take(3),
    "BufSeekTake": lambda: READER.take(3),
    "Chain": lambda: io.repeat(1).chain(io.repeat(2)),
    "BufChain": lambda: READER.chain(READER),
    "Bytes": READER.bytes,
    "Lines": READER.lines,
    "Split": lambda: READER.split(10),
    "StdinLock": io.stdin().lock,
    "StdoutLock": io.stdout().lock,
    "StderrLock": io.stderr().lock,
}


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, pickle.dumps])
@pytest.mark.parametrize("name", EACH)
def test_it_is_refused(name: str, duplicate: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match=f"^a {name} is not copied or pickled$"):
        duplicate(EACH[name]())


# As in Rust, where these are `Clone`, or all handles are the same.
@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
@pytest.mark.parametrize("each", [READER, io.empty(), io.repeat(1), io.sink(), io.stdin()])
def test_others_are_copied(duplicate: Callable[[object], object], each: object) -> None:
    assert type(duplicate(each)) is type(each)
