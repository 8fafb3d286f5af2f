"""`copy` between all kinds of readers and writers, compared with Rust where it is the same."""

import errno
import fcntl
import hashlib
import io as python_io
import os
import random
import resource
import signal
import socket
import sys
import threading
import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdnet import Shutdown, SocketAddr, TcpListener, TcpStream, io
from stdnet._sys import kernel_copy
from stdnet.io import BufReader, BufWriter, Copied, Cursor, PipeReader, PipeWriter, copy, from_file
from stdnet.result import Err, Ok
from tests.support import oracle
from tests.support.once import share
from tests.support.rust_debug import debug
from tests.support.scripted_io import Acceptor, Letters, Script, failure

MIB = 1 << 20
THRESHOLD = kernel_copy.PIPE_SIZE
"""After this number of bytes the kernel takes over from a socket to a socket or file."""


# Scripted readers and writers, as in `tests/oracle/copy.rs`.


def _steps(text: str) -> list[str]:
    return [] if text == "-" else text.split(",")


class Reader(io.Read):
    """Reads the bytes 0 to 250, again and again."""

    def __init__(self, steps: list[str], calls: list[str]) -> None:
        self.steps = deque(steps)
        self.calls = calls
        self.position = 0

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        view = memoryview(buf)
        self.calls.append(f"r{len(view)}")
        step = self.steps.popleft() if self.steps else "z"
        if step[0] == "e":
            return failure(step[1:])
        left = int(step[1:] or 0)
        n = min(left, len(view))
        view[:n] = counted(self.position, n)
        self.position += n
        if left > n:
            self.steps.appendleft(f"r{left - n}")
        return Ok(n)


class Writer(io.Write):
    """Takes as many bytes as the steps say."""

    def __init__(self, steps: list[str], calls: list[str]) -> None:
        self.steps = deque(steps)
        self.calls = calls
        self.written = bytearray()

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        view = memoryview(buf)
        self.calls.append(f"w{len(view)}")
        step = self.steps.popleft() if self.steps else f"w{len(view)}"
        if step[0] == "e":
            return failure(step[1:])
        n = min(int(step[1:]), len(view))
        self.written += view[:n]
        return Ok(n)

    def flush(self) -> io.Result[None]:
        return Ok(None)


def counted(start: int, n: int) -> bytes:
    """Returns what a `Reader` reads at a position."""
    return bytes(at % 251 for at in range(start, start + n))


def replay(question: str) -> oracle.Answer:
    """Returns stdnet's answer to a question of the oracle. Checks that no byte is lost."""
    layers, reads, capacity, writes = question.split(" ")
    calls = list[str]()
    script = Reader(_steps(reads), calls)
    takes = list[io.Take[io.Read]]()
    reader: io.Read = script
    for layer in _steps(layers):
        reader = _wrap(layer, reader, takes)
    acceptor = Writer(_steps(writes), calls)
    result = ""
    writer: io.Write = acceptor
    if capacity != "-":
        writer = BufWriter.with_capacity(int(capacity), acceptor)
        result = f"{debug(writer.write_all(b'first'))} "
    copied = copy(reader, writer)
    del writer
    result += " ".join([debug(copied), *(str(take.limit()) for take in takes)])
    if isinstance(copied, Err):
        progress = Copied.of(copied.unwrap_err())
        assert progress is not None
        written = acceptor.written.removeprefix(b"first")
        assert len(written) == progress.written
        whole = written + progress.unwritten + _buffered(reader)
        assert whole == counted(0, len(whole))
        assert len(whole) == script.position
    return {
        "question": question,
        "result": result,
        "written": f"{len(acceptor.written)} bytes of sum {zlib.adler32(acceptor.written):08x}",
        "calls": " ".join(calls),
    }


def _wrap(layer: str, inner: io.Read, takes: list[io.Take[io.Read]]) -> io.Read:
    """Wraps a reader in a `Take` (`t` and the limit) or a `BufReader` (`b` and the capacity)."""
    size = int(layer[1:])
    if layer[0] == "t":
        take = inner.take(size)
        takes.insert(0, take)
        return take
    buffered: BufReader[io.Read] = BufReader.with_capacity(size, inner)
    _ = buffered.fill_buf()
    return buffered


def _buffered(reader: io.Read) -> bytes:
    """Returns what the buffers of all adapters hold."""
    match reader:
        case BufReader():
            return bytes(reader.buffer()) + _buffered(reader.get_ref())
        case io.Take():
            return _buffered(reader.get_ref())
        case _:
            return b""


