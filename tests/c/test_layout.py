"""Sizes, offsets and constants are those that gcc compiles: `tests/oracle/layout.c` prints them."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from ctypes import sizeof

import pytest

from stdnet import c
from stdnet.c._struct import Struct
from tests.support import oracle


def depends_on_word_size(row: oracle.Answer) -> bool:
    """Returns True for a row about a structure, or about the length of a control message."""
    return bool({"struct", "len"} & row.keys())


ROWS = (
    oracle.golden("layout")
    if oracle.IS_64_BIT
    else [row for row in oracle.golden("layout") if not depends_on_word_size(row)]
    + oracle.golden("layout_32")
)
NAMES: list[str] = vars(c)["__all__"]


def rows(*keys: str) -> list[oracle.Answer]:
    """Returns the rows that have all of the keys."""
    found = [row for row in ROWS if {*keys} <= {*row}]
    assert found
    return found


def named(name: object) -> object:
    """Returns the object of `stdnet.c` with a name."""
    return getattr(c, str(name))


def structure(name: object) -> type[Struct]:
    """Returns the structure with a name."""
    found = named(name)
    assert isinstance(found, type)
    assert issubclass(found, Struct)
    return found


def constants() -> Iterator[tuple[str, int]]:
    """Yields the name and the value of each number."""
    for name in NAMES:
        value = named(name)
        if isinstance(value, int):
            yield name, value


def test_the_sizes_are_those_of_c() -> None:
    for row in rows("sizeof"):
        found = c.socklen_t if row["struct"] == "socklen_t" else structure(row["struct"])
        assert (row["struct"], sizeof(found)) == (row["struct"], row["sizeof"])


def test_the_offsets_are_those_of_c() -> None:
    for row in rows("offset"):
        kind, member = structure(row["struct"]), str(row["member"])
        assert (member, c.offsetof(kind, member)) == (member, row["offset"])
        assert (member, vars(kind)[member].size) == (member, row["size"])


def test_the_structures_have_exactly_the_members_of_c() -> None:
    """Padding without a name in C does not count."""
    in_c = {(row["struct"], row["member"]) for row in rows("offset")}
    kinds = {kind for name in NAMES if isinstance(kind := named(name), type)}
    ours = {
        (kind.__name__, member)
        for kind in kinds
        if issubclass(kind, Struct)
        for member, _ in vars(kind)["_fields_"]
        if not member.startswith("_")
    }
    assert ours == in_c


def test_the_constants_are_those_of_c() -> None:
    in_c = {row["constant"]: row["value"] for row in rows("constant")}
    assert dict(constants()) == in_c


LEFT_OUT = {
    **dict.fromkeys(
        ["O_DIRECT", "O_DIRECTORY", "O_LARGEFILE", "O_NOFOLLOW", "O_TMPFILE"],
        "other processors have other numbers",
    ),
    **dict.fromkeys(["F_GETLK64", "F_SETLK64", "F_SETLKW64"], "names that only glibc uses"),
    **dict.fromkeys(["F_LOCK", "F_TEST", "F_TLOCK", "F_ULOCK"], "of lockf()"),
    "EOF": "of <stdio.h>",
    "FD_SETSIZE": "of select()",
    "F_OK": "of access()",
    "SCM_SRCRT": "its value is a name that no header defines",
}
"""Constants of the headers that `stdnet.c` does not have, and why."""


@oracle.needs_gcc
def test_no_constant_of_the_headers_is_left_out() -> None:
    """For each prefix in use all constants are there: with AF_INET, every AF_…."""
    ours = [name for name, _ in constants()]
    prefixes = {name.partition("_")[0] for name in ours if "_" in name} - {"HOST"}
    command = ["gcc", "-E", "-dM", "-include", "linux/version.h", str(oracle.source("layout"))]
    done = subprocess.run(command, capture_output=True, text=True)
    macros = dict(re.findall(r"^#define (\w+) (.*)$", done.stdout, re.MULTILINE))
    glibc, linux = int(macros.get("__GLIBC_MINOR__", 0)), int(macros.get("LINUX_VERSION_CODE", 0))
    if not (0 < glibc <= 36 and 0 < linux < 6 << 16 | 2 << 8):
        pytest.skip("the headers of this machine are newer than the constants")
    in_c = {
        name
        for name in macros
        if name.partition("_")[0] in prefixes or re.fullmatch("E[0-9A-Z]+", name)
    }
    assert in_c - {*ours} <= {*LEFT_OUT}


def test_no_name_is_in_two_headers() -> None:
    assert len(NAMES) == len({*NAMES}) > 850


def test_a_star_import_has_the_listed_names_and_no_other() -> None:
    namespace = dict[str, object]()
    exec("from stdnet.c import *", namespace)
    assert namespace.keys() - {"__builtins__"} == {*NAMES}


def test_offsetof_refuses_an_unknown_member() -> None:
    with pytest.raises(ValueError, match="the structure has no member s6_addr"):
        c.offsetof(c.in_addr, "s6_addr")
    with pytest.raises(TypeError):
        c.offsetof(int, "real")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_the_lengths_of_control_messages_are_those_of_c() -> None:
    macros: dict[str, Callable[[int], int]] = {
        "CMSG_ALIGN": c.CMSG_ALIGN,
        "CMSG_LEN": c.CMSG_LEN,
        "CMSG_SPACE": c.CMSG_SPACE,
    }
    for row in rows("len"):
        length = row["len"]
        assert isinstance(length, int)
        for name, macro in macros.items():
            assert (name, length, macro(length)) == (name, length, row[name])


@oracle.needs_gcc
def test_the_recorded_output_is_that_of_a_fresh_run() -> None:
    try:
        fresh = oracle.fresh("layout")
    except subprocess.CalledProcessError:
        pytest.skip("the headers of this machine do not have all constants")
    rows = [json.loads(line) for line in fresh.splitlines()]
    if not oracle.IS_64_BIT:
        rows.sort(key=depends_on_word_size)
    assert rows == ROWS


@oracle.needs_gcc
def test_the_recorded_output_for_32_bits_is_that_of_a_fresh_run() -> None:
    try:
        fresh = oracle.fresh_layout_32()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("gcc -m32 does not work on this machine")
    assert [json.loads(line) for line in fresh.splitlines()] == oracle.golden("layout_32")
