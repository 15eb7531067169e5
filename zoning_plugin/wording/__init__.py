# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences that leave the program: code and facts to text, in the language asked for; no Qt."""

from .catalogue import LANGUAGES, Language, codes, language_of, named_crs, sentence, sentence_of, sentences_of, word
from .crs_words import has_crs_code

__all__ = [
    "LANGUAGES",
    "Language",
    "codes",
    "has_crs_code",
    "language_of",
    "named_crs",
    "sentence",
    "sentence_of",
    "sentences_of",
    "word",
]
