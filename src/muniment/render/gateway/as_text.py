"""What a gateway permits, and what its log of calls holds, for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from muniment.app.gateway.call_history import Opening, Result
from muniment.render.age import age_lines
from muniment.render.layout import columns, heading, indented, labelled, show
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, RenderableType

    from muniment.app.gateway.call_history import LoggedCall
    from muniment.domain.age import Age
    from muniment.domain.gateway import Caller, RouteId, ServedModel
    from muniment.enforce.call_chain import Head

_NAME: Final = 17
"""Characters of a call's name that are shown: enough to ask for it by."""
_STYLES = {
    "prohibited": "prohibited",
    "out-of-place": "prohibited",
    "needs-waiver": "needs",
    "needs-authorisation": "needs",
    "undetermined": "undetermined",
    "permitted-until": "until",
    "permitted": "permitted",
}
_RESULT_STYLES = {
    Result.DENIED: "prohibited",
    Result.COMPLETE: "permitted",
    Result.BROKEN_OFF: "needs",
    Result.NOT_SENT: "needs",
    Result.HANDED_ON: "permitted",
    Result.UNKNOWN: "undetermined",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Permitted:
    """What holds for one caller, purpose and model: what is acted on, and by which rules."""

    caller: Caller
    purpose: str
    route: RouteId
    model: ServedModel
    acted_on: str
    rules: tuple[str, ...]
    instead: str = ""


def print_log(calls: Iterable[LoggedCall | Opening], to: Console) -> None:
    """Print each call in one row, and each start of the gateway."""
    rows = list(_rows(calls))
    titles = ("at (UTC)", "call", "caller", "asked of", "what came of it")
    show([columns(titles, rows, ratios=(None, None, None, 2, 3)) if rows else "No calls."], to)


def print_call(call: LoggedCall, to: Console) -> None:
    """Print everything that the log tells of one call."""
    show(_call(call), to)


def print_chain(begins: Head, head: Head, torn: int, results: dict[Result, int], to: Console) -> None:
    """Print that the chain holds, and how many calls came to what."""
    show(_chain(begins, head, torn, results), to)


def _rows(calls: Iterable[LoggedCall | Opening]) -> Iterator[Sequence[Text | str]]:
    for each in calls:
        if isinstance(each, Opening):
            told = each.told
            if told.get("kind") == "reloaded":
                yield _at(told), "", "", "", Text(_reloaded(told), style="quiet")
                continue
            unknown = len(told.get("unknown", ()))
            more = f"; of the run before, {count(unknown, 'call')} sent, result unknown" if unknown else ""
            began = f"the gateway began, version {told.get('version')}{more}"
            yield _at(told), "", "", "", Text(began, style="quiet")
            continue
        told, result = each.decided, each.result
        asked = f"{told.get('model', '')} ({told.get('route', 'nowhere')})" if "model" in told else "not read"
        if "moved" in told:
            asked = f"{told['moved'].get('model')}, moved to {asked}"
        what = Text.assemble((f"{result.value}", _RESULT_STYLES[result]), _why(each))
        yield _at(told), visible(each.name[:_NAME]), visible(str(told.get("caller", ""))), visible(asked), what


def _reloaded(told: dict[str, Any]) -> str:
    refused = len(told.get("refused", ()))
    if refused:
        return f"the gateway was told to read its file anew, and refused it: {count(refused, 'problem')}"
    return f"the gateway goes on by its file as it is now, {visible(str(told.get('configuration')))[:19]}"


def _at(told: dict[str, Any]) -> str:
    return visible(str(told.get("at", ""))[:19].replace("T", " "))


def _why(call: LoggedCall) -> str:
    if call.result is Result.DENIED:
        return f": {visible(str(call.decided.get('denied', {}).get('code', '')))}"
    if call.outcome is None:
        return ""
    if call.result is Result.HANDED_ON:
        return " to the proxy in front, which sends it; its answer is not seen here"
    tools = "".join(f"; {visible(t['name'])} {visible(t['ruling'])}" for t in call.outcome.get("tools", ()))
    how = "" if call.result is Result.COMPLETE else f": {visible(str(call.outcome.get('how')))}"
    resumed = call.decided.get("kind") == "resumed"
    of = f" with the calls of {visible(_joined(call.decided['resumes']))}" if resumed else ""
    return f"{of}{how}, status {call.outcome.get('status')}{tools}"


def _call(call: LoggedCall) -> Iterator[RenderableType]:
    told = call.decided
    yield heading(f"Call {visible(call.name)}: {call.result.value}", style=_RESULT_STYLES[call.result])
    keys = ("at", "caller", "known_by", "person", "contract", "system", "network", "purpose", "authority")
    yield indented(labelled([(key, visible(str(told[key]))) for key in keys if told.get(key)], width=14))
    asked = ("dialect", "model", "sent_as", "maker", "operator", "route", "stream", "tools")
    rows = [(key, visible(_joined(told[key]))) for key in asked if told.get(key) not in (None, "", [])]
    if "model" in told:
        yield heading("What was asked")
        yield indented(labelled(rows, width=14))
    if "moved" in told:
        yield from _moved(told["moved"])
    yield heading("What was decided, and by what")
    yield indented(labelled(list(_decided(told)), width=14))
    if call.rulings or (call.outcome and call.outcome.get("tools")):
        yield heading("Tools that the answer asked for")
        outcome = call.outcome or {}
        told_tools = [*(each.get("tool", {}) for each in call.rulings), *outcome.get("tools", ())]
        tools = {str(tool.get("call_id")): tool for tool in told_tools}
        yield indented(labelled([(visible(t["name"]), _tool(t)) for t in tools.values()], width=14))
    if call.outcome is not None:
        yield heading("What came of it")
        yield indented(labelled(list(_outcome(call.outcome)), width=14))


def _moved(moved: dict[str, Any]) -> Iterator[RenderableType]:
    """Yield what was asked of another model before, why that could not be, and what was left out on the way."""
    yield heading("Moved from")
    asked = ("dialect", "model", "maker", "operator", "route", "chosen_at")
    rows: list[tuple[str, Text | str]] = [(key, visible(str(moved[key]))) for key in asked if moved.get(key)]
    rows += list(_decided({"decisions": moved.get("decisions", ())}))
    rows += [("left out", visible(f"{each['field']}: {each['why']}")) for each in moved.get("lost", ())]
    yield indented(labelled(rows, width=14))


def _decided(told: dict[str, Any]) -> Iterator[tuple[str, Text | str]]:
    if "denied" in told:
        denied = told["denied"]
        yield "denied", Text(visible(str(denied["message"])), style="prohibited")
        for cited in denied.get("citations", ()):
            place = ", ".join(each for each in (cited["title"], cited["at"]) if each)
            yield "cited", visible(f"{cited['instrument']}: {place} ({cited['confidence']})")
    for each in told.get("decisions", ()):
        acted = str(each["acted_on"])
        rules = ", ".join(each.get("rules", ())) or "no rule"
        yield visible(str(each["vendor"])), Text.assemble((acted, _STYLES.get(acted, "")), visible(f" by {rules}"))
    for key in ("as_of", "rulebook", "configuration"):
        if told.get(key):
            yield key, visible(str(told[key]))
    if told.get("kind") == "resumed":
        yield "sent", visible(f"to no vendor: it went on with the calls of {_joined(told['resumes'])}")
    elif "sent" in told:
        yield "sent", visible(f"{told['sent']['bytes']:,} bytes, sha256:{told['sent']['sha256']}")


def _tool(told: dict[str, Any]) -> str:
    hold = f", hold {told['hold']}" if told.get("hold") else ""
    votes = "".join(f"; {each['person']}: {each['verdict']} {each['at']}" for each in told.get("votes", ()))
    return visible(f"{told['ruling']}{hold}{votes}; arguments sha256:{told['arguments']}")


def _outcome(outcome: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "at", visible(str(outcome.get("at")))
    yield "how", visible(f"{outcome.get('how')}, status {outcome.get('status')}, after {outcome.get('seconds')} s")
    yield "answer", visible(f"{outcome.get('bytes', 0):,} bytes, sha256:{outcome.get('sha256')}")
    if outcome.get("usage"):
        usage = outcome["usage"]
        yield "tokens", visible(f"{usage.get('input_tokens')} in, {usage.get('output_tokens')} out")
    if outcome.get("vendor_request"):
        yield "vendor's name", visible(str(outcome["vendor_request"]))


def _joined(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _chain(begins: Head, head: Head, torn: int, results: dict[Result, int]) -> Iterator[RenderableType]:
    yield ""
    yield Text(f"✓ the chain holds: {count(head.lines, 'line')}, head {head.digest}", style="permitted")
    if begins.lines:
        lies = f"up to line {begins.lines:,}, digest {begins.digest}, it lies elsewhere: that was not looked at"
        yield indented(Text(lies, style="needs"))
    if torn:
        yield Text(f"  {torn} bytes at the end are of a write that did not end: nothing was sent for it", style="needs")
    told = [f"{number:,} {result.value}" for result, number in results.items() if number]
    if told:
        yield indented("; ".join(told))


def print_permissions(found: Iterable[Permitted], age: Age, to: Console) -> None:
    """Print who may call what on the day on which the `age` of the rulebook was asked for, caller by caller."""
    show(_permissions(found, age), to)


def _instead(each: Permitted) -> str:
    return f"; {visible(each.instead)} answers" if each.instead else ""


def _permissions(found: Iterable[Permitted], age: Age) -> Iterator[RenderableType]:
    yield Text(f"✓ the gateway's file is right; this holds on {age.limit.asked_on}", style="permitted")
    yield from age_lines(age) if age.stale else ()
    callers: dict[str, list[Permitted]] = {}
    for each in found:
        purpose = f", for {each.purpose}" if each.purpose else ""
        callers.setdefault(f"{each.caller.id} (contract {each.caller.contract}{purpose})", []).append(each)
    for title, group in callers.items():
        rows = [
            (
                visible(each.model.name),
                visible(each.route),
                Text.assemble((each.acted_on, _STYLES.get(each.acted_on, "")), _instead(each)),
                visible(", ".join(each.rules)),
            )
            for each in group
        ]
        yield ""
        yield heading(visible(title))
        yield indented(columns(("model", "route", "is", "by"), rows, ratios=(None, None, None, 1)))
