"""The screen of `python -m stdnet`, for a terminal of 24 lines of 80 columns."""

from typing import Final

import stdnet

SCREENS: Final = {
    "en": """\
stdnet {version}: Rust's standard networking for Python; failures are Results.

    from stdnet import Err, Ok, TcpStream

    match TcpStream.connect("127.0.0.1:1"):
        case Ok(stream):
            stream.close()
        case Err(e):
            print("no connection:", e)

Begin with TcpListener, TcpStream, UdpSocket, Result, propagate, run.
Programs to run and to read:
    python -m stdnet.examples                  lists them
    python -m stdnet.examples.echo             a server and its client
Errors, with their cause, their cure and a program:
    python -m stdnet explain AddrInUse         or 98, EADDRINUSE, or its text
    python -m stdnet explain --list            all of them
Documentation, also of the modules io, os, socket2, mio and c:
    python -c "import stdnet; help(stdnet)"    each name has its own
    python -m stdnet --help                    en español: --lang es
The course, in C, Rust and Python:
    python -m stdnet.learn                     its lessons and its pages
    python -m stdnet.learn read 00             its first lesson
""",
    "es": """\
stdnet {version}: la red de la biblioteca de Rust, en Python, con Result.

    from stdnet import Err, Ok, TcpStream

    match TcpStream.connect("127.0.0.1:1"):
        case Ok(stream):
            stream.close()
        case Err(e):
            print("sin conexión:", e)

Para empezar: TcpListener, TcpStream, UdpSocket, Result, propagate, run.
Programas para ejecutar y para leer:
    python -m stdnet.examples --lang es            los enumera
    python -m stdnet.examples.echo                 un servidor y su cliente
Errores, con su causa, su solución y un programa:
    python -m stdnet explain AddrInUse --lang es   o 98, EADDRINUSE, o su texto
    python -m stdnet explain --list --lang es      todos
Documentación, también de los módulos io, os, socket2, mio y c:
    python -c "import stdnet; help(stdnet)"        de cada nombre, en inglés
    python -m stdnet --help --lang es              in English: --lang en
El curso, en C, Rust y Python:
    python -m stdnet.learn --lang es               sus lecciones y páginas
    python -m stdnet.learn read 00 --lang es       su primera lección
""",
}


def screen(lang: str) -> str:
    """Returns the screen in a language."""
    return SCREENS[lang].format(version=stdnet.__version__).rstrip()
