# SPDX-License-Identifier: GPL-3.0-or-later
"""The check report of a filing package: every rule tried, with its result, as JSON and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..core.errors import Level
from ..core.filing import RuleResult
from ..core.release import Release
from ..wording import sentence_of, word


def check_json(results: Sequence[RuleResult], release: Release, language: str) -> dict[str, object]:
    """The report as `zoning.check-report/1`: counts by level, each rule with its findings in words and facts."""
    findings = [one for result in results for one in result.findings]
    return {
        "schema": "zoning.check-report/1",
        "release": {"name": release.info.name, "document_no": release.info.document_no, "digest": release.digest},
        "counts": {level.value: sum(one.level is level for one in findings) for level in Level},
        "rules": [
            {
                "rule": result.rule_id,
                "focus": result.focus,
                "title": word(f"rule-{result.rule_id}", language),
                "findings": [
                    {
                        "code": one.code,
                        "level": one.level.value,
                        "facts": dict(one.facts),
                        "text": sentence_of(one, language),
                    }
                    for one in result.findings
                ],
            }
            for result in results
        ],
    }


def check_html(results: Sequence[RuleResult], release: Release, language: str) -> str:
    """The report as one page of HTML without scripts or outside references."""
    rows = []
    for result in results:
        title = (
            f"<th scope='row'>{escape(result.rule_id)}</th><td>{escape(word(f'focus-{result.focus}', language))}</td>"
        )
        title += f"<td>{escape(word(f'rule-{result.rule_id}', language))}</td>"
        if not result.findings:
            rows.append(f"<tr>{title}<td class='none'>{escape(word('check-nothing-found', language))}</td></tr>")
            continue
        items = "".join(
            f"<li class='{one.level.value}'><b>{escape(word(f'level-{one.level.value}', language))}</b> "
            f"{escape(sentence_of(one, language))}</li>"
            for one in result.findings
        )
        rows.append(f"<tr>{title}<td><ul>{items}</ul></td></tr>")
    title = escape(word("check-report-title", language))
    info = escape(f"{release.info.name}  {release.info.document_no}  {release.digest[:16]}")
    head = "".join(
        f"<th>{escape(word(key, language))}</th>" for key in ("check-rule", "check-focus", "check-what", "check-result")
    )
    return (
        f"<!doctype html><html lang='{'zh-Hans' if language == 'zh' else 'en'}'><head><meta charset='utf-8'><title>{title}</title><style>"
        "body{font-family:sans-serif;max-width:60em;margin:2em auto;line-height:1.5;color:#222}table{border-collapse:collapse;width:100%}"
        "th,td{border:1px solid #999;padding:.4em .6em;text-align:left;vertical-align:top}.error b{color:#a11}.warning b{color:#850}"
        ".none{color:#265}ul{margin:0;padding-left:1.2em}</style></head>"
        f"<body><h1>{title}</h1><p>{info}</p><p>{escape(word('check-report-note', language))}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></body></html>\n"
    )
