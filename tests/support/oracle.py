"""Compiles and runs the oracles: programs in Rust and in C that show what is right.

`tests/oracle/NAME.rs` prints JSON lines, which are committed as `tests/oracle/golden/NAME.jsonl`.
stdnet is always compared with the golden file, in which the texts of errors of the C library are
replaced by those of the C library of this machine. Where there is a `rustc`, the golden file is
compared with a fresh run (`tests/oracle/test_golden.py`). `NAME.c` is compiled by `gcc`. With the
argument `serve` a program instead answers questions that Hypothesis draws, each line with a line.

Programs that use a crate need it, too: see `crates.py`.

`python -m tests.support.oracle` writes all golden files again.
"""

import ctypes
import functools
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import pytest

from tests.support import crates
from tests.support.compiled import compiled

ORACLE = Path(__file__).parents[1] / "oracle"
GOLDEN = ORACLE / "golden"

Answer = dict[str, object]

needs_rustc = pytest.mark.skipif(shutil.which("rustc") is None, reason="no rustc on this machine")
needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="no gcc on this machine")

IS_64_BIT = sys.maxsize > 1 << 32
"""False where structures are shorter than in the golden files, which a machine of 64 bits wrote."""
COMPILERS = {
    ".rs": ["rustc", "--edition=2024", "-O", "-Awarnings"],
    ".c": ["gcc", "-O", "-w"],
}


def names() -> list[str]:
    """Returns the names of the Rust programs that have golden answers."""
    found = (path.stem for path in GOLDEN.glob("*.jsonl"))
    return sorted(name for name in found if (ORACLE / f"{name}.rs").exists())


def crate(name: str) -> crates.Crate | None:
    """Returns the crate that a program uses, if it uses one."""
    return crates.used(source(name)) if source(name).suffix == ".rs" else None


def source(name: str) -> Path:
    """Returns the path of a program's source."""
    in_c = ORACLE / f"{name}.c"
    return in_c if in_c.exists() else ORACLE / f"{name}.rs"


def golden(name: str) -> list[Answer]:
    """Returns the committed answers of a program."""
    return _answers(golden_text(name))


def golden_text(name: str) -> str:
    """Returns the golden file of a program, with the texts of this machine's C library."""
    text = _committed(name)
    for theirs, ours in reworded():
        text = text.replace(theirs, ours)
    return text


@functools.cache
def reworded() -> list[tuple[str, str]]:
    """Returns the texts of errors that differ in the golden files and in the C library here.

    They are JSON. The golden files `error` and `layout` have the texts of all errors.
    """
    pairs = list[tuple[object, object]]()
    for row in _answers(_committed("error")):
        if isinstance(code := row.get("code"), int):
            error = cast("dict[str, str]", row["error"])
            text = error["display"].removesuffix(f" (os error {code})")
            for whole in (error["display"], error["debug"]):
                pairs.append((whole, whole.replace(text, os.strerror(code))))
    rows = [row for row in _answers(_committed("layout")) if "gai_strerror" in row]
    uses = Counter(row["gai_strerror"] for row in rows)
    for row in rows:
        code, lookup = cast("int", row["code"]), _gai_strerror(cast("int", row["code"]))
        pairs.append((row, {**row, "strerror": os.strerror(code), "gai_strerror": lookup}))
        if uses[row["gai_strerror"]] == 1:  # The others are "Unknown error".
            pairs.append((f"information: {row['gai_strerror']}", f"information: {lookup}"))
    return [(_inside(old), _inside(new)) for old, new in pairs if old != new]


def _inside(value: object) -> str:
    """Returns a value as JSON, without the quotes or brackets around it."""
    return json.dumps(value)[1:-1]


def _gai_strerror(code: int) -> str:
    function = ctypes.CDLL(None).gai_strerror
    function.restype = ctypes.c_char_p
    return cast("bytes", function(code)).decode()


def _committed(name: str) -> str:
    return (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8")


def _answers(text: str) -> list[Answer]:
    return [json.loads(line) for line in text.splitlines()]


@functools.cache
def program(name: str, *options: str) -> Path:
    """Returns the path of the compiled program; compiles it if its source has changed."""
    path = source(name)
    # stdnet has unstable items of std, too.
    environment = {**os.environ, "RUSTC_BOOTSTRAP": "1"}
    flags = list[str]()
    if used := crate(name):
        flags = crates.link_flags(used)
        environment["CRATE_VERSION"] = used.version
    command = [*COMPILERS[path.suffix], *options, *flags]
    return compiled(path, command, sorted((ORACLE / "common").glob("*.rs")), environment)


def fresh(name: str, *options: str) -> str:
    """Runs the program, compiled with the options, and returns what it prints."""
    done = subprocess.run([program(name, *options)], check=True, stdout=subprocess.PIPE, timeout=60)
    return done.stdout.decode()


def fresh_layout_32() -> str:
    """Returns the rows of `layout` that depend on the size of a word, for a word of 32 bits."""
    lines = fresh("layout", "-m32").splitlines(keepends=True)
    return "".join(line for line in lines if line.startswith(('{"struct":', '{"len":')))


class Oracle:
    """An oracle process that answers each line with a line.

    A question is words with spaces between them; `word` makes a word of any text or bytes. The
    answer is a JSON object.
    """

    def __init__(self, name: str) -> None:
        self._process = subprocess.Popen(
            [program(name), "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self, *words: str) -> Answer:
        """Sends a question and waits for its answer."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(" ".join(words).encode() + b"\n")
        stdin.flush()
        line = stdout.readline()
        assert line, f"the oracle died at {words}"
        answer: Answer = json.loads(line)
        return answer

    def close(self) -> None:
        """Ends the process, even if it hangs in an answer."""
        try:
            self._process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


def word(content: str | bytes) -> str:
    """Returns any text or bytes as one word of a question: hex digits, or a dash for nothing."""
    raw = content.encode() if isinstance(content, str) else content
    return raw.hex() or "-"


def regenerate() -> Iterator[str]:
    """Writes the golden file of every program; yields a line about each."""
    for path in sorted([*ORACLE.glob("*.rs"), *ORACLE.glob("*.c")]):
        used = crate(path.stem)
        if used and (reason := crates.why_not(used)):
            yield f"{path.stem}: {reason}"
            continue
        answers = fresh(path.stem)
        if answers:
            (GOLDEN / f"{path.stem}.jsonl").write_text(answers, encoding="utf-8")
            yield f"{path.stem}: {answers.count(chr(10))} answers"
    try:
        (GOLDEN / "layout_32.jsonl").write_text(fresh_layout_32(), encoding="utf-8")
        yield "layout_32"
    except (OSError, subprocess.CalledProcessError):
        yield "layout_32: gcc -m32 does not work"


if __name__ == "__main__":
    for report in regenerate():
        sys.stdout.write(report + "\n")
