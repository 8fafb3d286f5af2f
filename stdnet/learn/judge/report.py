"""What a teacher says about the checks of a solution, in both languages."""

import shlex
from collections.abc import Sequence
from textwrap import fill, indent
from typing import Final

from stdnet.learn.judge.check import Failure, Skipped
from stdnet.learn.judge.process import Program, status_text
from stdnet.learn.judge.runner import Outcome
from stdnet.learn.judge.text import Text, byte_count
from stdnet.learn.language import language_option

WIDTH: Final = 96
MOST_BYTES: Final = 60
"""How many bytes of data are shown; of longer data the part where they differ."""

MOST_PIECES: Final = 4
MOST_STDERR: Final = 1500

OK: Final = Text("ok", "bien")
NOT_OK: Final = Text("not ok", "mal")
SKIPPED: Final = Text("skipped", "omitida")

ARGUMENTS: Final = Text("Arguments", "Argumentos")
SENT: Final = Text("Sent", "Se envió")
STDIN: Final = Text("Standard input", "Entrada estándar")
RECEIVED: Final = Text("Came back", "Volvió")
EXPECTED: Final = Text("Expected", "Se esperaba")
SEEN: Final = Text("What happened", "Qué ocurrió")
RULE: Final = Text("The rule", "La regla")
READ: Final = Text("To read", "Para leer")

IN_PIECES: Final = Text("{n} pieces, {size} bytes in all", "{n} piezas, {size} bytes en total")
NOTHING: Final = Text("nothing", "nada")
DIFFERS: Final = Text(
    "they differ at byte {at}, counted from 0", "difieren en el byte {at}, contado desde 0"
)
PROGRAM: Final = Text("The program", "El programa")
ENDED: Final = Text("ended with {status}", "terminó con {status}")
STILL_RAN: Final = Text("was still running, and was ended", "seguía en marcha y se lo detuvo")
ON_STDERR: Final = Text("Its standard error says:", "En su salida de errores se lee:")


def heading(outcome: Outcome, lang: str) -> str:
    """Returns the line about a check."""
    match outcome.found:
        case Failure():
            mark = NOT_OK
        case Skipped():
            mark = SKIPPED
        case None:
            mark = OK
    return f"{mark.of(lang):<7} {outcome.check.name}: {outcome.check.title.of(lang)}"


def text(outcome: Outcome, lang: str) -> str:
    """Returns all that is to be said about a check, below its heading; nothing if it passed."""
    match outcome.found:
        case Failure() as failure:
            return _failed(outcome, failure, lang)
        case Skipped(reason):
            return _line(SEEN, reason.of(lang), lang)
        case None:
            return ""


def brief(outcome: Outcome, lang: str) -> str:
    """Returns only what happened."""
    if isinstance(outcome.found, Failure):
        return _line(SEEN, outcome.found.seen.of(lang), lang)
    return ""


def difference(failure: Failure) -> int | None:
    """Returns where what came back differs from what was expected; None if that makes no sense."""
    if failure.received is None or not isinstance(failure.expected, bytes):
        return None
    return first_difference(failure.received, failure.expected)


