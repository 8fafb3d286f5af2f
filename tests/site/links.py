"""A Sphinx extension: names in code font lead to the reference, as do the types of signatures.

The file `names.json` in the source folder has other names for what the reference describes:
`stdnet.Ok` for `stdnet.result.Ok`, `stdnet.TcpStream.shutdown` for `stdnet.Stream.shutdown`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Final, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains.python import ObjectEntry, PythonDomain, PyTypeAlias
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

PYTHON: Final = "https://docs.python.org/3/library"
ABC: Final = ("Callable", "Coroutine", "Iterable", "Iterator", "Sequence")
STANDARD: Final = {
    **dict.fromkeys(("bool", "bytearray", "bytes", "dict", "float", "int"), "stdtypes.html#{}"),
    **dict.fromkeys(("list", "memoryview", "str", "tuple"), "stdtypes.html#{}"),
    **dict.fromkeys(("object", "type"), "functions.html#{}"),
    **dict.fromkeys(("BaseException", "Exception", "OSError"), "exceptions.html#{}"),
    **dict.fromkeys(ABC, "collections.abc.html#collections.abc.{}"),
    **dict.fromkeys(("Any", "Never", "NoReturn", "Self", "SupportsIndex"), "typing.html#typing.{}"),
    **dict.fromkeys(("IPv4Address", "IPv6Address"), "ipaddress.html#ipaddress.{}"),
    "None": "constants.html#None",
    "PathLike": "os.html#os.PathLike",
    "TracebackType": "types.html#types.TracebackType",
    "TypeIs": "typing.html#typing.TypeIs",
    "socket.socket": "socket.html#socket.socket",
    "timedelta": "datetime.html#datetime.timedelta",
}
"""Where Python's documentation describes the types that signatures name."""

NAME: Final = re.compile(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\(.*\))?")
"""A name, or a call of it."""

Found = tuple[str, ObjectEntry]


class Names:
    """Finds what a name on a page refers to."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._objects: Mapping[str, ObjectEntry] = python_domain(env).objects
        self._others = others(env)
        elsewhere = (name for name in self._objects if not name.startswith("stdnet.c."))
        self._ambiguous = {
            *sys.stdlib_module_names,
            *(name.rpartition(".")[2] for name in elsewhere),
        }
        """Words that say more than a function of C."""

    def find(self, name: str, module: str, owner: str) -> Found | None:
        """Returns the full name and its place, for a name on the page of a class or a module.

        Other pages have no module. There a word in lower case, such as `bind`, may mean anything.
        """
        is_word = not module and name.islower() and "." not in name
        if is_word and name in self._ambiguous:
            return None
        for candidate in candidates(name, module, owner):
            full = self._resolve(candidate)
            if full in self._objects:
                return full, self._objects[full]
        return None

    def _resolve(self, name: str) -> str:
        """Returns the name under which the reference describes it."""
        name = self._others.get(name, name)
        owner, _, member = name.rpartition(".")
        if name not in self._objects and owner in self._others:
            return self._resolve(f"{self._others[owner]}.{member}")
        return name


def candidates(name: str, module: str, owner: str) -> Iterator[str]:
    """Yields the full names that a name may stand for, the nearest first."""
    if owner:
        yield f"{module}.{owner}.{name}"
    if module:
        yield f"{module}.{name}"
    yield from (name, f"stdnet.{name}", f"stdnet.io.{name}", f"stdnet.io.ErrorKind.{name}")
    if not module:
        yield from (f"stdnet.{part}.{name}" for part in ("c", "socket2", "os.unix.net"))


def python_domain(env: BuildEnvironment) -> PythonDomain:
    """Returns the objects of the Python domain."""
    return cast("PythonDomain", env.get_domain("py"))


def others(env: BuildEnvironment) -> dict[str, str]:
    """Returns the other names of what the reference describes."""
    text = (Path(env.srcdir) / "names.json").read_text(encoding="utf-8")
    return cast("dict[str, str]", json.loads(text))


def add_other_names(app: Sphinx, env: BuildEnvironment) -> None:
    """Adds the other names to the inventory, at the place of what they stand for."""
    objects = python_domain(env).objects
    names = Names(env)
    for name in others(env):
        if found := names.find(name, "", ""):
            _, there = found
            objects[name] = ObjectEntry(there.docname, there.node_id, there.objtype, True)


class Links(SphinxPostTransform):
    """Turns the types of signatures, and names in code font, into links."""

    builder: ClassVar[Builder]

    default_priority = 5  # Before Sphinx looks for the types: pages name these as users write them.

    def run(self, **_: object) -> None:
        """Looks up all types and names of a page."""
        names = Names(self.env)
        for signature in self.document.findall(addnodes.desc_signature):
            for node in list(signature.findall(addnodes.pending_xref)):
                self._link_type(node, names)
        module = page_module(self.document)
        for literal in list(self.document.findall(nodes.literal)):
            self._link_name(literal, names, module)

    def _link_type(self, node: addnodes.pending_xref, names: Names) -> None:
        """Replaces a type by a link, or a type variable by its text."""
        target = str(node["reftarget"])
        text = nodes.inline("", "", *(each.deepcopy() for each in node.children))
        found = names.find(target, str(node.get("py:module") or ""), "")
        if found is not None:
            node.replace_self(self._reference(found, text))
        elif target in STANDARD:
            uri = f"{PYTHON}/{STANDARD[target].format(target)}"
            node.replace_self(nodes.reference("", "", text, refuri=uri, internal=False))
        else:
            node.replace_self(text)

    def _link_name(self, node: nodes.literal, names: Names, module: str) -> None:
        """Replaces a text in code font by a link, if it is the name of something else."""
        text = NAME.fullmatch(node.astext())
        if text is not None and not has_ancestor(node, nodes.title, nodes.reference):
            itself = subject(node)
            found = names.find(text[1], module, itself.owner)
            if found is not None and found[0] != itself.name and text[1] not in itself.parameters:
                node.replace_self(self._reference(found, node.deepcopy()))

    def _reference(self, found: Found, text: nodes.TextElement) -> nodes.reference:
        """Returns a link."""
        name, there = found
        return make_refnode(
            self.builder, self.env.docname, there.docname, there.node_id, text, name
        )


def keep_builder(app: Sphinx) -> None:
    """Gives the links the builder, which knows the addresses of pages."""
    Links.builder = app.builder


def has_ancestor(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    """Returns True if the node is in one of these kinds."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, kinds):
            return True
    return False


