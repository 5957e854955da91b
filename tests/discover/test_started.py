from __future__ import annotations

import pytest

from discover.signatures import signature
from muniment.app.scan.examine import Examiner
from muniment.discover.identifiers.extract import observe
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Rung
from muniment.domain.technology import IdentifierKind as Kind
from muniment.readers.registry import reader_for
from muniment.stores.literals import HyperscanLiterals


def run(path: str, text: str) -> set[tuple[str, Rung]]:
    at = text.index("gale")
    found = observe(profile_of(path, text), text, [Hit(at, at + 4, frozenset({Kind.COMMAND}))])
    return {(o.identifier.value, o.rung) for o in found if o.identifier.kind is Kind.COMMAND}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.py", 'subprocess.run(["gale", "-p", prompt])', id="Python, a list"),
        pytest.param("a.py", 'run(["/usr/bin/gale", "-p"], check=True)', id="Python, with a folder"),
        pytest.param("a.py", 'os.system("gale -p")', id="Python, a line"),
        pytest.param("a.py", 'subprocess.run(["bash", "-lc", "gale -p"])', id="Python, by a shell"),
        pytest.param("a.py", 'COMMAND = ["gale", "-p"]', id="Python, a named list"),
        pytest.param("a.ts", 'spawn("gale", ["-p", x])', id="TypeScript"),
        pytest.param("a.ts", "await $`gale -p ${x}`", id="TypeScript, a template"),
        pytest.param("a.go", 'exec.CommandContext(ctx, "gale", "-p")', id="Go"),
        pytest.param("a.rs", 'Command::new("gale").arg("-p")', id="Rust"),
        pytest.param("A.java", 'new ProcessBuilder("gale", "-p").start();', id="Java"),
        pytest.param("a.cs", 'Process.Start("gale", "-p");', id="C#"),
        pytest.param("a.rb", "x = `gale -p`", id="Ruby, backticks"),
        pytest.param("a.rb", "x = %x(gale -p)", id="Ruby, percent"),
        pytest.param("a.php", '<?php shell_exec("gale -p");', id="PHP"),
        pytest.param("a.ex", 'System.cmd("gale", ["-p"])', id="Elixir"),
        pytest.param("a.R", 'system2("gale", c("-p"))', id="R"),
        pytest.param("a.lua", 'os.execute("gale -p")', id="Lua"),
    ],
)
def test_a_program_that_code_starts_is_a_command(path: str, text: str) -> None:
    assert any(command.startswith("gale -p") and rung is Rung.INVOKED for command, rung in run(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.py", 'model.run("gale")', id="another run"),
        pytest.param("a.py", 'x = ["gale", "-p"]', id="a list"),
        pytest.param("a.go", 'fmt.Println("gale -p")', id="a message"),
        pytest.param("a.js", "x = `gale -p`", id="a template"),
    ],
)
def test_a_string_that_is_started_by_nothing_is_no_command(path: str, text: str) -> None:
    assert not run(path, text)


def test_what_code_installs_is_declared() -> None:
    text = 'subprocess.check_call([sys.executable, "-m", "pip", "install", "gale"])'
    at = text.index("gale")

    found = observe(profile_of("a.py"), text, [Hit(at, at + 4, frozenset({Kind.NAME, Kind.HOST}))])

    assert [o.identifier.value for o in found if o.identifier.kind is Kind.PURL] == ["pkg:pypi/gale"]


def test_a_package_that_code_installs_is_seen_where_no_signature_knows_its_bare_name() -> None:
    by_purl = signature(Kind.PURL, "pkg:pypi/galewind-sdk", name="package")
    by_import = signature(Kind.IMPORT, "lua:galewind", name="import")
    examiner = Examiner([by_purl, by_import], [], HyperscanLiterals, reader_for)

    shown = examiner.examine("a.py", b'import subprocess\nsubprocess.run(["pip", "install", "galewind-sdk"])\n')

    assert [each.observation.identifier.value for each in shown.findings] == ["pkg:pypi/galewind-sdk"]
