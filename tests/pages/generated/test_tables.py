"""The generated tables leave nothing out. Whether the pages show them is tested with the pages."""

import inspect
import re
from typing import Final

import pytest

import stdnet.c
from stdnet.io import ErrorKind
from stdnet.learn.course.table import EXERCISES, LESSONS, lessons_before
from tests.bench.many.kinds import KINDS, LABELS, TARGETS
from tests.bench.scenarios import SCENARIOS
from tests.pages.checks import missing_programs
from tests.pages.generated.names import names
from tests.pages.generated.speed import speed, speed_readme
from tests.pages.generated.speed_many import speed_many, speed_many_readme, speed_many_targets
from tests.pages.generated.syllabus import SESSIONS
from tests.pages.tables import TABLES
from tests.site.counterparts import counterparts
from tests.support import mio_api, result_api, rust_api, socket2_api
from tests.support.once import only_with
from tests.support.public_names import exports
from tests.test_additions import additions as all_additions

pytestmark = only_with("3.12")

WITHOUT_ERRNO: Final = {"InvalidData", "Other", "UnexpectedEof", "WriteZero"}


def cells(text: str) -> list[list[str]]:
    """Returns the cells of the rows of all tables in a text."""
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]


def first_names(name: str) -> list[str]:
    """Returns the names in code font in the first cells of a generated table."""
    return re.findall(r"`([^`]+)`", "\n".join(row[0] for row in cells(TABLES[name]())))


@pytest.mark.parametrize("name", TABLES)
def test_the_rows_of_a_table_have_the_cells_of_its_head(name: str) -> None:
    text = TABLES[name]()
    assert text.endswith("\n")
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(row) for row in cells(table)}) == 1
        assert all(re.fullmatch("---|--:", cell) for cell in cells(table)[1])


def test_every_kind_is_in_a_table() -> None:
    kinds = [*first_names("errors_with_a_kind"), *first_names("errors_without_an_errno")]
    assert {kind.name for kind in ErrorKind} == {*kinds} - {"io.ErrorKind"}
    assert WITHOUT_ERRNO.isdisjoint(first_names("errors_with_a_kind"))


def test_every_errno_has_a_row() -> None:
    rows = [*cells(TABLES["errors_with_a_kind"]()), *cells(TABLES["errors_without_a_kind"]())]
    named = re.findall(r"`(E[A-Z0-9]+)`", str(rows))
    # Rust's golden answers end before the last one.
    assert set(exports("stdnet.c.sys_errno")) - set(named) == {"EHWPOISON"}
    assert len(named) == len(set(named))


def test_every_addition_has_a_row() -> None:
    ends = first_names("additions")
    assert [name for name in all_additions() if not name.endswith(tuple(ends))] == []


def test_every_name_of_a_header_is_shown_once() -> None:
    shown = re.findall(r"`(\w+)[(`]", by_stdnet_name(TABLES["c_by_header"]()))
    of_headers = set(exports("stdnet.c")) - {"byref", "c_int", "sizeof"}
    beside = {"cvt", "cvt_r", "cvt_gai", "errno", "set_errno"}
    assert sorted(shown) == sorted(of_headers - beside)
    assert {row[1] for row in cells(TABLES["c_without_header"]())} >= {"`cvt(result)`", "`errno()`"}


def by_stdnet_name(text: str) -> str:
    """Returns the second column of the tables, and the lines of constants."""
    columns = [row[1] for row in cells(text)]
    return "\n".join([*columns, *re.findall(r"^- .*", text, re.MULTILINE)])


def test_every_structure_has_a_layout() -> None:
    structures = re.findall(r"`struct (\w+)`", TABLES["layouts"]())
    classes = {name: getattr(stdnet.c, name) for name in exports("stdnet.c")}
    assert {*structures} == {
        name
        for name, value in classes.items()
        if inspect.isclass(value) and hasattr(value, "_fields_")
    }


def test_everything_left_out_is_in_a_table() -> None:
    shown = "".join(text() for name, text in TABLES.items() if name.startswith("left_out"))
    missing = [(row.item, row.name) for row in rust_api.rows() if not rust_api.is_here(row)]
    missing += [(row.item, row.name) for row in result_api.rows() if not result_api.exists(row)]
    missing += [(row.item, row.name) for row in mio_api.all_rows() if mio_api.is_waived(row)]
    for item, name in missing:
        assert f"`{item}`" in shown
        assert f"{name}`" in shown
    reasons = {
        why
        for waived in (rust_api.WAIVED, result_api.LEFT_OUT, socket2_api.WAIVED, mio_api.WAIVED)
        for why in waived.values()
    }
    assert all(f"| {why} |" in shown for why in reasons)


def test_every_counterpart_has_a_row() -> None:
    rows = [row for row in cells(names()) if row[0].startswith("`")]
    assert len(rows) == len([name for name in counterparts() if not name.startswith("stdnet.Err.")])
    bind = ["`bind`", "`TcpListener::bind`"]
    calls = "`socket`, `setsockopt SO_REUSEADDR`, `bind`, `listen`"
    assert [*bind, calls, "`socket.create_server`"] in rows


def test_the_tables_of_speed_have_the_recorded_rows() -> None:
    assert [row[0] for row in cells(speed())[2:]] == [each.label for each in SCENARIOS.values()]
    head, _, *rows = cells(speed_readme())
    assert head == ["work", "stdnet", "rust", "asyncio"]
    assert len(rows) == 3


def test_the_tables_of_many_connections_have_the_recorded_kinds_and_servers() -> None:
    head, _, *rows = cells(speed_many())
    assert head == ["server", *(kind.label for kind in KINDS.values())]
    assert [row[0] for row in rows] == [*LABELS.values()]
    assert len(cells(speed_many_targets())) == 2 + len(TARGETS)
    assert [len(row) for row in cells(speed_many_readme())] == [4] * 4


def test_the_sessions_have_all_lessons_and_exercises_once() -> None:
    lessons = [lesson for session in SESSIONS for lesson in session.lessons]
    assert lessons == [lesson.number for lesson in LESSONS]
    exercises = [n for session in SESSIONS for n in (*session.homework, *session.more)]
    assert sorted(exercises) == list(range(len(EXERCISES)))


def test_no_exercise_comes_before_the_lesson_that_leads_to_it() -> None:
    known = set[int]()
    for session in SESSIONS:
        known |= {*session.lessons}
        for exercise in (*session.homework, *session.more):
            assert known & {lesson.number for lesson in lessons_before(exercise)}, exercise


def test_the_programs_that_a_teacher_runs_are_there() -> None:
    live = (program for session in SESSIONS for program in session.live)
    text = "".join(f"`python -m stdnet.learn run {program}`\n" for program in live)
    assert list(missing_programs(text)) == []
