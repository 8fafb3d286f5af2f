"""What `explain` takes an error for, by any of its names and texts."""

import gettext
import os
import subprocess
from typing import Final

import pytest

from stdnet import io
from stdnet.learn.explain.faults import LOOKUPS, Errno, Fixed, Lookup, display_and_debug, errnos
from stdnet.learn.explain.find import LOCALES, Found, find, near
from stdnet.learn.explain.page import entry_of, page
from stdnet.learn.explain.table import BY_NAME, ENTRIES
from stdnet.learn.language import LANGUAGES
from tests.examples.programs import PYTHON
from tests.learn.command_line import output, run
from tests.support.once import only_with

pytestmark = only_with("3.13")

IN_USE: Final = Errno("EADDRINUSE")
NO_NAME: Final = LOOKUPS["EAI_NONAME"]
(CUT_OFF,) = BY_NAME["unexpected_eof"].faults
_, TOO_LATE, _ = BY_NAME["timed_out"].faults


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("AddrInUse", io.ErrorKind.AddrInUse),
        ("addr_in_use", io.ErrorKind.AddrInUse),
        ("ADDRINUSE", io.ErrorKind.AddrInUse),
        ("addr in use", io.ErrorKind.AddrInUse),
        ("ErrorKind.AddrInUse", io.ErrorKind.AddrInUse),
        ("io.ErrorKind.AddrInUse", io.ErrorKind.AddrInUse),
        ("std::io::ErrorKind::AddrInUse", io.ErrorKind.AddrInUse),
        ("address in use", io.ErrorKind.AddrInUse),
        ("EADDRINUSE", IN_USE),
        ("eaddrinuse", IN_USE),
        ("errno.EADDRINUSE", IN_USE),
        ("98", IN_USE),
        ("errno 98", IN_USE),
        ("os error 98", IN_USE),
        ("errno: 98", IN_USE),
        ("127.0.0.1:98: Address already in use", IN_USE),
        (
            "curl: (7) connect to localhost port 80 failed: Connection refused",
            Errno("ECONNREFUSED"),
        ),
        (
            "panicked at src: called `Result::unwrap()` on an `Err` value: Os { code: 98, kind:",
            IN_USE,
        ),
        ("Address already in use", IN_USE),
        ("address already in use", IN_USE),
        ("bind: Address already in use", IN_USE),
        ("Address already in use (os error 98)", IN_USE),
        ('Os { code: 98, kind: AddrInUse, message: "Address already in use" }', IN_USE),
        ('Error: Os { code: 98, kind: AddrInUse, message: "Address already in use" }', IN_USE),
        ("[Errno 98] Address already in use", IN_USE),
        ("OSError: [Errno 98] Address already in use", IN_USE),
        ("EWOULDBLOCK", Errno("EAGAIN")),
        ("11", Errno("EAGAIN")),
        ("95", Errno("EOPNOTSUPP")),
        ("EEXIST", Errno("EEXIST")),
        ("ConnectionRefusedError", io.ErrorKind.ConnectionRefused),
        ("ConnectionRefusedError: [Errno 111] Connection refused", Errno("ECONNREFUSED")),
        ("TimeoutError: timed out", io.ErrorKind.TimedOut),
        ("socket.timeout: timed out", io.ErrorKind.TimedOut),
        ("EOFError", io.ErrorKind.UnexpectedEof),
        ("failed to fill whole buffer", CUT_OFF),
        ('Error { kind: UnexpectedEof, message: "failed to fill whole buffer" }', CUT_OFF),
        ('Custom { kind: InvalidData, error: "no such verb" }', io.ErrorKind.InvalidData),
        ("Kind(AddrInUse)", io.ErrorKind.AddrInUse),
        ("connection timed out", TOO_LATE),
        ("Connection timed out", Errno("ETIMEDOUT")),
        ("EAI_NONAME", NO_NAME),
        ("-2", NO_NAME),
        ("Name or service not known", NO_NAME),
        ("socket.gaierror: [Errno -2] Name or service not known", NO_NAME),
        ("gaierror", NO_NAME),
        ("failed to lookup address information: Name or service not known", NO_NAME),
        (
            'error: "failed to lookup address information: Temporary failure in name resolution" }',
            LOOKUPS["EAI_AGAIN"],
        ),
    ],
)
def test_an_error_is_found_by_what_names_it(asked: str, found: Found) -> None:
    assert find(asked) == found
    assert find(f"  {asked}\n") == found


