from types import TracebackType
from typing import Self


class CustomSmartPointer:
    def __init__(self, data: str) -> None:
        self._data = data

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None
    ) -> None:
        print("dropping", self._data)


with CustomSmartPointer("my stuff"), CustomSmartPointer("other stuff"):
    print("both are there")
