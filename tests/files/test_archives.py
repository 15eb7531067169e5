# SPDX-License-Identifier: GPL-3.0-or-later
"""A zip from a stranger: unpacked whole where it is harmless, refused whole where it is not."""

from __future__ import annotations

import struct
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoning_plugin.core.errors import Cancelled, ReleaseUnreadable
from zoning_plugin.files import archives
from zoning_plugin.files.archives import unpacked


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def code_of(path: Path) -> str:
    left = set(Path(tempfile.gettempdir()).glob("zoning-unpacked-*"))
    with pytest.raises(ReleaseUnreadable) as met, unpacked(path):
        pass
    assert set(Path(tempfile.gettempdir()).glob("zoning-unpacked-*")) <= left, "what was unpacked is still there"
    return met.value.code


def test_what_was_packed_is_there_and_gone_afterwards(tmp_path: Path) -> None:
    content = {"图层/环境管控单元.shp": b"shape", "readme.txt": b"", "a/b/c.xlsx": bytes(range(256)) * 5000}
    with unpacked(packed(tmp_path / "成果.zip", content)) as folder:
        found = {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    assert found == content
    assert not folder.exists()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_the_mark_of_utf_8_are_read_as_chinese_windows_writes_them(tmp_path: Path, encoding: str) -> None:
    raw = "准入清单_示例.xlsx".encode(encoding)
    path = packed(tmp_path / "a.zip", {"#" * len(raw): b"content"})
    path.write_bytes(path.read_bytes().replace(b"#" * len(raw), raw))
    with unpacked(path) as folder:
        assert [one.name for one in folder.iterdir()] == ["准入清单_示例.xlsx"]


@pytest.mark.parametrize(
    "name",
    ["../out.txt", "a/../../out.txt", "/etc/passwd", "C:/x.txt", "c:x.txt", "..\\out.txt", "a//b.txt", "nul", "a/CON.txt", "com1.shp",
     "dot.", "blank ", "tab\there", "x" * 300, "a:stream", "/".join("abcdefghijklmnopqrstuvw")],
)  # fmt: skip
def test_a_name_that_is_none_everywhere_is_refused_with_all_the_archive(tmp_path: Path, name: str) -> None:
    assert code_of(packed(tmp_path / "a.zip", {"good.txt": b"1", name: b"2"})) == "archive-name-unsafe"
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


def test_two_names_that_one_folder_of_windows_cannot_hold_are_refused(tmp_path: Path) -> None:
    assert code_of(packed(tmp_path / "a.zip", {"Units.shp": b"1", "units.SHP": b"2"})) == "archive-name-unsafe"


def test_a_link_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert code_of(tmp_path / "a.zip") == "archive-name-unsafe"


def test_a_bomb_is_refused_by_what_it_says_of_itself(tmp_path: Path) -> None:
    assert code_of(packed(tmp_path / "a.zip", {"zeros": bytes(50_000_000)})) == "archive-too-large"


def test_a_bomb_is_refused_when_it_lies_about_its_size(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"zeros": bytes(50_000_000)})
    raw, size = path.read_bytes(), struct.pack("<I", 50_000_000)
    assert raw.count(size) == 2
    path.write_bytes(raw.replace(size, struct.pack("<I", 1000)))
    assert code_of(path) in ("archive-too-large", "archive-damaged")


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    assert code_of(packed(tmp_path / "a.zip", {str(one): b"" for one in range(4)})) == "archive-too-large"


def test_an_encrypted_archive_is_named_as_such(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.txt": b"secret"})
    raw = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + place] |= 1
    path.write_bytes(raw)
    assert code_of(path) == "archive-encrypted"


def test_no_file_an_empty_file_and_an_empty_archive(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.zip") == "file-missing"
    (tmp_path / "empty.zip").write_bytes(b"")
    assert code_of(tmp_path / "empty.zip") == "file-empty"
    assert code_of(packed(tmp_path / "nothing.zip", {})) == "file-empty"


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    class Impatient:
        def report(self, share: float, step: str) -> None: ...

        def is_cancelled(self) -> bool:
            return True

    left = set(Path(tempfile.gettempdir()).glob("zoning-unpacked-*"))
    path = packed(tmp_path / "a.zip", {"a.txt": b"1"})
    with pytest.raises(Cancelled), unpacked(path, progress=Impatient()):
        pass
    assert set(Path(tempfile.gettempdir()).glob("zoning-unpacked-*")) <= left


@given(place=st.integers(0, 10_000), value=st.integers(0, 255), cut=st.integers(0, 400))
def test_a_damaged_archive_is_refused_or_gives_what_was_packed(place: int, value: int, cut: int) -> None:
    content = {"a.txt": b"hello world" * 20, "b/c.bin": bytes(range(200))}
    with tempfile.TemporaryDirectory() as folder:
        path = packed(Path(folder) / "a.zip", content)
        raw = bytearray(path.read_bytes())
        raw[place % len(raw)] = value
        path.write_bytes(raw[: len(raw) - cut] if cut < len(raw) else raw)
        try:
            with unpacked(path) as inside:
                found = {one.read_bytes() for one in inside.rglob("*") if one.is_file()}
        except ReleaseUnreadable:
            return
        assert found == set(content.values()), "a member is missing in silence"
