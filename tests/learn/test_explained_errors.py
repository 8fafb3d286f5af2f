"""The table of `explain` is whole, and its pages say what C, Python, Rust and stdnet say."""

import ast
import os
import re
import shutil
import socket
import subprocess
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

import pytest

import stdnet
from stdnet import Err, io, to_socket_addrs
from stdnet._core.error import SimpleMessage
from stdnet.learn.explain.faults import (
    LOOKUPS,
    UNSTABLE,
    Errno,
    Fault,
    Fixed,
    Lookup,
    display_and_debug,
    errnos,
)
from stdnet.learn.explain.page import FOLDER
from stdnet.learn.explain.table import ELSEWHERE, ENTRIES, KINDS
from stdnet.learn.language import LANGUAGES
from tests.learn.man_pages import PAGES, errnos_of_man_page, recorded
from tests.support import oracle
from tests.support.once import only_with

pytestmark = only_with("3.13")

FAULTS: Final = [(entry.call, fault) for entry in ENTRIES for fault in entry.faults]
OS_ERRORS: Final = [(call, fault) for call, fault in FAULTS if isinstance(fault, Errno)]
IN_ENTRIES: Final = {fault.name for _, fault in OS_ERRORS}
FIXED: Final = [fault for _, fault in FAULTS if isinstance(fault, Fixed)]


def error_of(fault: Fault) -> io.Error:
    """Returns the error as the library makes it."""
    if isinstance(fault, Fixed):
        return SimpleMessage(fault.kind, fault.text).error()
    return fault.error


def test_every_kind_has_an_entry_or_comes_from_elsewhere() -> None:
    explained = [KINDS[entry.name].name for entry in ENTRIES if entry.name in KINDS]
    others = [kind.name for kind in io.ErrorKind if kind.name in ELSEWHERE]
    assert sorted(explained + others) == sorted(kind.name for kind in io.ErrorKind)


def test_every_errno_of_a_kind_with_an_entry_is_in_it() -> None:
    for entry in ENTRIES:
        if entry.name in KINDS and entry.kind is not io.ErrorKind.Uncategorized:
            known = {fault.code for fault in entry.faults if isinstance(fault, Errno)}
            assert known == {each.code for each in errnos() if each.kind is entry.kind}


def test_every_error_is_in_one_entry_and_of_its_kind() -> None:
    assert Counter(fault for _, fault in FAULTS).most_common(1)[0][1] == 1
    assert {entry.name: {fault.kind for fault in entry.faults} for entry in ENTRIES} == {
        entry.name: {entry.kind} for entry in ENTRIES
    }
    for entry in ENTRIES:
        first = entry.faults[0]
        assert entry.name in KINDS or (
            isinstance(first, Errno | Lookup) and first.name.lower() == entry.name
        )


def test_every_entry_is_written_and_has_its_program() -> None:
    written = {f"{entry.name}.{lang}.md" for entry in ENTRIES for lang in LANGUAGES}
    assert {path.name for path in (FOLDER / "entries").iterdir()} == written
    programs = {f"{entry.name}.py" for entry in ENTRIES if not entry.unprovoked}
    assert {path.name for path in (FOLDER / "programs").glob("*.py")} == programs


def is_explained(name: str) -> bool:
    """Returns True for an errno that has an entry, or a reason to have none."""
    fault = Errno(name)
    codes = {Errno(each).code for each in IN_ENTRIES}
    return fault.code in codes or name in ELSEWHERE or fault.kind.name in ELSEWHERE


@pytest.mark.parametrize("page", PAGES)
def test_every_errno_of_a_recorded_man_page_is_explained(page: str) -> None:
    assert [name for name in recorded()[page] if not is_explained(name)] == []


@pytest.mark.skipif(shutil.which("man") is None, reason="no man on this machine")
@pytest.mark.parametrize("page", PAGES)
def test_every_errno_of_a_man_page_of_this_machine_is_explained(page: str) -> None:
    found = errnos_of_man_page(page)
    if not found and recorded()[page]:
        pytest.skip(f"{page} is not installed")
    assert [name for name in found if not is_explained(name)] == []


def test_every_reason_is_used() -> None:
    listed = {name for names in recorded().values() for name in names} - IN_ENTRIES
    kinds = {kind.name for kind in io.ErrorKind}
    assert {name for name in ELSEWHERE if name not in kinds} <= listed


def fixed_messages() -> Iterator[tuple[str, str]]:
    """Yields the kind and the text of each fixed error in the source of stdnet."""
    root = Path(stdnet.__file__).parent
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name("SimpleMessage"),
                    args=[ast.Attribute(attr=kind), ast.Constant(value=str(text))],
                ):
                    yield kind, text
                case _:
                    pass