@pytest.mark.parametrize(
    "asked", ["", " ", "AdrInUse", "12345", "-999", "no such thing", "E", "::"]
)
def test_anything_else_is_not_found(asked: str) -> None:
    assert find(asked) is None


@pytest.mark.parametrize("fault", [fault for entry in ENTRIES for fault in entry.faults], ids=str)
def test_every_error_is_found_by_whatever_is_printed_of_it(fault: Errno | Lookup | Fixed) -> None:
    texts = [fault.text, *display_and_debug(fault)]
    if not isinstance(fault, Fixed):
        texts += [fault.name, fault.name.lower(), str(fault.code)]
    assert {text: find(text) for text in texts} == dict.fromkeys(texts, fault)


@pytest.mark.parametrize("kind", io.ErrorKind)
def test_every_kind_is_found_and_has_a_page(kind: io.ErrorKind) -> None:
    assert find(kind.name) is find(str(kind)) is kind
    entry = entry_of(kind)
    assert entry is None or entry.kind is kind


def test_every_errno_of_this_machine_has_a_page() -> None:
    for fault in errnos():
        found = find(fault.name)
        assert found is not None
        for lang in LANGUAGES:
            assert f"({fault.code}), {fault.text}\n" in page(found, lang)


@pytest.mark.parametrize(
    ("asked", "alike"),
    [
        ("AdrInUse", "AddrInUse"),
        ("EADRINUSE", "EADDRINUSE"),
        ("conection refused", "ECONNREFUSED"),
        ("fill whole", "failed to fill whole buffer"),
        ("already in use", "EADDRINUSE"),
        ("name or servise not known", "EAI_NONAME"),
    ],
)
def test_what_is_near_is_suggested(asked: str, alike: str) -> None:
    assert alike in near(asked)
    assert len(near(asked)) <= 3


def test_each_kind_is_suggested_once() -> None:
    assert near("conection refused").count("ECONNREFUSED") == 1
    assert "ConnectionRefused" not in near("conection refused")


@pytest.mark.skipif(
    gettext.find("libc", LOCALES, ["es"]) is None, reason="the C library has no texts in Spanish"
)
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Conexión rehusada", Errno("ECONNREFUSED")),
        ("bash: connect: Conexión rehusada", Errno("ECONNREFUSED")),
        ("tubería rota", Errno("EPIPE")),
        ("La dirección ya se está usando", IN_USE),
        ("Nombre o servicio desconocido", NO_NAME),
    ],
)
def test_the_texts_of_c_in_spanish_are_found(asked: str, found: Found) -> None:
    assert find(asked) == found
    assert "ECONNREFUSED" in near("Conexión rechazada")


def titles(text: str) -> list[str]:
    """Returns the headings of a page."""
    firsts = [line.split(":")[0] for line in text.splitlines()]
    return [each for each in firsts if each.isupper() and each[0].isalpha() and each != "C"]


def test_a_page_has_its_parts() -> None:
    text = output("explain", "AddrInUse")
    assert titles(text) == [
        *("CAUSE", "CURE", "SEE ALSO", "A PROGRAM THAT PROVOKES IT", "WHAT EACH ONE SAYS"),
    ]
    assert text.startswith("AddrInUse: EADDRINUSE (98), Address already in use\n")
    for said in (
        "bind: Address already in use",
        "OSError: [Errno 98] Address already in use",
        'Os { code: 98, kind: AddrInUse, message: "Address already in use" }',
        "case Err(io.Error(io.ErrorKind.AddrInUse)):",
    ):
        assert f"    {said}\n" in text


def test_a_page_speaks_spanish() -> None:
    text = output("explain", "AddrInUse", "--lang", "es")
    assert titles(text) == [
        *(
            "CAUSA",
            "SOLUCIÓN",
            "VÉASE TAMBIÉN",
            "UN PROGRAMA QUE LO PROVOCA (COMENTADO EN INGLÉS)",
            "QUÉ DICE CADA UNO",
        ),
    ]
    assert "python -m stdnet explain AddrInUse --run --lang es\n" in text


