"""`rules publish`: a folder with a website, that a browser shows and everybody can read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def publish(to: Path) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).parent / "muniment")
    return subprocess.run([program, "rules", "publish", "--out", str(to)], capture_output=True, text=True, check=False)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")

    ended = publish(tmp_path)

    assert ended.returncode == 2
    assert "holds something else than such a website" in ended.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_page_that_is_no_longer_part_of_it_goes(tmp_path: Path) -> None:
    first = publish(tmp_path / "site")
    left = tmp_path / "site" / "instruments" / "withdrawn.html"
    left.write_text("", encoding="utf-8")

    again = publish(tmp_path / "site")

    assert first.returncode == again.returncode == 0
    assert "begin with" in again.stdout
    assert not left.exists()


@pytest.mark.parametrize("link", ["instruments", "index.html", "api/v1"])
def test_nothing_is_written_through_a_symbolic_link(tmp_path: Path, link: str) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    publish(site)
    (site / link).rename(elsewhere)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    (site / link).symlink_to(elsewhere)

    ended = publish(site)

    assert ended.returncode == 2
    assert "is a symbolic link, and nothing is written through one" in ended.stderr
    assert before == {path: path.read_bytes() for path in before}


def test_what_somebody_put_beside_the_pages_stays(tmp_path: Path) -> None:
    publish(tmp_path)
    for name in ("CNAME", ".git/HEAD"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine", encoding="utf-8")

    again = publish(tmp_path)

    assert again.returncode == 0
    assert [(tmp_path / name).read_text(encoding="utf-8") for name in ("CNAME", ".git/HEAD")] == ["mine", "mine"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    assert publish(folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (only where a browser is wanted)

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser.new_page()
        browser.close()


@pytest.mark.full
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "index",
        "sources",
        "facts",
        "instruments/dow-4713-2026-03-03",
        "instruments/secwar-post-2026-02-27",
        "agreements/openai-dow-classified",
        "vendors/anthropic",
        "vendors/mistral",
    ],
)
def test_a_page_has_no_fault_that_axe_knows(site: Path, page: Page, path: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  (as above)

    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto((site / f"{path}.html").as_uri())

    found = Axe().run(page)

    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found.response["violations"]] == []


@pytest.mark.full
def test_the_keyboard_reaches_the_content_and_a_wide_table(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())

    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    after = page.evaluate("document.querySelector('main').contains(document.activeElement)")

    assert skip == "To the content"
    assert after


@pytest.mark.full
def test_a_narrow_page_does_not_scroll_sideways(site: Path, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    wide = []
    for path in ("index.html", "instruments/dow-4713-2026-03-03.html", "sources.html", "facts.html"):
        page.goto((site / path).as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]:  # type: ignore[index]
            wide.append(path)

    assert wide == []
