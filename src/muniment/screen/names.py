"""A company's name as the words by which it is compared, whatever its case, accents, punctuation and legal form."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from muniment.domain.patterns import lazily
from muniment.screen.words import CJK_FORMS, GENERIC, LEFT_OUT, LEGAL_FORMS, SHORT

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
_WORD = lazily(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = lazily(rf"[{_HAN}]")
_DOTTED = lazily(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?|\b(?:[a-z]/){1,2}[a-z]\b")
_APOSTROPHE = lazily(r"[\u2019\u2018'`\u00b4]")
_OTHER_NAME = lazily(
    r"(?i)[\s,;(]+(?:d\s*[./]?\s*b\s*[./]?\s*a\b\.?|doing business as|trading as|t/a|formerly(?: known as)?"
    r"|f\s*/\s*k\s*/\s*a|fka|also known as|a\s*/\s*k\s*/\s*a|aka|now known as)[:\s]+"
)
_BRACKETS = lazily(r"[(\uff08\[]([^()\uff08\uff09\[\]]*)[)\uff09\]]")
_STROKES: Final = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ħ": "h",
        "\u0131": "i",
        "&": " and ",
        "+": " ",
    }
)
_LONGEST: Final = 300
_PLURAL: Final = 4
_LATIN_LETTERS: Final = 2


@dataclass(frozen=True, slots=True)
class Name:
    """`words` are what is compared, in their order; `forms` are the legal forms that were left aside."""

    text: str
    words: tuple[str, ...]
    forms: tuple[str, ...]

    @property
    def joined(self) -> str:
        """Return the words as one."""
        return "".join(self.words)


def normal(text: str) -> Name:
    """Return the words of one name. Nothing is transliterated: other scripts stay as they are written.

    A legal form counts as a word where the name would otherwise be empty.
    """
    folded = _folded(text[:_LONGEST])
    words: list[str] = []
    forms: list[str] = []
    for word in _WORD.findall(folded):
        if _IS_HAN.match(word):
            words += _han(word, forms)
        elif word in LEGAL_FORMS:
            forms.append(word)
        elif word not in LEFT_OUT:
            words.append(canonical(word))
    if not words:
        words, forms = forms or _WORD.findall(folded), []
    return Name(text=text, words=tuple(dict.fromkeys(words)), forms=tuple(forms))


def variants(text: str) -> tuple[str, ...]:
    """Return the names that one cell may hold: with `d/b/a` and the like each of both, and what stands in brackets."""
    found: list[str] = []
    for part in _OTHER_NAME.split(text):
        outside = _BRACKETS.sub(" ", part).strip(" ,;()")
        found += [outside, *(inside.strip() for inside in _BRACKETS.findall(part))]
    return tuple(dict.fromkeys(each for each in found if any(letter.isalnum() for letter in each)))


def without_brackets(text: str) -> str:
    """Return a name without what is explained in brackets after it."""
    return _BRACKETS.sub(" ", text).strip()


def is_generic(word: str) -> bool:
    """Say whether a word says what or where a company is, rather than which."""
    return word in GENERIC


def is_han(word: str) -> bool:
    """Say whether a word is written in Chinese, Japanese or Korean."""
    return _IS_HAN.match(word) is not None


def other_script(text: str) -> str:
    """Return the script of a name that holds hardly a Latin letter, such as `Han`; empty for all others."""
    scripts = [_script(letter) for letter in text if letter.isalpha()]
    if not scripts or scripts.count("Latin") >= _LATIN_LETTERS:
        return ""
    return next((script for script in scripts if script != "Latin"), "")


@lru_cache(maxsize=1 << 16)
def canonical(word: str) -> str:
    """Return the word by which both sides are compared: without abbreviation, and generic ones in the singular."""
    if word in SHORT:
        return SHORT[word]
    single = word[:-1] if len(word) > _PLURAL and word.endswith("s") else word
    return single if single in GENERIC else word


def _folded(text: str) -> str:
    lower = unicodedata.normalize("NFKD", text).casefold().translate(_STROKES)
    plain = "".join(letter for letter in lower if not unicodedata.combining(letter)) if not lower.isascii() else lower
    plain = unicodedata.normalize("NFC", plain) if not plain.isascii() else plain
    return _DOTTED.sub(lambda found: found[0].replace(".", "").replace("/", ""), _APOSTROPHE.sub("", plain))


def _han(run: str, forms: list[str]) -> list[str]:
    for form in CJK_FORMS:
        if run.endswith(form) or run.startswith(form):
            forms.append(form)
            run = run.removesuffix(form).removeprefix(form)
    return [run] if run else []


def _script(letter: str) -> str:
    if _IS_HAN.match(letter):
        return "Han"
    name = unicodedata.name(letter, "").partition(" ")[0]
    return "Latin" if name in {"LATIN", "FULLWIDTH", "MODIFIER", "FEMININE", "MASCULINE"} else name.capitalize()
