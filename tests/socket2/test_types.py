"""The value types: `Domain`, `Type`, `Protocol`, `RecvFlags`, `TcpKeepalive` and others."""

import copy
import pickle
import re
from datetime import timedelta
from pathlib import Path

import pytest

from stdnet import Ipv4Addr, c
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
def test_a_constant_has_the_number_and_the_name_of_c(value: Numbered) -> None:
    assert int(value) == getattr(c, repr(value), int(value))
    assert type(value).from_(int(value)) == value
    assert pickle.loads(pickle.dumps(value)) == copy.copy(value) == value
    assert hash(type(value).from_(int(value))) == hash(value)


def test_most_constants_are_compared_with_c() -> None:
    """The test above skips a name that `stdnet.c` lacks."""
    compared = [repr(value) for value in NAMED if hasattr(c, repr(value))]
    assert len(compared) >= 12


def test_repr_of_a_number_without_a_name_is_the_number() -> None:
    assert repr(Domain.from_(16)) == "16"
    assert repr(Type.STREAM.nonblocking()) == "2049"
    assert int(Type.STREAM.nonblocking().cloexec()) == 0o2004001
    assert repr(Domain.from_(0)) == "AF_UNSPEC"


def test_equal_numbers_of_two_types_are_not_equal() -> None:
    assert int(Domain.IPV4) == int(Type.DGRAM)
    assert Domain.IPV4 != Type.DGRAM
    assert Domain.IPV4 != 2
    assert len({Domain.IPV4, Type.DGRAM, Protocol.from_(2)}) == 3


@pytest.mark.parametrize("kind", [Domain, Type, Protocol])
def test_wrong_arguments_raise(kind: type[Numbered]) -> None:
    with pytest.raises(TypeError, match="has no constructor"):
        kind(2)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test
    with pytest.raises(ValueError, match="i32"):
        kind.from_(1 << 31)
    with pytest.raises(TypeError):
        kind.from_("2")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test


def test_values_are_immutable() -> None:
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
def test_each_flag_is_reported_by_its_method(flag: int, name: str) -> None:
    flags = recv_flags(flag)
    names = re.findall(r"is_\w+", repr(flags))
    assert [each for each in names if getattr(flags, each)()] == [name]
    assert f"{name}: true" in repr(flags)
    assert repr(flags).count("true") == 1
    assert flags == pickle.loads(pickle.dumps(flags)) != recv_flags(0)


def test_keepalive_parameters_are_immutable_and_compare_by_value() -> None:
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


def test_an_interface_is_matched_by_its_variant() -> None:
    def described(interface: InterfaceIndexOrAddress) -> str:
        match interface:
            case InterfaceIndexOrAddress.Index(index):
                return f"index {index}"
            case InterfaceIndexOrAddress.Address(address):
                return f"at {address}"
            case _:
                return "neither"

    index = InterfaceIndexOrAddress.Index(3)
    address = InterfaceIndexOrAddress.Address(Ipv4Addr.LOCALHOST)
    assert [described(index), described(address)] == ["index 3", "at 127.0.0.1"]
    assert [repr(index), repr(address)] == ["Index(3)", "Address(127.0.0.1)"]
    assert index == InterfaceIndexOrAddress.Index(3) != address
    assert [pickle.loads(pickle.dumps(each)) for each in (index, address)] == [index, address]
    with pytest.raises(TypeError):
        InterfaceIndexOrAddress()
    with pytest.raises(ValueError, match="u32"):
        InterfaceIndexOrAddress.Index(-1)


def test_filters_compare_by_value_and_check_their_ranges() -> None:
    jump = SockFilter.new(0x15, 1, 2, 0x0800)
    assert jump == SockFilter(0x15, 1, 2, 0x0800)
    assert str(jump) == "SockFilter { code: 21, jt: 1, jf: 2, k: 2048 }"
    assert pickle.loads(pickle.dumps(jump)) == jump
    for wrong in ((1 << 16, 0, 0, 0), (0, 256, 0, 0), (0, 0, 256, 0), (0, 0, 0, 1 << 32)):
        with pytest.raises(ValueError, match="is 0 to"):
            SockFilter(*wrong)


def test_the_facade_imports_no_private_name() -> None:
    facade = Path(c.__file__).parents[1] / "socket2" / "__init__.py"
    assert "import _" not in facade.read_text(encoding="utf-8")
