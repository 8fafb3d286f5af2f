"""A forked child leaves the parent's registrations alone, and programs inherit nothing."""

from textwrap import dedent, indent
from typing import Final

import pytest

from tests.faults.fault_injection import run
from tests.support.once import only_with

pytestmark = only_with("3.12")

PRELUDE: Final = """
import gc, os, sys
from stdnet.mio import Events, Interest, Poll, Token, Waker, net, unix

poll, events = Poll.new().unwrap(), Events.with_capacity(8)
registry = poll.registry()
one, other = net.UnixStream.pair().unwrap()
sender, receiver = unix.pipe.new().unwrap()
waker = Waker.new(registry, Token(3)).unwrap()
registry.register(one, Token(1), Interest.READABLE).unwrap()
registry.register(receiver, Token(2), Interest.READABLE).unwrap()

def in_child(function):
    child = os.fork()
    if not child:
        function()
        gc.collect()
        sys.stdout.flush()
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7

def polled(timeout=5):
    poll.poll(events, timeout).unwrap()
    return sorted(event.token() for event in events)

def all_are_heard():
    other.write(b"x").unwrap()
    sender.write(b"x").unwrap()
    waker.wake().unwrap()
    heard = set()
    while len(heard) < 3:
        heard.update(polled())
        assert events, heard
    return sorted(heard)
"""

CHILDREN: Final = {
    "closes all": """
        one.close()
        receiver.close()
        waker.close()
        poll.close()
    """,
    "closes with a clone": """
        with registry.try_clone().unwrap(), one, receiver, waker:
            pass
    """,
    "drops all": """
        global one, receiver, waker, poll, registry, events
        del one, receiver, waker, registry, poll, events
    """,
    "closes what it got back from std": """
        from stdnet.os.unix.net import UnixStream
        UnixStream.from_(one).close()
        os.close(receiver.into_raw_fd())
    """,
    "has a poll of its own": """
        with Poll.new().unwrap() as own:
            own.registry().register(one, Token(9), Interest.READABLE | Interest.WRITABLE).unwrap()
            own.poll(events, 5).unwrap()
            assert [event.token() for event in events] == [Token(9)]
            one.close()
            with Waker.new(own.registry(), Token(8)).unwrap() as mine:
                mine.wake().unwrap()
                own.poll(events, 5).unwrap()
                assert [event.token() for event in events] == [Token(8)]
    """,
    "forks again": """
        child = os.fork()
        if not child:
            one.close()
            waker.close()
            os._exit(0)
        os.waitpid(child, 0)
    """,
    "ends": "pass",
}


@pytest.mark.parametrize("child", CHILDREN)
def test_what_a_forked_child_does_leaves_the_registrations(child: str) -> None:
    body = indent(dedent(CHILDREN[child]), "    ")
    program = f"{PRELUDE}\ndef child():\n{body}\nin_child(child)\n"
    done = run("-c", program + "print(all_are_heard(), polled(0))")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "[Token(1), Token(2), Token(3)] []\n",
        "",
    )


def test_a_forked_child_can_wake_its_parent() -> None:
    program = """
def child():
    waker.wake().unwrap()
    other.write(b"x").unwrap()
in_child(child)
print(polled())
"""
    done = run("-c", PRELUDE + program)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[Token(1), Token(3)]\n", "")


def test_a_child_that_deregisters_does_so_for_the_parent() -> None:
    """As in C: the epoll is the same one."""
    program = """
in_child(lambda: registry.deregister(one).unwrap())
other.write(b"x").unwrap()
print(polled(0), registry.deregister(one).unwrap_err().raw_os_error())
registry.register(one, Token(4), Interest.READABLE).unwrap()
print(polled())
one.close()
"""
    done = run("-c", PRELUDE + program)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[] 2\n[Token(4)]\n", "")


def test_what_was_made_in_the_child_is_deregistered_when_it_is_closed_there() -> None:
    program = """
def child():
    global registry
    with Poll.new().unwrap() as own:
        here, there = net.UnixStream.pair().unwrap()
        own.registry().register(here, Token(5), Interest.READABLE).unwrap()
        with here.as_fd().try_clone_to_owned().unwrap():  # It stays open, so it stays registered.
            here.close()
            there.write(b"x").unwrap()
            own.poll(events, 0).unwrap()
            assert events.is_empty(), events
in_child(child)
print(all_are_heard())
"""
    done = run("-c", PRELUDE + program)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "[Token(1), Token(2), Token(3)]\n",
        "",
    )


def test_a_program_inherits_nothing() -> None:
    program = """
import subprocess
clone = registry.try_clone().unwrap()
LIST = "import os, sys; sys.exit(max(map(int, os.listdir('/proc/self/fd'))))"
command = [sys.executable, "-I", "-S", "-c", LIST]
# 0, 1, 2, and the folder that is listed.
print(subprocess.run(command, close_fds=False).returncode, flush=True)
os.execv(sys.executable, command)
"""
    done = run("-c", PRELUDE + program)
    assert (done.returncode, done.stdout, done.stderr) == (3, "3\n", "")