def is_comparable(question: str) -> bool:
    """Returns True if Rust reads and writes in the same sizes. It fills larger buffers whole."""
    layers, _, capacity, _ = question.split(" ")
    return capacity == "-" and all(
        layer[0] == "t" or int(layer[1:]) <= 8192 for layer in _steps(layers)
    )


def compare(rust: oracle.Answer) -> None:
    """Asserts that stdnet gives the same answer, as far as it can be compared."""
    question = str(rust["question"])
    ours = replay(question)
    if not is_comparable(question):
        rust, ours = ({**each, "calls": ""} for each in (rust, ours))
    if "Err" in str(rust["result"]):
        # Bytes that are put back into a buffer count against the limit of a `Take` around it again.
        rust, ours = ({**each, "result": _without_limits(each)} for each in (rust, ours))
    assert ours == rust


def _without_limits(answer: oracle.Answer) -> str:
    return str(answer["result"]).rpartition(")")[0]


READ_STEPS = st.lists(
    st.integers(1, 300).map("r{}".format)
    | st.sampled_from(["r8192", "r8193", "r30000", "z", "eInterrupted", "eWouldBlock", "e104"]),
    max_size=6,
)
WRITE_STEPS = st.lists(
    st.integers(0, 300).map("w{}".format)
    | st.sampled_from(["w8191", "w8192", "eInterrupted", "eWouldBlock", "e104", "eOther"]),
    max_size=6,
)
LAYERS = st.lists(
    st.sampled_from(["t0", "t1", "t9", "t8192", "t20000", "b1", "b7", "b64", "b8192"]),
    max_size=2,
)


def joined(steps: list[str]) -> str:
    return ",".join(steps) or "-"


questions = st.builds(
    "{} {} - {}".format, LAYERS.map(joined), READ_STEPS.map(joined), WRITE_STEPS.map(joined)
)


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("copy") as process:
        yield process


@oracle.needs_rustc
@settings(max_examples=share(200))
@given(question=questions)
def test_any_question_has_the_answer_of_rust(rust: oracle.Oracle, question: str) -> None:
    compare(rust.ask(question))


@pytest.mark.parametrize("answer", oracle.golden("copy"))
def test_golden_questions_have_the_answers_of_rust(answer: oracle.Answer) -> None:
    compare(answer)


# Between descriptors.

Ends = tuple[TcpStream, TcpStream]


def connected() -> Ends:
    """Returns the two ends of a connection."""
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        return client, listener.accept().unwrap()[0]


@pytest.fixture
def upstream() -> Iterator[Ends]:
    """Connects a peer that sends to the stream that is copied from."""
    peer, source = connected()
    with peer, source:
        yield peer, source


@pytest.fixture
def downstream() -> Iterator[Ends]:
    """Connects the stream that is copied to to a peer that receives."""
    sink, peer = connected()
    with sink, peer:
        yield sink, peer


def noise(n: int, seed: int = 0) -> bytes:
    return random.Random(seed).randbytes(n)


@contextmanager
def sending(peer: io.Write, data: bytes) -> Generator[None, None, None]:
    """Sends all data from a thread, and closes the peer for writing then."""

    def send() -> None:
        _ = peer.write_all(data)
        if isinstance(peer, TcpStream):
            _ = peer.shutdown(Shutdown.Write)
        if isinstance(peer, PipeWriter):
            peer.close()

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    yield
    sender.join()


@contextmanager
def receiving(peer: io.Read, found: bytearray) -> Generator[None, None, None]:
    """Receives all data in a thread."""
    receiver = threading.Thread(target=peer.read_to_end, args=[found], daemon=True)
    receiver.start()
    yield
    receiver.join()