def page_module(document: nodes.document) -> str:
    """Returns the module that a page of the reference is about."""
    for signature in document.findall(addnodes.desc_signature):
        return str(signature.get("module") or "")
    return ""


class Subject(NamedTuple):
    """The public name that a text describes."""

    name: str = ""
    owner: str = ""
    """The class that it is, or belongs to."""

    parameters: frozenset[str] = frozenset()


def subject(node: nodes.Node) -> Subject:
    """Returns what the directive around a text describes."""
    while not isinstance(node, addnodes.desc):
        if node.parent is None:
            return Subject()
        node = node.parent
    signature = cast("nodes.Element", node[0])
    name = str(signature.get("fullname", ""))
    is_class = node["objtype"] in {"class", "exception"}
    return Subject(
        f"{signature.get('module')}.{name}",
        name if is_class else name.rpartition(".")[0],
        frozenset(
            parameter.astext().partition(":")[0]
            for parameter in signature.findall(addnodes.desc_parameter)
        ),
    )


class TypeAlias(PyTypeAlias):
    """A name for a type. Unlike Sphinx's directive, it makes no name of the type itself."""

    def add_target_and_index(
        self, name_cls: tuple[str, str], sig: str, signode: addnodes.desc_signature
    ) -> None:
        """Adds the name to the index of names."""
        del self.options["canonical"]
        super().add_target_and_index(name_cls, sig, signode)


class Constants(SphinxDirective):
    """A list of constants, one a line: the name and the value."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Returns the list, and notes each constant for the index of names."""
        module = self.env.ref_context["py:module"]
        domain = python_domain(self.env)
        found = nodes.bullet_list(classes=["constants"])
        for line in self.content:
            name, value = line.split()
            target = f"{module}.{name}"
            node = nodes.literal("", f"{name} = {value}", ids=[target])
            found += nodes.list_item("", nodes.paragraph("", "", node))
            domain.note_object(target, "data", target, location=node)
        return [found]


def setup(app: Sphinx) -> dict[str, bool]:
    """Registers the extension."""
    app.connect("builder-inited", keep_builder)
    app.add_post_transform(Links)
    app.add_directive_to_domain("py", "type", TypeAlias, override=True)
    app.add_directive("constants", Constants)
    app.connect("env-updated", add_other_names)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
