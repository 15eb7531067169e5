# SPDX-License-Identifier: GPL-3.0-or-later
"""Keep i18n/*.ts in step with the sources, and compile them.

``translations.py`` updates every i18n/*.ts from the sources, compiles it to .qm, and says what is untranslated;
``translations.py --check`` changes nothing, and fails when a text is missing, left over, untranslated, or lost a placeholder;
``translations.py --compile`` only compiles.

Texts are found in ``tr("…")`` calls (context ``zoning_plugin``, as bridge/i18n.py looks them up), in ``translate("context", "…")``
calls, and in .ui files (context: the form's class). ``self.tr("…")`` is refused: Qt would look it up under the class's name. The .ts is sorted and holds no line numbers, so that
parallel work merges. pylupdate5 is not used: it takes the enclosing class as the context, and knows nothing of Python's newer syntax.
"""

from __future__ import annotations

import argparse
import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "zoning_plugin"
CONTEXT: Final = "zoning_plugin"

Texts = dict[tuple[str, str], str]
"""(context, source text) → translation, empty while there is none."""


class UntranslatableCall(Exception):
    """A tr() call that would not be translated: an f-string, a variable, a joined string, or QObject's own self.tr()."""


def texts_in_python(source: str, name: str) -> Iterator[tuple[str, str]]:
    """Every (context, text) of one Python source; raises UntranslatableCall for a text that is not one literal."""
    for node in ast.walk(ast.parse(source, name)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        wanted = {"tr": 1, "translate": 2}.get(called, 0)
        if not wanted or (called == "translate" and len(node.args) < wanted):
            continue
        if called == "tr" and isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "self":
            raise UntranslatableCall(f"{name}:{node.lineno}: call tr() of bridge/i18n.py, not self.tr()")
        constants = [arg.value for arg in node.args[:wanted] if isinstance(arg, ast.Constant)]
        literals = [value for value in constants if isinstance(value, str)]
        if len(literals) == wanted:
            yield (CONTEXT, literals[0]) if called == "tr" else (literals[0], literals[1])
        elif called == "tr":
            raise UntranslatableCall(f"{name}:{node.lineno}: tr() takes one literal; .format() it afterwards")


def texts_in_form(form: Path) -> Iterator[tuple[str, str]]:
    """Every (context, text) of one .ui file, as Qt looks them up when it is loaded."""
    root = ElementTree.parse(form).getroot()
    context = root.findtext("class") or ""
    for element in root.iter("string"):
        if element.get("notr") != "true" and (element.text or "").strip():
            yield context, element.text or ""


def texts_in_sources() -> set[tuple[str, str]]:
    """Every (context, text) that the plugin asks Qt to translate."""
    found: set[tuple[str, str]] = set()
    for file in sorted(PACKAGE.rglob("*.py")):
        if "_vendor" not in file.parts:
            found.update(texts_in_python(file.read_text(encoding="utf-8"), str(file.relative_to(ROOT))))
    for form in sorted(PACKAGE.rglob("*.ui")):
        found.update(texts_in_form(form))
    return found


def read_ts(file: Path) -> Texts:
    """The texts of a .ts file; empty when there is none yet."""
    if not file.exists():
        return {}
    texts: Texts = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            finished = translation is not None and translation.get("type") is None
            key = (context.findtext("name") or "", message.findtext("source") or "")
            texts[key] = (translation.text or "") if finished and translation is not None else ""
    return texts


def write_ts(file: Path, language: str, texts: Texts) -> None:
    """Write a .ts file, sorted by context and text."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context_of: dict[str, ElementTree.Element] = {}
    for (context, source), translated in sorted(texts.items()):
        if context not in context_of:
            context_of[context] = ElementTree.SubElement(root, "context")
            ElementTree.SubElement(context_of[context], "name").text = context
        message = ElementTree.SubElement(context_of[context], "message")
        ElementTree.SubElement(message, "source").text = source
        translation = ElementTree.SubElement(message, "translation")
        translation.text = translated
        if not translated:
            translation.set("type", "unfinished")
    ElementTree.indent(root, "    ")
    body = ElementTree.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8", newline="\n")


def faults_of(texts: Texts, wanted: set[tuple[str, str]]) -> list[str]:
    """What keeps a translation from being complete, one sentence each."""
    faults = [f"not in the .ts: {text!r} ({context})" for context, text in sorted(wanted - texts.keys())]
    faults += [f"no longer in the sources: {text!r} ({context})" for context, text in sorted(texts.keys() - wanted)]
    for (context, text), translated in sorted(texts.items()):
        if (context, text) not in wanted:
            continue
        if not translated:
            faults.append(f"untranslated: {text!r} ({context})")
        elif _placeholders(text) != _placeholders(translated):
            faults.append(f"placeholders differ: {text!r} → {translated!r}")
    return faults


def compile_ts(file: Path) -> None:
    """Compile a .ts file to the .qm beside it with Qt's lrelease; raises FileNotFoundError where there is none."""
    places = ("/usr/lib/qt5/bin/lrelease", shutil.which("lrelease-qt5"), shutil.which("lrelease"))
    lrelease = next((place for place in places if place and Path(place).exists()), None)
    if lrelease is None:
        raise FileNotFoundError("lrelease is missing (Debian: qttools5-dev-tools)")
    subprocess.run([lrelease, "-silent", str(file), "-qm", str(file.with_suffix(".qm"))], check=True)


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^{}]*\}|%n|%\d", text))


def main() -> int:
    """Run from the command line; 1 when a check fails."""
    parser = argparse.ArgumentParser(description="Update, check and compile the translations.")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--check", action="store_true", help="change nothing; fail when a translation is not complete")
    chosen.add_argument("--compile", action="store_true", help="only compile what is there")
    options = parser.parse_args()
    try:
        wanted = set() if options.compile else texts_in_sources()
    except UntranslatableCall as error:
        print(f"translations: {error}", file=sys.stderr)
        return 1
    failed = False
    for file in sorted((ROOT / "i18n").glob("*.ts")):
        texts = read_ts(file)
        if not options.compile:
            if not options.check:
                texts = {key: texts.get(key, "") for key in wanted}
                write_ts(file, file.stem.removeprefix(f"{CONTEXT}_"), texts)
            for line in faults_of(texts, wanted):
                print(f"{file.name}: {line}")
                failed = failed or options.check
        if not options.check:
            compile_ts(file)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
