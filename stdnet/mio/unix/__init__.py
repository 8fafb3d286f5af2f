"""Descriptors and pipes as sources. The crate mio's `unix`.

`SourceFd` is a descriptor by its number, and `pipe.new` creates a pipe in non-blocking mode.

>>> from stdnet.mio import unix
>>> unix.SourceFd(0)
SourceFd(0)
"""

from stdnet.mio.unix import pipe as pipe
from stdnet.mio.unix._source_fd import SourceFd as SourceFd
from stdnet.result._public import publish as _publish

__all__ = ["SourceFd"]

_publish(__name__, [SourceFd])
