# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws that were merged into a code, and the clauses that still cite them by their own name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from .folding import fold


@dataclass(frozen=True)
class MergedLaw:
    """A law that a code replaced from the ISO date ``on``: its name without 中华人民共和国, and its common short forms."""

    name: str
    short: tuple[str, ...]
    code: str
    on: str


@dataclass(frozen=True)
class Laws:
    """The table of merged laws."""

    merged: tuple[MergedLaw, ...]
    _by_name: Mapping[str, MergedLaw] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name = {fold(name): law for law in self.merged for name in (law.name, *law.short)}
        object.__setattr__(self, "_by_name", by_name)

    def of_name(self, name: str, on: str) -> MergedLaw | None:
        """The law that ``name`` means, where it had been merged on the ISO date ``on``.

        With or without 中华人民共和国 and an edition behind it (2017修正); by its full name or a common short form. A regulation,
        a rule of a province or a standard whose name only begins or ends like a law's is another document.
        """
        law = self._by_name.get(_bare(name))
        return law if law and on >= law.on else None


_STATE: Final = fold("中华人民共和国")
# What fold makes of ( and 〔 differs; an edition stands in any of them, and says a year or how the law was changed.
_EDITION: Final = re.compile(r"[(\[][^()\[\]]*(?:[0-9]{4}|[修订正版本])[^()\[\]]*[)\]]\Z")


def _bare(name: str) -> str:
    folded = fold(name).removeprefix(_STATE)
    return _EDITION.sub("", folded).removeprefix(_STATE)
