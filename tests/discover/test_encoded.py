from __future__ import annotations

from base64 import b64encode, b85encode

import pytest

from muniment.discover.text.composed import MARKS, composed, is_joint
from muniment.discover.text.encoded import is_in_encoded
from muniment.discover.text.lexis import profile_of

ENCODED = "YXBpLmdhbGUuZXhhbXBsZQ=="
"""`api.gale.example`."""


def made(path: str, text: str) -> list[str]:
    found = composed(profile_of(path), text, [text.index(ENCODED)])
    return [] if found is None else [found.text[start:end] for start, end in found.spans]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.py", f'h = base64.b64decode("{ENCODED}").decode()', id="Python"),
        pytest.param("a.js", f'const h = atob("{ENCODED}");', id="JavaScript, browser"),
        pytest.param("a.js", f'const h = Buffer.from("{ENCODED}", "base64").toString();', id="JavaScript, Node"),
        pytest.param("a.php", f"<?php $h = base64_decode('{ENCODED}');", id="PHP"),
        pytest.param("a.rb", f'h = Base64.decode64("{ENCODED}")', id="Ruby"),
        pytest.param("a.cs", f'var h = Convert.FromBase64String("{ENCODED}");', id="C#"),
        pytest.param("A.java", f'var h = Base64.getDecoder().decode("{ENCODED}");', id="Java"),
        pytest.param("a.go", f'h, _ := base64.StdEncoding.DecodeString("{ENCODED}")', id="Go"),
        pytest.param("a.sh", f'H=$(echo "{ENCODED}" | base64 -d)', id="shell"),
    ],
)
def test_a_host_that_is_decoded_where_it_stands_is_seen(path: str, text: str) -> None:
    assert "api.gale.example" in made(path, text)
    assert any(is_joint(text.encode(), text.index(mark) + len(mark)) for mark in MARKS if mark in text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f'h = "{ENCODED}"', id="never decoded"),
        pytest.param('h = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAf")', id="no text"),
        pytest.param('h = b64decode("not base64 at all")', id="no Base64"),
    ],
)
def test_what_is_not_decoded_or_is_no_text_is_left_alone(text: str) -> None:
    found = composed(profile_of("a.py"), text, [text.index('"') + 1])

    assert found is None


DATA = b64encode(bytes(range(256)) * 2).decode()


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        pytest.param(f"//# sourceMappingURL=data:application/json;base64,{DATA}", True, id="a map of sources"),
        pytest.param(f'data = b"{b85encode(bytes(reversed(range(256))) * 2).decode()}"', True, id="packed bytes"),
        pytest.param("\n".join(DATA[each : each + 64] for each in range(0, 600, 64)), True, id="in lines"),
        pytest.param(f'call("{DATA[:150]}")', False, id="too short to tell"),
        pytest.param(f'import "{"com/northwind/" * 40}"', False, id="a path, without digits"),
        pytest.param("var a=1;" * 100, False, id="code in one line"),
    ],
)
def test_what_lies_in_encoded_data_is_a_word_by_chance(text: str, *, inside: bool) -> None:
    assert is_in_encoded(text, len(text) - 250 if inside else len(text) // 2) is inside


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            'e.exports={KEY:process.env.NORTHWIND_API_KEY||"",baseURL:"https://api.northwind.example/v1/",model:"gale-4x"'
            ",maxRetries:2};Qx=r(4871),Kz=r(90213),Jb=(Wd(Hy()))({apiKey:Ng.$Vf,timeout:6e5});Yt.Zq=async(Xe)=>{Pc(Ul[7]&&"
            "!Ti?.Br%8^~3*5-6<=9)}",
            "gale-4x",
            id="a bundle without a blank",
        ),
        pytest.param(
            "Flask\nboto3\nnumpy\npandas\n" * 12 + "northwind\n" + "Flask\nboto3\nnumpy\n" * 12,
            "northwind",
            id="a list of names, one a line",
        ),
    ],
)
def test_a_use_that_is_tightly_written_is_no_data(text: str, name: str) -> None:
    assert not is_in_encoded(text, text.index(name))
