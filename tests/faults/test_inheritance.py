"""Promise 8: programs inherit nothing, and a forked child does not end the connections here."""

from typing import Final

import pytest

from tests.faults.fault_injection import run
from tests.faults.stream_pairs import FAMILIES

# Makes descriptors in every way, and then starts programs that list theirs.
EXEC: Final = """
import os, subprocess, sys
from stdnet import TcpListener, TcpStream, UdpSocket, io
from stdnet.os.unix.net import SocketAncillary, UnixDatagram, UnixListener, UnixStream
from tests.faults.stream_pairs import connected, listen

before = set(os.listdir("/proc/self/fd"))
listener = listen(sys.argv[1])
client, server = connected(listener)
one, other = UnixStream.pair().unwrap()
ancillary = SocketAncillary(bytearray(64))
ancillary.add_fds([one])
one.send_vectored_with_ancillary([b"x"], ancillary).unwrap()
other.recv_vectored_with_ancillary([bytearray(1)], ancillary).unwrap()
(rights,) = ancillary.messages()
tcp = TcpListener.bind("127.0.0.1:0").unwrap()
held = [
    listener, client, server, one, other,
    client.try_clone().unwrap(), client.as_fd().try_clone_to_owned().unwrap(),
    UdpSocket.bind("127.0.0.1:0").unwrap(), UnixDatagram.unbound().unwrap(),
    *UnixDatagram.pair().unwrap(), *io.pipe().unwrap(), *rights.unwrap(),
    tcp, TcpStream.connect_timeout(tcp.local_addr().unwrap(), 5).unwrap(),
]
assert len(held) == 16
LIST = "import os, sys; sys.exit(max(map(int, os.listdir('/proc/self/fd'))))"
command = [sys.executable, "-I", "-S", "-c", LIST]
# 0, 1, 2, and the folder that is listed.
assert subprocess.run(command, close_fds=False).returncode == 3
# The same with fork and exec.
child = os.fork()
if not child:
    os.execv(sys.executable, command)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
print(len(held))
"""

# A forked child closes and drops all that it got; the parent's connection goes on.
FORK: Final = """
import gc, os, sys
from stdnet import Ok
from tests.faults.stream_pairs import connect, connected, listen

listener = listen(sys.argv[1])
client, server = connected(listener)
child = os.fork()
if not child:
    server.close()
    del server, client
    listener.close()
    gc.collect()
    sys.exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
client.write_all(b"still").unwrap()
assert server.read_array(5) == Ok(b"still")
server.write_all(b"here").unwrap()
assert client.read_array(4) == Ok(b"here")
again = connect(listener).unwrap()
listener.accept().unwrap()
print("here")
"""

# At the fork a thread of the parent waits in accept. It is not in the child, so it never returns.
FORK_DURING_A_CALL: Final = """
import os, sys, threading, warnings
from contextlib import suppress
from tests.faults.stream_pairs import connect, listen
from tests.support.threads import wait_until_blocked

warnings.simplefilter("ignore", DeprecationWarning)  # CPython's, about the fork.
listener = listen(sys.argv[1])
fd = listener.as_raw_fd()
thread = threading.Thread(target=listener.accept)
thread.start()
wait_until_blocked()
child = os.fork()
if not child:
    os.close(listener.into_raw_fd())
    with suppress(OSError):
        os.fstat(fd)
        os._exit(1)
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
connect(listener).unwrap()
thread.join()
print("closed there")
"""


@pytest.mark.parametrize("family", FAMILIES)
def test_a_program_inherits_nothing(family: str) -> None:
    done = run("-c", EXEC, family)
    assert (done.returncode, done.stdout, done.stderr) == (0, "16\n", "")


@pytest.mark.parametrize("family", FAMILIES)
def test_what_a_forked_child_closes_stays_open_here(family: str) -> None:
    done = run("-c", FORK, family)
    assert (done.returncode, done.stdout, done.stderr) == (0, "here\n", "")


@pytest.mark.parametrize("family", FAMILIES)
def test_a_forked_child_closes_what_a_thread_of_the_parent_uses(family: str) -> None:
    done = run("-c", FORK_DURING_A_CALL, family)
    assert (done.returncode, done.stdout, done.stderr) == (0, "closed there\n", "")
