"""A fork while another thread holds a standard stream: the child process can use the stream.

The other thread does not exist in the child, so nothing would release its lock there
(python/cpython#50970).
"""

import platform
import subprocess
import sys
from typing import Final

import pytest

PRELUDE: Final = """
import os, signal, sys, warnings
from threading import Event, Thread
from stdnet.io import stderr, stdin, stdout
warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)

def in_child(function):
    child = os.fork()
    if not child:
        signal.alarm(5)
        function()
        sys.exit()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def in_thread(function):
    # Runs it until it sets `ready`, and returns what lets it end.
    ready, done = Event(), Event()
    thread = Thread(target=function, args=[ready, done])
    thread.start()
    ready.wait()
    def end():
        done.set()
        thread.join()
    return end
"""


def output_of(code: str, data: bytes = b"") -> tuple[str, str]:
    """Runs a program that ends with 0; returns its standard output and standard error."""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", PRELUDE + code]
    done = subprocess.run(command, input=data, capture_output=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode(), done.stderr.decode()


HOLD: Final = """
def hold(ready, done):
    locks = [stdin().lock(), stdout().lock(), stderr().lock()]
    locks[1].write_all(b"half").unwrap()
    ready.set()
    done.wait()
    locks[1].write_all(b" and half\\n").unwrap()
"""


def test_the_child_reads_and_writes_while_another_thread_holds_all_locks() -> None:
    code = """
end = in_thread(hold)
def child():
    assert stdin().read_line().unwrap() == "line\\n"
    stdout().write_all(b"child\\n").unwrap()
    stderr().write_all(b"child").unwrap()
assert in_child(child) == 0
end()
"""
    # What the thread has written until then is written once, by the parent.
    assert output_of(HOLD + code, b"line\n") == ("child\nhalf and half\n", "child")


def test_threads_of_the_child_wait_for_each_other() -> None:
    code = """
end = in_thread(hold)
def child():
    with stdout().lock() as lock:
        thread = Thread(target=stdout().write_all, args=[b"second\\n"])
        thread.start()
        lock.write_all(b"first\\n").unwrap()
    thread.join()
assert in_child(child) == 0
end()
"""
    assert output_of(HOLD + code) == ("first\nsecond\nhalf and half\n", "")


def test_a_lock_of_another_thread_that_the_child_drops_releases_nothing() -> None:
    code = """
held = []
def hold(ready, done):
    held.append(stdout().lock())
    ready.set()
    done.wait()
    held.clear()
end = in_thread(hold)
def child():
    with stdout().lock() as lock:
        held.clear()
        thread = Thread(target=stdout().write_all, args=[b"second\\n"])
        thread.start()
        lock.write_all(b"first\\n").unwrap()
    thread.join()
assert in_child(child) == 0
end()
"""
    assert output_of(code) == ("first\nsecond\n", "")


def test_the_forking_thread_keeps_its_locks() -> None:
    code = """
locks = [stdin().lock(), stdout().lock(), stderr().lock()]
def child():
    # Another thread has to wait, and this one has not.
    thread = Thread(target=stdout().write_all, args=[b"second\\n"])
    thread.start()
    assert locks[0].read_line().unwrap() == stdin().read_line().unwrap() == "line\\n"
    stdout().write_all(b"fir").unwrap()
    locks[1].write_all(b"st\\n").unwrap()
    locks[2].write_all(b"child").unwrap()
    locks.clear()
    thread.join()
assert in_child(child) == 0
locks[1].write_all(b"parent\\n").unwrap()
"""
    assert output_of(code, b"line\nline\n") == ("first\nsecond\nparent\n", "child")


@pytest.mark.parametrize("lock", ["", "lock = stdout().lock()"])
def test_both_processes_write_what_was_in_the_buffer_as_in_c(lock: str) -> None:
    code = f"{lock}\nstdout().write_all(b'half ').unwrap()\nassert in_child(lambda: None) == 0"
    assert output_of(code) == ("half half ", "")


def test_both_processes_read_what_was_in_the_buffer_as_in_c() -> None:
    code = """
assert stdin().read_line().unwrap() == "one\\n"
def rest():
    print(stdin().read_to_string().unwrap(), end="", flush=True)
assert in_child(rest) == 0
rest()
"""
    assert output_of(code, b"one\ntwo\n") == ("two\ntwo\n", "")


# Waits until a thread is inside of a system call, such as a write to standard output that is full.
INSIDE: Final = """
from pathlib import Path
READV, WRITEV, WRITE = 19, 20, 1  # On x86-64.

def wait_until_inside(thread, call, fd):
    path = Path(f"/proc/self/task/{thread.native_id}/syscall")
    while path.read_text().split()[:2] != [str(call), hex(fd)]:
        pass
"""


needs_x86_64 = pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of x86-64")


@needs_x86_64
@pytest.mark.parametrize(
    ("write", "call"),
    [
        ("stdout().write_all(MUCH)", "WRITE"),
        ("(stdout().write_all(b'half'), stdout().write_all(MUCH))", "WRITE"),
        ("stdout().write_vectored([MUCH, MUCH])", "WRITEV"),
        ("print(str(MUCH))", "WRITE"),
        ("(print('short', end=''), [stdout().write(MUCH) for _ in range(2)])", "WRITE"),
    ],
)
def test_the_child_writes_while_another_thread_is_inside_of_a_write(write: str, call: str) -> None:
    code = f"""
MUCH = b"x" * 1_000_000 + b"\\n"
_, writer = os.pipe()
output = os.dup(1)
os.dup2(writer, 1)
thread = Thread(target=lambda: {write}, daemon=True)
thread.start()
wait_until_inside(thread, {call}, 1)
def child():
    os.dup2(output, 1)
    stdout().write_all(b"child\\n").unwrap()
    stdout().write_all(b"rest").unwrap()
    stdout().flush().unwrap()
    os._exit(0)
assert in_child(child) == 0
os._exit(0)
"""
    assert output_of(INSIDE + code) == ("child\nrest", "")


@needs_x86_64
def test_the_child_reads_while_another_thread_waits_for_input() -> None:
    code = """
reader, writer = os.pipe()
os.dup2(reader, 0)
thread = Thread(target=lambda: print(stdin().read_line().unwrap(), end=""))
thread.start()
wait_until_inside(thread, READV, 0)
def child():
    file, end = os.pipe()
    os.dup2(file, 0)
    os.write(end, b"child's\\n")
    print(stdin().read_line().unwrap(), end="", flush=True)
    os._exit(0)
assert in_child(child) == 0
os.write(writer, b"parent's\\n")
thread.join()
"""
    assert output_of(INSIDE + code) == ("child's\nparent's\n", "")


def test_a_worker_of_multiprocessing_writes() -> None:
    code = """
import multiprocessing
def work():
    stderr().write_all(b"worker").unwrap()
    stdout().write_all(b"worker\\n").unwrap()
end = in_thread(hold)
worker = multiprocessing.get_context("fork").Process(target=work)
worker.start()
worker.join(10)
assert worker.exitcode == 0, worker.kill()
end()
"""
    assert output_of(HOLD + code) == ("worker\nhalf and half\n", "worker")
