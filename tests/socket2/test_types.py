"""`Domain`, `Type`, `Protocol`, `RecvFlags`, and the small values beside them."""

import copy
import pickle
import re
from datetime import timedelta
from pathlib import Path

import pytest

from stdnet import Ipv4Addr, c
from stdnet._core.fmt import debug_duration
from stdnet.socket2 import (
    Domain,
    InterfaceIndexOrAddress,
    Protocol,
    SockFilter,
    TcpKeepalive,
    Type,
)
from stdnet.socket2._types import recv_flags

NAMED = [
    *(Domain.IPV4, Domain.IPV6, Domain.UNIX, Domain.PACKET, Domain.VSOCK),
    *(Type.STREAM, Type.DGRAM, Type.SEQPACKET, Type.RAW, Type.DCCP),
    *(Protocol.ICMPV4, Protocol.ICMPV6, Protocol.TCP, Protocol.UDP, Protocol.MPTCP),
    *(Protocol.DCCP, Protocol.SCTP, Protocol.UDPLITE),
]
Numbered = Domain | Type | Protocol


@pytest.mark.parametrize("value", NAMED, ids=repr)
def test_a_constant_is_c_s_and_says_its_name(value: Numbered) -> None:
    assert int(value) == getattr(c, repr(value), int(value))
    assert type(value).from_(int(value)) == value
    assert pickle.loads(pickle.dumps(value)) == copy.copy(value) == value
    assert hash(type(value).from_(int(value))) == hash(value)


def test_the_names_are_known_to_c() -> None:
    known = [repr(value) for value in NAMED if hasattr(c, repr(value))]
    assert len(known) >= 12


def test_a_number_without_a_name() -> None:
    assert repr(Domain.from_(16)) == "16"
    assert repr(Type.STREAM.nonblocking()) == "2049"
    assert int(Type.STREAM.nonblocking().cloexec()) == 0o2004001
    assert repr(Domain.from_(0)) == "AF_UNSPEC"


def test_equal_numbers_of_two_kinds_are_not_equal() -> None:
    assert int(Domain.IPV4) == int(Type.DGRAM)
    assert Domain.IPV4 != Type.DGRAM
    assert Domain.IPV4 != 2
    assert len({Domain.IPV4, Type.DGRAM, Protocol.from_(2)}) == 3


@pytest.mark.parametrize("kind", [Domain, Type, Protocol])
def test_mistakes_are_exceptions(kind: type[Numbered]) -> None:
    with pytest.raises(TypeError, match="constants"):
        kind(2)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test
    with pytest.raises(ValueError, match="i32"):
        kind.from_(1 << 31)
    with pytest.raises(TypeError):
        kind.from_("2")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test


def test_values_do_not_change() -> None:
    for value in (Domain.IPV4, recv_flags(0), TcpKeepalive(), SockFilter(0, 0, 0, 0)):
        with pytest.raises(AttributeError):
            setattr(value, "_key", None)  # noqa: B010 - a checker would refuse it


@pytest.mark.parametrize(
    ("flag", "name"),
    [
        (c.MSG_EOR, "is_end_of_record"),
        (c.MSG_OOB, "is_out_of_band"),
        (c.MSG_TRUNC, "is_truncated"),
        (c.MSG_CONFIRM, "is_confirm"),
        (c.MSG_DONTROUTE, "is_dontroute"),
    ],
)
def test_flags(flag: int, name: str) -> None:
    flags = recv_flags(flag)
    names = re.findall(r"is_\w+", repr(flags))
    assert [each for each in names if getattr(flags, each)()] == [name]
    assert f"{name}: true" in repr(flags)
    assert repr(flags).count("true") == 1
    assert flags == pickle.loads(pickle.dumps(flags)) != recv_flags(0)


def test_keepalive() -> None:
    params = TcpKeepalive.new()
    assert params == TcpKeepalive()
    both = params.with_time(timedelta(minutes=1)).with_retries(3)
    assert params == TcpKeepalive()
    assert both == TcpKeepalive().with_retries(3).with_time(60)
    assert repr(both) == "TcpKeepalive { time: Some(60s), interval: None, retries: Some(3) }"
    assert pickle.loads(pickle.dumps(both)) == both
    with pytest.raises(ValueError, match="0 or more"):
        params.with_time(-1)
    with pytest.raises(ValueError, match="u32"):
        params.with_retries(-1)


@pytest.mark.parametrize(
    ("micros", "text"),
    [
        *((0, "0ns"), (1, "1µs"), (999, "999µs"), (1000, "1ms"), (1500, "1.5ms")),
        *((999_999, "999.999ms"), (1_000_000, "1s"), (1_000_001, "1.000001s"), (90_000_000, "90s")),
    ],
)
def test_a_duration_as_rust_writes_it(micros: int, text: str) -> None:
    assert debug_duration(timedelta(microseconds=micros)) == text


def test_an_interface() -> None:
    def said(interface: InterfaceIndexOrAddress) -> str:
        match interface:
            case InterfaceIndexOrAddress.Index(index):
                return f"number {index}"
            case InterfaceIndexOrAddress.Address(address):
                return f"at {address}"
            case _:
                return "nothing else"

    index = InterfaceIndexOrAddress.Index(3)
    address = InterfaceIndexOrAddress.Address(Ipv4Addr.LOCALHOST)
    assert [said(index), said(address)] == ["number 3", "at 127.0.0.1"]
    assert [repr(index), repr(address)] == ["Index(3)", "Address(127.0.0.1)"]
    assert index == InterfaceIndexOrAddress.Index(3) != address
    assert [pickle.loads(pickle.dumps(each)) for each in (index, address)] == [index, address]
    with pytest.raises(TypeError):
        InterfaceIndexOrAddress()
    with pytest.raises(ValueError, match="u32"):
        InterfaceIndexOrAddress.Index(-1)


def test_a_filter() -> None:
    jump = SockFilter.new(0x15, 1, 2, 0x0800)
    assert jump == SockFilter(0x15, 1, 2, 0x0800)
    assert repr(jump) == "SockFilter { code: 21, jt: 1, jf: 2, k: 2048 }"
    assert pickle.loads(pickle.dumps(jump)) == jump
    for wrong in ((1 << 16, 0, 0, 0), (0, 256, 0, 0), (0, 0, 256, 0), (0, 0, 0, 1 << 32)):
        with pytest.raises(ValueError, match="is 0 to"):
            SockFilter(*wrong)


def test_no_class_has_a_name_that_says_nothing() -> None:
    """What the crate keeps to itself stays out of the facade."""
    facade = Path(c.__file__).parents[1] / "socket2" / "__init__.py"
    assert "import _" not in facade.read_text(encoding="utf-8")
