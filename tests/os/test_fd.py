"""Descriptors that are owned, borrowed, or plain numbers."""

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
    """The ends of a pipe."""
    reader, writer = map(OwnedFd.from_raw_fd, os.pipe())
    with reader, writer:
        yield reader, writer


def is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def test_the_last_reference_closes() -> None:
    reader, writer = os.pipe()
    owned = OwnedFd.from_raw_fd(reader)
    assert owned.as_raw_fd() == owned.fileno() == reader
    del owned
    assert not is_open(reader)
    OwnedFd.from_raw_fd(writer).close()
    assert not is_open(writer)


def test_the_end_of_a_cycle_closes() -> None:
    reader, writer = os.pipe()
    cycle: list[object] = [OwnedFd.from_raw_fd(reader), OwnedFd.from_raw_fd(writer)]
    cycle.append(cycle)
    del cycle
    gc.collect()
    assert not is_open(reader)
    assert not is_open(writer)


def test_into_raw_fd_gives_it_away(pipe: tuple[OwnedFd, OwnedFd]) -> None:
    reader, _ = pipe
    fd = reader.into_raw_fd()
    assert reader.as_raw_fd() == reader.into_raw_fd() == -1
    reader.close()
    assert is_open(fd)
    OwnedFd.from_raw_fd(fd).close()


def test_try_clone_shares_the_open_file(pipe: tuple[OwnedFd, OwnedFd]) -> None:
    reader, writer = pipe
    with writer.try_clone().unwrap() as clone:
        assert clone.as_raw_fd() > 2
        assert not os.get_inheritable(clone.as_raw_fd())
        os.write(clone.as_raw_fd(), b"x")
        assert os.read(reader.as_raw_fd(), 2) == b"x"


def test_after_the_end_a_clone_is_ebadf(pipe: tuple[OwnedFd, OwnedFd]) -> None:
    reader, _ = pipe
    reader.close()
    for answer in (reader.try_clone(), reader.as_fd().try_clone_to_owned()):
        match answer:
            case Err(error):
                assert error.raw_os_error() == 9
            case Ok():
                pytest.fail("a clone of nothing")


def test_a_borrow_keeps_it_open(pipe: tuple[OwnedFd, OwnedFd]) -> None:
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


def test_a_borrowed_number_is_not_closed(pipe: tuple[OwnedFd, OwnedFd]) -> None:
    fd = pipe[0].as_raw_fd()
    borrowed = BorrowedFd.borrow_raw(fd)
    assert borrowed.as_fd() is borrowed
    assert borrowed.fileno() == fd
    del borrowed
    assert is_open(fd)


@pytest.mark.parametrize("fd", [-1, -(2**31)])
def test_no_descriptor_is_negative(fd: int) -> None:
    for take in (OwnedFd.from_raw_fd, BorrowedFd.borrow_raw, TcpListener.from_raw_fd):
        with pytest.raises(ValueError, match="negative"):
            take(fd)


@pytest.mark.parametrize("fd", [2**31, -(2**31) - 1])
def test_a_descriptor_is_a_c_int(fd: int) -> None:
    with pytest.raises(ValueError, match="i32"):
        OwnedFd.from_raw_fd(fd)


def test_what_has_no_descriptor_is_a_panic() -> None:
    from_: Callable[[object], object] = OwnedFd.from_  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    for wrong in (3, None, "x", b"x", 1.5, object()):
        with pytest.raises(TypeError, match=r"owner has the method into_raw_fd\(\), which"):
            from_(wrong)


@pytest.mark.parametrize("number", [None, "3", 3.0])
def test_an_owner_of_no_number_is_a_panic(number: object) -> None:
    class Wrong:
        def into_raw_fd(self) -> int:
            return number  # type: ignore[return-value]  # pyright: ignore[reportReturnType]

    with pytest.raises(TypeError, match="integer"):
        OwnedFd.from_(Wrong())


def test_debug(pipe: tuple[OwnedFd, OwnedFd]) -> None:
    fd = pipe[0].as_raw_fd()
    assert repr(pipe[0]) == f"OwnedFd {{ fd: {fd} }}"
    assert repr(pipe[0].as_fd()) == f"BorrowedFd {{ fd: {fd} }}"


def test_is_terminal(pipe: tuple[OwnedFd, OwnedFd]) -> None:
    controller, terminal = map(OwnedFd.from_raw_fd, pty.openpty())
    with controller, terminal:
        assert terminal.is_terminal()
        assert terminal.as_fd().is_terminal()
    assert not terminal.is_terminal()
    assert not pipe[0].is_terminal()


def test_the_traits(listener: TcpListener) -> None:
    lends: AsFd = listener
    shows: AsRawFd = listener
    takes: type[FromRawFd] = TcpListener
    gives: IntoRawFd = listener
    assert lends.as_fd().as_raw_fd() == shows.as_raw_fd()
    fd = gives.into_raw_fd()
    again = takes.from_raw_fd(fd)
    assert isinstance(again, TcpListener)
    with again:
        assert again.as_raw_fd() == fd


def test_owned_fd_of_one_that_has_ended(listener: TcpListener) -> None:
    listener.close()
    owned = OwnedFd.from_(listener)
    assert owned.as_raw_fd() == -1
    assert TcpListener.from_owned_fd(owned).local_addr().failure().raw_os_error() == 9


def test_clones_while_another_thread_closes() -> None:
    """A clone is of the open file or of nothing, never of one that has taken its number."""
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
