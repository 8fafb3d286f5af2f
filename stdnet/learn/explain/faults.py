"""The three forms of an error: an errno, a code of `getaddrinfo`, and a fixed text of Rust's."""

import errno
import os
import sys
from typing import Final, NamedTuple, TypeAlias

from stdnet import GaiError, io

UNSTABLE: Final = {io.ErrorKind.FilesystemLoop, io.ErrorKind.InProgress, io.ErrorKind.Uncategorized}
"""The kinds that a program in stable Rust cannot name."""


class Said(NamedTuple):
    """The texts that others print for an error, and the code that recognizes it. Some are empty."""

    printed_by_c: str = ""
    printed_by_python: str = ""
    matched_by_c: str = ""
    matched_by_rust: str = ""
    matched_by_stdnet: str = ""
    imports: str = ""
    """The import that `matched_by_stdnet` needs, besides `Err` and `io`."""


def by_kind(kind: io.ErrorKind) -> tuple[str, str]:
    """Returns how a program in Rust, and one with stdnet, recognizes an error by its kind."""
    in_rust = f"Err(e) if e.kind() == io::ErrorKind::{kind!r} =>"
    return in_rust, f"case Err(io.Error(io.ErrorKind.{kind!r})):"


class Errno(NamedTuple):
    """An error of a system call."""

    name: str

    @property
    def code(self) -> int:
        """The number on this machine."""
        code: int = getattr(errno, self.name)
        return code

    @property
    def text(self) -> str:
        """The text of the C library."""
        return os.strerror(self.code)

    @property
    def error(self) -> io.Error:
        """The error as stdnet returns it."""
        return io.Error.from_raw_os_error(self.code)

    @property
    def kind(self) -> io.ErrorKind:
        """The kind of the error."""
        return self.error.kind()

    def said(self, call: str) -> Said:
        """Returns what is said of it where this C function gives it."""
        raised = OSError(self.code, self.text)
        in_rust, in_stdnet = by_kind(self.kind)
        imports = ""
        if self.kind in UNSTABLE:
            in_rust = f"Err(e) if e.raw_os_error() == Some({self.code}) =>"
        if self.kind is io.ErrorKind.Uncategorized:
            in_stdnet = f"case Err(e) if e.raw_os_error() == errno.{self.name}:"
            imports = "import errno"
        return Said(
            printed_by_c=f"{call}: {self.text}",
            printed_by_python=f"{type(raised).__name__}: {raised}",
            matched_by_c=f"errno == {self.name}",
            matched_by_rust=in_rust,
            matched_by_stdnet=in_stdnet,
            imports=imports,
        )


class Lookup(NamedTuple):
    """An error of `getaddrinfo`, which has codes of its own."""

    name: str
    code: int
    text: str

    @property
    def error(self) -> io.Error:
        """The error as stdnet returns it."""
        return io.Error(io.ErrorKind.Uncategorized, GaiError(self.code, self.text))

    @property
    def kind(self) -> io.ErrorKind:
        """The kind of the error."""
        return self.error.kind()

    def said(self, call: str) -> Said:
        """Returns what is said of it. Rust keeps the text, and not the code."""
        return Said(
            printed_by_c=f"{call}: {self.text}",
            printed_by_python=f"socket.gaierror: [Errno {self.code}] {self.text}",
            matched_by_c=f"{call}(…) == {self.name}",
            matched_by_rust=f'Err(e) if e.to_string().ends_with("{self.text}") =>',
            matched_by_stdnet=(
                f"case Err(e) if e.downcast(GaiError).is_ok_and(lambda g: g.code == c.{self.name}):"
            ),
            imports="from stdnet import GaiError, c",
        )


class Fixed(NamedTuple):
    """An error that the library itself makes, with a fixed text and without an errno."""

    kind: io.ErrorKind
    text: str
    of_rust: bool = True
    """False for a text that only stdnet has."""
    in_c: str = ""
    """The condition by which a program in C notices it."""

    def said(self, call: str) -> Said:
        """Returns what is said of it. To C and to Python's `socket` no call has failed."""
        del call
        in_rust, in_stdnet = by_kind(self.kind)
        if self.kind in UNSTABLE:
            in_rust = f'Err(e) if e.to_string() == "{self.text}" =>'
            in_stdnet = f'case Err(e) if str(e) == "{self.text}":'
        return Said(
            matched_by_c=self.in_c,
            matched_by_rust=in_rust if self.of_rust else "",
            matched_by_stdnet=in_stdnet,
        )


Fault: TypeAlias = Errno | Lookup | Fixed


def title(fault: Fault) -> str:
    """Returns the name, the number and the text."""
    return fault.text if isinstance(fault, Fixed) else f"{fault.name} ({fault.code}), {fault.text}"


def display_and_debug(fault: Fault) -> tuple[str, str]:
    """Returns Rust's `{}` and `{:?}`, which are `str` and `repr` of stdnet's error."""
    if isinstance(fault, Fixed):
        # Only the library itself can create such an error.
        return fault.text, f'Error {{ kind: {fault.kind!r}, message: "{fault.text}" }}'
    return str(fault.error), repr(fault.error)


def errnos() -> list[Errno]:
    """Returns every errno of this machine, each once."""
    return [Errno(name) for name in errno.errorcode.values()]


def _lookups() -> dict[str, Lookup]:
    found = dict[str, Lookup]()
    if sys.platform == "linux":
        from stdnet import c  # noqa: PLC0415 - it needs Linux

        for name in dir(c):
            if name.startswith("EAI_"):
                code: int = getattr(c, name)
                found[name] = Lookup(name, code, c.gai_strerror(code))
    return found


LOOKUPS: Final = _lookups()
"""Every error of `getaddrinfo` by its name. Only on Linux are their codes and texts known."""
