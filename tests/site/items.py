"""The public names of a module, with their signatures and docstrings, as pages show them."""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from stdnet.c import sockaddr
from stdnet.c._struct import Struct
from tests.site.annotations import Readable, Substitution, overloads, signature, substitutions
from tests.site.names import Home, Origin, classes
from tests.site.structures import c_type
from tests.test_surface import Definition, decorators, defining_module, definitions, is_hidden


class Item(NamedTuple):
    """A public name, or a member of a class."""

    kind: str
    """The directive that describes it: `class`, `function`, `method`, `data` …"""

    home: Home
    signatures: tuple[str, ...]
    """The name with its parameters and types, once for each overload."""

    doc: str
    options: tuple[str, ...] = ()
    """The options of the directive, such as `:staticmethod:`."""

    @property
    def name(self) -> str:
        """Returns the name within its class or module."""
        return self.home.name.rpartition(".")[2]


class Class(NamedTuple):
    """A public class, and its members."""

    item: Item
    bases: tuple[Home, ...]
    """The public classes that it is derived from."""

    members: tuple[Item, ...]
    special: tuple[Item, ...]
    """Methods of operators and statements, without a docstring."""

    inherited: dict[Home, tuple[Home, ...]]
    """The members that a public base class describes, by base class."""


def item_of(place: Origin, home: Home) -> Item:
    """Returns the item of a function, a constant or an alias."""
    if not place.module.startswith("stdnet"):
        return Item("data", home, (home.name,), f"Python's `{place.module}.{place.name}`.")
    nodes = definitions(place.module).get(place.name, [])
    readable = Readable(place.module, home.module, {})
    if functions := overloads(nodes):
        doc = inspect.getdoc(home.value) or ""
        shown = tuple(signature(home.name, each, readable) for each in functions)
        return Item("function", home, shown, doc)
    doc = attribute_docs(place.module).get(place.name, "")
    match nodes:
        case [ast.AnnAssign(annotation=ast.Name("TypeAlias"), value=ast.expr() as value)]:
            text = ast.unparse(readable.read(value))
            return Item("type", home, (home.name,), doc, (f":canonical: {text}",))
        case _:
            return Item("data", home, (home.name,), doc)


def class_of(kind: type, home: Home) -> Class:
    """Returns a class and its members."""
    given = substitutions(kind, home.module)
    members, special = list[Item](), list[Item]()
    inherited = dict[Home, list[Home]]()
    for name, owner in owners(kind).items():
        if is_constructor(name):
            continue
        describer, doc = described(kind, name)
        base = public_base(kind, describer) if doc else None
        if base is not None:
            inherited.setdefault(base, []).append(Home(base.module, f"{base.name}.{name}"))
        else:
            place = Home(home.module, f"{home.name}.{name}")
            item = member_of(owner, place, given.get(owner, {}), doc)
            (members if doc or not name.startswith("__") else special).append(item)
    doc = inspect.getdoc(kind) or ""
    shown = constructor(kind, home, given)
    directive = "exception" if issubclass(kind, BaseException) else "class"
    return Class(
        Item(directive, home, (shown,), doc),
        tuple(classes()[base] for base in kind.__mro__[1:] if base in classes()),
        tuple(members),
        tuple(special),
        {base: tuple(names) for base, names in inherited.items()},
    )


def ours(kind: type) -> Iterator[type]:
    """Yields the class and its bases, as far as stdnet defines them."""
    return (each for each in kind.__mro__ if each.__module__.startswith("stdnet"))


@cache
def owners(kind: type) -> dict[str, type]:
    """Returns the class that defines each member: the class itself or a base class."""
    found = dict[str, type]()
    for cls in ours(kind):
        for qualified, (node, *_) in definitions(defining_module(cls)).items():
            owner, _, name = qualified.rpartition(".")
            if owner == cls.__name__ and not is_hidden(name) and is_shown(name, node):
                found.setdefault(name, cls)
    return found


def is_shown(name: str, node: ast.stmt) -> bool:
    """Returns False for variants, which are classes of their own, and for settings of a class."""
    match node:
        case ast.Assign() | ast.AnnAssign() if name.startswith("__"):
            return False
        case ast.AnnAssign(annotation=ast.Name("TypeAlias")):
            return False
        case _:
            return True


def is_constructor(name: str) -> bool:
    """Returns True for what Python calls to make an object or a class."""
    hooks = {"__class_getitem__", "__init_subclass__", "__subclasshook__"}
    return name in {"__init__", "__new__", *hooks}


def described(kind: type, name: str) -> tuple[type, str]:
    """Returns the class that has the docstring of a member, and the docstring."""
    found = ((cls, own_doc(cls, name)) for cls in ours(kind))
    return next(((cls, doc) for cls, doc in found if doc), (owners(kind)[name], ""))


