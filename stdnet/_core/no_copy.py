"""The base class of objects that are not copied."""

from typing import Never


class NoCopy:
    """An object that Python would copy with a buffer or position that both then believe to own."""

    __slots__ = ()

    def __reduce__(self) -> Never:
        raise TypeError(f"a {type(self).__name__} is not copied or pickled")
