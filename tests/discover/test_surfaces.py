"""Which surface a path belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discover.tools import TOOLING
from muniment.discover.paths.surfaces import Surfaces
from muniment.domain.surface import Surface
from muniment.readers.registry import MANIFESTS, reader_for

surface_of = Surfaces(TOOLING).of
SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.mark.parametrize(
    ("path", "surface"),
    [
        pytest.param("src/app/llm.py", Surface.SOURCE_CODE, id="code"),
        pytest.param("analysis/Try.ipynb", Surface.SOURCE_CODE, id="a notebook"),
        pytest.param("Makefile", Surface.SOURCE_CODE, id="a build script"),
        pytest.param("package.json", Surface.MANIFEST, id="a manifest"),
        pytest.param("requirements-dev.txt", Surface.MANIFEST, id="requirements"),
        pytest.param("lib/x.dist-info/METADATA", Surface.MANIFEST, id="metadata of an installed package"),
        pytest.param("web/package-lock.json", Surface.LOCK_FILE, id="a lock file"),
        pytest.param("out/app.cdx.json", Surface.BILL_OF_MATERIALS, id="a bill of materials"),
        pytest.param(".github/workflows/build.yml", Surface.CI, id="a workflow"),
        pytest.param("Jenkinsfile", Surface.CI, id="a pipeline without an ending"),
        pytest.param("docker-compose.prod.yml", Surface.INFRASTRUCTURE, id="containers"),
        pytest.param("deploy/worker.Dockerfile", Surface.INFRASTRUCTURE, id="an image's recipe"),
        pytest.param("infra/main.tf", Surface.INFRASTRUCTURE, id="infrastructure as code"),
        pytest.param("k8s/base/deployment.yaml", Surface.INFRASTRUCTURE, id="settings in a folder for clusters"),
        pytest.param("NORTHWIND.md", Surface.AGENT_CONFIGURATION, id="orders for an agent"),
        pytest.param("app/.northwind/rules/style.mdc", Surface.AGENT_CONFIGURATION, id="rules of an editor"),
        pytest.param("mcp.json", Surface.AGENT_CONFIGURATION, id="tools of an agent"),
        pytest.param("config/settings.yaml", Surface.CONFIGURATION, id="settings"),
        pytest.param(".env.production", Surface.CONFIGURATION, id="environment variables"),
        pytest.param("weights/model.Q4.gguf", Surface.MODEL_FILE, id="weights"),
        pytest.param("hub/models--northwind--gale/refs/main", Surface.MODEL_FILE, id="a cache of models"),
        pytest.param("lib/x86_64/libgale.so", Surface.PROGRAM, id="a program"),
        pytest.param("procurement/suppliers.csv", Surface.DOCUMENT, id="a table of suppliers"),
        pytest.param("roles/av/tasks/main.yml", Surface.INFRASTRUCTURE, id="a role that is played on machines"),
        pytest.param("docs/suppliers.docx", Surface.DOCUMENT, id="an office document"),
        pytest.param("README.md", Surface.DOCUMENT, id="prose"),
        pytest.param("dist/app.whl", Surface.ARCHIVE, id="an archive"),
        pytest.param("dist/app.whl!/app/package.json", Surface.ARCHIVE, id="a manifest inside an archive"),
        pytest.param("data/rows.csv", Surface.OTHER, id="data"),
        pytest.param("logo.png", Surface.OTHER, id="a picture"),
        pytest.param("LICENSES/blob", Surface.OTHER, id="no ending"),
    ],
)
def test_a_path_belongs_to_the_surface_that_a_person_would_name(path: str, surface: Surface) -> None:
    assert surface_of(path) is surface


def test_whatever_a_reader_of_manifests_wants_is_no_mere_setting() -> None:
    wanted = [path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*") if path.is_file()]
    declaring = {Surface.MANIFEST, Surface.LOCK_FILE, Surface.BILL_OF_MATERIALS}

    others = [
        path
        for path in wanted
        if reader_for(path) in MANIFESTS and path.split("/")[0] not in _OF_OTHER_SURFACES
        if surface_of(path) not in declaring and not path.endswith(".scala")
    ]

    assert others == []


_OF_OTHER_SURFACES = frozenset({"observed-calls"})
"""Folders of samples whose readers read settings, infrastructure or agents' files, or what was called."""


@given(st.text(max_size=40))
def test_every_path_belongs_to_one_surface(path: str) -> None:
    assert surface_of(path) in Surface
