"""A program that is started without standard streams: nothing of them reaches other descriptors.

The numbers 0, 1 and 2 are then free, and whatever the program opens first would get them. Rust puts
/dev/null in their place before `main` (rust-lang/rust#57728).
"""

import json
import socket
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Final

import pytest

from tests.support import oracle

COMBINATIONS: Final = ["".join(c) for n in (1, 2, 3) for c in combinations("012", n)]
"""The seven ways to close 0, 1 and 2."""


def start(closed: str, code: str, *arguments: str, data: bytes = b"") -> bytes:
    """Runs a program with some standard streams closed; returns what it wrote to the others."""
    closings = "".join(f" {fd}>&-" for fd in closed)
    command = ["sh", "-c", f'exec "$0" "$@"{closings}', sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, input=data, capture_output=True, timeout=10)
    assert done.returncode == 0, (done.stdout, done.stderr)
    return done.stdout + done.stderr


# What the program `child` of the oracle does, with stdnet.
REPLAY: Final = """
import fcntl, os, sys
from stdnet import Shutdown, TcpStream
from stdnet.io import stderr, stdin, stdout

def shown(fd):
    kind = "null" if os.readlink(f"/proc/self/fd/{fd}") == "/dev/null" else "other"
    return f"{kind} {fcntl.fcntl(fd, fcntl.F_GETFL) & 3} {fcntl.fcntl(fd, fcntl.F_GETFD)}"

def quoted(text):
    return '"' + text.replace(chr(10), chr(92) + "n") + '"'

stream = TcpStream.connect(("127.0.0.1", int(sys.argv[2]))).unwrap()
streams = [stdin(), stdout(), stderr()]
answers = [str(stream.fileno() > 2).lower(), shown(0), shown(1), shown(2)]
writes = [stdout().write_all(b"out\\n"), stdout().write_all(b"rest"), stdout().flush()]
answers += ["Ok(())" for result in writes if result.unwrap() is None]
answers.append(repr(stderr().write(b"err")))
line = stdin().read_line().unwrap()
answers += [f"Ok({len(line)}) {quoted(line)}", repr(stdin().read(bytearray(5)))]
answers.append(str([each.is_terminal() for each in streams]).lower())
answers.append(str([each.as_raw_fd() for each in streams]))
stream.shutdown(Shutdown.Write).unwrap()
answers.append(quoted(stream.read_to_string().unwrap()))
with open(sys.argv[1], "w") as report:
    print(*answers, sep="\\n", file=report)
"""