def test_every_fixed_text_of_stdnet_is_in_an_entry() -> None:
    assert {(fault.kind.name, fault.text) for fault in FIXED} == set(fixed_messages())


def sysroot() -> Path:
    done = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True)
    return Path(done.stdout.strip())


@oracle.needs_rustc
def test_the_fixed_texts_are_those_of_rust_unless_they_are_marked() -> None:
    # Generic functions are compiled with each program, and so are their texts.
    libraries = [*sysroot().glob("lib/rustlib/*/lib/libstd-*.so")]
    content = b"".join(
        path.read_bytes() for each in libraries for path in (each, each.with_suffix(".rmeta"))
    )
    in_rust = [fault for fault in FIXED if fault.text.encode() in content]
    assert in_rust == [fault for fault in FIXED if fault.of_rust]


@pytest.mark.parametrize("fault", [fault for _, fault in FAULTS], ids=str)
def test_stdnet_prints_what_the_page_says(fault: Fault) -> None:
    error = error_of(fault)
    assert display_and_debug(fault) == (str(error), repr(error))


@pytest.mark.parametrize(("call", "fault"), FAULTS, ids=str)
def test_the_case_of_stdnet_matches_the_error(call: str, fault: Fault) -> None:
    said = fault.said(call)
    case = said.matched_by_stdnet
    assert len(case) <= 100
    source = (
        f"{said.imports}\nmatch result:\n"
        f"    {case}\n        matched = True\n    case _:\n        matched = False"
    )
    for error, expected in ((error_of(fault), True), (io.Error.from_raw_os_error(200), False)):
        space = {"io": io, "Err": Err, "result": Err(error)}
        exec(source, space)
        assert space["matched"] is expected


def test_rust_prints_what_the_pages_say() -> None:
    golden = {row["code"]: row["error"] for row in oracle.golden("error") if "code" in row}
    for _, fault in OS_ERRORS:
        error = cast("dict[str, object]", golden[fault.code])
        assert (error["display"], error["debug"]) == display_and_debug(fault)
        assert error["kind"] == fault.kind.name


RUST: Final = """
use std::io;
fn main() {{
    {tests}
}}
"""

RUST_TEST: Final = """
    match Err::<(), _>(io::Error::from_raw_os_error({code})) {{
        {arm} println!("{{e}}\\n{{e:?}}"),
        other => println!("not matched: {{other:?}}"),
    }}
"""


@oracle.needs_rustc
def test_rust_matches_and_prints_each_errno_as_the_pages_say(tmp_path: Path) -> None:
    source, program = tmp_path / "errors.rs", tmp_path / "errors"
    tests = [
        RUST_TEST.format(code=fault.code, arm=fault.said(call).matched_by_rust)
        for call, fault in OS_ERRORS
    ]
    source.write_text(RUST.format(tests="".join(tests)), encoding="utf-8")
    subprocess.run(["rustc", "--edition=2024", "-o", program, source], check=True)
    done = subprocess.run([program], capture_output=True, text=True, check=True)
    expected = [line for _, fault in OS_ERRORS for line in display_and_debug(fault)]
    assert done.stdout.splitlines() == expected


@oracle.needs_rustc
def test_rust_matches_errors_without_errno_as_the_pages_say(tmp_path: Path) -> None:
    source, program = tmp_path / "errors.rs", tmp_path / "errors"
    no_name = LOOKUPS["EAI_NONAME"].said("getaddrinfo").matched_by_rust
    look_up = 'std::net::ToSocketAddrs::to_socket_addrs("two words:80")'
    tests = [f'match {look_up} {{ {no_name} println!("no name"), _ => () }}']
    others = [
        (fault, arm)
        for call, fault in FAULTS
        if not isinstance(fault, Errno) and (arm := fault.said(call).matched_by_rust)
    ]
    for fault, arm in others:
        kind = "Other" if fault.kind in UNSTABLE else fault.kind.name
        text = display_and_debug(fault)[0]
        made = f'io::Error::new(io::ErrorKind::{kind}, "{text}")'
        tests.append(f'match Err::<(), _>({made}) {{ {arm} println!("{{e}}"), _ => () }}')
    source.write_text(RUST.format(tests="\n".join(tests)), encoding="utf-8")
    subprocess.run(["rustc", "--edition=2024", "-o", program, source], check=True)
    done = subprocess.run([program], capture_output=True, text=True, check=True)
    expected = ["no name", *(display_and_debug(fault)[0] for fault, _ in others)]
    assert done.stdout.splitlines() == expected


