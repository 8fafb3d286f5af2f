"""The layers of stdnet, and the rules for imports.

A module imports from its own layer and lower ones, and each name from the module that defines it.
"""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import new_class
from typing import Final, NamedTuple

import pytest

import stdnet
from tests.support.once import only_with

LAYERS: Final = (
    ("stdnet.result",),
    ("stdnet._core",),
    ("stdnet.c", "stdnet._sys"),
    ("stdnet._fd",),
    ("stdnet.io",),
    ("stdnet._net",),
    ("stdnet.os", "stdnet.socket2"),
    ("stdnet.mio",),
    ("stdnet",),
    ("stdnet.examples", "stdnet.learn"),
    ("stdnet.__main__",),
)
"""The layers, from the lowest to the highest, as a comment in `stdnet/__init__.py` lists them."""

PLUGIN: Final = "stdnet.mypy_plugin"
"""The module that only mypy imports, and that imports nothing of stdnet. It is in no layer."""

PROGRAMS: Final = ("stdnet.examples", "stdnet.learn", "stdnet.__main__")
"""The parts that use stdnet as its users do, by its public names."""

SYSTEM: Final = {
    *("_posixsubprocess", "_socket", "fcntl", "mmap", "os", "posix", "pty", "resource", "select"),
    *("selectors", "signal", "socket", "subprocess", "termios", "tty"),
}
OWNERS: Final = {
    **dict.fromkeys(SYSTEM, ("stdnet._sys",)),
    **dict.fromkeys(
        ("os", "resource", "select", "signal", "subprocess"), ("stdnet._sys", *PROGRAMS)
    ),
    # The exercise begins with a program for the standard library.
    "socket": ("stdnet._sys", "stdnet.learn.exercises.14_results"),
    "ctypes": ("stdnet.c", "stdnet.learn"),
    "mypy": (PLUGIN,),
    "ipaddress": (
        "stdnet._core.ip_addr",
        "stdnet._core.socket_addr",
        "stdnet._net.to_socket_addrs",
    ),
}
"""Modules that only some parts of stdnet may import, and these parts."""

PURE: Final = {
    *("_socket.AF_INET", "_socket.AF_INET6", "_socket.inet_ntop", "_socket.inet_pton"),
    *("os.PathLike", "os.fspath", "os.strerror"),
}
"""Names of these modules that every layer may import, as they make no system call."""

ROOT: Final = Path(stdnet.__file__).parent


class Import(NamedTuple):
    """`from module import name`, or `import module`."""

    importer: str
    module: str
    name: str
    for_types: bool = False
    """True under `if TYPE_CHECKING`."""

    def __str__(self) -> str:
        return f"{self.importer} imports {self.module}.{self.name}".removesuffix(".")

    @property
    def target(self) -> str:
        """Returns the imported module; for `from package import module` that is the inner one."""
        inner = f"{self.module}.{self.name}"
        return inner if inner in modules() else self.module


@cache
def modules() -> dict[str, ast.Module]:
    """Returns the syntax tree of every module of the package, but the plugin."""
    found = dict[str, ast.Module]()
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        if name != PLUGIN:
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def is_facade(name: str) -> bool:
    """Returns True for a package, which defines nothing itself."""
    return (ROOT.parent / Path(*name.split(".")) / "__init__.py").exists()


def is_empty(name: str) -> bool:
    """Returns True for a package that is only a docstring, and so belongs to no layer."""
    return is_facade(name) and len(modules()[name].body) == 1


def layer(name: str) -> int:
    """Returns the number of the layer that a module belongs to."""
    for number, parts in enumerate(LAYERS):
        # `stdnet` means the facade only, and not everything in its folder.
        if name in parts or any(is_in(name, part) for part in parts if part != "stdnet"):
            return number
    pytest.fail(f"{name} is in no layer: add it in {__name__} and in stdnet/__init__.py")


def is_in(name: str, part: str) -> bool:
    """Returns True for that module, or a module of that package."""
    return name == part or name.startswith(f"{part}.")


