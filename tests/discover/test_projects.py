from __future__ import annotations

import pytest

from muniment.discover.paths.projects import Mark, Marked, Projects, marked
from muniment.discover.paths.surfaces import Surfaces
from muniment.domain.tooling import NO_TOOLS

SURFACES = Surfaces(NO_TOOLS)


def projects(*paths: str) -> Projects:
    return Projects(mark for path in paths if (mark := marked(path, SURFACES.of(path))))


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        pytest.param("api/package.json", "api", id="a manifest"),
        pytest.param("api/poetry.lock", "api", id="a lock file"),
        pytest.param("src/Api/Api.csproj", "src/Api", id="a project file by its ending"),
        pytest.param("go.mod", "", id="the tree itself"),
        pytest.param("third/.git", "third", id="version control"),
        pytest.param("custom/gale/manifest.json", "custom/gale", id="the manifest of an extension"),
        pytest.param("api/requirements.txt", "api", id="a list of packages"),
    ],
)
def test_what_declares_packages_marks_its_folder_as_a_project(path: str, folder: str) -> None:
    assert marked(path, SURFACES.of(path)) == Marked(folder, Mark.MANIFEST)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("requirements/dev.txt", id="one of several lists"),
        pytest.param("gradle/libs.versions.toml", id="a catalogue of versions"),
        pytest.param("x.dist-info/METADATA", id="metadata of what is installed"),
        pytest.param("src/lib/BUILD.bazel", id="a build file of a folder"),
        pytest.param("deploy/Dockerfile", id="a container file in a folder for such"),
        pytest.param(".devcontainer/Dockerfile", id="a container file for an editor"),
        pytest.param("src/main.c", id="code"),
        pytest.param("README.md", id="a page for readers"),
        pytest.param(".editorconfig", id="a hidden file"),
    ],
)
def test_other_files_mark_no_project(path: str) -> None:
    assert marked(path, SURFACES.of(path)) is None


def test_a_file_belongs_to_the_smallest_project_around_it() -> None:
    found = projects("package.json", "packages/api/package.json")

    assert found.of("packages/api/src/deep/a.ts") == "packages/api"
    assert found.of("packages/other/a.ts") == ""
    assert list(found.around("packages/api")) == [""]
    assert list(found.around("")) == []


def test_a_container_file_marks_a_project_only_where_no_manifest_stands_above_it() -> None:
    alone = projects("Makefile", "api/Dockerfile")
    inside = projects("pyproject.toml", "api/Dockerfile")

    assert alone.of("api/a.py") == "api"
    assert inside.of("api/a.py") == ""


def test_each_folder_of_a_tree_that_holds_nothing_but_folders_is_a_project() -> None:
    shelf = projects("one/src/a.py", "two/package.json", "README.md")

    assert [shelf.of(path) for path in ("one/src/a.py", "two/b.js")] == ["one", "two"]
    assert list(shelf.around("one/lib.jar")) == ["one"]


def test_code_in_the_folder_that_was_scanned_makes_it_a_project() -> None:
    assert projects("main.py", "lib/a.py").of("lib/a.py") == ""


def test_an_archive_is_a_project_in_the_one_around_it() -> None:
    found = projects("pom.xml", "dist/app.war!/WEB-INF/lib/gale.jar!/pom.xml")

    assert found.of("dist/app.war!/WEB-INF/lib/gale.jar!/A.class") == "dist/app.war"
    assert list(found.around("dist/app.war")) == [""]


def test_an_image_is_one_project() -> None:
    assert projects().of("sha256:0a/usr/lib/a.py") == projects().of("sha256:0b/app/b.py") == ""
