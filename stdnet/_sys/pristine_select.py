"""The module `select` as C has made it.

gevent and eventlet remove `epoll` and `poll` from it, or replace them by functions that switch to
another green thread. Whether a program is patched before it imports stdnet or later, it then works
the same.
"""

import select
from types import BuiltinFunctionType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from select import epoll as epoll
    from select import poll as poll
else:
    if hasattr(select, "epoll") and isinstance(getattr(select, "poll", None), BuiltinFunctionType):
        _module = select
    else:
        from importlib.util import module_from_spec

        _module = module_from_spec(select.__spec__)
        _module.__spec__.loader.exec_module(_module)
    epoll, poll = _module.epoll, _module.poll
