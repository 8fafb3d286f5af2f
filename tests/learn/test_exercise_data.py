"""The data of exercises are what Rust says."""

from typing import cast

from stdnet.learn.judge.checks import addresses
from tests.support import oracle


def test_the_addresses_of_exercise_0_are_those_of_rust() -> None:
    rows = [row for row in oracle.golden("addr_parse") if "text" in row]
    golden = {row["text"]: row["ok"] for row in rows}
    kinds = {"Ip": addresses.IPV4 | addresses.IPV6}
    kinds["Socket"] = addresses.SOCKET_V4 | addresses.SOCKET_V6
    for kind, answers in kinds.items():
        for text, answer in answers.items():
            assert cast("dict[str, object]", golden[text]).get(kind) == answer
    for text in (*addresses.NOT_ADDRESSES, *addresses.WITH_SPACES):
        assert golden[text] == {}
    count = sum(map(len, kinds.values()))
    assert count + len(addresses.NOT_ADDRESSES) + len(addresses.WITH_SPACES) == 40
    error = next(row for row in oracle.golden("addr_parse") if row.get("error") == "Socket")
    assert error["display"] == addresses.NO_ADDRESS
