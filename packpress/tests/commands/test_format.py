"""``format`` and ``new`` on files that are links, are kept from others, or change while the command works."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packpress.cli import main
from packpress.commands import format as command
from packpress.edit import new_record as new
from packpress.layout.format import Formatted, format_table

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

SCHEMA = {"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}], "primaryKey": ["id"]}
UNTIDY, TIDY = "id,n\nc,3\na,1\n", "id,n\na,1\nc,3\n"
WITH_B = "id,n\na,1\nb,\nc,3\n"
Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("arguments", "before", "after"), [(["format"], UNTIDY, TIDY), (["new", "table", "--id", "b"], TIDY, WITH_B)]
)
def test_a_link_stays_and_the_file_keeps_its_mode(
    arguments: list[str], before: str, after: str, make_package: PackageMaker
) -> None:
    root = make_package(SCHEMA, "")
    (root / "data.csv").unlink()
    (root / "kept").mkdir()
    (root / "kept" / "table.csv").write_text(before, encoding="utf-8")
    (root / "kept" / "table.csv").chmod(0o640)
    (root / "data.csv").symlink_to("kept/table.csv")
    assert main([*arguments, str(root)]) == 0
    assert (root / "data.csv").readlink() == Path("kept/table.csv")
    assert oct((root / "kept" / "table.csv").stat().st_mode & 0o777) == "0o640"
    assert (root / "kept" / "table.csv").read_text(encoding="utf-8") == after


def test_a_table_that_is_saved_while_it_is_formatted_keeps_what_was_saved(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = make_package(SCHEMA, UNTIDY)

    def save_meanwhile(*arguments: object) -> Formatted:
        (root / "data.csv").write_text("id,n\nmine,4\n", encoding="utf-8")
        return format_table(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(command, "format_table", save_meanwhile)
    assert main(["format", str(root)]) == 2
    words = "changed since it was read, so nothing was written to it; save it in your editor, then run this again"
    assert capsys.readouterr() == ("", f"packpress: data.csv: {words}\n")
    assert (root / "data.csv").read_text(encoding="utf-8") == "id,n\nmine,4\n"
    assert sorted(path.name for path in root.iterdir()) == ["data.csv", "datapackage.json"]


def test_a_table_that_is_saved_while_a_record_is_added_keeps_what_was_saved(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = make_package(SCHEMA, TIDY)
    insert = new._insert

    def save_meanwhile(*arguments: object) -> tuple[bytes, int]:
        (root / "data.csv").write_text("id,n\nmine,4\n", encoding="utf-8")
        return insert(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(new, "_insert", save_meanwhile)
    assert main(["new", "table", "--id", "b", str(root)]) == 2
    assert "data.csv: changed since it was read" in capsys.readouterr().err
    assert (root / "data.csv").read_text(encoding="utf-8") == "id,n\nmine,4\n"


def test_a_table_that_is_saved_between_two_reads_takes_no_record_at_a_wrong_place(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = make_package(SCHEMA, TIDY)
    read_bytes = Path.read_bytes

    def read_later(self: Path) -> bytes:
        return b"id,n\nlonger,10\n" + b"x,1\n" if self.name == "data.csv" else read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", read_later)
    assert main(["new", "table", "--id", "b", str(root)]) == 2
    monkeypatch.undo()
    assert "data.csv: " in capsys.readouterr().err
    assert (root / "data.csv").read_text(encoding="utf-8") == TIDY
