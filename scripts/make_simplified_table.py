# SPDX-License-Identifier: GPL-3.0-or-later
"""Make zoning_plugin/core/simplified.py from OpenCC's table of characters: ``make_simplified_table.py TSCharacters.txt``.

The file lies in the wheel opencc-python-reimplemented 0.1.7 of PyPI (opencc/dictionary/TSCharacters.txt; SHA-256 of the wheel
41b3b92943c7bed291f448e9c7fad4b577c8c2eae30fcfe5a74edf8818493aa6).
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import Final

_TARGET: Final = Path(__file__).parent.parent / "zoning_plugin" / "core" / "simplified.py"
_WIDTH: Final = 100
_HEAD: Final = '''# SPDX-License-Identifier: GPL-3.0-or-later
"""Traditional and variant characters and the simplified one of each, for comparing only: never to be shown or stored.

Data, written by scripts/make_simplified_table.py from TSCharacters.txt of OpenCC (github.com/BYVoid/OpenCC, Copyright Carbo Kuo
and contributors, Apache License 2.0, which GPL 3 and later may take in). Kept of it: pairs of one character and one character of
the basic plane, of several readings the first.
"""

from typing import Final

'''


def main(source: Path) -> int:
    """Write the module."""
    pairs: dict[str, str] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        first = simplified.split()[0] if simplified.split() else ""
        if len(traditional) != 1 or len(first) != 1 or traditional == first or max(traditional + first) > "\uffff":
            continue
        if unicodedata.normalize("NFKD", traditional) == traditional:
            pairs[traditional] = first
    pairs = {
        one: pairs.get(first, first) for one, first in pairs.items()
    }  # 薴 → 苧 → 苎: folding twice changes nothing
    assert not set(pairs) & set(pairs.values())
    keys = sorted(pairs)
    parts = [("TRADITIONAL", "".join(keys)), ("SIMPLIFIED", "".join(pairs[one] for one in keys))]
    body = "\n".join(f"{name}: Final = (\n{_wrapped(text)})" for name, text in parts)
    _TARGET.write_text(f"{_HEAD}# fmt: off\n{body}\n", encoding="utf-8")
    print(len(keys), "pairs")
    return 0


def _wrapped(text: str) -> str:
    return "".join(f'    "{text[start : start + _WIDTH]}"\n' for start in range(0, len(text), _WIDTH))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
