"""The servers. Each serves a listener for ever, and sends the answer to each request.

A request is small and arrives whole, and its answer fits into the send buffer. A client for which
this does not hold is disconnected.
"""

from collections.abc import Callable
from typing import Final

Answer = Callable[[memoryview | bytes], memoryview | bytes]
"""Returns the answer to a request."""

SIZE: Final = 4096
"""The size of a buffer for a request."""

BATCH: Final = 1024
"""The number of events that are fetched at once."""
