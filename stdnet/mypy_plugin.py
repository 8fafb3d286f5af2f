"""A plugin for mypy that checks `?` as rustc does: `plugins = ["stdnet.mypy_plugin"]`.

It changes no type. It adds errors under three codes, each of which can be disabled, or ignored by
line:

- `question`: a `?` whose error the function neither returns nor converts by a `from_`;
- `missing-propagate`: an `.unwrap()` in a function that returns a `Result` but has no `@propagate`;
- `unused-result`: a call of stdnet as a statement, whose result may be an `Err`.

Where it does not understand something, it reports nothing. Only mypy imports this module.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, TypeAlias

from mypy import nodes, types
from mypy.checker import TypeChecker
from mypy.erasetype import erase_typevars
from mypy.errorcodes import ErrorCode
from mypy.errors import Errors
from mypy.expandtype import expand_type_by_instance
from mypy.maptype import map_instance_to_supertype
from mypy.nodes import CallExpr, Decorator, Expression, FuncDef, Node, OverloadedFuncDef, RefExpr
from mypy.plugin import FunctionContext, MethodContext, Plugin
from mypy.subtypes import is_subtype
from mypy.types import Instance, ProperType, Type, get_proper_type

QUESTION: Final = ErrorCode("question", "A `?` whose error cannot be returned", "stdnet")
MISSING_PROPAGATE: Final = ErrorCode("missing-propagate", "A `?` without `@propagate`", "stdnet")
UNUSED_RESULT: Final = ErrorCode("unused-result", "A `Result` that is not used", "stdnet")

_ERR: Final = "stdnet.result._containers.Err"
_ERRS: Final = {_ERR, "returns.result.Failure", "returns.result.Result"}
_OKS: Final = {"stdnet.result._containers.Ok", "returns.result.Success"}
_UNWRAPS: Final = {f"{name}.unwrap" for name in _ERRS}
_PROPAGATE: Final = "stdnet.result._question.propagate"
_FROM: Final = "stdnet.result._from.From"
_KNOWN: Final = {*sys.stdlib_module_names, "typing_extensions"}
"""The modules whose decorators do not decorate with `@propagate`."""

_Call: TypeAlias = FunctionContext | MethodContext


def plugin(version: str) -> type[Plugin]:
    """Returns the plugin. mypy calls it with its version."""
    return ResultPlugin


class ResultPlugin(Plugin):
    """The hooks that mypy asks for."""

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """Returns a hook for the functions of stdnet."""
        return use_hook if fullname.startswith("stdnet.") else None

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Returns a hook for the methods of stdnet, and for the `unwrap` of `returns`."""
        if fullname in _UNWRAPS:
            return unwrap_hook
        return use_hook if fullname.startswith("stdnet.") else None


def use_hook(ctx: _Call) -> Type:
    """Checks a call of stdnet, and changes no type."""
    # If a later release of mypy lacks what is used here, nothing is reported.
    with suppress(Exception):
        if isinstance(ctx.api, TypeChecker):
            _check_use(ctx, ctx.api)
    return ctx.default_return_type


def unwrap_hook(ctx: MethodContext) -> Type:
    """Checks an `.unwrap()`, and changes no type."""
    with suppress(Exception):
        if isinstance(ctx.api, TypeChecker):
            _check_unwrap(ctx, ctx.api)
    return ctx.default_return_type


def _check_use(ctx: _Call, checker: TypeChecker) -> None:
    """Reports a call whose `Result` is not used."""
    is_awaited = _outline(checker).statements.get(_place(ctx.context))
    if is_awaited is None:
        return
    returned = _awaited(ctx.default_return_type) if is_awaited else ctx.default_return_type
    if _errors(returned):
        _report(ctx, checker, "unused `Result` that must be used", UNUSED_RESULT)


def _check_unwrap(ctx: MethodContext, checker: TypeChecker) -> None:
    """Reports an `.unwrap()` that does not fit the function around it."""
    function = _function_around(checker)
    if function is None:
        return
    signature, container = get_proper_type(function.type), get_proper_type(ctx.type)
    if not isinstance(signature, types.CallableType) or not isinstance(container, Instance):
        return
    returned = _awaited(signature.ret_type) if function.is_coroutine else signature.ret_type
    declared = _errors(returned)
    if declared is None:
        return
    decorators = _outline(checker).decorators(function)
    if _PROPAGATE in decorators:
        _depend(checker, declared)
        for error in _members(container.args[-1]):
            text = _unconvertible(error, declared)
            if text:
                _report(ctx, checker, text, QUESTION)
    elif declared and container.type.fullname == _ERR and all(map(_is_known, decorators)):
        text = (
            "`.unwrap()` panics in a function without `@propagate`, though it returns a `Result`: "
            "decorate it, or say by `.expect(…)` why there is no `Err`"
        )
        _report(ctx, checker, text, MISSING_PROPAGATE)


