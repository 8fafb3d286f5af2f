"""Owned, borrowed and raw descriptors."""

import gc
import os
import pty
import threading
from collections.abc import Callable, Generator

import pytest

from stdnet import Err, Ok, TcpListener
from stdnet.os.fd import AsFd, AsRawFd, BorrowedFd, FromRawFd, IntoRawFd, OwnedFd


@pytest.fixture
def pipe() -> Generator[tuple[OwnedFd, OwnedFd], None, None]:
    """Yields the two ends of a pipe."""
    reader, writer = map(OwnedFd.from_raw_fd, os.pipe())
    with reader, writer:
        yield reader, writer


def is_open(fd: int) -> bool:
    """Returns True if the descriptor is open."""
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def test_the_descriptor_is_closed_with_the_last_reference() -> None:
    reader, writer = os.pipe()
    owned = OwnedFd.from_raw_fd(reader)
    assert owned.as_raw_fd() == owned.fileno() == reader
    del owned
    assert not is_open(reader)
    OwnedFd.from_raw_fd(writer).close()
    assert not is_open(writer)


def test_the_garbage_collector_closes_descriptors_in_a_cycle() -> None:
    reader, writer = os.pipe()
    cycle: list[object] = [OwnedFd.from_raw_fd(reader), OwnedFd.from_raw_fd(writer)]
    cycle.append(cycle)
    del cycle
    gc.collect()
    assert not is_open(reader)
    assert not is_open(writer)


def test_after_into_raw_fd_the_object_does_not_close_the_descriptor(
    pipe: tuple[OwnedFd, OwnedFd],
) -> None:
    reader, _ = pipe
    fd = reader.into_raw_fd()
    assert reader.as_raw_fd() == reader.into_raw_fd() == -1
    reader.close()
    assert is_open(fd)
    OwnedFd.from_raw_fd(fd).close()


def test_a_clone_shares_the_open_file_and_is_not_inherited(pipe: tuple[OwnedFd, OwnedFd]) -> None:
    reader, writer = pipe
    with writer.try_clone().unwrap() as clone:
        assert clone.as_raw_fd() > 2
        assert not os.get_inheritable(clone.as_raw_fd())
        os.write(clone.as_raw_fd(), b"x")
        assert os.read(reader.as_raw_fd(), 2) == b"x"


def test_cloning_a_closed_descriptor_returns_ebadf(pipe: tuple[OwnedFd, OwnedFd]) -> None:
    reader, _ = pipe
    reader.close()
    for clone in (reader.try_clone(), reader.as_fd().try_clone_to_owned()):
        match clone:
            case Err(error):
                assert error.raw_os_error() == 9
            case Ok():
                pytest.fail("a closed descriptor was cloned")


def test_a_borrowed_descriptor_stays_open_when_the_owner_is_closed(
    pipe: tuple[OwnedFd, OwnedFd],
) -> None:
    reader, _ = pipe
    borrowed = reader.as_fd()
    fd = borrowed.as_raw_fd()
    reader.close()
    assert reader.as_raw_fd() == -1
    assert is_open(fd)
    with borrowed.try_clone_to_owned().unwrap() as clone:
        assert is_open(clone.as_raw_fd())
    del borrowed
    assert not is_open(fd)


def test_a_descriptor_borrowed_by_its_number_is_not_closed(pipe: tuple[OwnedFd, OwnedFd]) -> None:
    fd = pipe[0].as_raw_fd()
    borrowed = BorrowedFd.borrow_raw(fd)
    assert borrowed.as_fd() is borrowed
    assert borrowed.fileno() == fd
    del borrowed
    assert is_open(fd)


@pytest.mark.parametrize("fd", [-1, -(2**31)])
def test_a_negative_descriptor_raises(fd: int) -> None:
    for take in (OwnedFd.from_raw_fd, BorrowedFd.borrow_raw, TcpListener.from_raw_fd):
        with pytest.raises(ValueError, match="negative"):
            take(fd)


@pytest.mark.parametrize("fd", [2**31, -(2**31) - 1])
def test_a_descriptor_that_is_no_c_int_raises(fd: int) -> None:
    with pytest.raises(ValueError, match="i32"):
        OwnedFd.from_raw_fd(fd)


def test_from_raises_for_an_object_without_into_raw_fd() -> None:
    from_: Callable[[object], object] = OwnedFd.from_  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    for wrong in (3, None, "x", b"x", 1.5, object()):
        with pytest.raises(TypeError, match=r"owner has the method into_raw_fd\(\), which"):
            from_(wrong)


@pytest.mark.parametrize("number", [None, "3", 3.0])
def test_from_raises_if_into_raw_fd_returns_no_integer(number: object) -> None:
    class Wrong:
        def into_raw_fd(self) -> int:
            return number  # type: ignore[return-value]  # pyright: ignore[reportReturnType]

    with pytest.raises(TypeError, match="i32 is an int, not"):
        OwnedFd.from_(Wrong())


def test_repr_is_that_of_rust(pipe: tuple[OwnedFd, OwnedFd]) -> None:
    fd = pipe[0].as_raw_fd()
    assert repr(pipe[0]) == f"OwnedFd {{ fd: {fd} }}"
    assert repr(pipe[0].as_fd()) == f"BorrowedFd {{ fd: {fd} }}"


def test_is_terminal_is_true_for_the_terminal_of_a_pty_only(pipe: tuple[OwnedFd, OwnedFd]) -> None:
    controller, terminal = map(OwnedFd.from_raw_fd, pty.openpty())
    with controller, terminal:
        assert terminal.is_terminal()
        assert terminal.as_fd().is_terminal()
    assert not terminal.is_terminal()
    assert not pipe[0].is_terminal()


def test_owners_satisfy_the_protocols(listener: TcpListener) -> None:
    as_fd: AsFd = listener
    as_raw_fd: AsRawFd = listener
    from_raw_fd: type[FromRawFd] = TcpListener
    into_raw_fd: IntoRawFd = listener
    assert as_fd.as_fd().as_raw_fd() == as_raw_fd.as_raw_fd()
    fd = into_raw_fd.into_raw_fd()
    again = from_raw_fd.from_raw_fd(fd)
    assert isinstance(again, TcpListener)
    with again:
        assert again.as_raw_fd() == fd


def test_an_owned_fd_of_a_closed_object_owns_nothing(listener: TcpListener) -> None:
    listener.close()
    owned = OwnedFd.from_(listener)
    assert owned.as_raw_fd() == -1
    assert TcpListener.from_owned_fd(owned).local_addr().unwrap_err().raw_os_error() == 9


def test_a_clone_is_never_of_another_file_that_has_got_the_number() -> None:
    """Another thread closes the descriptor meanwhile, and new files get its number."""
    for _ in range(200):
        reader, writer = map(OwnedFd.from_raw_fd, os.pipe())
        expected = os.fstat(reader.as_raw_fd()).st_ino
        closer = threading.Thread(target=reader.close)
        closer.start()
        others = [os.open(os.devnull, os.O_RDONLY) for _ in range(2)]
        with writer:
            match reader.try_clone():
                case Ok(clone):
                    with clone:
                        assert os.fstat(clone.as_raw_fd()).st_ino == expected
                case Err(error):
                    assert error.raw_os_error() == 9
        closer.join()
        for other in others:
            os.close(other)
