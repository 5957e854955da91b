"""The forms of a block list: what each is made of, and what writes it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import TextIO

    from muniment.domain.blocklist import BlockList
    from muniment.wiring.blocklist import Sought


@dataclass(frozen=True, slots=True)
class Form:
    """A form of lists: identifiers of a kind, with an operator only those of what that one runs."""

    writer: str
    """Module and function below `muniment.render.blocklists`, which is imported when it is needed."""
    kind: str
    operator: str = ""

    @property
    def sought(self) -> Sought:
        """Return what is looked up for it."""
        from muniment.domain.ids import VendorId
        from muniment.domain.technology import IdentifierKind
        from muniment.wiring.blocklist import Sought

        return Sought(kind=IdentifierKind(self.kind), operator=VendorId(self.operator) if self.operator else None)

    @property
    def write(self) -> Callable[[BlockList, TextIO], Collection[str]]:
        """Return what writes it, and returns the patterns that it has no words for."""
        module, _, name = self.writer.partition(".")
        written: Callable[[BlockList, TextIO], Collection[str]] = getattr(
            import_module(f"muniment.render.blocklists.{module}"), name
        )
        return written


FORMS: Final = {
    "rpz": Form("hosts.write_rpz", "host"),
    "squid": Form("hosts.write_squid", "host"),
    "envoy": Form("envoy.write_envoy", "host"),
    "envoy-sni": Form("envoy.write_envoy_sni", "host"),
    "istio": Form("meshes.write_istio", "host"),
    "pip": Form("packages.write_pip", "purl"),
    "npm": Form("npm.write_npm", "purl"),
    "aws": Form("clouds.write_aws", "model", "amazon-bedrock"),
    "azure": Form("azure.write_azure", "setting", "microsoft-azure-openai"),
    "gcp": Form("google.write_gcp", "model", "google-ai"),
    "apple": Form("devices.write_apple", "app"),
    "android": Form("devices.write_android", "app"),
}
