"""Each check of `test_pages.py` finds what is wrong in a doctored copy of a page."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import pytest

from tests.pages import checks, twins
from tests.pages.fill import LEARN, READMES
from tests.pages.outputs import Missing, printed
from tests.pages.test_pages import PAGES, failing_examples, stale
from tests.pages.test_readme import words
from tests.support.once import only_with

README, SPANISH = READMES
Check = Callable[[str], Iterable[object]]

pytestmark = [
    only_with("3.13"),
    pytest.mark.skipif(not README.exists(), reason="the pages are not beside this"),
]


def links(text: str) -> Iterable[object]:
    return checks.broken_links(text, README)


def files(text: str) -> Iterable[object]:
    return stale(text, "file")


def tables(text: str) -> Iterable[object]:
    return stale(text, "generated")


def outputs(text: str) -> Iterable[object]:
    return stale(text, "output")


def twin_differences(text: str) -> Iterable[object]:
    return twins.differences(text, SPANISH.read_text(encoding="utf-8"))


DOCTORED: Final[list[tuple[Check, str, str]]] = [
    (files, 'b"Hello"', 'b"Hallo"'),
    (files, "strict = true", "strict = false"),
    (tables, "1.03/1.03", "0.93/0.93"),
    (checks.unexplained_blocks, "<!-- file: tests/pages/programs/ask.rs step: ask -->\n", ""),
    (checks.unexplained_blocks, "<!-- file: tests/pages/programs/ask.rs", "<!-- files: ask.rs"),
    (checks.unexplained_blocks, "programs/ask.rs step", "programs/ask.py step"),
    (checks.unexplained_blocks, "```sh\n", "  ```sh\n"),
    (checks.unexplained_blocks, "## Speed\n", "<!-- file: tests/pages/programs/server.py -->\n\n"),
    (checks.unexplained_blocks, "```toml\n", "```\n"),
    (checks.unexplained_blocks, "## Speed\n", "```python\nprint(1)\n```\n"),
    (checks.unknown_commands, "pip install stdnet\n", "pip install stdnet --pre\n"),
    (checks.missing_programs, "## Speed\n", "`python -m stdnet.learn run 05 no_such`\n"),
    (failing_examples, "## Speed\n", "```python\n>>> 1 + 1\n3\n```\n"),
    (links, "(CHANGELOG.md)", "(CHANGES.md)"),
    (links, "(CHANGELOG.md)", "(CHANGELOG.md#no-such-heading)"),
    (links, "(CHANGELOG.md)", "(#no-such-heading)"),
    (checks.unresolved_names, "`TcpListener`", "`TcpListner`"),
    (checks.unresolved_names, "`TcpListener`", "`TcpListener.acept`"),
    (checks.unresolved_names, "`try_clone`", "`try_close`"),
    (checks.unresolved_names, "`errno()`", "`errmo()`"),
    (checks.unresolved_names, "`stdnet.socket2`", "`stdnet.socket3`"),
    (checks.unresolved_names, "`asyncio.to_thread`", "`asyncio.to_threads`"),
    (twin_differences, "## Speed\n", "## How fast\n"),
    (twin_differences, "## Speed\n", ""),
    (twin_differences, "Wall and processor time", "Time"),
    (twin_differences, 'b"Hello"', 'b"Hallo"'),
    (words, "# stdnet\n", "# stdnet\n" + "word " * 900),
]


@pytest.mark.parametrize(("check", "old", "new"), DOCTORED)
def test_a_check_finds_what_is_wrong(check: Check, old: str, new: str) -> None:
    text = README.read_text(encoding="utf-8")
    assert old in text
    assert list(check(text)) == []
    assert list(check(text.replace(old, new))) != []


@pytest.mark.slow
@only_with("3.13")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nobody is there: Connection refused", "nobody is there: Connection lost"),
        ("[exhaustive-match]", "[misc]"),
    ],
)
def test_an_output_that_is_not_real_is_found(old: str, new: str) -> None:
    test_a_check_finds_what_is_wrong(outputs, old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## Velocidad\n", "## Rapidez\n"),
        ("<!-- twin: ", "<!-- twins: "),
        ("## Promesas\n", "### Promesas\n"),
    ],
)
def test_a_spanish_page_that_nobody_compared_is_found(old: str, new: str) -> None:
    english, spanish = (path.read_text(encoding="utf-8") for path in READMES)
    assert old in spanish
    assert list(twins.differences(english, spanish)) == []
    doctored = spanish.replace(old, new)
    assert list(twins.differences(english, doctored)) != []


def test_only_looking_at_twins_settles_a_difference() -> None:
    english, spanish = (path.read_text(encoding="utf-8") for path in READMES)
    english = english.replace("## Speed\n", "## How fast\n")
    assert list(twins.differences(english, spanish)) != []
    assert list(twins.differences(english, twins.looked_at(english, spanish))) == []


def test_another_word_for_a_term_is_found() -> None:
    (found,) = twins.other_terms("Un socket\nraw. `raw`: un socket crudo.")
    assert "socket raw" in found


@pytest.mark.parametrize("page", [page for page in PAGES.values() if twins.is_english(page)][:2])
def test_a_page_in_one_language_is_found(page: Path) -> None:
    for lonely in (page, twins.twin(page)):
        assert list(twins.lonely({*PAGES.values()} - {lonely})) != []


def test_a_page_without_a_language_is_found() -> None:
    assert list(twins.lonely({LEARN / "howto" / "platforms.md"})) != []
    assert list(twins.lonely({LEARN / "reference" / "platforms.md"})) == []


@pytest.mark.parametrize("runner", ["tests/gone.py::test", "tests/pages/test_readme.py::test_gone"])
def test_a_command_whose_test_is_gone_is_found(runner: str) -> None:
    assert list(checks.missing_runners({"pip install stdnet": runner})) != []


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("fails.py", "raise SystemExit(1)"),
        ("warns.py", "open('/dev/null')"),
        ("warns.rs", "fn main() { let unused = 1; }"),
        ("warns.c", "int main(void) { int unused; }"),
    ],
)
def test_a_program_that_fails_or_warns_is_found(name: str, program: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(program, encoding="utf-8")
    try:
        printed(path)
    except Missing as exc:
        pytest.skip(str(exc))
    except AssertionError:
        return
    pytest.fail(f"{program} is no good program")