def public_base(kind: type, describer: type) -> Home | None:
    """Returns the public base class on whose page a member is described, if there is one."""
    if describer is Struct and kind is not sockaddr:  # All structures have the same methods.
        return classes()[sockaddr]
    # Not `issubclass`, which some protocols do not allow.
    found = [base for base in kind.__mro__[1:] if base in classes() and describer in base.__mro__]
    return classes()[found[-1]] if found else None


def own_doc(cls: type, name: str) -> str:
    """Returns the docstring that a class itself has for a member."""
    module = defining_module(cls)
    written = attribute_docs(module).get(f"{cls.__name__}.{name}")
    if written is not None:
        return written
    for node in definitions(module).get(f"{cls.__name__}.{name}", []):
        if isinstance(node, Definition) and (doc := ast.get_docstring(node)):
            return doc
    # The source of `Ok` and `Err` is a stub, without docstrings.
    member: object = vars(cls).get(name)
    is_code = isinstance(member, property) or callable(getattr(member, "__func__", member))
    return inspect.cleandoc(member.__doc__ or "") if is_code else ""


@cache
def attribute_docs(module: str) -> dict[str, str]:
    """Returns the strings that describe constants, aliases and attributes, by qualified name."""
    file = sys.modules[module].__file__
    assert file is not None
    text = Path(file).read_text(encoding="utf-8")
    return dict(strings("", ast.parse(text).body))


def strings(prefix: str, body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    """Yields the strings that stand after an assignment, by the qualified name."""
    for node, after in zip(body, [*body[1:], ast.Pass()], strict=True):
        match node, after:
            case ast.ClassDef(name, body=inner), _:
                yield from strings(f"{prefix}{name}.", inner)
            case ast.If(_, then, otherwise), _:
                yield from strings(prefix, then + otherwise)
            case (
                ast.Assign([ast.Name(name)]) | ast.AnnAssign(ast.Name(name)),
                ast.Expr(ast.Constant(str() as text)),
            ):
                yield prefix + name, inspect.cleandoc(text)
            case _:
                pass


def member_of(owner: type, home: Home, given: Substitution, doc: str) -> Item:
    """Returns the item of a member of a class that a class defines."""
    module = defining_module(owner)
    nodes = definitions(module)[f"{owner.__name__}.{home.name.rpartition('.')[2]}"]
    readable = Readable(module, home.module, given)
    functions = overloads(nodes)
    if not functions:
        return attribute_of(nodes[0], home, readable, doc)
    marks = decorators(functions[0])
    if "property" in marks:
        returns = functions[0].returns
        kind = () if returns is None else (f":type: {ast.unparse(readable.read(returns))}",)
        return Item("property", home, (home.name,), doc, kind)
    shown = tuple(signature(home.name, each, readable) for each in functions)
    known = {"abstractmethod": ":abstractmethod:", "staticmethod": ":staticmethod:"}
    known["classmethod"] = ":classmethod:"
    return Item("method", home, shown, doc, tuple(known[each] for each in marks if each in known))


def attribute_of(node: ast.stmt, home: Home, readable: Readable, doc: str) -> Item:
    """Returns the item of an attribute: a constant, a field, a variant of an enum."""
    options = list[str]()
    in_c = c_type(node)
    match node:
        case _ if in_c is not None:
            options.append(f":type: {in_c}")
        case ast.AnnAssign(annotation=ast.Subscript(ast.Name("ClassVar"), kind)):
            options.append(f":type: {ast.unparse(readable.read(kind))}")
        case ast.AnnAssign(annotation=kind, value=None):
            options.append(f":type: {ast.unparse(readable.read(kind))}")
        case ast.Assign(value=ast.Constant(value)):
            options.append(f":value: {json.dumps(repr(value))}")  # Quoted, as it is read as YAML.
        case _:
            pass
    return Item("attribute", home, (home.name,), doc, tuple(options))


def constructor(kind: type, home: Home, given: Mapping[type, Substitution]) -> str:
    """Returns a class's name, with the parameters of its constructor if users call that."""
    own = ours(kind)
    if issubclass(kind, Struct):
        members = [each.name for each in kind._members if each.is_parameter]  # pyright: ignore[reportPrivateUsage]
        return f"{home.name}({', '.join(members)})"
    for cls in own:
        module = defining_module(cls)
        readable = Readable(module, home.module, given.get(cls, {}))
        for name in ("__init__", "__new__"):
            for node in overloads(definitions(module).get(f"{cls.__name__}.{name}", [])):
                shown = signature(home.name, node, readable)
                is_private = "Never" in shown or readable.private
                return home.name if is_private else shown.partition(" -> ")[0]
    return home.name
