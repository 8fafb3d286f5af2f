"""A variant of an enum with data has no variants: who walks over attributes comes to an end."""

import inspect
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from stdnet import IpAddr, Ipv4Addr, SocketAddr
from stdnet.io import SeekFrom
from stdnet.os.unix.net import AncillaryData, AncillaryError
from stdnet.socket2 import InterfaceIndexOrAddress
from tests.support import public_names


def variants(kind: type) -> dict[str, type]:
    """Returns the attributes of a class that are classes below it."""
    members = dict(inspect.getmembers(kind, inspect.isclass))
    return {name: member for name, member in members.items() if member in kind.__subclasses__()}


CLASSES: Final = dict.fromkeys(kind for _, kind in public_names.public_classes())
ENUMS: Final = {kind: found for kind in CLASSES if (found := variants(kind))}
PAIRS: Final = [(enum, each) for enum, found in ENUMS.items() for each in found.values()]


def test_the_enums_are_found() -> None:
    assert {enum: [*found] for enum, found in ENUMS.items()} == {
        IpAddr: ["V4", "V6"],
        SocketAddr: ["V4", "V6"],
        SeekFrom: ["Current", "End", "Start"],
        AncillaryData: ["ScmCredentials", "ScmRights"],
        AncillaryError: ["Unknown"],
        InterfaceIndexOrAddress: ["Address", "Index"],
    }


@pytest.mark.parametrize(("enum", "variant"), PAIRS)
def test_a_variant_has_none_of_the_variants(enum: type, variant: type) -> None:
    assert issubclass(variant, enum)
    for name in ENUMS[enum]:
        with pytest.raises(AttributeError, match="is a variant, and has none itself"):
            getattr(variant, name)
    assert not any(hasattr(Ipv4Addr.LOCALHOST, name) for name in ENUMS[IpAddr])


@pytest.mark.parametrize(("enum", "variant"), PAIRS)
def test_no_member_of_a_variant_is_a_variant(enum: type, variant: type) -> None:
    members = [member for _, member in inspect.getmembers(variant)]
    assert not any(member is each for member in members for each in ENUMS[enum].values())
    assert not ENUMS[enum].keys() & dict(inspect.getmembers(variant, inspect.isroutine)).keys()


@pytest.mark.slow
def test_sphinx_documents_the_enums_with_inherited_members(tmp_path: Path) -> None:
    pytest.importorskip("sphinx")
    (tmp_path / "conf.py").write_text("extensions = ['sphinx.ext.autodoc']\n")
    names = [f"{enum.__module__}.{enum.__qualname__}" for enum in ENUMS]
    options = "   :members:\n   :inherited-members:\n   :undoc-members:\n"
    text = "\n".join(f".. autoclass:: {name}\n{options}" for name in names)
    (tmp_path / "index.rst").write_text(f"Enums\n=====\n\n{text}")
    folders = [str(tmp_path), str(tmp_path / "out")]
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "text", *folders]
    subprocess.run(command, check=True, capture_output=True)
    written = (tmp_path / "out" / "index.txt").read_text()
    assert written.count("class Start(") == 1
    assert "An attribute that hides" not in written
