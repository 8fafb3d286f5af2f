"""The list of the example programs.

python -m stdnet.examples [--lang es]      lists the programs
python -m stdnet.examples.NAME             runs one
python -m stdnet.examples.NAME --help      says what it shows, and what arguments it takes
"""

import ast
from pathlib import Path
from typing import Final

from stdnet import run
from stdnet.examples.usage import arguments, refuse

FOLDER: Final = Path(__file__).parent

LISTS: Final = {
    "en": """\
Programs to run and to read:

{programs}

Run one:      python -m stdnet.examples.echo
Its options:  python -m stdnet.examples.echo --help
Read one:     {path}""",
    "es": """\
Programas para ejecutar y para leer; sus textos están en inglés:

{programs}

Ejecutar uno:  python -m stdnet.examples.echo
Sus opciones:  python -m stdnet.examples.echo --help
Leer uno:      {path}""",
}


def programs() -> dict[str, str]:
    """Returns the first line of the docstring of each program, by its name.

    A program's docstring shows how to run it, which distinguishes it from the other modules.
    """
    found = dict[str, str]()
    for path in sorted(FOLDER.glob("[!_]*.py")):
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if f"python -m stdnet.examples.{path.stem}" in doc:
            found[path.stem] = doc.splitlines()[0]
    return found


def listing(lang: str) -> str:
    """Returns the list of the programs."""
    lines = [f" {name:<16} {line}" for name, line in programs().items()]
    return LISTS[lang].format(programs="\n".join(lines), path=FOLDER / "echo.py")


def main() -> None:
    """Does what the arguments say."""
    match arguments(__doc__):
        case [] | ["--lang", "en"] | ["--lang=en"]:
            print(listing("en"))
        case ["--lang", "es"] | ["--lang=es"]:
            print(listing("es"))
        case [name, *rest] if name in programs():
            program = " ".join([f"python -m stdnet.examples.{name}", *rest])
            refuse(__doc__, f"write: {program}")
        case _:
            refuse(__doc__, "it takes no arguments but --lang en or --lang es")


if __name__ == "__main__":
    run(main)
