"""What `check --json` says about a check, for other programs to read.

Each check has a `name`, which has no language, a `title`, an `outcome`, which is `ok`, `failed` or
`skipped`, and the `text` that explains it to a student. The other members have the same in parts,
and are null where there is nothing to say:

- `seen`, `rule` and `read`: what happened, why that is wrong, and what to read.
- `sent`, `received` and `expected`: data, or of `expected` perhaps a sentence. Data are an object:
  `size` is how many bytes there were, `data` a part of them, as a text whose characters are the
  bytes (Latin-1), and `start` where that part begins. `sent` has in `pieces` the number of writes.
- `program`, the last one that the check started: its `arguments`; its `status`, or the number of
  the `signal` that ended it, or null in both if the judge did so; and what it wrote at last on
  `stderr`.
"""

from typing import Final

from stdnet.learn.judge import report
from stdnet.learn.judge.check import Failure, Skipped
from stdnet.learn.judge.process import Program
from stdnet.learn.judge.runner import Outcome
from stdnet.learn.judge.text import Text

MOST_BYTES: Final = 1000
"""How many bytes of data are shown; of longer data the part where they differ."""


def of_outcome(outcome: Outcome, lang: str) -> dict[str, object]:
    """Returns what JSON says about the outcome of a check."""
    return {
        "name": outcome.check.name,
        "title": outcome.check.title.of(lang),
        "outcome": _name(outcome),
        "text": report.text(outcome, lang),
        **_found(outcome, lang),
        "program": _program(outcome.program) if outcome.program else None,
    }


def _name(outcome: Outcome) -> str:
    match outcome.found:
        case Failure():
            return "failed"
        case Skipped():
            return "skipped"
        case None:
            return "ok"


def _found(outcome: Outcome, lang: str) -> dict[str, object]:
    found = dict[str, object]()
    for name in ("seen", "rule", "read", "sent", "received", "expected"):
        found[name] = None
    match outcome.found:
        case Failure(seen=seen, is_last=True) | Skipped(seen):
            found["seen"] = seen.of(lang)
        case Failure() as failure:
            at = report.difference(failure)
            found["seen"] = failure.seen.of(lang)
            found["rule"] = (failure.rule or outcome.check.rule).of(lang)
            found["read"] = failure.read or outcome.check.read
            if failure.sent:
                found["sent"] = {"pieces": len(failure.sent), **_data(b"".join(failure.sent))}
            if failure.received is not None:
                found["received"] = _data(failure.received, at)
            match failure.expected:
                case Text() as sentence:
                    found["expected"] = sentence.of(lang)
                case bytes(data):
                    found["expected"] = _data(data, at)
                case None:
                    pass
        case None:
            pass
    return found


def _data(data: bytes, at: int | None = None) -> dict[str, object]:
    start, part = report.around(data, at, MOST_BYTES)
    return {"size": len(data), "start": start, "data": part.decode("latin-1")}


def _program(program: Program) -> dict[str, object]:
    status = program.status
    return {
        "arguments": program.args,
        "status": status if status is not None and status >= 0 else None,
        "signal": -status if status is not None and status < 0 else None,
        "stderr": report.last_of(program.stderr),
    }
