"""Events and their sources. The crate mio's `event`.

`IntoSource` is the annotation for what can be registered: a `Source`, or an object that has a
descriptor and `fileno()`.

>>> from stdnet.mio import event
>>> event.Events.with_capacity(8)
[]
"""

from stdnet.mio._event import Event as Event
from stdnet.mio._event import Events as Events
from stdnet.mio._poll import IntoSource as IntoSource
from stdnet.mio._poll import Source as Source
from stdnet.result._public import publish as _publish

__all__ = ["Event", "Events", "Source", "IntoSource"]

_publish(__name__, [Event, Source])
