"""The benchmarks run; how fast is not a matter of tests."""

from tests.bench import addresses, copy, lines


def test_addresses() -> None:
    measured = dict(addresses.rows(20))
    assert len(measured) == 7
    assert all(value > 0 for value in measured.values())


def test_lines() -> None:
    measured = dict(lines.rows(1, rounds=1))
    assert len(measured) == 6
    assert all(value > 0 for value in measured.values())


def test_copy() -> None:
    measured = list(copy.rows(2 << 20, rounds=1))
    assert len(measured) == 3
    assert all(wall > 0 and cpu >= 0 for _, wall, cpu in measured)