@oracle.needs_rustc
@pytest.mark.parametrize("kind", sorted(UNSTABLE))
def test_the_kinds_without_a_guard_are_unstable(kind: io.ErrorKind, tmp_path: Path) -> None:
    source = tmp_path / "kind.rs"
    source.write_text(f"fn main() {{ let _ = std::io::ErrorKind::{kind!r}; }}", encoding="utf-8")
    command = ["rustc", "--edition=2024", "--emit=metadata", "-o", str(tmp_path / "kind")]
    done = subprocess.run([*command, source], capture_output=True, text=True)
    assert done.returncode != 0
    assert "unstable" in done.stderr


C: Final = """
#define _GNU_SOURCE
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <unistd.h>
int main(void) {{
    dup2(1, 2);
    {tests}
    return 0;
}}
"""


@oracle.needs_gcc
def test_c_matches_and_prints_what_the_pages_say(tmp_path: Path) -> None:
    source, program = tmp_path / "errors.c", tmp_path / "errors"
    tests, expected = list[str](), list[str]()
    for call, fault in FAULTS:
        said = fault.said(call)
        if isinstance(fault, Errno):
            tests.append(f'errno = {fault.code}; if ({said.matched_by_c}) perror("{call}");')
        elif isinstance(fault, Lookup):
            check = said.matched_by_c.replace("getaddrinfo(…)", str(fault.code))
            prints = f'fprintf(stderr, "{call}: %s\\n", gai_strerror({fault.name}));'
            tests.append(f"if ({check}) {prints}")
        expected += [said.printed_by_c] if said.printed_by_c else []
    body = C.format(tests="\n".join(tests))
    source.write_text(
        body.replace("#include <errno", "#define _GNU_SOURCE\n#include <unistd.h>\n#include <errno")
    )
    subprocess.run(["gcc", "-o", program, source], check=True)
    done = subprocess.run([program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == expected


WITHOUT_AN_ERROR_IN_C: Final = """
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void) {{
    int open[2], closed[2];
    char b[4];
    socketpair(AF_UNIX, SOCK_STREAM, 0, open);
    socketpair(AF_UNIX, SOCK_STREAM, 0, closed);
    close(closed[1]);
    struct pollfd nothing_came = {{.fd = open[0], .events = POLLIN}};
    {tests}
    return 0;
}}
"""

ARGUMENTS: Final = {"recv": "recv(closed[0], b, sizeof b, 0)", "poll": "poll(&nothing_came, 1, 0)"}


@oracle.needs_gcc
def test_c_sees_what_the_pages_say_instead_of_an_error(tmp_path: Path) -> None:
    source, program = tmp_path / "none.c", tmp_path / "none"
    seen = [fault.in_c for fault in FIXED if fault.in_c]
    tests = "".join(
        f'if ({ARGUMENTS[each[:4]]}{each.removeprefix(f"{each[:4]}(…)")}) puts("{each}");'
        for each in seen
    )
    source.write_text(WITHOUT_AN_ERROR_IN_C.format(tests=tests), encoding="utf-8")
    subprocess.run(["gcc", "-o", program, source], check=True)
    done = subprocess.run([program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == seen


@pytest.mark.parametrize(("call", "fault"), OS_ERRORS, ids=str)
def test_python_prints_what_the_page_says(call: str, fault: Errno) -> None:
    try:
        raise OSError(fault.code, os.strerror(fault.code))
    except OSError as exc:
        (line,) = traceback.format_exception_only(exc)
    assert line == fault.said(call).printed_by_python + "\n"


def test_python_and_stdnet_fail_to_look_up_a_name_as_the_page_says() -> None:
    fault = LOOKUPS["EAI_NONAME"]
    with pytest.raises(socket.gaierror) as raised:
        socket.getaddrinfo("two words", 80)
    (line,) = traceback.format_exception_only(raised.value)
    assert line == fault.said("getaddrinfo").printed_by_python + "\n"
    error = to_socket_addrs(("two words", 80)).unwrap_err()
    assert display_and_debug(fault) == (str(error), repr(error))


def test_the_codes_of_getaddrinfo_have_the_texts_of_c() -> None:
    golden = {
        row["code"]: row["gai_strerror"] for row in oracle.golden("layout") if "gai_strerror" in row
    }
    assert [
        each.name for each in LOOKUPS.values() if golden.get(each.code, each.text) != each.text
    ] == []


def test_a_reason_is_written_in_every_language() -> None:
    unprovoked = [entry.unprovoked for entry in ENTRIES if entry.unprovoked]
    assert {len(reasons) for reasons in [*ELSEWHERE.values(), *unprovoked]} == {len(LANGUAGES)}
    assert all(
        re.fullmatch(r"(solo|only) .+[^.]", each) for both in ELSEWHERE.values() for each in both
    )