def _failed(outcome: Outcome, failure: Failure, lang: str) -> str:
    check = outcome.check
    if failure.is_last:
        seen = _line(SEEN, failure.seen.of(lang), lang)
        return "\n".join([seen, *(_errors(outcome.program, lang) if outcome.program else [])])
    expected = failure.expected
    at = difference(failure)
    lines = list[str]()
    program = outcome.program
    end = _end(program, lang) if program else []
    # What a signal says is the cause of all else.
    was_killed = program is not None and (program.status or 0) < 0
    if was_killed:
        lines += end
    if program is not None and program.args:
        lines.append(_line(ARGUMENTS, shlex.join(program.args), lang))
    if program is not None and program.stdin and not _is_part(failure.sent, program.stdin):
        lines.append(_line(STDIN, _data(program.stdin, lang), lang))
    if failure.sent:
        lines.append(_line(SENT, _sent(failure, lang), lang))
    if failure.received is not None:
        label = failure.received_as or RECEIVED
        lines.append(_line(label, _data(failure.received, lang, at), lang))
    if isinstance(expected, Text):
        lines.append(_line(EXPECTED, expected.of(lang), lang))
    elif expected is not None:
        lines.append(_line(EXPECTED, _data(expected, lang, at), lang))
    seen = failure.seen.of(lang)
    if at and expected:
        seen += "; " + DIFFERS.format(at=at).of(lang)
    lines.append(_line(SEEN, seen, lang))
    lines.append(_line(RULE, (failure.rule or check.rule).of(lang), lang))
    read = failure.read or check.read
    command = f"python -m stdnet.learn read {read}{language_option(lang)}"
    lines.append(_line(READ, command, lang))
    if not was_killed:
        lines += end
    if program is not None:
        lines += _errors(program, lang)
    return "\n".join(lines)


def _is_part(sent: Sequence[bytes], stdin: bytes) -> bool:
    """Returns True if what is shown as sent is the interesting part of the standard input."""
    return bool(sent) and all(piece in stdin for piece in sent)


def first_difference(one: bytes, other: bytes) -> int | None:
    """Returns where two texts differ, counted from 0; None if they do not."""
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return None if len(one) == len(other) else min(len(one), len(other))


def _line(label: Text, words: str, lang: str) -> str:
    """Returns a labelled paragraph."""
    return fill(
        words,
        WIDTH,
        initial_indent=f"    {label.of(lang)}: ",
        subsequent_indent="        ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _sent(failure: Failure, lang: str) -> str:
    pieces = failure.sent
    size = sum(map(len, pieces))
    if len(pieces) == 1:
        return _data(pieces[0], lang)
    shown = " ".join(_shown(piece) for piece in pieces[:MOST_PIECES])
    more = " …" if len(pieces) > MOST_PIECES else ""
    return f"{IN_PIECES.format(n=len(pieces), size=size).of(lang)}: {shown}{more}"


def _data(data: bytes, lang: str, at: int | None = None) -> str:
    if not data:
        return NOTHING.of(lang)
    size = byte_count(len(data)).of(lang)
    return f"{size}: {_shown(data, at)}"


def _shown(data: bytes, at: int | None = None) -> str:
    """Returns data as Python writes them; of long ones the part around a position."""
    if len(data) <= MOST_BYTES:
        return repr(data)
    start, part = around(data, at, MOST_BYTES)
    before = f"…[{start}] " if start else ""
    after = " …" if start + len(part) < len(data) else ""
    return f"{before}{part!r}{after}"


def around(data: bytes, at: int | None, most: int) -> tuple[int, bytes]:
    """Returns where a part begins that has a position in it, and the part."""
    start = max(0, min(at or 0, len(data)) - most // 2) if len(data) > most else 0
    return start, data[start : start + most]


def _end(program: Program, lang: str) -> list[str]:
    """Returns how a program has ended."""
    if program.overflowed:
        return [_line(PROGRAM, program.too_much().of(lang), lang)]
    if program.status is not None:
        ended = ENDED.format(status=status_text(program.status))
        return [_line(PROGRAM, ended.of(lang), lang)]
    if program.killed and not program.stdout.startswith(b"listening on "):
        return [_line(PROGRAM, STILL_RAN.of(lang), lang)]
    return []


def _errors(program: Program, lang: str) -> list[str]:
    """Returns what a program has written on its standard error."""
    said = last_of(program.stderr)
    return [f"    {ON_STDERR.of(lang)}\n" + indent(said, "        ")] if said else []


def last_of(stderr: bytes) -> str:
    """Returns the last part of a long text."""
    said = stderr.decode(errors="replace").strip()
    return said if len(said) <= MOST_STDERR else "…" + said[-MOST_STDERR:]
