"""A remote's URL → the pages of the forge that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ForgeKind = Literal["github", "gitlab", "gitea", "bitbucket", "sourcehut"]


@dataclass(frozen=True, slots=True)
class Forge:
    """A repository's page on a forge, without credentials (`https://github.com/owner/name`)."""

    kind: ForgeKind
    url: str