@pytest.mark.parametrize("answer", oracle.golden("closed_streams"), ids=lambda a: a["question"])
def test_a_program_without_streams_does_what_one_in_rust_does(
    answer: oracle.Answer, tmp_path: Path
) -> None:
    report, line = tmp_path / "report", tmp_path / "line"
    line.write_text("line\n")
    closings = "".join(f" {fd}>&-" for fd in str(answer["question"]))
    with socket.create_server(("127.0.0.1", 0)) as listener, line.open("rb") as stdin:
        listener.settimeout(30)
        arguments = [str(report), str(listener.getsockname()[1])]
        with subprocess.Popen(
            ["sh", "-c", f'exec "$0" "$@"{closings}', sys.executable, "-c", REPLAY, *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            peer, _ = listener.accept()
            with peer, peer.makefile("rb") as received:
                peer.sendall(b"peer\n")
                peer.shutdown(socket.SHUT_WR)
                data = received.read()
            out, err = process.communicate(timeout=30)
    assert {
        "question": answer["question"],
        "answers": report.read_text().splitlines(),
        "out": out.decode(),
        "err": err.decode(),
        "peer": data.decode(),
    } == answer


# Opens descriptors of every kind, one after the other, so that each is the first to get a number
# that is free. Something waits to be read at the first of each pair; nothing may reach the second.
PROGRAM: Final = """
import json, os, socket, sys
closed, before, report = sys.argv[1:]

held = []
while before != "nothing":
    if before == "file":
        made = [open(f"{report}-{len(held)}", "w+")]
    else:
        made = socket.socketpair()
    held += [each for each in made if each.fileno() <= 2]
    rest = [each for each in made if each.fileno() > 2]
    if rest:
        break

from stdnet import TcpListener, TcpStream, UdpSocket, io
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import UnixDatagram, UnixStream
from stdnet.socket2 import Domain, Socket, Type

def tcp():
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
    server, _ = listener.accept().unwrap()
    return client, server, listener

def accepted():
    client, server, listener = tcp()
    return server, client, listener

def udp():
    one, other = (UdpSocket.bind("127.0.0.1:0").unwrap() for _ in range(2))
    one.connect(other.local_addr().unwrap()).unwrap()
    other.connect(one.local_addr().unwrap()).unwrap()
    return one, other

KINDS = {
    "tcp": tcp,
    "accepted": accepted,
    "udp": udp,
    "unix": lambda: UnixStream.pair().unwrap(),
    "datagram": lambda: UnixDatagram.pair().unwrap(),
    "socket2": lambda: Socket.pair(Domain.UNIX, Type.STREAM).unwrap(),
    "pipe": lambda: io.pipe().unwrap()[::-1],
    "reader": lambda: io.pipe().unwrap(),
    "clone": lambda: [OwnedFd.from_(s) for s in UnixStream.pair().unwrap()],
    "python": lambda: socket.socketpair(),
}

def use():
    answers = [io.stdout().write(b"out\\n"), io.stdout().write_all(b"out"), io.stdout().flush(),
               io.stderr().write_all(b"err"), io.stderr().write_vectored([b"e", b"rr"])]
    assert all(answer.is_ok() for answer in answers), answers
    return io.stdin().read_to_string().unwrap()

def arrived(fd):
    os.set_blocking(fd, False)
    try:
        return os.read(fd, 100)
    except OSError:
        return b""

found = []
def try_all():
    for kind, make in KINDS.items():
        pair = make()
        one, other = pair[0].fileno(), pair[1].fileno()
        try:
            os.write(other, b"sent")
        except OSError:
            pass
        taken = use()
        if "0" in closed and taken:
            found.append(f"{kind}: stdin gave {taken}")
        if got := arrived(other) if kind != "pipe" else arrived(pair[1].fileno()):
            found.append(f"{kind}: {got} arrived")
        if not held and min(one, other) <= 2:
            found.append(f"{kind} got {one}, {other}")
        for each in pair:
            each.close()

try_all()
for each in held:
    if before == "file":
        each.flush()
        each.seek(0)
        if got := each.read():
            found.append(f"{got} in a file")
    elif got := arrived(each.fileno()):
        found.append(f"{got} at a Python socket")
ours = list(held)
held = held and [None]  # The numbers are free again.
for each in ours:
    each.close()
try_all()
for each in rest if before != "nothing" else []:
    each.close()
with open(report, "w") as file:
    json.dump(found, file)
"""


@pytest.mark.parametrize("before", ["nothing", "file", "socket"])
@pytest.mark.parametrize("closed", COMBINATIONS)
def test_no_byte_of_a_standard_stream_reaches_another_descriptor(
    tmp_path: Path, closed: str, before: str
) -> None:
    report = tmp_path / "report"
    written = start(closed, PROGRAM, closed, before, str(report), data=b"line\n")
    assert json.loads(report.read_text()) == []
    # Those that are open work: two rounds over all kinds.
    expected = b"" if "1" in closed else b"out\nout" * 20
    assert written == expected + (b"" if "2" in closed else b"errerr" * 20)


@pytest.mark.parametrize("closed", COMBINATIONS)
def test_child_programs_have_all_streams(tmp_path: Path, closed: str) -> None:
    code = """
import subprocess, sys, stdnet
status = subprocess.run(["sh", "-c", "echo out && echo err >&2 && cat"]).returncode
with open(sys.argv[1], "w") as report:
    report.write(str(status))
"""
    report = tmp_path / "report"
    written = start(closed, code, str(report))
    expected = (b"" if "1" in closed else b"out\n") + (b"" if "2" in closed else b"err\n")
    assert (report.read_text(), written) == ("0", expected)


TAKEN: Final = """
import os, subprocess, sys
held = [open(f"{sys.argv[1]}-{n}", "w+") for n in range(3)]
assert [each.fileno() for each in held] == [0, 1, 2]
from stdnet.io import stderr, stdin, stdout
streams = [stdin(), stdout(), stderr()]
"""


def test_the_number_of_a_stream_whose_number_is_taken_is_one_of_dev_null(tmp_path: Path) -> None:
    code = """
numbers = {each.as_raw_fd() for each in streams} | {each.as_fd().as_raw_fd() for each in streams}
(number,) = numbers | {each.lock().fileno() for each in streams}
assert number > 2 and os.readlink(f"/proc/self/fd/{number}") == "/dev/null"
assert not any(each.is_terminal() for each in streams)
command = ["sh", "-c", "echo out; echo err >&2; cat"]
assert not subprocess.run(command, stdin=stdin(), stdout=stdout(), stderr=stderr()).returncode
"""
    start("012", TAKEN + code, str(tmp_path / "file"))
    assert [path.read_text() for path in tmp_path.iterdir()] == ["", "", ""]


def test_a_stream_whose_number_is_taken_stays_away_from_what_closerange_frees(
    tmp_path: Path,
) -> None:
    code = """
os.closerange(0, 100)  # As daemons do.
from stdnet.os.unix.net import UnixStream
pairs = [UnixStream.pair().unwrap() for _ in range(10)]
assert pairs[0][0].fileno() == 0
for one, other in pairs:
    one.set_nonblocking(True).unwrap()
    other.set_nonblocking(True).unwrap()
assert stdout().write_all(b"out\\n").is_ok() and stderr().write_all(b"err").is_ok()
assert stdin().read_to_string().unwrap() == ""
for end in [end for pair in pairs for end in pair]:
    assert end.read(bytearray(9)).is_err(), end
"""
    start("012", TAKEN + code, str(tmp_path / "file"))


def test_a_file_that_a_daemon_puts_in_the_place_of_dev_null_is_written_to(tmp_path: Path) -> None:
    code = """
import os, sys
from stdnet.io import stderr, stdin, stdout
with open(sys.argv[1], "w+") as log:
    log.write("in\\n")
    log.flush()
    log.seek(0)
    for fd in range(3):
        os.dup2(log.fileno(), fd)
assert stdin().read_line().unwrap() == "in\\n"
stdout().write_all(b"out\\n").unwrap()
stderr().write_all(b"err\\n").unwrap()
"""
    start("012", code, str(tmp_path / "log"))
    assert (tmp_path / "log").read_text() == "in\nout\nerr\n"


def test_streams_that_python_closes_stay_open(tmp_path: Path) -> None:
    code = """
import sys
from stdnet.io import stderr, stdin, stdout
for each in (sys.stdin, sys.stdout, sys.stderr):
    each.close()
assert stdin().read_line().unwrap() == "line\\n"
stdout().write_all(b"out").unwrap()
stderr().write_all(b"err").unwrap()
"""
    assert start("", code, data=b"line\n") == b"outerr"