def _depend(checker: TypeChecker, declared: list[ProperType]) -> None:
    """Makes dmypy check the function again when a `from_` has changed."""
    target = checker.tscope.current_target()
    for each in map(_plain, declared):
        if isinstance(each, Instance):
            trigger = f"<{each.type.fullname}.from_>"
            checker.tree.plugin_deps.setdefault(trigger, set()).add(target)


def _report(ctx: _Call, checker: TypeChecker, text: str, code: ErrorCode) -> None:
    with _without_filters(checker.msg.errors):
        checker.fail(text, ctx.context, code=code)


@contextmanager
def _without_filters(errors: Errors) -> Generator[None]:
    """Turns off the filters of errors that mypy sets up while it tries overloads.

    An overload whose check has an error does not match. mypy would report a wrong argument instead.
    """
    filters: list[object] = getattr(errors, "_watchers", [])
    kept = filters[:]
    filters.clear()
    try:
        yield
    finally:
        filters[:] = kept


# The conversion of errors: for types what `stdnet.result._from` does for values.


def _unconvertible(error: ProperType, declared: list[ProperType]) -> str:
    """Returns why an error cannot become one of those declared, or an empty text."""
    if any(isinstance(each, types.AnyType | types.TypeVarLikeType) for each in (error, *declared)):
        return ""
    if any(is_subtype(error, each) for each in declared):
        return ""
    takers = [each for each in declared if _converts(error, each)]
    if len(takers) == 1:
        return ""
    kind, names = _name(error), list(map(_name, declared))
    target = " | ".join(names) or "Never"
    plain = _plain(error)
    if kind in names and isinstance(plain, Instance):
        kind = plain.type.fullname  # Many programs have their own `Error` besides that of `io`.
    start = f"`?` couldn't convert the error to `{target}`: the trait `From<{kind}>` is "
    if takers:
        return f"{start}implemented for several: {', '.join(f'`{_name(each)}`' for each in takers)}"
    return f"{start}not implemented for `{target}`"


def _converts(error: ProperType, target: ProperType) -> bool:
    """Returns True if the class has a static or class method `from_` that takes the error."""
    target = _plain(target)
    found = target.type.get("from_") if isinstance(target, Instance) else None
    node = None if found is None else found.node
    if isinstance(node, nodes.Var):
        return node.is_inferred  # No field, but `from_ = staticmethod(…)`: nothing is reported.
    if not isinstance(target, Instance) or not isinstance(node, Decorator | OverloadedFuncDef):
        return False
    function = node.func if isinstance(node, Decorator) else node
    if not (function.is_static or function.is_class):
        return False
    owner = map_instance_to_supertype(target, function.info)
    if function.info.fullname == _FROM:
        return _is_taken(error, owner.args[0])
    signature = get_proper_type(node.type)
    items = signature.items if isinstance(signature, types.Overloaded) else [signature]
    skipped = int(function.is_class)
    for item in items:
        if not isinstance(item, types.CallableType) or len(item.arg_types) <= skipped:
            return True  # Not understood: nothing is reported.
        if _is_taken(error, expand_type_by_instance(item.arg_types[skipped], owner)):
            return True
    return False


def _is_taken(error: ProperType, parameter: Type) -> bool:
    return is_subtype(error, erase_typevars(parameter))


def _plain(tp: ProperType) -> ProperType:
    """Returns the class of a named tuple; any other type as it is."""
    return tp.partial_fallback if isinstance(tp, types.TupleType) else tp


def _name(tp: ProperType) -> str:
    plain = _plain(tp)
    return plain.type.name if isinstance(plain, Instance) else str(plain)


# The types of results.


def _members(tp: Type) -> Iterator[ProperType]:
    """Yields the members of a union, or the type itself, but no `Never`."""
    proper = get_proper_type(tp)
    if isinstance(proper, types.UnionType):
        for item in proper.items:
            yield from _members(item)
    elif not isinstance(proper, types.UninhabitedType):
        yield proper


