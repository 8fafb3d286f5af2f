"""The help of `python -m stdnet`, and its answers to wrong arguments, in each language."""

from typing import Final, NamedTuple

HELP: Final = {
    "en": """\
The command that shows what there is, and explains errors.

python -m stdnet [--lang es]                shows what there is, in a screen
python -m stdnet explain ERROR              explains an error: a kind (AddrInUse), an errno or its
                                            number (EADDRINUSE, 98), or any text that names it
python -m stdnet explain ERROR --run        also runs the program that provokes it
python -m stdnet explain --list             lists the errors
python -m stdnet.learn                      is the course, in C, Rust and Python
python -m stdnet --version

All take --lang en or --lang es: English, which is the default, or Spanish.""",
    "es": """\
El comando que muestra lo que hay y explica los errores.

python -m stdnet [--lang es]                muestra lo que hay, en una pantalla
python -m stdnet explain ERROR              explica un error: un tipo (AddrInUse), un errno o su
                                            número (EADDRINUSE, 98), o un texto que lo nombre
python -m stdnet explain ERROR --run        además ejecuta el programa que lo provoca
python -m stdnet explain --list             enumera los errores
python -m stdnet.learn                      es el curso, en C, Rust y Python
python -m stdnet --version

Todos aceptan --lang en o --lang es: inglés, si no se indica otra cosa, o español.""",
}


class Answers(NamedTuple):
    """The answers to wrong arguments."""

    write: str
    no_error: str
    stands_alone: str
    unknown: str
    perhaps: str


ANSWERS: Final = {
    "en": Answers(
        write="write: {}",
        no_error="explain needs an error: {}",
        stands_alone="{} stands alone",
        unknown="there is no {!r}",
        perhaps="; write perhaps: {}",
    ),
    "es": Answers(
        write="se escribe: {}",
        no_error="a explain le falta un error: {}",
        stands_alone="{} no lleva otros argumentos",
        unknown="no existe {!r}",
        perhaps="; quizás se quiso escribir: {}",
    ),
}