class Spy:
    """Records the system calls by which the kernel moves bytes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls = list[str]()
        for name, kind in (
            ("splice", kernel_copy.Splice),
            ("copy_file_range", kernel_copy.CopyFileRange),
        ):
            monkeypatch.setattr(kind, "move", self._recording(name, kind.move))

    def _recording(self, name: str, move: Callable[..., io.Result[int]]) -> Callable[..., object]:
        def recorded(mover: object, count: int) -> io.Result[int]:
            self.calls.append(name)
            return move(mover, count)

        return recorded

    @property
    def kinds(self) -> set[str]:
        return set(self.calls)


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Spy:
    return Spy(monkeypatch)


SIZES = [0, 1, THRESHOLD - 1, THRESHOLD, THRESHOLD + 1, 4 * MIB + 17]


@pytest.mark.parametrize("size", SIZES)
def test_from_socket_to_socket_large_copies_are_spliced(
    upstream: Ends, downstream: Ends, spy: Spy, size: int
) -> None:
    data, found = noise(size), bytearray()
    with sending(upstream[0], data), receiving(downstream[1], found):
        assert copy(upstream[1], downstream[0]) == Ok(size)
        downstream[0].shutdown(Shutdown.Write).unwrap()
    assert found == data
    assert spy.kinds == ({"splice"} if size >= THRESHOLD else set())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("buffering", [0, -1])
def test_from_socket_to_file_large_copies_are_spliced(
    tmp_path: Path, upstream: Ends, spy: Spy, size: int, buffering: int
) -> None:
    data = noise(size)
    with (tmp_path / "file").open("wb", buffering=buffering) as file, sending(upstream[0], data):
        assert copy(upstream[1], from_file(file)) == Ok(size)
    assert (tmp_path / "file").read_bytes() == data
    assert spy.kinds == ({"splice"} if size >= THRESHOLD and not buffering else set())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("buffering", [0, -1])
def test_from_file_to_socket_nothing_is_spliced(
    tmp_path: Path, downstream: Ends, spy: Spy, size: int, buffering: int
) -> None:
    """Otherwise a later write to the file would change the pages that wait to be sent."""
    data, found = noise(size), bytearray()
    (tmp_path / "file").write_bytes(data)
    with (
        (tmp_path / "file").open("rb", buffering=buffering) as file,
        receiving(downstream[1], found),
    ):
        assert copy(from_file(file), downstream[0]) == Ok(size)
        downstream[0].shutdown(Shutdown.Write).unwrap()
    assert found == data
    assert spy.calls == []


@pytest.mark.parametrize("size", SIZES)
def test_from_file_to_file_copy_file_range_is_called(tmp_path: Path, spy: Spy, size: int) -> None:
    data = noise(size)
    (tmp_path / "one").write_bytes(b"before" + data)
    with (
        (tmp_path / "one").open("rb", buffering=0) as one,
        (tmp_path / "two").open("wb", buffering=0) as two,
    ):
        one.seek(6)
        two.write(b"first")
        assert copy(from_file(one), from_file(two)) == Ok(size)
        assert (one.tell(), two.tell()) == (6 + size, 5 + size)
    assert (tmp_path / "two").read_bytes() == b"first" + data
    assert spy.kinds == {"copy_file_range"}


@pytest.mark.parametrize("size", SIZES)
def test_from_and_to_pipes_all_is_spliced(
    upstream: Ends, downstream: Ends, spy: Spy, size: int
) -> None:
    """Three copies run at once: from socket to pipe, to another pipe, to socket."""
    data, found = noise(size), bytearray()
    one, two = io.pipe().unwrap(), io.pipe().unwrap()
    results = list[io.Result[int]]()

    def pass_on(reader: io.Read, writer: PipeWriter) -> None:
        with writer:
            results.append(copy(reader, writer))

    threads = [
        threading.Thread(target=pass_on, args=[upstream[1], one[1]]),
        threading.Thread(target=pass_on, args=[one[0], two[1]]),
    ]
    with sending(upstream[0], data), receiving(downstream[1], found):
        for thread in threads:
            thread.start()
        assert copy(two[0], downstream[0]) == Ok(size)
        downstream[0].shutdown(Shutdown.Write).unwrap()
        for thread in threads:
            thread.join()
    assert results == [Ok(size), Ok(size)]
    assert found == data
    assert spy.kinds == {"splice"}


def test_from_pipe_to_file_all_is_spliced(tmp_path: Path, spy: Spy) -> None:
    data = noise(MIB)
    reader, writer = io.pipe().unwrap()
    with (tmp_path / "file").open("wb", buffering=0) as file, reader, sending(writer, data):
        assert copy(reader, from_file(file)) == Ok(MIB)
    assert (tmp_path / "file").read_bytes() == data
    assert spy.kinds == {"splice"}


def test_a_file_of_proc_is_copied_though_its_length_is_0(tmp_path: Path) -> None:
    with (
        open("/proc/version", "rb", buffering=0) as one,
        (tmp_path / "two").open("wb", buffering=0) as two,
    ):
        assert copy(from_file(one), from_file(two)).unwrap() > 10
    assert (tmp_path / "two").read_bytes() == Path("/proc/version").read_bytes()


# When the kernel refuses.


@pytest.mark.parametrize("size", SIZES)
def test_a_file_in_append_mode_is_written_to(tmp_path: Path, upstream: Ends, size: int) -> None:
    data = noise(size)
    (tmp_path / "file").write_bytes(b"before")
    with (tmp_path / "file").open("ab", buffering=0) as file, sending(upstream[0], data):
        assert copy(upstream[1], from_file(file)) == Ok(size)
    with (
        (tmp_path / "two").open("ab", buffering=0) as two,
        (tmp_path / "file").open("rb", buffering=0) as one,
    ):
        assert copy(from_file(one), from_file(two)) == Ok(size + 6)
    assert (tmp_path / "two").read_bytes() == b"before" + data


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.EPERM])
@pytest.mark.parametrize("good", [0, 1, 2, 3, 5])
def test_no_byte_is_lost_if_the_kernel_refuses_at_any_call(
    upstream: Ends, downstream: Ends, monkeypatch: pytest.MonkeyPatch, code: int, good: int
) -> None:
    move, calls = kernel_copy.Splice.move, list[int]()

    def refusing(mover: kernel_copy.Splice, count: int) -> io.Result[int]:
        calls.append(1)
        return move(mover, count) if len(calls) <= good else failure(str(code))

    monkeypatch.setattr(kernel_copy.Splice, "move", refusing)
    data, found = noise(4 * MIB), bytearray()
    take = upstream[1].take(3 * MIB)
    with sending(upstream[0], data), receiving(downstream[1], found):
        assert copy(take, downstream[0]) == Ok(3 * MIB)
        downstream[0].shutdown(Shutdown.Write).unwrap()
        upstream[1].read_to_end(bytearray()).unwrap()
    assert found == data[: 3 * MIB]
    assert (take.limit(), take.position()) == (0, 3 * MIB)
    assert 0 < len(calls) <= good + 1


def test_without_a_descriptor_for_a_pipe_bytes_are_read_and_written(
    upstream: Ends, downstream: Ends, spy: Spy
) -> None:
    data, found = noise(3 * MIB), bytearray()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = max(map(int, os.listdir("/proc/self/fd")))
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    taken = list[io.PipeReader]()
    try:
        while isinstance(clone := upstream[1].as_fd().try_clone_to_owned(), Ok):
            taken.append(PipeReader.from_owned_fd(clone.unwrap()))
        with sending(upstream[0], data), receiving(downstream[1], found):
            assert copy(upstream[1], downstream[0]) == Ok(3 * MIB)
            downstream[0].shutdown(Shutdown.Write).unwrap()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    taken.clear()
    assert found == data
    assert spy.calls == []


def test_without_room_for_a_large_pipe_bytes_are_read_and_written(
    upstream: Ends, downstream: Ends, spy: Spy, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[tuple[object, ...]]()

    def refused(call: object, *arguments: object) -> Err[io.Error]:
        assert call is fcntl.fcntl
        asked.append(arguments[1:])
        return failure(str(errno.EPERM))

    monkeypatch.setattr(kernel_copy, "cvt", refused)
    data, found = noise(3 * MIB), bytearray()
    with sending(upstream[0], data), receiving(downstream[1], found):
        assert copy(upstream[1], downstream[0]) == Ok(3 * MIB)
        downstream[0].shutdown(Shutdown.Write).unwrap()
    assert found == data
    assert asked == [(fcntl.F_SETPIPE_SZ, kernel_copy.PIPE_SIZE)]
    assert spy.calls == []


def test_a_copy_to_a_socket_never_raises_sigpipe(
    upstream: Ends, downstream: Ends, spy: Spy
) -> None:
    got = list[int]()
    before = signal.signal(signal.SIGPIPE, lambda number, _: got.append(number))
    try:
        downstream[1].set_linger(0).unwrap()
        downstream[1].close()
        with sending(upstream[0], noise(4 * MIB)):
            failed = copy(upstream[1], downstream[0])
            upstream[1].read_to_end(bytearray()).unwrap()
        assert isinstance(failed, Err)
    finally:
        signal.signal(signal.SIGPIPE, before)
    assert got == []
    assert spy.calls == []


# Adapters around the descriptors.


@given(
    held=st.integers(0, 300),
    limits=st.tuples(*[st.sampled_from([0, 1, 250, THRESHOLD, 2 * THRESHOLD + 1, 2**64 - 1])] * 2),
    in_front=st.booleans(),
    size=st.sampled_from([0, 1, 300, 2 * THRESHOLD, 3 * THRESHOLD]),
)
@settings(max_examples=share(60))
def test_limits_and_buffers_are_respected(
    held: int, limits: tuple[int, int], in_front: bool, size: int
) -> None:
    """The reader has a limit inside and outside of its buffer, and the writer has a buffer."""
    data, found = noise(size), bytearray()
    (peer, source), (sink, other) = connected(), connected()
    with peer, source, sink, other:
        with sending(peer, data):
            inner = source.take(limits[0])
            buffered = BufReader.with_capacity(512, inner)
            if held and size:
                source.set_read_timeout(5).unwrap()
                buffered.fill_buf().unwrap()
                assert held <= 300
                buffered.consume(min(held, len(buffered.buffer())))
            consumed = limits[0] - inner.limit() - len(buffered.buffer())
            reader: io.Read = buffered.take(limits[1]) if in_front else buffered
            writer = BufWriter(sink)
            writer.write_all(b"first").unwrap()
            with receiving(other, found):
                copied = copy(reader, writer).unwrap()
                assert len(writer.buffer()) == 0
                sink.shutdown(Shutdown.Write).unwrap()
            rest = bytearray(buffered.buffer())
            source.read_to_end(rest).unwrap()
        most = min(limits[0], size) - consumed
        assert copied == (min(most, limits[1]) if in_front else most)
        assert found == b"first" + data[consumed : consumed + copied]
        assert rest == data[consumed + copied :]


def test_a_buffer_within_a_buffer_is_copied_first(upstream: Ends, downstream: Ends) -> None:
    data, found = noise(2 * MIB), bytearray()
    inner = BufReader(upstream[1])
    outer = BufReader.with_capacity(10, inner)
    with sending(upstream[0], data), receiving(downstream[1], found):
        outer.fill_buf().unwrap()
        outer.consume(3)
        assert copy(outer, downstream[0]) == Ok(2 * MIB - 3)
        downstream[0].shutdown(Shutdown.Write).unwrap()
    assert found == data[3:]


def test_a_buffer_over_a_pipe_is_copied_before_splicing(downstream: Ends, spy: Spy) -> None:
    """The kernel takes over after what the buffer holds, and no later."""
    data, found = noise(MIB), bytearray()
    pipe, writer = io.pipe().unwrap()
    with pipe, sending(writer, data), receiving(downstream[1], found):
        reader = BufReader.with_capacity(100, pipe)
        reader.fill_buf().unwrap()
        assert copy(reader.take(MIB - 1), downstream[0]) == Ok(MIB - 1)
        downstream[0].shutdown(Shutdown.Write).unwrap()
        assert reader.read_to_end(bytearray()) == Ok(1)
    assert found == data[:-1]
    assert spy.kinds == {"splice"}


def test_a_copy_of_a_take_leaves_the_rest(upstream: Ends, downstream: Ends, spy: Spy) -> None:
    data, found = noise(4 * MIB), bytearray()
    with sending(upstream[0], data):
        with receiving(downstream[1], found):
            take = upstream[1].take(3 * MIB)
            assert copy(take, downstream[0]) == Ok(3 * MIB)
            assert (take.limit(), take.position()) == (0, 3 * MIB)
            downstream[0].shutdown(Shutdown.Write).unwrap()
        rest = bytearray()
        upstream[1].read_to_end(rest).unwrap()
    assert found + rest == data
    assert spy.kinds == {"splice"}


# Failures.


def progress_of(failed: io.Result[int]) -> Copied:
    """Returns how far a copy came that has failed."""
    assert isinstance(failed, Err)
    copied = Copied.of(failed.unwrap_err())
    assert copied is not None
    return copied


@pytest.mark.parametrize("until", [10, MIB, 3 * MIB])
@pytest.mark.parametrize("is_buffered", [False, True])
def test_a_reset_of_the_sink_is_an_error_with_the_progress(
    upstream: Ends, downstream: Ends, until: int, is_buffered: bool
) -> None:
    """Both ends can be used afterwards, and no byte is lost."""
    data = noise(16 * MIB)
    sink, peer = downstream
    reader = BufReader(upstream[1]) if is_buffered else upstream[1]

    def reset() -> None:
        peer.read_exact(bytearray(until)).unwrap()
        peer.set_linger(0).unwrap()
        peer.close()

    resetting = threading.Thread(target=reset)
    with sending(upstream[0], data):
        resetting.start()
        failed = copy(reader, sink)
        resetting.join()
        assert failed.unwrap_err().kind() in {io.ErrorKind.BrokenPipe, io.ErrorKind.ConnectionReset}
        copied = progress_of(failed)
        assert copied.written >= until
        rest = bytearray(copied.unwritten)
        reader.read_to_end(rest).unwrap()
    assert rest == data[copied.written :]
    assert bool(copied.unwritten) != is_buffered
    assert sink.write(b"x").unwrap_err().kind() is io.ErrorKind.BrokenPipe
    assert sink.local_addr().map(SocketAddr.port).unwrap() > 0
    upstream[1].write_all(b"still there").unwrap()


def test_a_reset_of_the_source_is_an_error_with_the_progress(
    upstream: Ends, downstream: Ends
) -> None:
    data, found = noise(2 * MIB), bytearray()

    def reset() -> None:
        upstream[0].write_all(data).unwrap()
        while unacknowledged(upstream[0]):
            pass
        upstream[0].set_linger(0).unwrap()
        upstream[0].close()

    resetting = threading.Thread(target=reset)
    with receiving(downstream[1], found):
        resetting.start()
        failed = copy(upstream[1], downstream[0])
        downstream[0].shutdown(Shutdown.Write).unwrap()
    resetting.join()
    assert failed.unwrap_err().kind() is io.ErrorKind.ConnectionReset
    copied = progress_of(failed)
    assert copied.unwritten == b""
    assert found == data[: copied.written]
    assert copied.written > 0


def unacknowledged(stream: TcpStream) -> int:
    """Returns how many bytes the kernel of the peer has not acknowledged."""
    queued = fcntl.ioctl(stream.as_raw_fd(), 0x5411, bytes(4))  # SIOCOUTQ
    return int.from_bytes(queued, sys.byteorder)


@pytest.mark.parametrize("is_buffered", [False, True])
@pytest.mark.parametrize("before", [0, THRESHOLD, 2 * THRESHOLD])
def test_a_copy_can_be_resumed_after_a_read_time_out(
    upstream: Ends, downstream: Ends, before: int, is_buffered: bool
) -> None:
    data, found = noise(before + 1000), bytearray()
    peer, source = upstream
    source.set_read_timeout(0.05).unwrap()
    reader = BufReader(source) if is_buffered else source
    with receiving(downstream[1], found):
        sender = threading.Thread(target=peer.write_all, args=[data[:before]])
        sender.start()
        failed = copy(reader, downstream[0])
        sender.join()
        assert failed.unwrap_err().kind() is io.ErrorKind.WouldBlock
        written = progress_of(failed).written
        while written < before:  # A slow machine may be late more than once.
            written += progress_of(copy(reader, downstream[0])).written
        assert written == before
        peer.write_all(data[before:]).unwrap()
        peer.shutdown(Shutdown.Write).unwrap()
        assert copy(reader, downstream[0]) == Ok(1000)
        downstream[0].shutdown(Shutdown.Write).unwrap()
    assert found == data


@pytest.mark.parametrize("nonblocking", ["source", "sink", "both", "time-out"])
@pytest.mark.parametrize("is_buffered", [False, True])
def test_a_copy_that_would_block_can_be_resumed(
    upstream: Ends, downstream: Ends, nonblocking: str, is_buffered: bool
) -> None:
    """No byte is lost or written twice, however often the copy is resumed."""
    data, found = noise(2 * MIB), bytearray()
    source, sink = upstream[1], downstream[0]
    source.set_nonblocking(nonblocking in {"source", "both"}).unwrap()
    sink.set_nonblocking(nonblocking in {"sink", "both"}).unwrap()
    with socket.socket(fileno=os.dup(sink.as_raw_fd())) as python_sink:
        python_sink.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        python_sink.setblocking(nonblocking not in {"sink", "both"})
    if nonblocking == "time-out":
        sink.set_write_timeout(0.001).unwrap()
    reader: io.Read = BufReader(source) if is_buffered else source
    early, late = sending(upstream[0], data), receiving(downstream[1], found)
    if nonblocking == "source":
        early, late = late, early
    written = stops = 0
    pending = Cursor(b"")
    with ExitStack() as peers:
        peers.enter_context(early)
        while isinstance(copied := copy(pending.chain(reader), sink), Err):
            assert copied.unwrap_err().kind() is io.ErrorKind.WouldBlock
            progress = progress_of(copied)
            written += progress.written
            pending = Cursor(progress.unwritten + bytes(pending.get_ref())[pending.position() :])
            if stops == 0:  # The copy cannot end without the other peer.
                peers.enter_context(late)
            stops += 1
        written += copied.unwrap()
        sink.shutdown(Shutdown.Write).unwrap()
    assert written == len(data)
    assert found == data
    assert stops


@pytest.mark.parametrize("nonblocking", ["source", "sink", "both"])
def test_a_splice_that_would_block_can_be_resumed(
    upstream: Ends, downstream: Ends, nonblocking: str
) -> None:
    """There are no adapters, so the kernel moves the bytes."""
    data, found = noise(16 * MIB), bytearray()
    source, sink = upstream[1], downstream[0]
    source.set_nonblocking(nonblocking in {"source", "both"}).unwrap()
    sink.set_nonblocking(nonblocking in {"sink", "both"}).unwrap()
    with sending(upstream[0], data), receiving(downstream[1], found):
        while isinstance(copied := copy(source, sink), Err):
            assert copied.unwrap_err().kind() is io.ErrorKind.WouldBlock
            sink.set_nonblocking(False).unwrap()
            sink.write_all(progress_of(copied).unwritten).unwrap()
            sink.set_nonblocking(nonblocking in {"sink", "both"}).unwrap()
        sink.shutdown(Shutdown.Write).unwrap()
    assert found == data


class Unreliable(io.Write):
    """Takes a few bytes at a time, and fails now and then."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.written = bytearray()

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        chance = self.random.random()
        if chance < 0.1:
            return Err(io.Error.from_(io.ErrorKind.Interrupted))
        if chance < 0.2:
            return Err(io.Error.from_raw_os_error(errno.EAGAIN))
        n = self.random.randint(1, min(len(memoryview(buf)), 9000))
        self.written += memoryview(buf)[:n]
        return Ok(n)

    def flush(self) -> io.Result[None]:
        return Ok(None)


