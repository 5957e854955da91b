"""The form for subcontractors without the program, opened from disk in a browser that has no network."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from muniment.domain.answer import RepresentedAnswer
from muniment.domain.ids import ContractId
from muniment.domain.subcontract import AskedClause, FilledForm, GivenAnswer, Remark, Request, Subcontractor
from muniment.readers.subcontractors.form import FORMAT, read_form
from muniment.render.request_form import request_form
from prove.browser import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from muniment.domain.rulebook import Rulebook

CLAUSES = ("52.204-24", "52.204-25", "252.239-7018")


def form(book: Rulebook, name: str = "Small Shop") -> bytes:
    templates = tuple(each for each in book.templates.values() if each.clause in CLAUSES)
    asked = {each.clause: tuple(one.at for one in each.asked) for each in templates}
    request = Request(
        id="R-1",
        contract=ContractId("C-1"),
        order="PO-7",
        of=Subcontractor(uei="J7RJX2ABCDE6", name=name),
        clauses=tuple(AskedClause(clause=each, at=asked.get(each, ())) for each in CLAUSES),
        sent=date(2026, 11, 20),
        due=date(2026, 12, 11),
    )
    return request_form("Alder Ridge Systems", request, templates, FORMAT)


@pytest.fixture
def page(rulebook: Rulebook, tmp_path: Path) -> Iterator[Page]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (only where a browser is wanted)

    file = tmp_path / "form.html"
    file.write_bytes(form(rulebook))
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        found = browser.new_context(offline=True, accept_downloads=True).new_page()
        asked: list[str] = []
        found.on("request", lambda request: asked.append(request.url))
        found.goto(file.as_uri())
        yield found
        assert [url for url in asked if not url.startswith(("file:", "blob:"))] == []
        browser.close()


def fill(page: Page) -> None:
    page.check("input[name=a-0-0][value=will-not]")
    page.check("input[name=a-0-1][value=does]")
    page.check("input[name=r-1][value=nothing]")
    page.check("input[name=r-2][value=told]")
    page.fill("#t-2", "An order names a tool of ours.")
    page.fill("#by", "Ada Rivera")
    page.fill("#title", "Owner")
    page.fill("#on", "2026-11-25")
    page.fill("#until", "2027-02-20")


def test_what_comes_from_outside_is_no_markup_in_the_form(rulebook: Rulebook) -> None:
    text = form(rulebook, name="<script>alert(1)</script>{script}").decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;{script}" in text
    assert text.count("<script>") == 1


@pytest.mark.full
def test_the_file_that_the_form_writes_is_what_the_import_reads(page: Page) -> None:
    fill(page)

    with page.expect_download() as download:
        page.click("button")

    assert download.value.suggested_filename == "R-1-answers.json"
    assert read_form(Path(download.value.path()).read_bytes(), "answers.json") == FilledForm(
        request="R-1",
        uei="J7RJX2ABCDE6",
        by="Ada Rivera",
        title="Owner",
        on=date(2026, 11, 25),
        valid_until=date(2027, 2, 20),
        answers=(
            GivenAnswer(clause="52.204-24", at="(d)(1)", answer=RepresentedAnswer.WILL_NOT),
            GivenAnswer(clause="52.204-24", at="(d)(2)", answer=RepresentedAnswer.DOES),
        ),
        remarks=(
            Remark(clause="52.204-25", text=""),
            Remark(clause="252.239-7018", text="An order names a tool of ours."),
        ),
    )
    assert page.inner_text("#done").startswith("Wrote R-1-answers.json.")


@pytest.mark.full
@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("#until", "2026-11-24"), "#until"),
        (("#t-1", "Something after all."), "input[name=r-1][value=nothing]"),
        (("#t-2", ""), "#t-2"),
        (("#by", ""), "#by"),
    ],
    ids=["ends before it begins", "nothing, and yet something", "told, and yet nothing", "nobody"],
)
def test_a_form_that_contradicts_itself_is_not_written(page: Page, change: tuple[str, str], field: str) -> None:
    fill(page)
    page.fill(*change)

    page.click("button")

    assert page.evaluate("(field) => document.querySelector(field).validationMessage", field)
    assert page.inner_text("#done") == ""


@pytest.mark.full
def test_the_keyboard_alone_fills_in_the_form(page: Page) -> None:
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.id"))
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
        if page.evaluate("document.activeElement.type") == "radio":
            page.keyboard.press("Space")

    assert [each for each in dict.fromkeys(reached) if each] == [
        *("a-0-0", "a-0-1", "t-0", "r-1", "t-1", "r-2", "t-2", "by", "title", "on", "until"),
    ]


@pytest.mark.full
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_has_no_fault_that_axe_knows(page: Page, scheme: Literal["light", "dark"]) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  (as above)

    page.emulate_media(color_scheme=scheme)

    found = Axe().run(page)

    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found.response["violations"]] == []
