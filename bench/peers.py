"""Muniment beside five other tools, in turn, on three labelled packages and on the route probe.

Usage: peers.py [RULES]   # RULES: the folder `ai` of the public rules of semgrep, which is left out without it

Each tool is installed once from its registry, into an environment of its own in the cache; where the system can
(`unshare -rn`), every run is then without network. How a tool's words become vendors is in `peers.yaml`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import probe
from figures import Run, about, median, run
from scoring import score
from trees import CACHE, LABELS, OWN_LABELS, labels, obtained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PEERS = (CACHE / "peers").resolve()  # one of them loads nothing through a symbolic link
ROUNDS = 3
ENDED = (0, 1, 3)  # nothing found, something found, something not read
SETTINGS = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text())
WORDS = {vendor: re.compile(pattern, re.IGNORECASE) for vendor, pattern in SETTINGS["words"].items()}
Answer = dict[str, Any]
Place = tuple[str, str]
"""A vendor, and the path that a tool gives for it: relative to what was scanned, and empty where it gives none."""


# How each tool is called, and what it says


def command(tool: str, tree: Path, answer: Path, rules: Path | None) -> list[str]:
    """Return the command by which `tool` writes JSON about `tree` to the file `answer`."""
    program = str(PEERS / tool / "bin" / tool)
    scan: dict[str, list[str]] = {
        "muniment": [str(Path(sys.executable).parent / tool), "scan", "--json", "--fresh", str(tree)],
        "shadowscan": [program, "-q", "code", str(tree), "-f", "json"],
        "airom": [program, "fs", str(tree), "-q"],
        "agent-bom": [program, "scan", "-p", str(tree), "--offline", "--no-scan", "--no-discover", "-q", "-f", "json"],
        "syft": [program, "scan", f"dir:{tree}", "-q"],
        "semgrep": [program, "scan", f"--config={rules}", "--metrics=off", "--disable-version-check", "-q", str(tree)],
    }
    quiet = ["--no-git-ignore", "--json"] if tool == "semgrep" else []
    to = f"json={answer}" if tool in {"airom", "syft"} else str(answer)
    return [*_offline(), *scan[tool], *quiet, "-o", to]


def _offline() -> list[str]:
    alone = ["unshare", "-rn"]
    return alone if subprocess.run([*alone, "true"], check=False, capture_output=True).returncode == 0 else []


def muniment(answer: Answer, _tree: Path) -> Iterator[Place]:
    """Yield what stands outside tests."""
    for finding in answer["findings"]:
        if finding["stands"] and finding["class"] != "test":
            yield finding["vendor"], finding["path"].partition("!/")[0]


def shadowscan(answer: Answer, _tree: Path) -> Iterator[Place]:
    """Yield the vendors of signatures and of the hosts, packages and models that they met."""
    for finding in answer["findings"]:
        for proof in finding["evidence"]:
            words = f"{proof['signature'] or ''} {proof['attributes'].get('value', '')}"
            yield from named(words, re.sub(r":\d+$", "", proof["location"] or ""))


def airom(answer: Answer, _tree: Path) -> Iterator[Place]:
    """Yield the vendors of components: provider and name."""
    for component in answer["components"]:
        for place in component.get("evidence", {}).get("occurrences", ()):
            yield from named(f"{component.get('provider') or ''} {component['name']}", place["location"]["path"])


def agent_bom(answer: Answer, tree: Path) -> Iterator[Place]:
    """Yield the vendors of packages, of which only the folder is told, and of what was seen in code."""
    for agent in answer["agents"]:
        for server in agent["mcp_servers"]:
            where = "" if server["name"] == tree.name else server["name"]
            for package in server.get("packages", ()) if server["name"] != "ai-inventory" else ():
                yield from named(f"{package['name']} {package.get('purl') or ''}", where)
            yield from named(server["name"] if server["name"].startswith("terraform:") else "", "")
    for component in (answer["ai_inventory"] or {}).get("components", ()):
        words = f"{component['name']} {component['package'] or ''} {component['description'] or ''}"
        yield from named(words, component["file"])


def syft(answer: Answer, _tree: Path) -> Iterator[Place]:
    """Yield the vendors whose name is in a package's address."""
    for package in answer["artifacts"]:
        for place in package["locations"]:
            yield from named(package["purl"], place["path"].lstrip("/"))


def semgrep(answer: Answer, tree: Path) -> Iterator[Place]:
    """Yield the vendors in the messages of rules."""
    for result in answer["results"]:
        yield from named(result["extra"]["message"], str(Path(result["path"]).relative_to(tree)))


def named(words: str, where: str) -> Iterator[Place]:
    """Yield every vendor that `words` of a tool name, at `where`."""
    return ((vendor, where) for vendor, pattern in WORDS.items() if pattern.search(words.replace("%40", "@")))


READ: dict[str, Callable[[Answer, Path], Iterator[Place]]] = {
    "muniment": muniment,
    "shadowscan": shadowscan,
    "airom": airom,
    "agent-bom": agent_bom,
    "syft": syft,
    "semgrep": semgrep,
}


