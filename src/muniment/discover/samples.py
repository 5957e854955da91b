"""What only stands as a sample in a text: sentences to train a bot with, code of a language that is shown to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.discover.lexis import Form
from muniment.domain.evidence import Context
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from muniment.discover.spots import Spot

_SENTENCES: Final = frozenset(["trainingphrases", "training_phrases", "usersays", "utterances"])
"""Keys of what people may say to a bot."""
_EXAMPLES: Final = frozenset(["examples", "samples"])
"""Keys that say so where intents are spoken of."""
_INTENT = lazily(r"(?i)(?:^|[\s{,\"'-])intents?(?:name)?[\"']?\s*:")
_LANGUAGE = (
    r"(?:python|py|javascript|js|typescript|ts|node(?:js)?|go(?:lang)?|java|kotlin|swift|ruby|php|c#|csharp|rust|curl)"
)
_NAMED_BY_ITS_LANGUAGE = lazily(
    rf"(?i)(?:(?:^|[\s{{,(])[\"']?{_LANGUAGE}[\"']?\s*:\s*|\blang(?:uage)?[\"']?\s*[:=]\s*[\"']{_LANGUAGE}[\"']\s*,\s*"
    r"[\"']?(?:code|snippet|source|value|content)[\"']?\s*[:=]\s*)[\"'`]+$"
)
"""What stands before a string that is code in the language by which it is called."""


def is_sample(spot: Spot) -> bool:
    """Say whether what stands at `spot` is a sentence that a bot learns from, or in code that is only shown."""
    if spot.profile.form is Form.SETTINGS:
        keys = {key.lower() for key in spot.keys}
        return not keys.isdisjoint(_SENTENCES) or (not keys.isdisjoint(_EXAMPLES) and bool(_INTENT.search(spot.text)))
    if spot.profile.form is not Form.CODE or spot.context is not Context.STRING or "\n" not in spot.inside:
        return False
    return _NAMED_BY_ITS_LANGUAGE.search(spot.before) is not None
