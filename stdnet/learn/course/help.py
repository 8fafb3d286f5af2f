"""The help of `python -m stdnet.learn`, and its other words, in each language."""

from typing import Final, NamedTuple

from stdnet.learn.judge.messages import USAGE

HELP: Final = {
    "en": f"""\
The course: sockets in C, Rust and Python, in the order of lecture notes.

python -m stdnet.learn [list]                     lessons, exercises, and pages
python -m stdnet.learn next                       what comes next
python -m stdnet.learn read PAGE                  a page: 05, howto/c, whatif/reset
python -m stdnet.learn run PAGE [LANGUAGE]        its program, in python, rust, c,
                                                  or libc, which is stdnet.c
python -m stdnet.learn run PAGE NAME              another program that it shows
{USAGE.en}

All take --lang en or --lang es: English, which is the default, or Spanish.""",
    "es": f"""\
El curso: sockets en C, Rust y Python, en el orden de los apuntes.

python -m stdnet.learn [list]                     lecciones, ejercicios y páginas
python -m stdnet.learn next                       lo que sigue
python -m stdnet.learn read PAGE                  una página: 05, howto/c, whatif/reset
python -m stdnet.learn run PAGE [LANGUAGE]        su programa, en python, rust, c
                                                  o libc, que es stdnet.c
python -m stdnet.learn run PAGE NAME              otro programa que muestra
{USAGE.es}

Todos aceptan --lang en o --lang es: inglés, si no se indica otra cosa, o español.""",
}


class Words(NamedTuple):
    """The words of the lists, and the answers to wrong arguments."""

    course: str
    lessons: str
    minutes: str
    practised_by: str
    exercises: str
    others: str
    reads: str
    runs: str
    says_next: str
    helps: str
    next_lesson: str
    next_exercise: str
    all_done: str
    no_page: str
    which_page: str
    several_pages: str
    which_program: str
    no_programs: str
    no_such_program: str
    not_here: str
    no_crate: str
    in_python: str
    stands_alone: str
    unknown: str
    perhaps: str


WORDS: Final = {
    "en": Words(
        course="Sockets in C, Rust and Python.",
        lessons="Lessons",
        minutes="minutes",
        practised_by="exercises",
        exercises="Exercises, and [x] those that are done",
        others="Other pages",
        reads="reads a lesson, or another page",
        runs="runs its program; or: run 00 rust",
        says_next="says what comes next",
        helps="all commands; en español: --lang es",
        next_lesson="Lesson {}, {} minutes: {}",
        next_exercise="Exercise {}: {}",
        all_done="All exercises are done.",
        no_page="there is no page {!r}; write perhaps:",
        which_page="read needs a page:",
        several_pages="{!r} may be several pages:",
        which_program="run needs a lesson or a what-if:",
        no_programs="{} has no programs to run; to read it:",
        no_such_program="{} has no program {!r}; it has:",
        not_here="this program needs {}, which is not on this machine: {}",
        no_crate="this program uses the crate {}, which takes cargo: {}",
        in_python="The same in Python:",
        stands_alone="{} stands alone",
        unknown="there is no {!r}",
        perhaps="; write perhaps: {}",
    ),
    "es": Words(
        course="Sockets en C, Rust y Python.",
        lessons="Lecciones",
        minutes="minutos",
        practised_by="ejercicios",
        exercises="Ejercicios; con [x], los ya resueltos",
        others="Otras páginas",
        reads="muestra una lección u otra página",
        runs="su programa; también: run 00 rust",
        says_next="dice qué sigue",
        helps="la ayuda; in English: --lang en",
        next_lesson="Lección {}, {} minutos: {}",
        next_exercise="Ejercicio {}: {}",
        all_done="Todos los ejercicios están resueltos.",
        no_page="no existe la página {!r}; quizás se escriba:",
        which_page="a read le falta una página:",
        several_pages="{!r} puede ser cualquiera de estas páginas:",
        which_program="a run le falta una lección o un «qué pasa si» (whatif):",
        no_programs="{} no tiene programas para ejecutar; para leerla:",
        no_such_program="{} no tiene el programa {!r}; tiene:",
        not_here="este programa necesita {}, que no está en esta máquina: {}",
        no_crate="este programa usa el crate {}, y para eso hace falta cargo: {}",
        in_python="Lo mismo en Python:",
        stands_alone="{} no lleva otros argumentos",
        unknown="no existe {!r}",
        perhaps="; quizás se escriba: {}",
    ),
}