def imports_of(importer: str, tree: ast.AST, for_types: bool = False) -> Iterator[Import]:
    """Yields all imports of a module, including those inside functions."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.If(test=ast.Name("TYPE_CHECKING")):
                yield from imports_of(importer, ast.Module(node.body, []), for_types=True)
                yield from imports_of(importer, ast.Module(node.orelse, []), for_types)
            case ast.Import(names):
                yield from (Import(importer, each.name, "", for_types) for each in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield from (Import(importer, module, each.name, for_types) for each in names)
            case ast.ImportFrom():
                pytest.fail(f"{importer}: a relative import")
            case _:
                yield from imports_of(importer, node, for_types)


def check_imports(importer: str, tree: ast.AST) -> list[str]:
    """Returns the imports of a module that break a rule."""
    return [broken for each in imports_of(importer, tree) if (broken := check(each))]


def check(each: Import) -> str:
    """Returns how an import breaks a rule, or an empty string."""
    if not is_in(each.module, "stdnet"):
        owners = OWNERS.get(each.module.split(".")[0], ("stdnet",))
        owned = any(is_in(each.importer, owner) for owner in owners)
        fine = owned or each.for_types or f"{each.module}.{each.name}" in PURE
        return "" if fine else f"{each}, which only {', '.join(owners)} may"
    if any(is_in(each.importer, part) for part in PROGRAMS):
        inside = any(is_in(each.target, part) for part in PROGRAMS)
        return "" if inside or is_public(each) else f"{each}, which is not public"
    if layer(each.importer) < layer(each.target):
        return f"{each}, which is in a higher layer"
    if each.target == each.module and is_facade(each.module):
        return f"{each}, which is defined elsewhere"
    return ""


def is_public(each: Import) -> bool:
    """Returns True if users may import it: a public name, or a module that has public names."""
    exported: list[str] = getattr(importlib.import_module(each.target), "__all__", [])
    is_module = not each.name or each.target != each.module
    return each.name in exported or (is_module and bool(exported))


def test_a_comment_in_the_package_lists_the_layers() -> None:
    text = inspect.getsource(stdnet)
    lines = re.findall(r"^# \d+\. ((?:`[\w.]+`(?:, )?)+):.*$", text, flags=re.MULTILINE)
    assert tuple(tuple(re.findall(r"`([\w.]+)`", line)) for line in lines) == LAYERS


def test_the_plugin_imports_nothing_of_stdnet() -> None:
    tree = ast.parse((ROOT / "mypy_plugin.py").read_text(encoding="utf-8"))
    modules = [each.module for each in imports_of(PLUGIN, tree)]
    assert "mypy.plugin" in modules
    assert [module for module in modules if is_in(module, "stdnet")] == []


def test_only_facades_lie_in_the_root() -> None:
    layers = {name for names in LAYERS for name in names}
    assert {name for name in modules() if name.count(".") == 1} <= layers


@only_with("3.12")
@pytest.mark.parametrize("name", [name for name in modules() if not is_empty(name)])
def test_a_module_imports_from_its_own_layer_and_lower_ones(name: str) -> None:
    assert check_imports(name, modules()[name]) == []


@pytest.mark.parametrize(
    ("importer", "line"),
    [
        ("stdnet._core.error", "from stdnet._sys.cvt import cvt"),
        ("stdnet._core.error", "def late():\n    from stdnet._sys import cvt"),
        ("stdnet._sys.cvt", "from stdnet.io import Error"),
        ("stdnet.io._traits", "from stdnet._net.tcp import TcpStream"),
        ("stdnet._net.tcp", "from stdnet.io import Read"),
        ("stdnet.result", "import stdnet._core.error"),
        ("stdnet._core.error", "if TYPE_CHECKING:\n    from stdnet.io import Read"),
        ("stdnet", "from stdnet.io import Read as Read"),
        ("stdnet._sys.sock", "import ctypes.util"),
        ("stdnet._net.tcp", "from socket import AF_INET"),
        ("stdnet._core.error", "import os"),
        ("stdnet._core.error", "from mypy.nodes import Node"),
        ("stdnet._core.error", "from stdnet import mypy_plugin"),
        ("stdnet._core.error", "from os import read"),
        ("stdnet._net.tcp", "if TYPE_CHECKING:\n    pass\nelse:\n    import select"),
        ("stdnet._net.tcp", "from ipaddress import IPv4Address"),
        ("stdnet.examples.echo", "from stdnet._net.tcp import TcpListener"),
        ("stdnet.examples.echo", "from stdnet import _net"),
        ("stdnet.examples.echo", "import stdnet.io._traits"),
    ],
)
def test_a_forbidden_import_is_reported(importer: str, line: str) -> None:
    assert len(check_imports(importer, ast.parse(line))) == 1


@pytest.mark.parametrize(
    ("importer", "line"),
    [
        ("stdnet._core.error", "from os import strerror"),
        ("stdnet._net.tcp", "from stdnet._sys import options"),
        ("stdnet._net.handle", "if TYPE_CHECKING:\n    import socket"),
        ("stdnet.examples.echo", "from stdnet import TcpListener, io"),
        ("stdnet.examples.echo", "import stdnet"),
    ],
)
def test_an_allowed_import_is_not_reported(importer: str, line: str) -> None:
    assert check_imports(importer, ast.parse(line)) == []


# Python imports the facade `stdnet`, which imports everything, before any module of the package.
# This program puts an empty package in its place, so that only what the module imports is loaded.
IMPORT_WITHOUT_FACADE = """
import importlib, sys, types
sys.modules["stdnet"] = empty = types.ModuleType("stdnet")
empty.__path__ = [sys.argv[1]]
importlib.import_module(sys.argv[2])
print(*(name for name in sys.modules if name.startswith("stdnet.")))
"""


def fresh_python(*arguments: str) -> str:
    """Runs a program in a new interpreter and returns its output."""
    command = [sys.executable, "-W", "error", "-c", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout


@only_with("3.12")
@pytest.mark.parametrize(
    "name",
    [
        *("stdnet.result", "stdnet.c", "stdnet._core.error", "stdnet._core.socket_addr"),
        *(
            "stdnet._sys.sock",
            "stdnet._sys.netdb",
            "stdnet._fd",
            "stdnet.io",
            "stdnet.io._adapters",
        ),
        *("stdnet.os.fd", "stdnet._net.to_socket_addrs", "stdnet._net.tcp", "stdnet.os.linux.net"),
    ],
)
def test_a_module_loads_nothing_of_a_higher_layer(name: str) -> None:
    loaded = fresh_python(IMPORT_WITHOUT_FACADE, str(ROOT), name).split()
    assert name in loaded
    assert [each for each in loaded if not is_empty(each) and layer(each) > layer(name)] == []


def test_importing_stdnet_does_not_load_what_few_programs_need() -> None:
    loaded = fresh_python("import stdnet, sys; print(*sys.modules)").split()
    unneeded = {"asyncio", "ctypes", "ipaddress", "selectors", "socket", "ssl", "threading"}
    assert unneeded & set(loaded) == set()


def test_mio_is_loaded_by_itself_alone_and_loads_little() -> None:
    assert "stdnet.mio" not in fresh_python("import stdnet, sys; print(*sys.modules)").split()
    loaded = fresh_python("import stdnet.mio, sys; print(*sys.modules)").split()
    unneeded = {"asyncio", "ctypes", "selectors", "socket", "ssl", "subprocess", "threading"}
    assert unneeded & set(loaded) == set()


def test_one_module_polls_with_epoll() -> None:
    imports = [each for name, tree in modules().items() for each in imports_of(name, tree)]
    of_epoll = [each for each in imports if each.name.lower().startswith("epoll")]
    sources = {"select", "stdnet._sys.pristine_select"}
    assert {each.importer for each in of_epoll if each.module in sources} == {
        "stdnet._sys.epoll",
        "stdnet._sys.ownership",
        "stdnet._sys.pristine_select",
    }
    # In `ownership` it closes descriptors.
    used = {
        node.attr
        for node in ast.walk(modules()["stdnet._sys.ownership"])
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "_adopter"
    }
    assert used == {"fromfd"}


def is_final_or_abstract(kind: type) -> bool:
    """Returns True for a class that is final, abstract, a protocol, or refuses subclasses."""
    marked = "__final__" in vars(kind) or vars(kind).get("_is_protocol", False)
    if marked or inspect.isabstract(kind):
        return True
    try:
        new_class("Subclass", (kind,))
    except TypeError:
        return True
    return False


def test_public_classes_are_final_or_meant_to_be_subclassed() -> None:
    # The programs of pages run when they are imported.
    named = (name for name in modules() if "._" not in name and not name.startswith(PROGRAMS))
    public = [importlib.import_module(name) for name in named]
    found = [getattr(each, name) for each in public for name in getattr(each, "__all__", [])]
    ours = [kind for kind in found if inspect.isclass(kind) and is_in(kind.__module__, "stdnet")]
    assert len(ours) > 20
    # Errors of users are subclasses of `From[E]`, which has nothing abstract.
    assert {kind for kind in ours if not is_final_or_abstract(kind)} == {stdnet.From}
