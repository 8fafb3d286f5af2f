"""The recorded system calls are those that the methods make, and no method is left out."""

import pytest

from tests.site import record_system_calls
from tests.site.counterparts import SYSTEM_CALLS, system_calls
from tests.site.record_system_calls import Recorder, complete, names, recorded, summary, table
from tests.support.once import only_with
from tests.support.strace import needs_strace


def test_every_method_of_sockets_and_pipes_is_recorded() -> None:
    assert list(system_calls()) == names()
    assert len(names()) > 500


def test_methods_that_talk_to_the_kernel_make_system_calls() -> None:
    silent = {name for name, calls in system_calls().items() if not calls}
    talking = ("accept", "bind", "close", "connect", "read", "recv", "send", "set_", "write")
    methods = [name for name in silent if name.rpartition(".")[2].startswith(talking)]
    assert methods == ["stdnet.ReadHalf.close"]


@pytest.mark.slow
@only_with("3.13")
@needs_strace
def test_recording_again_gives_the_same() -> None:
    assert table(recorded()) == SYSTEM_CALLS.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "short"),
    [
        ("setsockopt(3, SOL_TCP, TCP_NODELAY, [1], 4) = 0", "setsockopt TCP_NODELAY"),
        ("getsockopt(3, SOL_SOCKET, SO_RCVTIMEO_OLD, …) = 0", "getsockopt SO_RCVTIMEO"),
        ("getsockopt(3, SOL_IP, 0x50 /* IP_??? */, …) = 0", "getsockopt SO_ORIGINAL_DST"),
        ("fcntl(3, F_DUPFD_CLOEXEC, 3) = 4", "fcntl F_DUPFD_CLOEXEC"),
        ("ioctl(3, FIONBIO, [1]) = 0", "ioctl FIONBIO"),
        ('recvfrom(3, "MSG_OOB", 16, MSG_PEEK, NULL, NULL) = 7', "recvfrom MSG_PEEK"),
        ('sendmsg(3, {msg_iov=[{iov_base="}"}], msg_flags=MSG_OOB}, 0) = 1', "sendmsg"),
        ("socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3", "socket"),
    ],
)
def test_a_system_call_is_recorded_with_its_option_or_flags(arguments: str, short: str) -> None:
    # `-y` of strace shows what kind of file each descriptor is.
    assert summary(arguments.replace("3, ", "3<socket:[1]>, ", 1)) == short


def test_a_call_that_another_thread_interrupts_is_put_together() -> None:
    lines = [
        "1 accept4(3<socket:[1]>, <unfinished ...>",
        "2  connect(4<socket:[2]>, {}, 16) = 0",
        "1 <... accept4 resumed>{}, [16], SOCK_CLOEXEC) = 5<socket:[3]>",
    ]
    assert list(complete(lines)) == [
        ("2", "connect(4<socket:[2]>, {}, 16) = 0"),
        ("1", "accept4(3<socket:[1]>, {}, [16], SOCK_CLOEXEC) = 5<socket:[3]>"),
    ]


def test_only_calls_between_the_marks_of_their_thread_count() -> None:
    recorder = Recorder()
    for thread, line in (
        ("1", 'chdir("/example/e") = -1'),
        ("1", "socket(AF_INET) = 3<socket:[1]>"),
        ("1", 'chdir("/call/stdnet.f") = -1'),
        ("2", "close(5<socket:[5]>) = 0"),
        ("1", 'chdir("/library/getaddrinfo") = -1'),
        ("1", "socket(AF_NETLINK) = 4<socket:[2]>"),
        ("1", 'chdir("/return") = -1'),
        ("1", "listen(3<socket:[1]>, 128) = 0"),
        ("1", "write(1</dev/null>, 1) = 1"),
        ("1", 'chdir("/return/ok") = -1'),
        ("1", "close(3<socket:[1]>) = 0"),
        ("3", 'chdir("/return/ok") = -1'),
    ):
        recorder.read(thread, line)
    (call,) = recorder.calls
    assert (call.function, call.result) == ("stdnet.f", "ok")
    assert call.system_calls == ["getaddrinfo()", "listen"]


def test_a_call_that_succeeds_in_its_own_example_is_the_best() -> None:
    call = record_system_calls.Call
    ranks = [
        call("stdnet.T.f", "stdnet._net.f", "ok", ["read"]).rank(),
        call("stdnet.T.f", "stdnet._net.g", "ok", ["read"]).rank(),
        call("stdnet.T.f", "stdnet._net.f", "err", ["read"]).rank(),
        call("stdnet.T.f", "stdnet._net.f", "ok", []).rank(),
    ]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)
