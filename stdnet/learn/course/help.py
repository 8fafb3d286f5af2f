"""The help of `python -m stdnet.learn`, and its other words, in each language."""

from typing import Final, NamedTuple

from stdnet.learn.judge.messages import USAGE

HELP: Final = {
    "en": f"""\
The course: sockets in C, Rust and Python, in the order of lecture notes.

python -m stdnet.learn [list]                     lessons, exercises, and pages
python -m stdnet.learn next                       what comes next
python -m stdnet.learn read PAGE                  a page: 05, howto/c, whatif/reset
python -m stdnet.learn run PAGE [LANGUAGE]        its program, or both of a what-if, in python,
                                                  rust, c, or libc, which is stdnet.c
python -m stdnet.learn run PAGE NAME              another program that it shows
python -m stdnet.learn run PAGE … --save [FILE]   writes the program to a file
{USAGE.en}

All take --lang en or --lang es, English or Spanish. The last one is remembered, beside what is
read and solved, in ~/.local/state/stdnet/learn.json; at first it is English.""",
    "es": f"""\
El curso: sockets en C, Rust y Python, en el orden de los apuntes.

python -m stdnet.learn [list]                        lecciones, ejercicios y páginas
python -m stdnet.learn next                          lo que sigue
python -m stdnet.learn read PÁGINA                   una página: 05, howto/c, whatif/reset
python -m stdnet.learn run PÁGINA [LENGUAJE]         su programa, o los dos de un whatif, en python,
                                                     rust, c o libc, que es stdnet.c
python -m stdnet.learn run PÁGINA NOMBRE             otro programa que muestra
python -m stdnet.learn run PÁGINA … --save [ARCHIVO] escribe el programa en un archivo
{USAGE.es}

Todos aceptan --lang en o --lang es: inglés o español. El último se recuerda, junto con lo leído y
lo resuelto, en ~/.local/state/stdnet/learn.json; al principio es el inglés.""",
}


class Words(NamedTuple):
    """The words of the lists, and the answers to wrong arguments."""

    course: str
    lessons: str
    minutes: str
    practised_by: str
    exercises: str
    others: str
    page: str
    reads: str
    runs: str
    says_next: str
    helps: str
    next_lesson: str
    next_exercise: str
    all_done: str
    no_page: str
    not_in_list: str
    which_page: str
    one_page: str
    several_pages: str
    which_program: str
    no_programs: str
    no_such_program: str
    not_here: str
    no_crate: str
    in_python: str
    written: str
    other_ending: str
    one_program: str
    one_file: str
    programs_here: str
    to_run: str
    surprise: str
    right: str
    a_part: str
    part_alone: str
    output: str
    output_of: str
    see: str
    stands_alone: str
    unknown: str
    no_option: str
    perhaps: str


WORDS: Final = {
    "en": Words(
        course="Sockets in C, Rust and Python.",
        lessons="Lessons",
        minutes="minutes",
        practised_by="exercises",
        exercises="Exercises ([x]: done). To read one:",
        others="Other pages. To read one:",
        page="PAGE",
        reads="reads a lesson, or another page",
        runs="runs its program; or: run 00 rust",
        says_next="says what comes next",
        helps="all commands; en español: --lang es",
        next_lesson="Lesson {}, {} minutes: {}",
        next_exercise="Exercise {}: {}",
        all_done="All exercises are done.",
        no_page="there is no page {!r}; write perhaps:",
        not_in_list="there is no page {!r}; the list has all of them:",
        which_page="read needs a page:",
        one_page="read takes one page:",
        several_pages="{!r} may be several pages:",
        which_program="run needs a lesson or a what-if:",
        no_programs="{} has no programs to run; to read it:",
        no_such_program="{} has no program {!r}; it has:",
        not_here="this program needs {}, which is not on this machine: {}",
        no_crate="this program uses the crate {}, which takes cargo: {}",
        in_python="The same in Python:",
        written="{} is written. To run it:",
        other_ending="{} does not end like {}, which it would hold; write for example:",
        one_program="one file holds one program; these are several:",
        one_file="--save takes one file at most; write for example:",
        programs_here="The programs of this page",
        to_run="To run one; with --save it is written to a file instead, to be changed:",
        surprise="What surprises: {}",
        right="What is right: {}",
        a_part="{} (a part; the whole: run {} {} --save)",
        part_alone="{} (a part)",
        output="output",
        output_of="output of {} and {}",
        see="see",
        stands_alone="{} stands alone",
        unknown="there is no {!r}",
        no_option="there is no option {}; the options are in:",
        perhaps="; write perhaps: {}",
    ),
    "es": Words(
        course="Sockets en C, Rust y Python.",
        lessons="Lecciones",
        minutes="minutos",
        practised_by="ejercicios",
        exercises="Ejercicios ([x]: hecho). Para leer uno:",
        others="Otras páginas. Para leer una:",
        page="PÁGINA",
        reads="muestra una lección u otra página",
        runs="su programa; también: run 00 rust",
        says_next="dice qué sigue",
        helps="la ayuda; in English: --lang en",
        next_lesson="Lección {}, {} minutos: {}",
        next_exercise="Ejercicio {}: {}",
        all_done="Todos los ejercicios están resueltos.",
        no_page="no existe la página {!r}; quizás se quiso escribir:",
        not_in_list="no existe la página {!r}; en la lista están todas:",
        which_page="a read le falta una página:",
        one_page="read lleva una sola página:",
        several_pages="{!r} puede ser cualquiera de estas páginas:",
        which_program="a run le falta una lección o un «qué pasa si» (whatif):",
        no_programs="{} no tiene programas para ejecutar; para leerla:",
        no_such_program="{} no tiene el programa {!r}; tiene:",
        not_here="este programa necesita {}, que no está en esta máquina: {}",
        no_crate="este programa usa el crate {}, y para eso hace falta cargo: {}",
        in_python="Lo mismo en Python:",
        written="Se escribió {}. Para ejecutarlo:",
        other_ending="{} no termina como {}, que es lo que tendría adentro; por ejemplo:",
        one_program="en un archivo cabe un solo programa, y aquí hay varios:",
        one_file="--save lleva como máximo un archivo; por ejemplo:",
        programs_here="Los programas de esta página",
        to_run="Para ejecutar uno; con --save se escribe en un archivo, para cambiarlo:",
        surprise="Lo que sorprende: {}",
        right="Lo correcto: {}",
        a_part="{} (fragmento; entero: run {} {} --save)",
        part_alone="{} (fragmento)",
        output="salida",
        output_of="salida de {} y {}",
        see="véase",
        stands_alone="{} no lleva otros argumentos",
        unknown="no existe {!r}",
        no_option="opción desconocida: {}; las opciones están en:",
        perhaps="; quizás se quiso escribir: {}",
    ),
}
