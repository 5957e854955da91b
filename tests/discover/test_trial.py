"""Trying a text against the signatures: what recognises it, what takes that back, what comes near."""

from __future__ import annotations

from dataclasses import replace

import pytest

from discover.signatures import signature
from muniment.discover.identifiers.spellings import identifiers_of
from muniment.discover.judging.trial import try_out
from muniment.domain.technology import IdentifierKind as Kind

SDK = signature(Kind.PURL, "pkg:pypi/northwind", "pkg:pypi/northwind-*", unless=("pkg:pypi/northwind-style",))
HOST = signature(Kind.HOST, "*.northwind.example", name="northwind-host")
DEVICE = signature(Kind.SETTING, "device_type=northwind*", name="northwind-device")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        pytest.param("pkg:npm/%40nw/sdk@1", Kind.PURL, "pkg:npm/%40nw/sdk@1", id="a package URL is itself"),
        pytest.param("@nw/sdk", Kind.PURL, "pkg:npm/%40nw/sdk", id="a scoped name"),
        pytest.param("com.nw:sdk", Kind.PURL, "pkg:maven/com.nw/sdk", id="a Maven coordinate"),
        pytest.param("nw.types", Kind.IMPORT, "python:nw.types", id="a module"),
        pytest.param("go:example.com/nw", Kind.IMPORT, "go:example.com/nw", id="an import with its language"),
        pytest.param("https://me@API.nw.example:8443/v1?x", Kind.HOST, "api.nw.example", id="the host of an address"),
        pytest.param("NW_TOKEN", Kind.ENV, "NW_TOKEN", id="a variable"),
        pytest.param("registry.example:5000/nw/app:1.2", Kind.IMAGE, "registry.example:5000/nw/app", id="an image"),
        pytest.param('"device.type": "nw"', Kind.SETTING, "type=nw", id="a setting"),
        pytest.param("nw chat --fast", Kind.COMMAND, "nw chat --fast", id="a command"),
        pytest.param("1.3.6.1.4.1.99", Kind.OID, "1.3.6.1.4.1.99", id="an object identifier"),
    ],
)
def test_a_text_is_read_in_the_form_that_a_scan_would_see(text: str, kind: Kind, value: str) -> None:
    assert value in [each.value for each in identifiers_of(text) if each.kind is kind]


def test_with_a_kind_only_that_kind_is_tried() -> None:
    assert {each.kind for each in identifiers_of("NW_TOKEN", Kind.ENV)} == {Kind.ENV}
    assert list(identifiers_of("not a variable", Kind.ENV)) == []


def test_a_recognition_tells_the_pattern_and_the_literal_by_which_it_is_found() -> None:
    trial = try_out("api.northwind.example", (SDK, HOST))

    (found,) = trial.recognised
    assert (found.signature.id, found.pattern, found.anchors, found.taken_back_by) == (
        "northwind-host",
        "*.northwind.example",
        (".northwind.example",),
        "",
    )


def test_what_is_taken_back_is_told_with_the_pattern_that_does_it() -> None:
    (found,) = try_out("pkg:pypi/northwind-style@2", (SDK,)).recognised

    assert (found.pattern, found.taken_back_by) == ("pkg:pypi/northwind-*", "pkg:pypi/northwind-style")
    assert found.anchors == ()


def test_a_setting_is_recognised_however_its_key_is_spelt() -> None:
    (found,) = try_out("deviceType = northwind_os", (DEVICE,), Kind.SETTING).recognised

    assert (found.signature.id, found.anchors) == ("northwind-device", ("northwind",))


def test_what_is_spelt_alike_comes_near_and_is_not_recognised() -> None:
    trial = try_out("pkg:pypi/northwindd", (SDK, HOST))

    assert trial.recognised == ()
    assert [(miss.signature.id, miss.pattern) for miss in trial.near] == [("northwind-sdk", "pkg:pypi/northwind")]


def test_a_literal_inside_another_word_comes_near() -> None:
    trial = try_out(
        "api.northwind.examples", (replace(HOST, match={Kind.HOST: ("api.northwind.example",)}),), Kind.HOST
    )

    assert [miss.why for miss in trial.near] == ["its literal stands in the text, as part of another word or name"]


def test_what_nothing_knows_is_answered_with_nothing() -> None:
    trial = try_out("breeze", (SDK, HOST, DEVICE))

    assert (trial.recognised, trial.near) == ((), ())
    assert Kind.PURL in trial.kinds
