"""What only stands as a sample in a text: sentences to train a bot with, code of a language that is shown to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.discover.text.lexis import Form
from muniment.domain.evidence import Context
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from muniment.discover.text.spots import Spot

_SENTENCES: Final = frozenset(["trainingphrases", "training_phrases", "usersays", "utterances"])
"""Keys of what people may say to a bot."""
_EXAMPLES: Final = frozenset(["examples", "samples"])
"""Keys that say so where intents are spoken of."""
_OF_A_FIELD: Final = frozenset(["example", "examples"])
_DESCRIBES: Final = frozenset(
    [
        "properties",
        "schema",
        "schemas",
        "definitions",
        "$defs",
        "parameters",
        "requestbody",
        "requestbodies",
        "responses",
    ]
)
"""Keys of a description of data, in which a sample of a field's value says nothing of what is used."""
_OF_SCANNERS: Final = frozenset(["scans", "last_analysis_results"])
"""Keys under which a report says what each of many virus scanners told of a file."""
_LANGUAGE = (
    r"(?:python|py|javascript|js|typescript|ts|node(?:js)?|go(?:lang)?|java|kotlin|swift|ruby|php|c#|csharp|rust|curl)"
)
_NAMED_BY_ITS_LANGUAGE = lazily(
    rf"(?i)(?:(?:^|[\s{{,(])[\"']?{_LANGUAGE}[\"']?\s*:\s*|\blang(?:uage)?[\"']?\s*[:=]\s*[\"']{_LANGUAGE}[\"']\s*,\s*"
    r"[\"']?(?:code|snippet|source|value|content)[\"']?\s*[:=]\s*)[\"'`]+$"
)
"""What stands before a string that is code in the language by which it is called."""


def is_sample(spot: Spot) -> bool:
    """Say whether what stands at `spot` is a sample: of a sentence, of a field, of code, or of what scanners told."""
    if spot.profile.form is Form.SETTINGS:
        keys = {key.lower() for key in spot.keys}
        if not keys.isdisjoint(_OF_SCANNERS):
            return True
        if not keys.isdisjoint(_OF_A_FIELD) and not keys.isdisjoint(_DESCRIBES):
            return True
        return not keys.isdisjoint(_SENTENCES) or (not keys.isdisjoint(_EXAMPLES) and spot.around.speaks_of_intents)
    if spot.profile.form is not Form.CODE or spot.context is not Context.STRING or "\n" not in spot.inside:
        return False
    return _NAMED_BY_ITS_LANGUAGE.search(spot.before) is not None
