"""Messages that arrive once and in order, over datagrams that get lost."""

import re

import pytest

from stdnet import UdpSocket
from tests.examples.programs import (
    ADDR_IN_USE,
    CONNECTION_REFUSED,
    INVALID_PORT,
    assert_fails,
    assert_refuses,
    run,
)
from tests.examples.udp_servers import serving, stop
from tests.support.once import only_with

pytestmark = only_with("3.13")


def test_every_message_is_delivered_once_although_datagrams_are_lost() -> None:
    done = run("acked_datagrams", "0.4", "7")
    assert (done.returncode, done.stderr) == (0, "")
    delivered = re.findall(r"receiver: delivers (\d) of .*: '(.*)'", done.stdout)
    messages = ["one", "two", "three", "", "zwölf", "last"]
    assert delivered == [(str(number), text) for number, text in enumerate(messages)]
    sender, receiver = done.stdout.splitlines()[-2:]
    lost = done.stdout.count("sender: loses message")
    again = len(re.findall(r"sender: sends \d again", done.stdout))
    assert lost > 0
    assert sender == f"sender: 6 messages, {lost} datagrams lost, {again} sent again"
    lost_acks = done.stdout.count("receiver: loses the acknowledgement")
    duplicates = len(re.findall(r"receiver: has \d already", done.stdout))
    assert lost_acks > 0
    assert receiver == (
        f"receiver: 6 messages, {lost_acks} acknowledgements lost, {duplicates} duplicates"
    )
    assert again >= lost + lost_acks


def test_without_loss_every_message_is_delivered() -> None:
    done = run("acked_datagrams", "0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "loses" not in done.stdout
    assert done.stdout.count("delivers") == 6


@pytest.mark.parametrize("ip", ["127.0.0.1", "[::1]"])
def test_two_senders_in_turn_are_distinguished(ip: str) -> None:
    lines = [str(number) for number in range(5)]
    with serving("acked_datagrams", "0.3", "1", ip=ip) as (process, addr):
        for seed in ("2", "3"):
            done = run("acked_datagrams", "send", addr, "0.3", seed, text="\n".join(lines))
            assert (done.returncode, done.stderr) == (0, "")
            assert "sender: 5 messages, " in done.stdout
        assert re.findall(r"delivers .*'(.*)'", stop(process)) == lines * 2


def test_the_receiver_ignores_datagrams_that_no_sender_sends() -> None:
    with (
        serving("acked_datagrams", "0") as (process, addr),
        UdpSocket.bind("127.0.0.1:0").unwrap() as stray,
    ):
        header = bytes(12)
        number_1 = (1).to_bytes(4, "big")
        for datagram in (b"", b"short", b"\x02" + header, b"\0" + number_1 + bytes(8) + b"early"):
            stray.send_to(datagram, addr).unwrap()
        assert run("acked_datagrams", "send", addr, "0", text="in order").returncode == 0
        assert re.findall(r"delivers .*'(.*)'", stop(process)) == ["in order"]


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["send", "127.0.0.1:1", "0"], CONNECTION_REFUSED),
        (["send", "127.0.0.1:x"], INVALID_PORT),
    ],
)
def test_a_failure_is_printed_as_in_rust(args: list[str], error: str) -> None:
    assert_fails("acked_datagrams", args, error, text="hello\n")


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["serve"], "serve needs an address: HOST:PORT"),
        (["0.9"], "the loss is 0 to 0.7, not 0.9"),
        (["nan"], "the loss is 0 to 0.7, not nan"),
        (["0.1", "x"], "the loss and the seed are numbers, not 0.1 x"),
        (["1", "2", "3"], "it takes `[LOSS [SEED]]`, after `serve ADDR`, `send ADDR` or nothing"),
    ],
)
def test_wrong_arguments_are_refused(args: list[str], why: str) -> None:
    assert_refuses("acked_datagrams", args, why)


def test_a_port_in_use_is_an_error() -> None:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
        addr = str(socket.local_addr().unwrap())
        assert_fails("acked_datagrams", ["serve", addr], ADDR_IN_USE)
