"""`ErrorKind`, compared with that of Rust."""

import copy
import errno
import pickle
from itertools import combinations

import pytest

from stdnet._core.error_kind import decode_error_kind
from stdnet.io import Error, ErrorKind
from tests.support import oracle

KINDS = [answer for answer in oracle.golden("error") if "display" in answer]
CODES = [answer for answer in oracle.golden("error") if "code" in answer]


def test_the_kinds_are_those_of_rust_in_the_same_order() -> None:
    assert [repr(kind) for kind in ErrorKind] == [answer["kind"] for answer in KINDS]


def test_str_is_the_description_of_rust() -> None:
    assert [str(kind) for kind in ErrorKind] == [answer["display"] for answer in KINDS]


def test_a_kind_has_the_name_of_the_variant() -> None:
    assert [kind.name for kind in ErrorKind] == [answer["kind"] for answer in KINDS]
    assert ErrorKind["WouldBlock"] is ErrorKind.WouldBlock


def test_kinds_are_ordered_as_listed() -> None:
    for earlier, later in combinations(ErrorKind, 2):
        assert earlier < later
        assert earlier <= later
        assert later > earlier
        assert later >= earlier
        assert earlier != later
        assert not later < earlier
        assert not later <= earlier
        assert not earlier > later
        assert not earlier >= later
    assert sorted(ErrorKind, reverse=True) == list(ErrorKind)[::-1]


@pytest.mark.parametrize("kind", ErrorKind)
def test_a_kind_is_equal_only_to_itself(kind: ErrorKind) -> None:
    assert kind <= kind
    assert kind >= kind
    assert [other for other in ErrorKind if other == kind] == [kind]


@pytest.mark.parametrize("other", [0, "not found", None, object()])
def test_a_kind_is_not_ordered_with_anything_else(other: object) -> None:
    for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
        assert getattr(ErrorKind.NotFound, compare)(other) is NotImplemented
    assert ErrorKind.NotFound != other


def test_kinds_are_hashable() -> None:
    assert len(set(ErrorKind)) == len(ErrorKind)
    assert hash(ErrorKind.Other) == hash(ErrorKind["Other"])


@pytest.mark.parametrize("kind", ErrorKind)
def test_a_copied_or_pickled_kind_is_the_same_object(kind: ErrorKind) -> None:
    assert copy.copy(kind) is copy.deepcopy(kind) is kind
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(kind, protocol)) is kind


@pytest.mark.parametrize("answer", CODES, ids=lambda answer: f"{answer['code']}")
def test_every_errno_has_the_kind_of_rust(answer: oracle.Answer) -> None:
    code, error = answer["code"], answer["error"]
    assert isinstance(code, int)
    assert isinstance(error, dict)
    assert repr(decode_error_kind(code)) == error["kind"]


def test_the_golden_answers_cover_every_errno() -> None:
    assert errno.errorcode.keys() <= {answer["code"] for answer in CODES}


def test_a_kind_is_matched_by_value() -> None:
    match Error.from_raw_os_error(errno.EAGAIN).kind():
        case ErrorKind.WouldBlock:
            pass
        case other:
            pytest.fail(f"{other!r}")
