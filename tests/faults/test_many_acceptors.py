"""Several threads or processes accept from one listener, and each one keeps its time limit.

A connection wakes them all and goes to one: php/php-src#13220.
"""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest

from stdnet import Err, Ok, TcpListener, io, is_ok
from stdnet.io import ErrorKind
from stdnet.os.unix.net import UnixListener
from stdnet.socket2 import SockRef
from tests.faults.fault_injection import needs_signals, run, signalled
from tests.faults.stream_pairs import FAMILIES, Listener, Stream, connect, listen

ACCEPTORS: Final = 8
LIMIT: Final = 0.1


def same(listener: Listener) -> Listener:
    return listener


def clone(listener: Listener) -> Listener:
    return listener.try_clone().unwrap()


def duplicate(listener: Listener) -> Listener:
    return type(listener).from_raw_fd(os.dup(listener.as_raw_fd()))


def timed_accept(listener: Listener) -> tuple[io.Result[Stream], float]:
    start = time.monotonic()
    result = listener.accept_timeout(LIMIT)
    took = time.monotonic() - start
    return result if isinstance(result, Err) else Ok(result.unwrap()[0]), took


def lasting_mode(listener: Listener) -> bool:
    return SockRef.from_(listener).nonblocking().unwrap()


@pytest.mark.parametrize("share", [same, clone, duplicate])
@pytest.mark.parametrize("family", FAMILIES)
def test_each_thread_answers_within_its_time(
    family: str, share: Callable[[Listener], Listener]
) -> None:
    with listen(family) as listener, ThreadPoolExecutor(ACCEPTORS) as pool:
        shares = [share(listener) for _ in range(ACCEPTORS)]
        calls = [pool.submit(timed_accept, each) for each in shares]
        with connect(listener).unwrap():
            results = [call.result(20) for call in calls]
        streams = [result.unwrap() for result, _ in results if is_ok(result)]
        kinds = [result.unwrap_err().kind() for result, _ in results if not is_ok(result)]
        assert (len(streams), kinds) == (1, [ErrorKind.TimedOut] * (ACCEPTORS - 1))
        assert not lasting_mode(listener)
        # What the acceptors do to the listener is not inherited.
        assert streams[0].read_timeout() == Ok(None)
        assert not SockRef.from_(streams[0]).nonblocking().unwrap()
        for each in (*streams, *shares):
            each.close()


# Each worker prints how its call ended. Those that the parent kills never did.
WORKERS: Final = """
import os, signal, sys, time
from stdnet import Err, Ok
from tests.faults.stream_pairs import connect, listen

listener = listen(sys.argv[1])
workers = []
for _ in range(8):
    child = os.fork()
    if not child:
        signal.alarm(5)
        result = listener.accept_timeout(0.3)
        print(result.map(lambda _: "connection").map_err(lambda e: str(e.kind())), flush=True)
        os._exit(0)
    workers.append(child)
with connect(listener).unwrap():
    for worker in workers:
        status = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
        if status:
            print("waited too long:", status)
"""


@pytest.mark.parametrize("family", FAMILIES)
def test_each_forked_worker_answers_within_its_time(family: str) -> None:
    done = run("-c", WORKERS, family)
    assert (done.returncode, done.stderr) == (0, "")
    lines = sorted(done.stdout.splitlines())
    assert lines == ['Err("timed out")'] * (ACCEPTORS - 1) + ['Ok("connection")']


