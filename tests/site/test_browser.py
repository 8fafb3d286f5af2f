"""The site works in a browser: Chromium, without a window, on a wide screen and on a phone.

The screenshots are kept in the folder that `STDNET_SCREENSHOTS` names, for someone to look at.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

import pytest

from tests.pages.outputs import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

FLAGS: Final = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
WIDTHS: Final = (1280, 400)
SHOWN: Final = (
    *("index", "index.es", "howto/checkers.en", "howto/c.es", "rust/result.en", "examples"),
    *("lessons/05_connect/en", "lessons/10_bridge/es", "exercises/03_echo_server/es"),
    *("whatif/loop_variable.en", "rust/book.es"),
    *("explain/index.es", "explain/entries/addr_in_use.en", "reference/speed", "reference/table"),
    *(
        "api/stdnet",
        "api/stdnet.TcpListener",
        "api/stdnet.result.Result",
        "api/stdnet.io.ErrorKind",
    ),
    *("api/stdnet.c.sys_socket", "api/stdnet.socket2.Socket", "search"),
)
"""Pages of all kinds, for the width and the screenshots."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Builds the site, and yields the address at which it is served."""
    for library in ("sphinx", "furo", "myst_parser"):
        pytest.importorskip(library)
    out = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, "-m", "tests.site", str(out)], cwd=ROOT, check=True)
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
    with subprocess.Popen(
        command, cwd=out, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        (port,) = re.findall(r"port (\d+)", server.stdout.readline())
        yield f"http://127.0.0.1:{port}"
        server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Starts the browser."""
    playwright = pytest.importorskip("playwright.sync_api")
    program = which("chromium")
    if program is None:
        pytest.skip("there is no chromium")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=WIDTHS)
def page(browser: "Browser", address: str, request: pytest.FixtureRequest) -> Iterator["Page"]:
    """Yields a page of the browser, which must report no error and ask no other host."""
    complaints = list[str]()

    def see_message(message: "ConsoleMessage") -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def see_request(request: "Request") -> None:
        if urlsplit(request.url).hostname not in {"127.0.0.1", None}:
            complaints.append(request.url)

    context = browser.new_context(
        base_url=address, viewport={"width": request.param, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.on("console", see_message)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", see_request)
    yield page
    context.close()
    assert complaints == []


def path_of(page: "Page") -> str:
    return urlsplit(str(page.url)).path


def width_of(page: "Page") -> int:
    assert page.viewport_size is not None
    return int(page.viewport_size["width"])


def open_navigation(page: "Page") -> None:
    """Opens the navigation, which a narrow page hides."""
    if width_of(page) < 600:
        page.locator(".mobile-header label[for=__navigation]").click()


def test_links_lead_to_a_method_and_back(page: "Page") -> None:
    page.goto("/index.html")
    page.locator("article a", has_text=re.compile("^TcpListener$")).first.click()
    assert path_of(page) == "/api/stdnet.TcpListener.html"
    page.locator("article a", has_text=re.compile("^bind$")).first.click()
    assert urlsplit(page.url).fragment == "stdnet.TcpListener.bind"
    signature = page.locator("[id='stdnet.TcpListener.bind']")
    assert signature.is_visible()
    signature.locator("a", has_text="IntoSocketAddrs").click()
    assert page.url.endswith("/api/stdnet.html#stdnet.IntoSocketAddrs")
    for _ in range(3):
        page.go_back()
    assert path_of(page) == "/index.html"


def test_the_navigation_leads_to_every_part(page: "Page") -> None:
    for name, path in (
        ("5. connect and close", "/lessons/05_connect/en.html"),
        ("3. Un servidor de eco", "/exercises/03_echo_server/es.html"),
        ("Type checkers", "/howto/checkers.en.html"),
        ("Errores", "/explain/index.es.html"),
        ("stdnet.io", "/api/stdnet.io.html"),
        ("Speed", "/reference/speed.html"),
    ):
        page.goto("/index.html")
        open_navigation(page)
        page.locator(".sidebar-tree a", has_text=re.compile(f"^{re.escape(name)}$")).click()
        assert path_of(page) == path


@pytest.mark.parametrize(
    "name",
    ["index", "howto/checkers.en", "explain/entries/addr_in_use.en", "lessons/00_start/en"],
)
def test_a_page_leads_to_the_other_language_and_back(page: "Page", name: str) -> None:
    page.goto(f"/{name}.html")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="En español").click()
    assert page.locator("html").get_attribute("lang") == "es"
    page.get_by_role("link", name="In English").click()
    assert path_of(page) == f"/{name}.html"


def test_twins_are_columns_or_tabs(page: "Page") -> None:
    page.goto("/lessons/10_bridge/en.html")
    programs = page.locator(".columns").first.locator(":scope > div")
    tabs = page.locator(".columns").first.locator("label")
    assert tabs.all_inner_texts() == ["C", "stdnet.c", "Rust", "stdnet"]
    if width_of(page) >= 1200:
        boxes = [program.bounding_box() for program in programs.all()]
        (c, libc, rust, python) = [(box["x"], box["y"]) for box in boxes if box]
        assert (c[1], rust[1], c[0], libc[0]) == (libc[1], python[1], rust[0], python[0])
        assert c[0] < libc[0]
        assert c[1] < rust[1]
    else:
        for number, tab in enumerate(tabs.all()):
            tab.click()
            shown = [program.is_visible() for program in programs.all()]
            assert shown == [place == number for place in range(4)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("TcpListener.bind", "api/stdnet.TcpListener.html#stdnet.TcpListener.bind"),
        ("AddrInUse", "api/stdnet.io.ErrorKind.html#stdnet.io.ErrorKind.AddrInUse"),
        ("AddrInUse", "explain/entries/addr_in_use.en.html"),
        ("accept4", "api/stdnet.c.sys_socket.html#stdnet.c.accept4"),
    ],
)
def test_the_search_finds(page: "Page", words: str, found: str) -> None:
    page.goto("/index.html")
    open_navigation(page)
    page.locator(".sidebar-search").fill(words)
    page.locator(".sidebar-search").press("Enter")
    results = page.locator("#search-results li a")
    results.first.wait_for()
    page.locator(".search-summary", has_text=re.compile("finished|found")).wait_for()
    assert found in [link.get_attribute("href") for link in results.all()[:5]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_the_screen(
    page: "Page", scheme: Literal["light", "dark"], tmp_path: Path
) -> None:
    folder = Path(os.environ.get("STDNET_SCREENSHOTS", tmp_path))
    page.emulate_media(color_scheme=scheme)
    width = width_of(page)
    for name in SHOWN:
        page.goto(f"/{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.screenshot(path=folder / f"{name.replace('/', '_')}.{width}.{scheme}.png")
