"""Signatures as a page shows them: the source's own, with public names in place of private ones."""

import ast
import copy
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Final

from tests.site.names import Origin, homes, origin
from tests.test_surface import Definition, decorators, defining_module, definitions

Substitution = Mapping[str, ast.expr]
"""What stands for the type variables of a class, such as `TcpStream` for `_S_co`."""

SHOWN_AS: Final = {
    "_Ignored": "Callable[[Any], object]",
    "_Open": "returns.result.Result",
    "Open": "returns.result.Result",
    "OpenResult": "returns.result.Result",
    "UntypedOwner": "os.fd.OwnedFd | socket2.Socket",
    "Octets16": "tuple[int, ...]",
    "Owner": "os.fd.OwnedFd | SocketLike",
    "Segments": "tuple[int, ...]",
    "Sockaddr": "sockaddr",
    "Struct": "Structure",
}
"""What a page writes for some private names, whose own definitions are private or long."""

MARKS: Final = re.compile(r"^_+(?=[A-Za-z])|_co$|_contra$")
"""What is not part of a type variable's name for a reader."""


class Readable(ast.NodeTransformer):
    """Rewrites the annotations and default values of a module for a page of a public module."""

    def __init__(self, module: str, page: str, substitution: Substitution) -> None:
        self._module = module
        self._page = page
        self._substitution = substitution
        self.private = set[str]()
        """The private classes that were named."""

    def read(self, node: ast.expr) -> ast.expr:
        """Returns the node as the page shows it."""
        shown = self.visit(copy.deepcopy(node))
        assert isinstance(shown, ast.expr)
        return shown

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Replaces a name."""
        if node.id in self._substitution:
            return self._substitution[node.id]
        if node.id in SHOWN_AS:
            return expression(SHOWN_AS[node.id])
        return self._defined(origin(self._module, node.id)) or ast.Name(MARKS.sub("", node.id))

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """Replaces a name of an imported module, such as `ip_addr.Ipv4Addr`."""
        match node.value:
            case ast.Name(name) if name.lstrip("_")[0].islower():
                module = ".".join(filter(None, origin(self._module, name)))
                return self._defined(Origin(module, node.attr)) or node
            case value:
                return ast.Attribute(self.read(value), node.attr)

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """Replaces what a type in quotes names."""
        return self.read(expression(node.value)) if isinstance(node.value, str) else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """Writes each type of a union once, as aliases may stand for the same ones."""
        if not isinstance(node.op, ast.BitOr):
            return node
        shown = dict.fromkeys(ast.unparse(self.read(each)) for each in members(node))
        return expression(" | ".join(shown))

    def _defined(self, found: Origin) -> ast.expr | None:
        """Returns the public name of a definition, or the value of a private alias or constant."""
        if found in homes():
            return expression(homes()[found].seen_from(self._page))
        if not found.module.startswith("stdnet") or found.module not in sys.modules:
            return None
        for node in definitions(found.module).get(found.name, []):
            match node:
                case ast.AnnAssign(value=ast.expr() as value):
                    return Readable(found.module, self._page, {}).read(value)
                case ast.ClassDef(name):
                    self.private.add(name)
                case _:
                    pass
        return None


def expression(text: str) -> ast.expr:
    """Parses an expression."""
    return ast.parse(text, mode="eval").body


def members(node: ast.expr) -> Iterator[ast.expr]:
    """Yields the types of a union."""
    if isinstance(node, ast.BinOp):
        yield from members(node.left)
        yield from members(node.right)
    else:
        yield node


def substitutions(kind: type, page: str) -> dict[type, Substitution]:
    """Returns, for a class and its bases, what stands for their type variables in the class."""
    found: dict[type, Substitution] = {kind: {}}
    for cls in kind.__mro__:
        if not cls.__module__.startswith("stdnet"):
            continue
        module = defining_module(cls)
        (node,) = definitions(module)[cls.__name__][:1]
        assert isinstance(node, ast.ClassDef)
        readable = Readable(module, page, found.get(cls, {}))
        bases = vars(cls).get("__orig_bases__", cls.__bases__)
        for base, written in zip(bases, node.bases, strict=False):  # without `object`
            if isinstance(written, ast.Subscript):
                given = (
                    written.slice.elts if isinstance(written.slice, ast.Tuple) else [written.slice]
                )
                parent = getattr(base, "__origin__", base)
                names = [each.__name__ for each in getattr(parent, "__parameters__", ())]
                found[parent] = dict(zip(names, map(readable.read, given), strict=False))
    return found


def signature(name: str, node: Definition, readable: Readable) -> str:
    """Returns the signature of a function, without `self` and `cls`."""
    arguments = copy.deepcopy(node.args)
    positional = arguments.posonlyargs or arguments.args
    if positional and positional[0].arg in {"self", "cls"}:
        del positional[0]
    for each in ast.walk(arguments):
        if isinstance(each, ast.arg) and each.annotation is not None:
            each.annotation = readable.read(each.annotation)
    arguments.defaults = [readable.read(each) for each in arguments.defaults]
    arguments.kw_defaults = [each and readable.read(each) for each in arguments.kw_defaults]
    shown = f"{name}({ast.unparse(arguments)})"
    return (
        shown if node.returns is None else f"{shown} -> {ast.unparse(readable.read(node.returns))}"
    )


def overloads(nodes: list[ast.stmt]) -> list[Definition]:
    """Returns the definitions that have the signatures of a function."""
    functions = [node for node in nodes if isinstance(node, Definition)]
    return [node for node in functions if "overload" in decorators(node)] or functions[:1]
