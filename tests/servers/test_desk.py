"""People answer at the desk, in a real browser, with an authenticator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from muniment import wiring
from muniment.cli.main import exit_code
from servers.desks import Served, answer, browsing, enrol, served, sign_in, told, with_authenticator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    yield from served(tmp_path)


@pytest.fixture
def browser() -> Iterator[BrowserContext]:
    with browsing() as found:
        yield found


@pytest.mark.full
def test_a_person_enrols_signs_in_sees_the_exact_arguments_and_approves(desk: Served, browser: BrowserContext) -> None:
    hold = desk.ask()
    page = with_authenticator(browser)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    enrol(page, desk, "Ann Lee")
    sign_in(page, desk)

    page.click("#rows a")
    arguments = page.inner_text("#arguments")
    answer(page, "checked on site")

    assert '"note": "p\u0430y \\u202e"' in arguments
    assert '"valve": "<b>A7</b>"' in arguments
    assert "is U+0430 CYRILLIC SMALL LETTER A" in page.inner_text("main")
    assert page.inner_text("#told") == "You approved it. Your signature is kept."
    assert page.inner_text("#words") == "waits for approval: 1 of 2 approvals"
    assert "Ann Lee approved at" in page.inner_text("#votes")
    assert refused == []
    (found,) = desk.listed()
    assert (found["hold"]["id"], found["approved_by"]) == (hold, ["Ann Lee"])
    assert desk.sign(hold, "eve") == 0
    assert exit_code(["approve", "release", hold, *desk.config]) == 0


@pytest.mark.full
def test_a_page_that_is_open_shows_what_others_do(desk: Served, browser: BrowserContext) -> None:
    first = desk.ask()
    page = with_authenticator(browser)
    enrol(page, desk, "Ann Lee")
    sign_in(page, desk)
    assert page.locator("#rows tr").count() == 1

    second = desk.ask('{"valve": "B1"}')
    page.locator("#rows tr").nth(1).wait_for()
    page.goto(f"{desk.origin}/holds/{second}")
    desk.sign(second, "max", "deny")
    page.locator("#words", has_text="denied").wait_for()

    assert page.inner_text("#words") == "denied: 0 of 2 approvals (Max Roe: seen)"
    assert not page.is_visible("#answer")
    assert page.inner_text("#left") == "none"
    assert first


@pytest.mark.full
def test_the_keyboard_alone_answers(desk: Served, browser: BrowserContext) -> None:
    desk.ask()
    page = with_authenticator(browser)
    enrol(page, desk, "Ann Lee")
    page.goto(desk.origin)
    press_until(page, "#sign-in")
    page.keyboard.press("Enter")
    page.wait_for_selector("#summary")
    press_until(page, "#rows a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reason")
    press_until(page, "#reason")
    page.keyboard.type("wrong valve")
    press_until(page, "button.deny")
    page.keyboard.press("Space")
    told(page)

    assert page.inner_text("#told") == "You denied it. Your signature is kept."
    (found,) = desk.listed()
    assert (found["standing"], found["why"]) == ("denied", "Ann Lee: wrong valve")


def press_until(page: Page, selector: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab does not reach {selector}")


@pytest.mark.full
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_desk_has_a_fault_that_axe_knows(
    desk: Served, browser: BrowserContext, scheme: Literal["light", "dark"], width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  (only where a browser is wanted)

    hold, ended = desk.ask(), desk.ask('{"valve": "B1"}')
    desk.sign(hold, "eve")
    desk.sign(ended, "max", "deny")
    page = with_authenticator(browser)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    faults: dict[str, object] = {}
    enrol(page, desk, "Ann Lee")

    def look(name: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found = Axe().run(page).response["violations"]
        faults[name] = ([(fault["id"], fault["nodes"][0]["html"]) for fault in found], wide)

    look("enrol")
    page.goto(desk.origin)
    look("sign-in")
    sign_in(page, desk)
    look("list")
    for name, path in (("hold", hold), ("ended", ended), ("missing", "h-0")):
        page.goto(f"{desk.origin}/holds/{path}")
        look(name)

    assert faults == dict.fromkeys(faults, ([], 0))


@pytest.mark.full
def test_who_asked_is_told_why_they_cannot_answer(desk: Served, browser: BrowserContext) -> None:
    hold = desk.ask()
    page = with_authenticator(browser)
    enrol(page, desk, "Jo Ames")
    sign_in(page, desk)

    page.goto(f"{desk.origin}/holds/{hold}")

    assert "Jo Ames asked for this call, and nobody approves what they asked for" in page.inner_text("main")
    assert page.locator("#answer").count() == 0


@pytest.mark.full
def test_a_key_that_is_not_in_the_trust_policy_lets_nobody_in(desk: Served, browser: BrowserContext) -> None:
    page = with_authenticator(browser)
    enrol(page, desk, "Ann Lee")
    sign_in(page, desk)
    trust = desk.folder / "approvers.toml"
    trust.write_text(trust.read_text().replace("\ncredential", f"\nrevoked = {wiring.today()}\ncredential"))

    page.goto(desk.origin)
    assert page.locator("#sign-in").count() == 1
    page.click("#sign-in")
    told(page)

    assert "was revoked on" in page.inner_text("#told")