def _errors(tp: Type) -> list[ProperType] | None:
    """Returns the error types of a `Result`; None for a type that is none."""
    errors = dict[ProperType, None]()
    for each in _members(tp):
        if not isinstance(each, Instance):
            return None
        if each.type.fullname in _ERRS:
            errors.update(dict.fromkeys(_members(each.args[-1])))
        elif each.type.fullname not in _OKS:
            return None
    return list(errors)


def _awaited(tp: Type) -> Type:
    """Returns what a coroutine returns; of any other type that type."""
    proper = get_proper_type(tp)
    if isinstance(proper, Instance) and proper.type.fullname == "typing.Coroutine":
        return proper.args[-1]
    return tp


# The text around a call.


def _function_around(checker: TypeChecker) -> FuncDef | None:
    """Returns the function whose text is being checked, even inside a lambda."""
    for each in reversed(checker.scope.stack):
        if not isinstance(each, nodes.LambdaExpr):
            return each if isinstance(each, FuncDef) else None
    return None


def _place(node: nodes.Context) -> tuple[int, ...]:
    return node.line, node.column, node.end_line or 0, node.end_column or 0


class _Outline:
    """The statements and decorators of a module.

    Nodes are known by their place and not by identity: mypy checks copies of a function once for
    each value of its type variables.
    """

    def __init__(self, defs: list[nodes.Statement]) -> None:
        self.defs = defs
        self.statements = dict[tuple[int, ...], bool]()
        """The calls that are statements, and whether they are awaited."""
        self._decorators = dict[tuple[int, str], list[Expression]]()
        self._read(defs)

    def decorators(self, function: FuncDef) -> list[str]:
        """Returns the full names of a function's decorators; an empty text for an expression."""
        found = self._decorators.get((function.line, function.name), [])
        called = [each.callee if isinstance(each, CallExpr) else each for each in found]
        return [each.fullname if isinstance(each, RefExpr) else "" for each in called]

    def _read(self, body: Iterable[Node | None]) -> None:
        # mypy is compiled, so that its visitors cannot have subclasses in Python.
        for node in body:
            match node:
                case nodes.ExpressionStmt(expr=nodes.AwaitExpr(expr=CallExpr() as call)):
                    self.statements[_place(call)] = True
                case nodes.ExpressionStmt(expr=CallExpr() as call):
                    self.statements[_place(call)] = False
                case nodes.AssignmentStmt(rvalue=CallExpr(args=[RefExpr(node=function)]) as call):
                    self._decorate(function, [call])
                case nodes.ReturnStmt(expr=CallExpr(args=[RefExpr(node=function)]) as call):
                    self._decorate(function, [call])
                case Decorator():
                    self._decorate(node.func, node.original_decorators)
                    self._read([node.func.body])
                case FuncDef():
                    self._read([node.body])
                case OverloadedFuncDef():
                    self._read([*node.items, node.impl])
                case nodes.ClassDef():
                    self._read([node.defs])
                case nodes.Block():
                    self._read(node.body)
                case nodes.IfStmt():
                    self._read([*node.body, node.else_body])
                case nodes.WhileStmt() | nodes.ForStmt():
                    self._read([node.body, node.else_body])
                case nodes.WithStmt():
                    self._read([node.body])
                case nodes.TryStmt():
                    self._read([node.body, *node.handlers, node.else_body, node.finally_body])
                case nodes.MatchStmt():
                    self._read(node.bodies)
                case _:
                    pass

    def _decorate(self, function: Node | None, decorators: list[Expression]) -> None:
        """Notes the decorators of a function, also those of `name = decorator(function)`."""
        function = function.func if isinstance(function, Decorator) else function
        if isinstance(function, FuncDef):
            self._decorators.setdefault((function.line, function.name), []).extend(decorators)


def _is_known(decorator: str) -> bool:
    return decorator.partition(".")[0] in _KNOWN


_outlines: Final = dict[str, _Outline]()


def _outline(checker: TypeChecker) -> _Outline:
    """Returns the outline of the module that is being checked."""
    tree = checker.tree
    found = _outlines.get(tree.fullname)
    # dmypy keeps the module and replaces its statements.
    if found is None or found.defs is not tree.defs:
        found = _outlines[tree.fullname] = _Outline(tree.defs)
    return found
