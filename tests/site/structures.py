"""The types of the members of C's structures, read from their declarations in `stdnet.c`."""

import ast
import re
from typing import Final

UNSIGNED: Final = {"uint": "unsigned int", "ubyte": "unsigned char"}
ARRAYS: Final = {"Octets": "char", "_Path": "char", "_Ipv6Octets": "uint8_t"}
POINTERS: Final = {"BufferPointer": "void *", "_IovecPointer": "struct iovec *"}
POINTEES: Final = {"Sockaddr": "struct sockaddr *", "str": "char *"}


def c_type(node: ast.stmt) -> str | None:
    """Returns the type in C of a member such as `pid: Number = Number(c_int)`, or None."""
    match node:
        case ast.AnnAssign(value=ast.Call(func=ast.Name(kind), args=arguments)):
            pass
        case _:
            return None
    match kind, arguments:
        case "Number", [ast.Name(name), *_]:
            name = name.removeprefix("c_")
            return UNSIGNED.get(name, re.sub(r"^(u?int\d+|size)$", r"\1_t", name))
        case "Nested", [ast.Name(name)]:
            return f"struct {name}"
        case "Padding", [ast.BinOp(right=ast.Constant(int(size)))]:
            return f"char[{size}]"
        case "Pointer", _:
            (name,) = re.findall(r"Pointer\[(\w+)\]", ast.unparse(node.annotation))
            return POINTEES.get(name, f"struct {name} *")
        case _, []:
            return POINTERS[kind]
        case _, [ast.Constant(int(size)), *_]:
            return f"{ARRAYS[kind]}[{size}]"
        case _:
            raise AssertionError(ast.unparse(node))
