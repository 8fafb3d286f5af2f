from collections.abc import Iterator

import pytest

from stdnet.io import _buf_reader


@pytest.fixture(autouse=True, scope="package")
def _rows_are_never_short() -> Iterator[None]:
    """A `BufReader` lends its lines from the second one on: scripts of tests are short."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_buf_reader, "SHORT_ROW", 1)
        yield