@given(seed=st.integers(0, 2**32), size=st.integers(0, 200_000))
@settings(max_examples=40)
def test_a_failed_copy_from_a_reader_with_a_buffer_loses_no_byte(seed: int, size: int) -> None:
    data = noise(size, seed)
    writer = Unreliable(seed)
    readers: list[io.BufRead] = [Cursor(data), BufReader(from_file(python_io.BytesIO(data)))]
    for reader in readers:
        writer.written.clear()
        total = 0
        while isinstance(copied := copy(reader, writer), Err):
            progress = progress_of(copied)
            assert progress.unwritten == b""
            total += progress.written
        assert total + copied.unwrap() == size
        assert writer.written == data


def test_an_exception_of_the_writer_loses_no_byte_of_a_buffer() -> None:
    class Broken(io.Write):
        def write(self, buf: io.Buffer, /) -> io.Result[int]:
            raise ZeroDivisionError

        def flush(self) -> io.Result[None]:
            return Ok(None)

    reader = BufReader(Script(b"abc"))
    with pytest.raises(ZeroDivisionError):
        copy(reader, Broken()).unwrap()
    assert reader.read_to_string() == Ok("abc")


def test_a_failed_flush_is_an_error_before_anything_is_read(downstream: Ends) -> None:
    sink, _ = downstream
    writer = BufWriter(sink)
    writer.write_all(b"first").unwrap()
    sink.shutdown(Shutdown.Write).unwrap()
    source = Script(b"abc")
    with pipe_with(b"abc") as file:
        failed = copy(from_file(file), writer)
        assert failed.unwrap_err().kind() is io.ErrorKind.BrokenPipe
        assert progress_of(failed) == Copied(0, b"")
        assert file.read() == b"abc"
    assert source.calls == 0
    _ = writer.into_parts()


