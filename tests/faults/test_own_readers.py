"""The readers and writers in the documentation are as a type checker wants them.

What a reader or writer of the program may do with a buffer is in `typings/must_pass/buffers.py`.
"""

import ast
import doctest
import importlib
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator
from ctypes import c_ubyte
from importlib.util import find_spec
from mmap import mmap
from pathlib import Path

import pytest

from stdnet import Ok, io
from tests.pages.checks import examples
from tests.pages.fill import pages
from tests.support.once import only_with
from tests.test_doctests import MODULES

TRAITS = {"Read", "BufRead", "Write", "ReadWrite", "Seek"}


def documented() -> Iterator[doctest.DocTest]:
    """Yields the examples of the docstrings and of the pages."""
    names = [name for name in MODULES if not name.endswith(("__main__", "mypy_plugin"))]
    for module in map(importlib.import_module, names):
        yield from doctest.DocTestFinder().find(module)
    for page in pages():
        text = examples(page.read_text(encoding="utf-8"))
        yield doctest.DocTestParser().get_doctest(text, {}, page.stem, None, None)


def has_own_reader_or_writer(program: str) -> bool:
    """Returns True if a class of the program derives from `Read`, `io.Write` and their like."""
    classes = [node for node in ast.walk(ast.parse(program)) if isinstance(node, ast.ClassDef)]
    bases = {ast.unparse(base).removeprefix("io.") for node in classes for base in node.bases}
    return not bases.isdisjoint(TRAITS)


@only_with("3.12")
@pytest.mark.slow
def test_the_examples_of_own_readers_and_writers_have_no_type_error(tmp_path: Path) -> None:
    if find_spec("mypy") is None:
        pytest.skip("mypy is not installed: pip install -r tests/requirements.txt")
    programs = {
        example.name: "".join(part.source for part in example.examples) for example in documented()
    }
    written = 0
    for name, program in programs.items():
        if has_own_reader_or_writer(program):
            (tmp_path / f"{name.replace('.', '_')}.py").write_text(program)
            written += 1
    assert written >= 6
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache")]
    checked = subprocess.run([*command, "."], cwd=tmp_path, capture_output=True, text=True)
    assert checked.returncode == 0, f"{checked.stdout}{checked.stderr}"


class Digits(io.Read):
    """A reader as the documentation shows it."""

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        view = memoryview(buf)
        view[:] = b"0123456789"[: len(view)]
        return Ok(len(view))


class Kept(io.Write):
    """A writer as the documentation shows it."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        pair = memoryview(buf)[:2]
        self.data += pair
        return Ok(len(pair))

    def flush(self) -> io.Result[None]:
        return Ok(None)


@pytest.mark.parametrize(
    "make",
    [
        lambda: bytearray(4),
        lambda: memoryview(bytearray(4)),
        lambda: array("B", bytes(4)),
        lambda: mmap(-1, 4),
    ],
    ids=["bytearray", "memoryview", "array", "mmap"],
)
def test_an_own_reader_fills_and_an_own_writer_takes_any_bytes(
    make: Callable[[], bytearray],
) -> None:
    buf = make()
    assert Digits().read(buf) == Ok(4)
    assert bytes(memoryview(buf)) == b"0123"
    writer = Kept()
    writer.write_all(buf).unwrap()
    assert writer.data == b"0123"


def test_the_provided_methods_pass_bytes_whatever_the_items_are() -> None:
    numbers = array("H", [0, 0])
    Digits().read_exact(numbers).unwrap()
    assert numbers.tobytes() == b"0123"
    writer = Kept()
    writer.write_all(numbers).unwrap()
    assert writer.data == b"0123"
    octets = (c_ubyte * 3)()
    assert Digits().read_vectored([octets]) == Ok(3)
    assert bytes(octets) == b"012"
