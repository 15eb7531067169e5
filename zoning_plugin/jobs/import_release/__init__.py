# SPDX-License-Identifier: GPL-3.0-or-later
"""Import a release: read what an office sends, find everything odd, store it as one file, and say all of it in a report."""

from .request import ImportExamination, ImportOutcome, ImportRequest
from .run import examine_import, import_release

__all__ = [
    "ImportExamination",
    "ImportOutcome",
    "ImportRequest",
    "examine_import",
    "import_release",
]