@contextmanager
def pipe_with(data: bytes) -> Generator[BinaryIO, None, None]:
    """Opens a pipe with data in it."""
    reader, writer = os.pipe()
    os.write(writer, data)
    os.close(writer)
    with open(reader, "rb", buffering=0) as file:
        yield file


@pytest.mark.parametrize("which", ["source", "sink"])
def test_a_closed_end_is_ebadf(upstream: Ends, downstream: Ends, which: str) -> None:
    (upstream[1] if which == "source" else downstream[0]).close()
    upstream[0].write_all(b"abc").unwrap()
    failed = copy(upstream[1], downstream[0])
    assert failed.unwrap_err().raw_os_error() == errno.EBADF
    copied = progress_of(failed)
    assert copied == Copied(0, b"" if which == "source" else b"abc")


def test_impossible_counts_are_a_value_error() -> None:
    class Liar(io.Read, io.Write):
        def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
            return Ok(len(memoryview(buf)) + 1)

        def write(self, buf: io.Buffer, /) -> io.Result[int]:
            return Ok(len(memoryview(buf)) + 1)

        def flush(self) -> io.Result[None]:
            return Ok(None)

    with pytest.raises(ValueError, match="were reported"):
        copy(Liar(), Acceptor()).unwrap()
    with pytest.raises(ValueError, match="were reported"):
        copy(Script(b"abc"), Liar()).unwrap()