# Half of the workers accept with a time limit, again and again, and half without one.
MIXED: Final = """
import os, signal, sys
from threading import Thread
from stdnet import Err, Ok, io
from tests.faults.stream_pairs import connect, listen

listener = listen(sys.argv[1])

def without_limit(shared):
    while True:
        match shared.accept():
            case Ok((stream, _)):
                stream.write_all(b"x")
                stream.close()
            case Err(e):  # EINVAL is the end.
                if e.raw_os_error() != 22:
                    print("without a limit:", e, flush=True)
                return

def with_limit(shared):
    while True:
        match shared.accept_timeout(0.05):
            case Ok((stream, _)):
                stream.write_all(b"x")
                stream.close()
            case Err(e):
                if not e.is_timeout():
                    if e.raw_os_error() != 22:
                        print("with a limit:", e, flush=True)
                    return

def work():
    threads = [
        Thread(target=each, args=[listener.try_clone().unwrap()])
        for each in (without_limit, with_limit) * 2
    ]
    for thread in threads:
        thread.start()
    return threads

child = os.fork()
threads = work()
if not child:
    for thread in threads:
        thread.join()
    os._exit(0)
for _ in range(300):
    with connect(listener).unwrap() as client:
        assert client.read_array(1) == Ok(b"x")
# Accepts nothing, in all processes and threads.
listener.stop().unwrap()
for thread in threads:
    thread.join()
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.parametrize("family", FAMILIES)
def test_calls_without_a_limit_go_on_waiting_meanwhile(family: str) -> None:
    done = run("-c", MIXED, family)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "0\n")


def test_a_change_of_the_mode_meanwhile_is_kept() -> None:
    with listen("ipv4") as listener, ThreadPoolExecutor(1) as pool:
        for n in range(200):
            with connect(listener).unwrap():
                accepting = pool.submit(listener.accept_timeout, 5)
                listener.set_nonblocking(n % 2 == 0).unwrap()
                accepting.result(20).unwrap()[0].close()
            assert lasting_mode(listener) is (n % 2 == 0)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_non_blocking_listener_waits_for_the_limit_and_stays_so(family: str) -> None:
    with listen(family) as listener:
        listener.set_nonblocking(True).unwrap()
        assert listener.accept_timeout(0.01).unwrap_err().kind() is ErrorKind.TimedOut
        assert listener.accept().unwrap_err().kind() is ErrorKind.WouldBlock
        with clone(listener) as other:
            assert other.accept().unwrap_err().kind() is ErrorKind.WouldBlock
        assert lasting_mode(listener)
        listener.stop().unwrap()
        assert listener.accept_timeout(20).unwrap_err().kind() is ErrorKind.InvalidInput


@pytest.mark.parametrize("kind", [TcpListener, UnixListener])
def test_a_read_time_out_of_the_listener_ends_a_call_without_a_limit(
    kind: type[Listener],
) -> None:
    with listen("ipv4" if kind is TcpListener else "unix") as listener:
        SockRef.from_(listener).set_read_timeout(0.02).unwrap()
        assert listener.accept().unwrap_err().kind() is ErrorKind.WouldBlock


# An exception after each system call in turn, or wherever CPython looks for signals.
INTERRUPTED: Final = """
import signal, sys
from itertools import count
from stdnet import TcpListener, TcpStream
from stdnet.socket2 import SockRef

left = -1

def handle(*_):
    global left
    left -= 1
    if left == 0:
        raise KeyboardInterrupt

def profile(frame, event, _):
    if event in ("call", "c_return") and frame.f_globals["__name__"] != "__main__":
        handle()

arm = disarm = lambda: None
if sys.argv[1:] == ["calls"]:
    arm, disarm = lambda: sys.setprofile(profile), lambda: sys.setprofile(None)
signal.signal(signal.SIGURG, handle)
listener = TcpListener.bind("127.0.0.1:0").unwrap()
for attempt in count(1):
    interrupted = False
    with TcpStream.connect(listener.local_addr().unwrap()).unwrap():
        try:
            left = attempt
            arm()
            listener.accept_timeout(5).unwrap()[0].close()
            disarm()
        except KeyboardInterrupt:
            interrupted = True
        finally:
            disarm()
            left = -1
        assert not SockRef.from_(listener).nonblocking().unwrap(), attempt
        while listener.accept_timeout(0.001).is_ok():
            pass
    if not interrupted:
        break
print(attempt > 5)
"""


@needs_signals
def test_a_signal_after_any_system_call_leaves_the_mode_as_it_was() -> None:
    done = signalled("accept4,fcntl,ioctl,poll", INTERRUPTED)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "True\n")


def test_an_exception_at_any_moment_leaves_the_mode_as_it_was() -> None:
    done = run("-c", INTERRUPTED, "calls")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "True\n")


# A child that is forked while another thread accepts does not inherit the mutex.
FORKED: Final = """
import os, signal
from threading import Thread
from tests.faults.stream_pairs import listen

listener = listen("ipv4")
stopped = False

def work():
    while not stopped:
        listener.accept_timeout(1e-6)
        listener.set_nonblocking(False)

threads = [Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
for _ in range(200):
    child = os.fork()
    if not child:
        signal.alarm(5)
        listener.set_nonblocking(False).unwrap()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
stopped = True
"""


def test_a_forked_child_has_a_mutex_of_its_own() -> None:
    done = run("-W", "ignore::DeprecationWarning", "-c", FORKED)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
