import csv
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TypedDict

COMPILERS = {
    ".c": ["gcc", "-Wall", "-Wextra", "-pthread", "-o"],
    ".rs": ["rustc", "--edition=2024", "-o"],
}


class Check(TypedDict):
    name: str
    title: str
    outcome: str
    text: str


class Report(TypedDict):
    checks: list[Check]


def compiled(source: Path, folder: Path) -> Path | str:
    if source.suffix == ".py":
        return source
    binary = folder / source.stem
    command = [*COMPILERS[source.suffix], str(binary), str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        return f"{command[0]}: status {done.returncode}\n{done.stderr}"
    return binary


def checked(number: str, program: Path, lang: str) -> list[Check] | str:
    command = [sys.executable, "-m", "stdnet.learn", "check", number, str(program)]
    command += ["--json", "--lang", lang]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in {0, 1}:
        return f"check: status {done.returncode}\n{done.stderr}"
    report: Report = json.loads(done.stdout)
    return [check for check in report["checks"] if check["outcome"] != "skipped"]


def graded(number: str, source: Path, lang: str) -> list[Check] | str:
    with tempfile.TemporaryDirectory() as folder:
        program = compiled(source, Path(folder))
        return program if isinstance(program, str) else checked(number, program, lang)


def described(check: Check) -> str:
    return f"{check['outcome']:<7} {check['title']}\n{check['text']}".rstrip() + "\n"


def main(number: str, submissions: str, lang: str = "en") -> None:
    table = csv.writer(sys.stdout, lineterminator="\n")
    _ = table.writerow(["file", "ok", "of", "seconds", "failed"])
    for source in sorted(Path(submissions).iterdir()):
        if source.suffix not in {".py", *COMPILERS}:
            continue
        start = time.monotonic()
        found = graded(number, source, lang)
        seconds = round(time.monotonic() - start)
        if isinstance(found, str):
            text = found
            row = [0, 0, seconds, found.partition("\n")[0]]
        else:
            text = "".join(map(described, found))
            failed = [check["name"] for check in found if check["outcome"] == "failed"]
            row = [len(found) - len(failed), len(found), seconds, " ".join(failed)]
        _ = Path(f"{source}.txt").write_text(text, encoding="utf-8")
        _ = table.writerow([source.name, *row])


main(*sys.argv[1:])
