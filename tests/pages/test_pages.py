"""Nothing on a page is stale, wrong or in one language alone."""

import doctest
from pathlib import Path
from typing import Final

import pytest

from tests.pages import checks, twins
from tests.pages.commands import COMMANDS, NOT_RUN
from tests.pages.fill import PROGRAMS, READMES, filled, pages
from tests.pages.outputs import ROOT, Missing, printed, reports
from tests.pages.terms import TERMS, Term
from tests.support.once import needs_3_11, only_with

PAGES: Final = {str(path.relative_to(ROOT)): path for path in pages()}
PROGRAM_FILES: Final = sorted(
    path for path in PROGRAMS.glob("*.*") if path.suffix in {".c", ".py", ".rs"}
)
RUN_ELSEWHERE: Final = {
    **dict.fromkeys(("server.py", "many.py"), "test_readme.py"),
    "grade.py": "test_grading.py",
}
"""Programs that run until they are stopped, or take arguments, and the tests that run them."""

pytestmark = pytest.mark.skipif(not READMES[0].exists(), reason="the pages are not beside this")

once: Final = only_with("3.12")
each_page = pytest.mark.parametrize("page", PAGES)
SPANISH: Final = [page for page, path in PAGES.items() if twins.is_spanish(path)]
each_english_page = pytest.mark.parametrize("page", [page for page in PAGES if page not in SPANISH])


def read(page: str) -> str:
    return PAGES[page].read_text(encoding="utf-8")


def stale(text: str, kind: str) -> list[str]:
    """Returns the lines of a page that are not what they would be if it were filled in again."""
    try:
        new = filled(text, (kind,))
    except Missing as exc:
        pytest.skip(str(exc))
    return sorted({*text.splitlines()} ^ {*new.splitlines()})


def failing_examples(text: str) -> list[str]:
    """Returns what `doctest` reports about the examples of a page."""
    test = doctest.DocTestParser().get_doctest(checks.examples(text), {}, "page", None, 0)
    reported = list[str]()
    doctest.DocTestRunner().run(test, out=reported.append)
    return reported


@once
@each_page
def test_the_blocks_from_files_are_fresh(page: str) -> None:
    assert stale(read(page), "file") == [], f"python -m tests.pages {page}"


@pytest.mark.slow
@only_with("3.12")
@pytest.mark.timeout(300)
@each_english_page  # The twins have the same.
def test_the_outputs_are_fresh(page: str) -> None:
    assert stale(read(page), "output") == [], f"python -m tests.pages {page}"


# They name what the oldest Python's modules have.
@needs_3_11
@pytest.mark.timeout(300)
@each_page
def test_the_generated_tables_are_fresh(page: str) -> None:
    assert stale(read(page), "generated") == [], f"python -m tests.pages {page}"


@once
@each_page
def test_every_block_is_kept_true(page: str) -> None:
    assert list(checks.unexplained_blocks(read(page))) == []


@each_page
def test_the_examples_are_true(page: str) -> None:
    assert failing_examples(read(page)) == []


@once
@each_page
def test_every_command_is_run_by_a_test(page: str) -> None:
    assert list(checks.unknown_commands(read(page))) == []


@once
@each_page
def test_every_program_that_a_command_runs_is_there(page: str) -> None:
    assert list(checks.missing_programs(read(page))) == []


@once
def test_every_test_of_a_command_is_there() -> None:
    assert list(checks.missing_runners(COMMANDS)) == []


@once
def test_every_known_command_is_on_a_page() -> None:
    shown = {command for page in PAGES for command in checks.commands(read(page))}
    assert {*COMMANDS, *NOT_RUN} - shown == set()


@once
@each_page
def test_the_links_hold(page: str) -> None:
    assert list(checks.broken_links(read(page), PAGES[page])) == []


@once
@each_page
def test_the_names_exist(page: str) -> None:
    assert list(checks.unresolved_names(read(page))) == []


@once
def test_every_page_is_in_both_languages() -> None:
    assert list(twins.lonely(set(PAGES.values()))) == []


@once
@pytest.mark.parametrize("page", [page for page in PAGES if twins.is_english(PAGES[page])])
def test_twins_are_alike_and_have_been_compared(page: str) -> None:
    spanish = twins.twin(PAGES[page]).read_text(encoding="utf-8")
    assert list(twins.differences(read(page), spanish)) == []


@once
@pytest.mark.parametrize("page", SPANISH)
def test_spanish_pages_agree_on_their_terms(page: str) -> None:
    assert list(twins.other_terms(read(page))) == []


@once
def test_every_term_of_the_glossary_is_used_in_both_languages() -> None:
    spanish = [read(page) for page in SPANISH]
    english = [read(page) for page in PAGES if page not in SPANISH]
    unused = [
        term
        for terms in TERMS
        for term, texts in ((terms.es, spanish), (terms.en, english))
        if not any(twins.is_used(term, text) for text in texts)
    ]
    assert unused == []


@once
@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.en)
def test_the_sentence_about_a_term_uses_it(term: Term) -> None:
    assert twins.is_used(term.es, term.es_sentence)
    assert twins.is_used(term.en, term.en_sentence)
    assert list(twins.other_terms(term.es_sentence)) == []


@once
@pytest.mark.parametrize("program", PROGRAM_FILES, ids=lambda path: path.name)
def test_every_program_is_on_a_page(program: Path) -> None:
    name = str(program.relative_to(ROOT))
    assert any(f"<!-- file: {name} " in read(page) for page in PAGES)


@only_with("3.12")
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("program", PROGRAM_FILES, ids=lambda path: path.name)
def test_the_programs_in_files_run(program: Path) -> None:
    if program.name in RUN_ELSEWHERE:
        pytest.skip(f"see {RUN_ELSEWHERE[program.name]}")
    try:
        printed(program)
    except Missing as exc:
        pytest.skip(str(exc))


def programs(page: str, folder: Path) -> list[Path]:
    """Writes the Python programs of a page into a folder."""
    paths = list[Path]()
    for number, program in enumerate(checks.python_programs(read(page))):
        name = f"{page}_{number}".translate(str.maketrans("/.-", "___"))
        paths.append(folder / f"{name}.py")
        paths[-1].write_text(program, encoding="utf-8")
    return paths


# basedpyright has the rules of pyright, and more.
@pytest.mark.slow
@only_with("3.12")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("checker", ["mypy", "basedpyright"])
def test_a_checker_accepts_all_programs(checker: str, tmp_path: Path) -> None:
    english = [page for page in PAGES if page not in SPANISH]  # The twins have the same.
    paths = [path for page in english for path in programs(page, tmp_path)]
    assert len(paths) > 5
    assert checked(checker, paths) == []


@pytest.mark.slow
@only_with("3.12")
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("checker", "rule"), [("mypy", "unused-result"), ("pyright", "reportUnusedCallResult")]
)
def test_a_checker_finds_a_dropped_err(checker: str, rule: str, tmp_path: Path) -> None:
    program = (PROGRAMS / "ask.py").read_text("utf-8")
    path = tmp_path / "program.py"
    path.write_text(program.replace('write_all(b"Hello").unwrap()', 'write_all(b"Hello")'))
    (line,) = checked(checker, [path])
    assert rule in line


def checked(checker: str, paths: list[Path]) -> list[str]:
    try:
        return reports(checker, paths, "strict")
    except Missing as exc:
        pytest.skip(str(exc))
