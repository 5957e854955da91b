"""The pages of the approver desk. Everything on them that somebody else wrote shows itself, and is escaped."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from muniment.domain.hold import HoldState
from muniment.enforce.approval import standing, why_not
from muniment.prove.canonical import digest
from muniment.render.holds.arguments import all_text, argument_lines, look_alikes, shown
from muniment.render.holds.words import (
    STANDING,
    approvals,
    because,
    described,
    roughly_left,
    seconds_left,
    time_left,
    voted,
    warning,
)
from muniment.render.verifier import style
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from muniment.app.approvals.held import Listed
    from muniment.domain.hold import HoldRecord

_PARTS: Final = Path(__file__).parent
_CLASS: Final = {
    HoldState.WAITING: "warned",
    HoldState.APPROVED: "passed",
    HoldState.DENIED: "failed",
    HoldState.EXPIRED: "failed",
    HoldState.RELEASED: "passed",
}


class DeskPages:
    """What people see at the desk."""

    def __init__(self) -> None:
        """Read what the pages load."""
        look = style() + (_PARTS / "desk.css").read_text(encoding="utf-8")
        script = (_PARTS / "desk.js").read_bytes()
        self.assets: Mapping[str, tuple[str, bytes]] = {
            "desk.css": ("text/css; charset=utf-8", look.encode()),
            "desk.js": ("text/javascript; charset=utf-8", script),
        }

    def sign_in(self) -> str:
        """Return the page for whoever has yet to come in."""
        return _page(
            "Sign in",
            "<p>Use the authenticator whose key is in the trust policy. Who has a client certificate is signed in"
            " already.</p>"
            '<button type="button" id="sign-in">Sign in with an authenticator</button>'
            '<p id="told" role="alert"></p>'
            '<p><a href="/enrol">Make a key for the trust policy</a></p>',
            kind="sign-in",
        )

    def enrol(self) -> str:
        """Return the page on which an authenticator makes a key for the trust policy."""
        return _page(
            "Make a key",
            "<p>Your authenticator makes a key for this desk. The key counts once whoever keeps the trust policy has"
            " put it there; this page keeps nothing.</p>"
            '<form id="enrol"><label for="person">Your name, as the trust policy has it</label>'
            '<input id="person" name="person" autocomplete="name" required>'
            "<button>Make a key</button></form>"
            '<p id="told" role="alert"></p>'
            '<section id="made" hidden aria-labelledby="made-title"><h2 id="made-title" tabindex="-1">'
            "Give this to whoever keeps the trust policy</h2>"
            '<p>The key, in a file such as <code id="file-name"></code>:</p><pre id="pem" tabindex="0"></pre>'
            '<p>And these lines:</p><pre id="toml" tabindex="0"></pre></section>',
            kind="enrol",
        )

    def holds(self, person: str, found: Listed, at: datetime) -> str:
        """Return the list of what waits."""
        rows = "".join(_row(record, at) for record in found.records)
        problems = "".join(
            f'<li class="failed">{_text(each.where)} {_text(each.what)}: it cannot be approved</li>'
            for each in found.unreadable
        )
        body = (
            f'<p id="summary" role="status">{_summary(found)}</p>'
            f'<ul class="problems">{problems}</ul>'
            '<div class="scroll" tabindex="0" role="region" aria-label="Held calls"><table><thead><tr>'
            '<th scope="col">Tool</th><th scope="col">Effect</th><th scope="col">Asked for by</th>'
            '<th scope="col">Approved</th><th scope="col">Time left</th></tr></thead>'
            f'<tbody id="rows">{rows}</tbody></table></div>'
            '<p><a href="/">What waits</a> · <a href="/?all=yes">All that was ever held</a></p>'
        )
        return _page("Calls that wait for people", body, person=person, kind="list")

    def hold(self, person: str, record: HoldRecord, at: datetime, *, can_sign: bool) -> str:
        """Return one hold; `can_sign` where the person has an authenticator."""
        hold = record.hold
        parts = [
            _standing(record, at),
            _section("What it would do", f"<dl>{_described(record)}</dl>"),
            _section("Exactly these arguments", _arguments(record)),
            _section(
                "Why it is held", "".join(f"<blockquote>{escape(because(each))}</blockquote>" for each in hold.grounds)
            ),
            _section("Who has answered", f'<ul id="votes">{_votes(record)}</ul>'),
            _section("Your answer", _answer(person, record, at, can_sign=can_sign)),
            _signed(record),
        ]
        title = f"{shown(hold.call.tool)}: {shown(hold.call.effect)}"
        return _page(title, "".join(parts), person=person, kind="hold", about=hold.id)

    def missing(self, person: str) -> str:
        """Return the page for what is not there."""
        return _page("Nothing here", '<p><a href="/">What waits for people</a></p>', person=person, kind="other")

    def unreadable(self, person: str, why: Sequence[str]) -> str:
        """Return the page for when holds cannot be read."""
        told = "".join(f"<p>{_text(each)}</p>" for each in why)
        body = f'{told}<p>Nothing was changed. <a href="/">Try again</a></p>'
        return _page("Held calls cannot be read now", body, person=person, kind="other")

    def list_state(self, found: Listed, at: datetime) -> object:
        """Return what of the list may change while it is open, as JSON."""
        return {"summary": _summary(found), "rows": [_cells(record, at) for record in found.records]}

    def hold_state(self, record: HoldRecord, at: datetime) -> object:
        """Return what of one hold may change while it is open, as JSON."""
        now = standing(record, at)
        return {
            "standing": now.value,
            "class": _CLASS[now],
            "words": _words(record, at),
            "ended": now.ended,
            "votes": [voted(each.vote) for each in record.votes],
            "warning": warning(record),
        }


def _page(title: str, body: str, *, person: str = "", kind: str, about: str = "") -> str:
    who = (
        f'<p class="who">Signed in as <strong>{_text(person)}</strong>'
        ' <button type="button" id="sign-out" class="plain">Sign out</button></p>'
        if person
        else ""
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} - Muniment desk</title>"
        '<link rel="stylesheet" href="/desk.css"><script src="/desk.js" defer></script></head>'
        f'<body data-kind="{kind}" data-hold="{escape(about)}">'
        '<header><nav aria-label="Desk"><a href="/">Approver desk</a></nav>'
        f"{who}<h1>{escape(title)}</h1></header><main>{body}</main>"
        '<noscript><p class="failed">Signing needs scripts; all of them are this desk\'s own.</p></noscript>'
        "<footer><p>You answer for what you approve. It is recorded with your name, your reason and your signature.</p>"
        "</footer></body></html>"
    )


def _section(title: str, body: str) -> str:
    name = title.lower().replace(" ", "-")
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{title}</h2>{body}</section>'


def _summary(found: Listed) -> str:
    return f"{count(len(found.records), 'call')} to look at." if found.records else "No call waits for you."


def _cells(record: HoldRecord, at: datetime) -> dict[str, str]:
    call = record.hold.call
    now = standing(record, at)
    return {
        "id": record.hold.id,
        "tool": shown(call.tool),
        "effect": shown(call.effect),
        "caller": shown(" for ".join(filter(None, (call.requester.caller, call.requester.person)))),
        "approved": approvals(record),
        "left": roughly_left(record, at) if now is HoldState.WAITING else STANDING[now],
        "class": _CLASS[now],
    }


def _row(record: HoldRecord, at: datetime) -> str:
    cells = {key: escape(value) for key, value in _cells(record, at).items()}
    return (
        f'<tr><th scope="row"><a href="/holds/{cells["id"]}">{cells["tool"]}</a></th><td>{cells["effect"]}</td>'
        f'<td>{cells["caller"]}</td><td>{cells["approved"]}</td><td class="{cells["class"]}">{cells["left"]}</td></tr>'
    )


def _words(record: HoldRecord, at: datetime) -> str:
    """Return where a hold stands, in a sentence without the time that is left."""
    said = f"{STANDING[standing(record, at)]}: {approvals(record)} approvals"
    return f"{said} ({shown(record.why)})" if record.why else said


def _standing(record: HoldRecord, at: datetime) -> str:
    now = standing(record, at)
    left = seconds_left(record, at)
    return (
        f'<div class="verdict {_CLASS[now]}" id="standing"><p class="title" id="words" role="status">'
        f"{escape(_words(record, at))}</p>"
        f'<p>Time left: <span id="left" data-seconds="{left}">{escape(time_left(record, at))}</span>'
        '<span id="soon" role="status" class="unseen"></span></p></div>'
    )


def _described(record: HoldRecord) -> str:
    return "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in described(record))


def _arguments(record: HoldRecord) -> str:
    arguments = record.hold.call.arguments
    lines = "\n".join(_marked(line) for line in argument_lines(arguments))
    told = "".join(
        f"<li><mark>{escape(letter)}</mark> is {escape(name)}</li>" for letter, name in look_alikes(all_text(arguments))
    )
    odd = (
        f'<p class="warned">Letters outside of plain ASCII, which may look like another:</p><ul>{told}</ul>'
        if told
        else ""
    )
    return f'<pre id="arguments" tabindex="0">{lines}</pre>{odd}'


def _marked(line: str) -> str:
    """Return a line with every letter outside of ASCII marked."""
    return "".join(escape(letter) if letter.isascii() else f"<mark>{escape(letter)}</mark>" for letter in line)


def _grounds(record: HoldRecord) -> str:
    return "".join(f"<blockquote>{escape(because(each))}</blockquote>" for each in record.hold.grounds)


def _signed(record: HoldRecord) -> str:
    return (
        f'<p class="quiet">What is signed: <a href="/holds/{escape(record.hold.id)}/text">these bytes</a>,'
        f" with the digest <code>{escape(digest(record.text))}</code>.</p>"
    )


def _votes(record: HoldRecord) -> str:
    return _items(voted(each.vote) for each in record.votes) or "<li>Nobody yet.</li>"


def _items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{escape(text)}</li>" for text in texts)


def _answer(person: str, record: HoldRecord, at: datetime, *, can_sign: bool) -> str:
    if standing(record, at).ended:
        return "<p>It can no longer be answered.</p>"
    if why := why_not(record.hold, person):
        return f'<p class="warned">You cannot answer: {_text(person)} {_text(why)}.</p>'
    warned = f'<p id="warning">{escape(warning(record))}</p>'
    if not can_sign:
        command = f"muniment approve approve {record.hold.id} --key KEY --reason TEXT"
        return (
            f"{warned}<p>You have no authenticator. Sign with your key file or smart card, where the holds lie:</p>"
            f'<pre tabindex="0">{escape(command)}</pre>'
        )
    return (
        f'{warned}<form id="answer"><label for="reason">Why</label>'
        '<p class="hint" id="reason-hint">It is signed with your answer, for whoever reads it later.</p>'
        '<textarea id="reason" name="reason" rows="3" required aria-describedby="reason-hint"></textarea>'
        '<button name="verdict" value="approve" class="approve">Approve these arguments</button>'
        ' <button name="verdict" value="deny" class="deny">Deny</button></form>'
        '<p id="told" role="alert"></p>'
    )


def _text(text: str) -> str:
    return escape(shown(text))
