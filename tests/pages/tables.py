"""The generated tables: `<!-- generated: NAME -->` is what the function of that name returns."""

from collections.abc import Callable
from typing import Final

from tests.pages.generated.additions import additions
from tests.pages.generated.checkers import checker_versions
from tests.pages.generated.deviations import (
    left_out_of_mio,
    left_out_of_result,
    left_out_of_socket2,
    left_out_of_std,
    names_of_python,
)
from tests.pages.generated.errors import (
    errors_of_getaddrinfo,
    errors_with_a_kind,
    errors_without_a_kind,
    errors_without_an_errno,
)
from tests.pages.generated.glossary import glossary_en, glossary_es
from tests.pages.generated.headers import c_by_header, c_without_header
from tests.pages.generated.layouts import layouts
from tests.pages.generated.names import names
from tests.pages.generated.speed import speed, speed_readme, speed_readme_es, speed_versions
from tests.pages.generated.speed_many import (
    speed_many,
    speed_many_readme,
    speed_many_readme_es,
    speed_many_targets,
    speed_many_versions,
)
from tests.pages.generated.syllabus import sessions_en, sessions_es, syllabus_en, syllabus_es

TABLES: Final[dict[str, Callable[[], str]]] = {
    function.__name__: function
    for function in (
        additions,
        c_by_header,
        c_without_header,
        checker_versions,
        errors_of_getaddrinfo,
        errors_with_a_kind,
        errors_without_a_kind,
        errors_without_an_errno,
        glossary_en,
        glossary_es,
        layouts,
        left_out_of_mio,
        left_out_of_result,
        left_out_of_socket2,
        left_out_of_std,
        names,
        names_of_python,
        sessions_en,
        sessions_es,
        speed,
        speed_many,
        speed_many_readme,
        speed_many_readme_es,
        speed_many_targets,
        speed_many_versions,
        speed_readme,
        speed_readme_es,
        speed_versions,
        syllabus_en,
        syllabus_es,
    )
}
"""Functions that return Markdown, by the names that pages use."""
