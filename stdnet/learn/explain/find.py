"""Finds the error that someone means, by a kind, an errno, a number, or a text that was printed."""

import builtins
import errno
import gettext
import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Final, TypeAlias

from stdnet import io
from stdnet.learn.explain.faults import LOOKUPS, Errno, Fault, Fixed, Lookup, errnos
from stdnet.learn.explain.table import ENTRIES

Found: TypeAlias = Fault | io.ErrorKind

NUMBER: Final = re.compile(
    r"(?:^(?=-?\d+$)|errno[ =:]*|os error |code: |error code )(-?\d+)\b", re.IGNORECASE
)
"""`98`, Python's `[Errno 98]`, Rust's `(os error 98)` and `Os { code: 98, …`."""
KIND: Final = re.compile(r"\bkind(?:: |\()(\w+)", re.IGNORECASE)
"""Rust's `Custom { kind: InvalidData, …` and `Kind(InvalidData)`."""
LOCALES: Final = "/usr/share/locale"
"""Where the C library has its texts in other languages."""


def find(asked: str) -> Found | None:
    """Returns what is meant, or None."""
    told = asked.strip()
    exact = _texts().get(told)
    return exact or _by_name(told) or _by_number(told) or _by_text(told) or _by_kind(told)


def near(asked: str) -> list[str]:
    """Returns names of up to three errors that are much like it, each of another kind."""
    told = asked.strip().lower()
    known = {**_texts_in_lower_case(), **_names()}
    alike = get_close_matches(told, known, n=9, cutoff=0.6)
    inside = [each for each in known if len(told) > 3 and told in each]
    found = dict[Found, str]()
    for each in (known[text] for text in [*alike, *inside]):
        kind = each if isinstance(each, io.ErrorKind) else each.kind
        same = each if kind is io.ErrorKind.Uncategorized else kind
        found.setdefault(same, each.text if isinstance(each, Fixed) else each.name)
    return list(found.values())[:3]


def _by_name(asked: str) -> Found | None:
    """Finds `AddrInUse`, `ErrorKind::AddrInUse`, `addr_in_use`, EADDRINUSE, EAI_NONAME.

    The exceptions of Python stand for kinds.
    """
    name = re.split(r"::|\.", asked)[-1]
    return _names().get(re.sub(r"[\s_]", "", name).lower())


def _by_number(asked: str) -> Found | None:
    match = NUMBER.search(asked)
    return _numbers().get(int(match[1])) if match else None


def _by_text(asked: str) -> Found | None:
    """Finds the longest of the known texts that are in it. Case decides only between two."""
    for written, known in ((asked, _texts()), (asked.lower(), _texts_in_lower_case())):
        if inside := [text for text in known if text in written]:
            return known[max(inside, key=len)]
    return None


def _by_kind(asked: str) -> Found | None:
    match = KIND.search(asked)
    return _by_name(match[1]) if match else None


@cache
def _faults() -> list[Fault]:
    """Returns every error. Those of the table come first, as they have the usual names."""
    return [*(fault for entry in ENTRIES for fault in entry.faults), *errnos(), *LOOKUPS.values()]


@cache
def _names() -> dict[str, Found]:
    names: dict[str, Found] = dict(_exceptions())
    # Some numbers have several names: EWOULDBLOCK is EAGAIN.
    names |= {
        name.lower(): _numbers()[getattr(errno, name)] for name in dir(errno) if name[0] == "E"
    }
    names |= {name.replace("_", "").lower(): each for name, each in LOOKUPS.items()}
    return names | {kind.name.lower(): kind for kind in io.ErrorKind}


def _exceptions() -> Iterator[tuple[str, Found]]:
    """Yields Python's exceptions that stand for a kind."""
    yield "eoferror", io.ErrorKind.UnexpectedEof
    if "EAI_NONAME" in LOOKUPS:
        yield "gaierror", LOOKUPS["EAI_NONAME"]
    for name, value in vars(builtins).items():
        if isinstance(value, type) and issubclass(value, OSError):
            kind = io.Error.from_(value()).kind()
            if kind is not io.ErrorKind.Uncategorized:
                yield name.lower(), kind


@cache
def _numbers() -> dict[int, Found]:
    numbers: dict[int, Found] = {}
    for fault in _faults():
        if isinstance(fault, Errno | Lookup):
            numbers.setdefault(fault.code, fault)
    return numbers


@cache
def _texts() -> dict[str, Found]:
    texts: dict[str, Found] = {}
    for fault in _faults():
        texts.setdefault(fault.text, fault)
    for fault in _faults():
        texts.setdefault(_libc_in_spanish().gettext(fault.text), fault)
    for kind in io.ErrorKind:
        texts.setdefault(str(kind), kind)
    return texts


@cache
def _libc_in_spanish() -> gettext.NullTranslations:
    """Returns the translations that the C library of this machine has; there may be none."""
    return gettext.translation("libc", LOCALES, ["es"], fallback=True)


@cache
def _texts_in_lower_case() -> dict[str, Found]:
    return {text.lower(): found for text, found in reversed(_texts().items())}
