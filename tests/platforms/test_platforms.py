"""Other systems than Linux: what of them can be tested on Linux.

The tests of other folders run once more in a process that has only the names of macOS: see
`macos.py`. The kernel is Linux's, so what only an Apple kernel does is not tested.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.platforms.macos import ROOT
from tests.support.once import only_with

PUBLIC: Final = (
    *("stdnet", "stdnet.io", "stdnet.os.fd", "stdnet.os.unix.net", "stdnet.result"),
    *("stdnet.socket2", "stdnet.examples.echo", "stdnet.examples.unix_chat", "stdnet.__main__"),
)
"""What there is on macOS, too. These modules import all others that are loaded there."""

TESTS: Final = (
    *("tests/_net/test_tcp.py", "tests/_net/test_udp.py", "tests/_net/test_listener.py"),
    *("tests/_net/test_stream.py", "tests/_sys/test_timeouts.py", "tests/os/test_fd.py"),
    *("tests/io/test_copy.py", "tests/io/test_pipe.py"),
    *("tests/os/unix/net/test_stream.py", "tests/os/unix/net/test_listener.py"),
    *("tests/os/unix/net/test_datagram.py", "tests/os/unix/net/test_descriptor_passing.py"),
    "tests/os/unix/net/test_ancillary.py",
)

OF_LINUX: Final = (
    # They call what only Linux has.
    *("quickack", "set_a_mark", "peer_cred", "passcred", "abstract", "rust_does_not_know"),
    *("every_call_after_close", "negative_backlog", "non_blocking_pipe"),
    # They look for splice(2) and copy_file_range(2).
    *("splice", "splicing", "copy_file_range", "kernel", "for_a_pipe", "large_pipe"),
    *("never_raises_sigpipe", "leaves_the_rest"),
)
"""Parts of the names of tests that do not hold elsewhere."""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=250
    )


@only_with("3.11")
@pytest.mark.parametrize("platform", ["darwin", "freebsd14"])
def test_types_hold_on_other_platforms(platform: str) -> None:
    pytest.importorskip("mypy")
    cache = f"--cache-dir=.mypy_cache/{platform}"
    modules = [word for name in PUBLIC for word in ("-m", name)]
    done = run("-m", "mypy", "--platform", platform, cache, *modules)
    assert done.returncode == 0, done.stdout + done.stderr


@only_with("3.11")
def test_mypy_says_which_names_need_linux(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    names = {"stdnet.c": "AF_INET", "stdnet.mio": "Poll", "stdnet.os.linux.net": "TcpStreamExt"}
    program = tmp_path / "program.py"
    program.write_text("\n".join(f"from {module} import {name}" for module, name in names.items()))
    cache = "--cache-dir=.mypy_cache/darwin"
    done = run("-m", "mypy", "--platform", "darwin", cache, str(program))
    assert re.findall(r"error: (.*?)  \[", done.stdout) == [
        f'Module "{module}" has no attribute "{name}"' for module, name in names.items()
    ]


@pytest.mark.parametrize(
    "tests",
    [
        pytest.param(["tests/platforms/macos_tests.py"], marks=only_with("3.11")),
        pytest.param(TESTS, marks=[pytest.mark.slow, only_with("3.11")]),
    ],
)
@pytest.mark.timeout(300)
def test_the_tests_pass_with_the_names_that_macos_has(tests: Sequence[str]) -> None:
    pytest.importorskip("mypy")  # It brings the stubs of typeshed along.
    plugins = ("-p", "tests.platforms.macos", "-p", "no:xdist", "-p", "no:cacheprovider")
    chosen = ("-m", "not slow and not long", "-k", f"not ({' or '.join(OF_LINUX)})")
    done = run("-m", "pytest", "-q", "--tb=short", *plugins, *chosen, *tests)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr


@only_with("3.11")
@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("import stdnet.c", "ImportError: stdnet.c needs Linux"),
        ("import stdnet.mio", "ImportError: stdnet.mio needs Linux"),
        ("import stdnet.mio.net", "ImportError: stdnet.mio needs Linux"),
        ("import stdnet.os.linux.net", "ImportError: stdnet.os.linux.net needs Linux"),
        ("stdnet.TcpStream.set_quickack", "AttributeError: TcpStream.set_quickack needs Linux"),
        ("stdnet.socket2.Socket.mark", "AttributeError: Socket.mark needs Linux"),
        ("stdnet.socket2.Domain.VSOCK", "AttributeError: Domain.VSOCK needs Linux"),
    ],
)
def test_what_needs_linux_says_so(expression: str, text: str) -> None:
    pytest.importorskip("mypy")
    become_macos = "from tests.platforms.macos import become_macos\nbecome_macos()"
    done = run("-c", f"{become_macos}\nimport stdnet.socket2\n{expression}")
    assert text in done.stderr


def test_errors_are_explained_there() -> None:
    pytest.importorskip("mypy")
    become_macos = "from tests.platforms.macos import become_macos\nbecome_macos()"
    explained = (
        "from stdnet.learn.explain.page import page\nfrom stdnet.learn.explain.find import find"
    )
    done = run("-c", f"{become_macos}\n{explained}\nprint(page(find('AddrInUse'), 'en'))")
    assert done.stdout.startswith("AddrInUse: EADDRINUSE ("), done.stderr


def test_on_windows_the_import_says_what_stdnet_needs() -> None:
    done = run("-c", "import sys; sys.platform = 'win32'; import stdnet")
    assert "ImportError: stdnet needs Linux, macOS (untested), or WSL on Windows" in done.stderr


def linux_blocks(body: list[ast.stmt]) -> list[str]:
    """Returns the names that a class defines under `if sys.platform == "linux"`."""
    blocks = [node for node in body if isinstance(node, ast.If)]
    return [
        name
        for block in blocks
        if ast.unparse(block.test) == "sys.platform == 'linux'"
        for node in block.body
        for name in [getattr(node, "name", None) or getattr(getattr(node, "target", 0), "id", None)]
        if name is not None
    ]


def linux_only_names(kind: ast.ClassDef) -> list[str]:
    """Returns the arguments of the decorator `linux_only`."""
    return [
        ast.literal_eval(name)
        for decorator in kind.decorator_list
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "linux_only"
        for name in decorator.args
    ]


def classes_of(path: Path) -> list[ast.ClassDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in tree.body if isinstance(node, ast.ClassDef)]


def test_every_name_that_needs_linux_is_listed() -> None:
    classes = [kind for path in (ROOT / "stdnet").rglob("*.py") for kind in classes_of(path)]
    found = {kind.name: sorted(linux_blocks(kind.body)) for kind in classes}
    listed = {kind.name: sorted(linux_only_names(kind)) for kind in classes}
    assert found == listed
    assert sum(map(bool, found.values())) >= 10