def test_words_need_no_quotes() -> None:
    assert output("explain", "Address", "already", "in", "use") == output(
        "explain", "Address already in use"
    )


def test_run_shows_what_the_program_prints() -> None:
    page, title, printed = output("explain", "EADDRINUSE", "--run").partition(
        "WHAT THE PROGRAM PRINTS\n\n"
    )
    assert title
    assert page == output("explain", "EADDRINUSE") + "\n"
    assert printed.splitlines() == list(display_and_debug(IN_USE))


@pytest.mark.parametrize(
    ("asked", "lang", "why"),
    [
        ("EIO", "en", "No program provokes it here: a disk or a driver has to fail."),
        (
            "EIO",
            "es",
            "Aquí ningún programa lo provoca: tiene que fallar un disco o un controlador.",
        ),
        ("ENOTEMPTY", "en", "No call of a socket gives it: only removing a directory."),
    ],
)
def test_an_error_without_a_program_says_why(asked: str, lang: str, why: str) -> None:
    text = output("explain", asked, "--lang", lang)
    assert f"\n{why}\n" in text
    nothing = {"en": "Nothing to run.", "es": "Nada que ejecutar."}[lang]
    assert output("explain", asked, "--run", "--lang", lang) == f"{text}\n{nothing} {why}\n"


def test_a_kind_with_several_errnos_lists_them() -> None:
    text = output("explain", "PermissionDenied")
    assert text.startswith("PermissionDenied: EACCES (13), Permission denied\n")
    assert "    EACCES (13)" not in text
    assert "    EPERM (1), Operation not permitted\n" in text
    assert output("explain", "EPERM").startswith(
        "PermissionDenied: EPERM (1), Operation not permitted\n"
    )


def test_an_error_that_sockets_do_not_give_says_where_it_comes_from() -> None:
    assert "gives it: only removing a directory." in output("explain", "ENOTEMPTY")
    assert "No call of a socket gives it.\n" in output("explain", "ENOEXEC")
    assert "Ninguna llamada de un socket lo da: solo" in output("explain", "EXDEV", "--lang", "es")


def test_the_list_has_every_error_in_a_line() -> None:
    lines = output("explain", "--list").splitlines()
    assert len(lines) == sum(len(entry.faults) for entry in ENTRIES)
    assert "AddrInUse            EADDRINUSE (98), Address already in use" in lines


def test_an_unknown_error_is_answered_by_what_is_near() -> None:
    done = run("explain", "adr_in_use")
    assert (done.returncode, done.stdout) == (2, "")
    first, *rest = done.stderr.splitlines()
    assert first == "no error is called 'adr_in_use'; write perhaps"
    assert rest[0] == "    python -m stdnet explain AddrInUse"
    assert rest[-1] == "    python -m stdnet explain --list"


def test_a_suggestion_can_be_copied_and_keeps_the_language() -> None:
    done = run("explain", "fill whole", "--lang", "es")
    assert done.stderr.splitlines() == [
        "ningún error se llama 'fill whole'; se puede probar con",
        "    python -m stdnet explain 'failed to fill whole buffer' --lang es",
        "    python -m stdnet explain --list --lang es",
    ]


@pytest.mark.parametrize(
    ("asked", "lang", "line"),
    [
        ("EMFILE", "en", "stdnet matches it by, after `import errno`:"),
        ("EAI_FAIL", "es", "stdnet lo reconoce con, después de `from stdnet import GaiError, c`:"),
        ("EAI_FAIL", "en", "Rust keeps the text of this error, and drops its code."),
        (
            "UnexpectedEof",
            "es",
            "C y Python no imprimen este texto: el error lo crean Rust y stdnet.",
        ),
        ("UnexpectedEof", "en", "    recv(…) == 0"),
        ("Other", "en", "C, Python and Rust print no such text: stdnet makes this error itself."),
    ],
)
def test_a_page_says_what_others_lack_and_what_to_import(asked: str, lang: str, line: str) -> None:
    assert line in output("explain", asked, "--lang", lang).splitlines()


def test_the_output_is_utf_8_or_what_the_terminal_can_show() -> None:
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    command = [*PYTHON, "-m", "stdnet", "explain", "98", "--lang", "es"]
    done = subprocess.run(command, env=plain, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "SOLUCI" in done.stdout
