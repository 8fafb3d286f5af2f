from collections.abc import Iterator

import pytest

from stdnet.io import _line_batches


@pytest.fixture(autouse=True, scope="package")
def _batches_begin_early() -> Iterator[None]:
    """Gives loops over lines batches from the second line on, as the data of tests are short."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_line_batches, "BATCHES_FROM", 1)
        yield
