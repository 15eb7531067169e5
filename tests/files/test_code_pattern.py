# SPDX-License-Identifier: GPL-3.0-or-later
"""A pattern from anybody's profile either cannot run away or is refused."""

from __future__ import annotations

import re
import time

import pytest

from zoning_plugin.files.code_pattern import code_pattern


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (r"(?P<prefix>ZH|HY)(?P<admin>\d{6})(?P<class>[123])(?P<serial>\d{4})", "ZH99010120001"), (r"(ZH|HY)\d{9,16}", "ZH990101200001"),
        (r"(?:ZH|HY)?\d{6}-[优重一]\d{2,3}", "990101-重01"), (r"[^\]\s]{13}", "ZH99010120001"), (r"示例\.[]a]", "示例.]"), (r"a|bc|d{2}", "dd"),
        (r"\u793a\d", "示1"),
    ],
)  # fmt: skip
def test_patterns_of_codes(pattern: str, code: str) -> None:
    assert code_pattern(pattern).fullmatch(code)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+b", r"\d+", r"\d*x", r"a{3,}", r"(a|a){1,30}b", r"(\d{1,9}){1,9}", r"\d{0,9}" * 20 + "x", r"(?=a)b", r"(?<!a)b", r"(a)\1", r"(?i)zh",
        r"a{65}", r"a??", r"a{1,2}?", r"a{1,2}+", "", "a?", r"(a?)", "(", "[a", "a)", "x" * 201, r"(?P<a>b)(?P=a)", r"(a)(?(1)b|c)", r"a\1", "(?#x)",
        "{2}", "*", "a{2}{3}{4}" + r"\d{1,64}" * 3,
    ],
)  # fmt: skip
def test_what_could_run_away_is_refused(pattern: str) -> None:
    with pytest.raises((ValueError, re.error)):
        code_pattern(pattern)


def test_the_worst_that_is_allowed_is_quick() -> None:
    worst = code_pattern(r"(\d{1,9}){1,3}x")
    begun = time.process_time()
    assert not list(worst.finditer("1" * 32_767))
    assert time.process_time() - begun < 5
