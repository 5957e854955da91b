"""Programs of the JVM and of Android name the classes that they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.stores.archives.jvm_names import dex_classes, jvm_package
from stores.archives import dex


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param("com/northwind/push/A.class", "com.northwind.push.A", id="a class"),
        pytest.param("com/northwind/A$B$1.class", "com.northwind.A", id="a class in a class"),
        pytest.param("META-INF/versions/9/com/northwind/A.class", "com.northwind.A", id="for one version of Java"),
        pytest.param("BOOT-INF/classes/com/northwind/A.class", "com.northwind.A", id="in a program"),
        pytest.param("lib/x.jar!/com/northwind/A.class", "com.northwind.A", id="in an archive in an archive"),
        pytest.param("A.class", None, id="no package"),
        pytest.param("module-info.class", None, id="a module"),
        pytest.param("com/northwind/package-info.class", None, id="notes on a package"),
        pytest.param("com/northwind/A.java", None, id="source"),
        pytest.param("com/north-wind/A.class", None, id="no package's name"),
    ],
)
def test_the_path_of_a_class_file_names_the_class(path: str, name: str | None) -> None:
    assert jvm_package(path) == name


def test_an_android_program_names_the_classes_that_it_defines() -> None:
    assert list(dex_classes(dex(b"Lcom/northwind/A;", b"La;"))) == ["com/northwind/A.class", "a.class"]


@given(st.binary(max_size=40), st.integers(0, 150))
def test_a_damaged_android_program_names_what_can_be_read(noise: bytes, at: int) -> None:
    content = dex(b"Lcom/northwind/A;", b"La;")

    names = list(dex_classes(content[:at] + noise + content[at + len(noise) :]))

    assert all(name.endswith(".class") for name in names)
