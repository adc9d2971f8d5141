"""A folder is one of parts only if it has nothing else, and gets all of its parts at once or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from packpress.filesystem import write_folder
from packpress.publish.parts.part_folder import has_parts, may_have_parts, parts_in, publish_parts


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    """Two finished files in a temporary folder."""
    (tmp_path / "scratch").mkdir()
    files = [tmp_path / "scratch" / name for name in ("f3", "a1")]
    for file in files:
        file.write_text(file.name, encoding="utf-8")
    return files


def _texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()
    }


NEW = {"part-00000.parquet": "f3", "part-00001.parquet": "a1"}
# what was there before → its files
BEFORE = {"nothing": None, "more parts": {**NEW, "part-00002.parquet": "x"}, "one part": {"part-00000.parquet": "y"}}


@pytest.mark.parametrize("exchanges", [True, False], ids=["in one step", "in two steps"])
@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_parts_replace_all_that_was_there(
    before: dict[str, str] | None, exchanges: bool, parts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchanges:
        monkeypatch.setattr(write_folder, "_exchange", lambda one, other: False)
    if before is not None:
        (tmp_path / "rows").mkdir()
    for name, text in (before or {}).items():
        (tmp_path / "rows" / name).write_text(text, encoding="utf-8")
    publish_parts(parts, tmp_path / "rows")
    assert _texts(tmp_path) == {f"rows/{name}": text for name, text in NEW.items()}
    assert list((tmp_path / "scratch").iterdir()) == []
    assert (tmp_path / "rows").stat().st_mode & 0o777 == 0o755


def test_what_was_there_stays_if_the_new_folder_cannot_be_moved(
    parts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(made: Path, folder: Path) -> None:
        raise OSError("no")

    (tmp_path / "rows").mkdir()
    (tmp_path / "rows" / "part-00000.parquet").write_text("old", encoding="utf-8")
    monkeypatch.setattr(write_folder, "_exchange", lambda one, other: False)
    monkeypatch.setattr(write_folder, "move_folder", refuse)
    with pytest.raises(OSError, match=r"^no$"):
        publish_parts(parts, tmp_path / "rows")
    assert _texts(tmp_path / "rows") == {"part-00000.parquet": "old"}


def _with_link(folder: Path) -> None:
    (folder / "part-00001.parquet").symlink_to("part-00000.parquet")


# what else is in a folder that has one part → whether it is one of parts
OTHERS: dict[str, tuple[Callable[[Path], object], bool]] = {
    "nothing": (lambda folder: None, True),
    "another part": (lambda folder: (folder / "part-00001.parquet").write_bytes(b""), True),
    "notes": (lambda folder: (folder / "notes.md").write_bytes(b""), False),
    "a hidden file": (lambda folder: (folder / ".part-00001.parquet").write_bytes(b""), False),
    "a folder": (lambda folder: (folder / "part-00001.parquet").mkdir(), False),
    "a link": (_with_link, False),
}


@pytest.mark.parametrize("case", OTHERS)
def test_a_folder_of_parts_has_nothing_else(case: str, tmp_path: Path) -> None:
    add, is_one = OTHERS[case]
    (tmp_path / "part-00000.parquet").write_bytes(b"")
    add(tmp_path)
    assert bool(parts_in(tmp_path)) is is_one


def test_a_link_to_a_folder_and_a_file_have_no_parts(tmp_path: Path) -> None:
    (tmp_path / "rows").mkdir()
    (file := tmp_path / "rows" / "part-00000.parquet").write_bytes(b"")
    (tmp_path / "link").symlink_to("rows")
    assert [parts_in(path) for path in (tmp_path / "link", file, tmp_path / "absent")] == [[], [], []]
    assert parts_in(tmp_path / "rows") == [file]


def test_a_folder_has_parts_only_if_their_bytes_are_equal(parts: list[Path], tmp_path: Path) -> None:
    copies = [tmp_path / file.name for file in parts]
    for file in copies:
        file.write_text(file.name, encoding="utf-8")
    publish_parts(parts, tmp_path / "rows")
    swapped = [copies[1], copies[0]]
    assert [has_parts(tmp_path / "rows", files) for files in (copies, swapped, copies[:1])] == [True, False, False]


def test_no_folder_has_the_name_of_that_of_the_views() -> None:
    assert [name for name in ("rows", "views", ".", "..", "a.b") if may_have_parts(name)] == ["rows", "a.b"]
