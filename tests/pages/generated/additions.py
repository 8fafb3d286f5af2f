"""The table of what stdnet adds to Rust's API."""

import inspect
import re
from itertools import groupby
from operator import itemgetter

from tests.pages.generated.markdown import code, section, table
from tests.support.rust_api import lookup
from tests.test_additions import MODULES, SENTENCE
from tests.test_additions import additions as all_additions


def additions() -> str:
    """Returns the additions by module, each with what its docstring says about it."""
    named = sorted((module_of(name), name) for name in all_additions())
    sections = list[str]()
    for module, group in groupby(named, key=itemgetter(0)):
        rows = [(code(name.removeprefix(f"{module}.")), description(name)) for _, name in group]
        sections.append(section(code(module), table(("name", "what it does"), rows)))
    return "\n".join(sections)


def module_of(name: str) -> str:
    """Returns the module from which the name, or its class, is imported."""
    return max((each for each in MODULES if name.startswith(f"{each}.")), key=len)


def description(name: str) -> str:
    """Returns the summary of a docstring; for a keyword, the sentence that begins with it."""
    # Not the value that `all_additions` has, which for an enum may be that of any variant.
    path, _, keyword = name.removesuffix("=)").partition("(")
    text = inspect.getdoc(lookup(path)) or ""
    if keyword:
        found = re.search(rf"(?<=[.:] )`{keyword}` .*?(?<=[\w`])\.(?= )", " ".join(text.split()))
        return found[0] if found else "The same as of `bind`."
    summary, *_ = text.split("\n\n")
    return re.sub(rf" {SENTENCE.pattern}\.$", "", " ".join(summary.split()))