def asked(tool: str, tree: Path, rules: Path | None, scratch: Path) -> tuple[Run, set[Place]]:
    """Run `tool` on `tree`, and return what it took and what it named."""
    answer = scratch / f"{tool}.json"
    answer.unlink(missing_ok=True)
    took = run(command(tool, tree, answer, rules), ENDED)
    return took, set(READ[tool](json.loads(answer.read_text()), tree))


# What is measured


def installed(tools: dict[str, str]) -> list[str]:
    """Install what is missing, and return the tools that are there."""
    there = ["muniment"]
    for tool, package in tools.items():
        home = PEERS / tool
        if not (home / "bin" / tool).exists():
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
            pip = [str(home / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", package]
            if subprocess.run(pip, check=False, stderr=subprocess.DEVNULL).returncode:
                shutil.rmtree(home)
                print(f"{package} could not be installed: left out")
                continue
        there.append(tool)
    return there


def on_probe(tools: list[str], rules: Path | None, scratch: Path) -> dict[str, dict[str, int]]:
    """Print and return for each tool how many routes it named and how many traps it hit."""
    described = probe.labels()
    tree = scratch / "tree"
    for number, label in enumerate(described):
        for path, data in probe.parts(label).items():
            target = tree / f"p{number:03}" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    kept: dict[str, dict[str, int]] = {}
    for tool in tools:
        took, places = asked(tool, tree, rules, scratch)
        said: dict[str, set[str]] = defaultdict(set)
        for vendor, where in places:
            said[where[:4]].add(vendor)
        kept[tool] = _routes(described, [said[f"p{number:03}"] for number in range(len(described))])
        print(f"{tool:12}{json.dumps(kept[tool])[1:-1]}  {took.wall:.1f} s wall, {took.cpu:.1f} s cpu", flush=True)
    return kept


def _routes(described: list[probe.Label], said: list[set[str]]) -> dict[str, int]:
    count = {"routes": 0, "named": 0, "one of its vendors": 0, "a third": 0, "traps": 0, "hit": 0}
    for label, vendors in zip(described, said, strict=True):
        uses, others = set(label["uses"]), vendors - {*label["uses"], *label.get("may", [])}
        count["routes" if uses else "traps"] += 1
        count["named"] += bool(uses) and uses <= vendors
        count["one of its vendors"] += bool(uses & vendors)
        count["a third" if uses else "hit"] += bool(others)
    return count


def on_trees(tools: list[str], rules: Path | None, scratch: Path) -> dict[str, Any]:
    """Print and return for each tree and tool the medians and what was right, wrong and missing."""
    described = {label["id"]: label for folder in (LABELS, OWN_LABELS) for label in labels(folder)}
    found = {folder: obtained(folder) for folder in (LABELS, OWN_LABELS)}[LABELS]
    kept: dict[str, Any] = {}
    for name in SETTINGS["trees"]:
        runs: dict[str, list[tuple[Run, set[Place]]]] = defaultdict(list)
        for _ in range(ROUNDS):
            for tool in tools:
                runs[tool].append(asked(tool, (found / name).resolve(), rules, scratch))
        for tool, times in runs.items():
            took = _took([each for each, _ in times])
            kept[f"{name} {tool}"] = one = {**took, **_score(described[name], found / name, times[-1][1])}
            print(f"{name:16}{tool:12}{json.dumps(one)[1:-1]}", flush=True)
    return kept


def _took(times: list[Run]) -> dict[str, float]:
    wall, cpu = median([one.wall for one in times]), median([one.cpu for one in times])
    return {"wall": round(wall, 2), "cpu": round(cpu, 2), "peak_mb": round(max(one.peak_mb for one in times))}


def _score(label: dict[str, Any], tree: Path, places: set[Place]) -> dict[str, str]:
    """Return right/wrong/missing for vendors, and for files where the tool tells the file."""
    lines = [{"tree": label["id"], "vendor": vendor, "file": where, "class": "use"} for vendor, where in places]
    in_files = [line for line in lines if (tree / line["file"]).is_file()]
    vendors, files = score([label], lines).counts["use or tooling"], score([label], in_files).counts["file"]
    counted = {"vendors": vendors, "files": files}
    kinds = ("right", "wrong", "missing")
    return {name: "/".join(str(count[kind]) for kind in kinds) for name, count in counted.items()}


def main() -> None:
    """Print what each tool did, and last one line of JSON."""
    rules = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
    wanted = {tool: package for tool, package in SETTINGS["tools"].items() if rules or tool != "semgrep"}
    if not rules:
        print("semgrep is left out: no folder of rules was given")
    tools = installed(wanted)
    print("without network" if _offline() else "the network could not be taken away")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        on = {"probe": on_probe(tools, rules, Path(folder)), "trees": on_trees(tools, rules, Path(folder))}
    print(json.dumps({**about(), "tools": wanted, **on}))


if __name__ == "__main__":
    main()
