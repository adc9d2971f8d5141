"""Encodings: what is certain, and which older encoding is guessed by the letters of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from packpress.edit.infer.files.guess_encoding import Encoding, find_encoding
from packpress.package.text.encodings import codec_of
from packpress.read.plain import Plain


def found(tmp_path: Path, data: bytes) -> Encoding:
    file = tmp_path / "t.csv"
    file.write_bytes(data)
    with Plain(file) as stream:
        return find_encoding(stream)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"id,n\n1,2\n", Encoding("utf-8")),
        ("id,Größe\n".encode(), Encoding("utf-8")),
        ("\ufeffid,Größe\n".encode(), Encoding("utf-8", has_mark=True)),
        ("id,Größe\n".encode("utf-16"), Encoding("utf-16", has_mark=True)),
        ("\ufeffid,Größe\n".encode("utf-16-be"), Encoding("utf-16", has_mark=True)),
    ],
    ids=["ascii", "utf-8", "utf-8 with a mark", "utf-16", "utf-16, big end first"],
)
def test_what_is_certain_has_no_doubt(data: bytes, encoding: Encoding, tmp_path: Path) -> None:
    assert found(tmp_path, data) == encoding


TEXTS = {
    "iso-8859-1": "Größe, Müller, straße, café, señor, garçon, smørrebrød",
    "windows-1252": "“Größe” – l’été, 5 €, “señor”",
    "iso-8859-15": "œuvre à 5 €, cœur, Œdipe",
    "windows-1250": "Łódź, Gdańsk, Kraków, święta, żółć, příliš žluťoučký kůň, győr",
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_letters_of_a_text_decide(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"id,text\n1,{TEXTS[name]}\n".encode(codec_of(name))).name == name


def test_a_guess_shows_the_first_line_in_doubt_and_how_each_encoding_reads_it(tmp_path: Path) -> None:
    doubt = (
        "is not UTF-8; iso-8859-1 is a guess. Line 3 has the bytes 32 2C E9 74 E9, which are "
        '"2,été" in iso-8859-1, windows-1252, windows-1250, iso-8859-15'
    )
    assert found(tmp_path, b"id,n\n1,a\n2,\xe9t\xe9\n") == Encoding("iso-8859-1", doubt=doubt)


def test_a_letter_cut_at_a_chunk_is_still_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packpress.edit.infer.files.guess_encoding._CHUNK", 3)
    assert found(tmp_path, "äöüß€, größer\n".encode()) == Encoding("utf-8")