@pytest.mark.parametrize("wrong", [None, b"abc", python_io.BytesIO(), socket.socket])
def test_a_wrong_type_of_reader_or_writer_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError, match="the reader is Read"):
        copy(wrong, Acceptor()).unwrap()
    with pytest.raises(TypeError, match="the writer is Write"):
        copy(Letters(), wrong).unwrap()


def test_an_error_that_is_not_of_a_copy_has_no_progress() -> None:
    assert Copied.of(io.Error.other("oh no")) is None


def test_signals_do_not_disturb_a_copy(upstream: Ends, downstream: Ends) -> None:
    data, found, ticks = noise(16 * MIB), bytearray(), list[int]()
    before = signal.signal(signal.SIGALRM, lambda number, _: ticks.append(number))
    try:
        with sending(upstream[0], data), receiving(downstream[1], found):
            signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
            copied = copy(upstream[1], downstream[0])
            signal.setitimer(signal.ITIMER_REAL, 0)
            downstream[0].shutdown(Shutdown.Write).unwrap()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert copied == Ok(len(data))
    assert found == data
    assert ticks


# Large copies, compared by SHA-256.

sizes = pytest.mark.parametrize("size", [16 * MIB, pytest.param(256 * MIB, marks=pytest.mark.long)])


class Hasher(io.Write):
    """Computes the digest of all that is written."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()
        self.taken = 0

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        self.digest.update(buf)
        n = memoryview(buf).nbytes
        self.taken += n
        return Ok(n)

    def flush(self) -> io.Result[None]:
        return Ok(None)


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], tuple[Path, str]]:
    """Makes files of random bytes; returns the path and the digest of one of a given size."""
    made = dict[int, tuple[Path, str]]()

    def of(size: int) -> tuple[Path, str]:
        if size not in made:
            path = tmp_path_factory.mktemp("big") / "file"
            digest = hashlib.sha256()
            with path.open("wb") as file:
                for seed in range(size // MIB):
                    digest.update(part := noise(MIB, seed))
                    file.write(part)
            made[size] = path, digest.hexdigest()
        return made[size]

    return of


@sizes
def test_large_copies_have_the_same_digest(
    tmp_path: Path,
    upstream: Ends,
    downstream: Ends,
    big: Callable[[int], tuple[Path, str]],
    size: int,
) -> None:
    """Three copies run at once: from file to socket, to another socket, to file."""
    path, digest = big(size)

    def send() -> None:
        with path.open("rb", buffering=0) as file:
            assert copy(from_file(file), upstream[0]) == Ok(size)
        upstream[0].shutdown(Shutdown.Write).unwrap()

    def receive() -> None:
        with (tmp_path / "copy").open("wb", buffering=0) as file:
            assert copy(downstream[1], from_file(file)) == Ok(size)

    threads = [threading.Thread(target=send), threading.Thread(target=receive)]
    for thread in threads:
        thread.start()
    assert copy(upstream[1], downstream[0]) == Ok(size)
    downstream[0].shutdown(Shutdown.Write).unwrap()
    for thread in threads:
        thread.join()
    with (tmp_path / "copy").open("rb", buffering=0) as file:
        hasher = Hasher()
        assert copy(from_file(file), hasher) == Ok(size)
    assert hasher.digest.hexdigest() == digest
