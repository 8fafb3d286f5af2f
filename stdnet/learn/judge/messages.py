"""What the commands about graded exercises say, in both languages."""

from typing import Final

from stdnet.learn.judge.text import Text

LEARN: Final = "python -m stdnet.learn"

USAGE: Final = Text(
    f"""\
{LEARN} show N                     the task of exercise N
{LEARN} start N [FILE]             writes a file to begin with
{LEARN} check N [FILE]             checks FILE, or exercise_NN.py
{LEARN} check N -- COMMAND…        checks any program, such as one in C
{LEARN} check N --json             the same, for other programs to read
{LEARN} hint N [--all]             one more hint, or all
{LEARN} solution N [--in c|rust]   a solution, once yours passes
{LEARN} solution N --teacher       a solution, for those who teach""",
    f"""\
{LEARN} show N                        el enunciado del ejercicio N
{LEARN} start N [ARCHIVO]             escribe un archivo para empezar
{LEARN} check N [ARCHIVO]             revisa ARCHIVO, o exercise_NN.py
{LEARN} check N -- COMANDO…           revisa cualquier programa, por ejemplo en C
{LEARN} check N --json                lo mismo, para que lo lea otro programa
{LEARN} hint N [--all]                una pista más, o todas
{LEARN} solution N [--in c|rust]      una solución, cuando la propia ya pasa
{LEARN} solution N --teacher          una solución, para quien enseña""",
)

NO_COMMAND: Final = Text(
    f"there is no {{name!r}}; for example: {LEARN} show 2",
    f"no existe {{name!r}}; por ejemplo: {LEARN} show 2",
)
ONE_FILE: Final = Text(
    "{command} takes one file at most", "{command} admite como máximo un archivo"
)
EXISTS: Final = Text(
    "{file} is there already, and stays as it is; for example: {command}",
    "{file} ya existe y queda como está; por ejemplo: {command}",
)
NOT_WRITTEN: Final = Text(
    "{file} cannot be written: {error}", "no se puede escribir {file}: «{error}»"
)
STARTED: Final = Text(
    "{file} is written. When it does something, check it:\n    {command}",
    "Se escribió {file}. Cuando ya haga algo, se revisa así:\n    {command}",
)
NO_PROGRAM: Final = Text(
    f"a command follows --, as in: {LEARN} check 2 -- ./client",
    f"después de -- va un comando, por ejemplo: {LEARN} check 2 -- ./client",
)
ONE_PROGRAM: Final = Text(
    f"it checks one file, or the command after --: {LEARN} check 2 -- ./client",
    f"se revisa un archivo, o el comando después de --: {LEARN} check 2 -- ./client",
)
CHECKING: Final = Text("Exercise {title}\n", "Ejercicio {title}\n")
ALL_PASS: Final = Text(
    "All {passed} checks pass{left_out}. Where to go on:",
    "Pasan las {passed} pruebas{left_out}. Cómo continuar:",
)
NONE_PASSES: Final = Text(
    "None of the {total} checks passes{left_out}.",
    "No pasa ninguna de las {total} pruebas{left_out}.",
)
ONE_FAILS: Final = Text(
    "1 of {total} checks fails{left_out}.", "Falla 1 de {total} pruebas{left_out}."
)
SOME_FAIL: Final = Text(
    "{failed} of {total} checks fail{left_out}.", "Fallan {failed} de {total} pruebas{left_out}."
)
NOT_BEGUN: Final = Text(
    "The other checks are left out: they need a program that begins.",
    "Las demás pruebas no se hacen: necesitan un programa que empiece.",
)
BEGIN_WITH: Final = Text(
    "Begin with the first; there is a hint:", "Conviene empezar por la primera; hay una pista:"
)
HINTS_AGAIN: Final = Text(
    "Begin with the first; all hints again:",
    "Conviene empezar por la primera; todas las pistas otra vez:",
)
LEFT_OUT: Final = Text("; left out here: {n}", "; omitidas aquí: {n}")
HINT: Final = Text("Hint {n} of {total}", "Pista {n} de {total}")
ONE_MORE: Final = Text("There is one more:", "Hay otra:")
NO_MORE: Final = Text("There are no more hints.", "No hay más pistas.")
NOT_IN: Final = Text(
    "exercise {n} has solutions in: {languages}",
    "el ejercicio {n} tiene soluciones en: {languages}",
)
NOT_YET: Final = Text(
    "The solution is shown once yours passes. What helps until then:\n"
    f"    {LEARN} check {{n}}{{option}}\n    {LEARN} hint {{n}}{{option}}",
    "La solución se muestra cuando la propia ya pasa. Mientras tanto sirven:\n"
    f"    {LEARN} check {{n}}{{option}}\n    {LEARN} hint {{n}}{{option}}",
)
NO_EXERCISE: Final = Text(
    "there is no exercise {number!r}; their numbers are {numbers}",
    "no existe el ejercicio {number!r}; los números son {numbers}",
)
NEEDS_NUMBER: Final = Text(
    "{name} needs the number of one exercise: {command}",
    "{name} necesita el número de un ejercicio: {command}",
)
NO_FILE: Final = Text(
    f"there is no {{file}}; write one to begin with: {LEARN} start {{n}}{{option}}",
    f"no existe {{file}}; con esto se escribe un archivo para empezar: {LEARN} start "
    "{n}{option}",
)
A_FOLDER: Final = Text(
    f"{{file}} is a folder; the program is a file: {LEARN} check {{n}} {{inside}}{{option}}",
    f"{{file}} es un directorio; el programa es un archivo: {LEARN} check {{n}} "
    "{inside}{option}",
)
WITH_SUFFIX: Final = Text(
    f"there is no {{file}}; perhaps: {LEARN} check {{n}} {{other}}{{option}}",
    f"no existe {{file}}; quizás se quiso escribir: {LEARN} check {{n}} {{other}}{{option}}",
)
A_SOURCE: Final = Text(
    "{file} has to be compiled first:\n    {build}\n    {run}",
    "antes hay que compilar {file}:\n    {build}\n    {run}",
)
NO_COMMAND_LINE: Final = Text(
    "there is no program {program!r}, or it cannot be run",
    "no existe el programa {program!r}, o no se puede ejecutar",
)
