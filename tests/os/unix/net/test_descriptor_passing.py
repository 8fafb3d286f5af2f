"""Many descriptors passed between processes, and many sockets shared by threads: none is lost."""

import os
import random
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from stdnet import Ok
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import AncillaryData, SocketAncillary, UnixStream
from tests.conftest import open_descriptors

# Receives descriptors until the end of the stream. Prints how many there were, of how many files,
# and how many descriptors are open; closes them, and prints the latter again.
RECEIVER = """
import os, sys
from stdnet.os.unix.net import AncillaryData, SocketAncillary, UnixStream

def count():
    return len(os.listdir("/proc/self/fd"))

stream = UnixStream.from_raw_fd(int(sys.argv[1]))
before, ancillary, buf = count(), SocketAncillary(bytearray(2048)), bytearray(1)
kept = []
while stream.recv_vectored_with_ancillary([buf], ancillary).unwrap():
    for message in ancillary.messages():
        kept += message.unwrap()
inodes = {os.fstat(fd.as_raw_fd()).st_ino for fd in kept}
print(len(kept), len(inodes), count() - before, flush=True)
kept.clear()
print(count() - before)
"""


@contextmanager
def pipes(count: int) -> Generator[list[OwnedFd], None, None]:
    """Yields `count` descriptors, each of a pipe of its own."""
    readers = list[OwnedFd]()
    for _ in range(count):
        reader, writer = map(OwnedFd.from_raw_fd, os.pipe())
        writer.close()
        readers.append(reader)
    yield readers
    for reader in readers:
        reader.close()


def test_a_thousand_descriptors_arrive_in_another_process_and_none_leaks() -> None:
    before = len(open_descriptors())
    one, two = UnixStream.pair().unwrap()
    command = [sys.executable, "-W", "error", "-c", RECEIVER, str(two.fileno())]
    with (
        one,
        two,
        subprocess.Popen(
            command, pass_fds=[two.fileno()], stdout=subprocess.PIPE, text=True
        ) as receiver,
    ):
        two.close()
        for _ in range(10):
            with pipes(100) as readers:
                ancillary = SocketAncillary(bytearray(2048))
                assert ancillary.add_fds(readers)
                assert one.send_vectored_with_ancillary([b"x"], ancillary) == Ok(1)
                ancillary.clear()
        one.close()
        printed, _ = receiver.communicate(timeout=30)
    assert printed == "1000 1000 1000\n0\n"
    assert len(open_descriptors()) == before


def test_descriptors_that_are_not_taken_are_closed() -> None:
    before = len(open_descriptors())
    one, two = UnixStream.pair().unwrap()
    ancillary = SocketAncillary(bytearray(2048))
    with one, two:
        for _ in range(10):
            with pipes(100) as readers:
                ancillary.clear()
                ancillary.add_fds(readers)
                one.send_vectored_with_ancillary([b"x"], ancillary).unwrap()
            two.recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
            messages = [message.unwrap() for message in ancillary.messages()]
            assert list(map(type, messages)) == [AncillaryData.ScmRights]
            messages.clear()
    del ancillary
    assert len(open_descriptors()) == before


def check_shared_sockets(threads: int, sockets: int, rounds: int) -> None:
    """Clones, writes, reads and closes pairs of sockets at random in many threads.

    Each pair carries its own number only, so that a byte on a wrong connection is noticed.
    """
    before = len(open_descriptors())
    pairs = [UnixStream.pair().unwrap() for _ in range(sockets // 2)]
    wrong = list[tuple[int, bytes]]()
    for one, two in pairs:
        one.set_nonblocking(True).unwrap()
        two.set_nonblocking(True).unwrap()

    def work(seed: int) -> None:
        rng = random.Random(seed)
        buf = bytearray(64)
        for _ in range(rounds):
            number = rng.randrange(len(pairs))
            end = rng.choice(pairs[number])
            match rng.randrange(8):
                case 0 | 1 | 2:
                    _ = end.write(number.to_bytes(2, "big"))
                case 3 | 4 | 5:
                    n = end.read(buf).unwrap_or(0)
                    if n % 2 or bytes(buf[:n]) != number.to_bytes(2, "big") * (n // 2):
                        wrong.append((number, bytes(buf[:n])))
                case 6:
                    clone = end.try_clone()
                    if isinstance(clone, Ok):
                        with clone.unwrap() as same:
                            _ = same.write(number.to_bytes(2, "big"))
                case _:
                    if rng.randrange(20) == 0:
                        end.close()

    workers = [threading.Thread(target=work, args=[seed]) for seed in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert wrong == []
    closed = sum(end.as_raw_fd() < 0 for pair in pairs for end in pair)
    assert len(open_descriptors()) == before + 2 * len(pairs) - closed
    assert closed > 0
    pairs.clear()
    assert len(open_descriptors()) == before


def test_20_threads_share_100_sockets_and_no_byte_is_misdirected() -> None:
    check_shared_sockets(threads=20, sockets=100, rounds=300)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_200_threads_share_1000_sockets_and_no_byte_is_misdirected() -> None:
    check_shared_sockets(threads=200, sockets=1000, rounds=2000)
