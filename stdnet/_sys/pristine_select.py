"""The module `select` as C has made it.

gevent and eventlet remove `epoll` and `poll` from it, or replace them by functions that switch to
another green thread. Whether a program is patched before it imports stdnet or later, it then works
the same.
"""

import select
import sys
from types import BuiltinFunctionType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from select import poll as poll

    if sys.platform == "linux":
        from select import epoll as epoll
    else:
        from select import kqueue as kqueue
else:
    _adopter = "epoll" if sys.platform == "linux" else "kqueue"
    if hasattr(select, _adopter) and isinstance(getattr(select, "poll", None), BuiltinFunctionType):
        _module = select
    else:
        from importlib.util import module_from_spec

        _module = module_from_spec(select.__spec__)
        _module.__spec__.loader.exec_module(_module)
    globals()[_adopter] = getattr(_module, _adopter)
    poll = _module.poll
