"""Judges for the descriptions of a release, and controls that are invalid."""

from __future__ import annotations

import copy
import json
import os
import re
import sys
import warnings
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.judges.verdict import Judges, NotJudgedError, read, write

DEMANDED = {"name", "description", "license", "creator", "version", "datePublished", "keywords", "isBasedOn", "distribution"}
"""What search engines read of a Dataset, as far as the descriptor states it."""


def judge_descriptor(folder: Path) -> list[str]:
    """The faults that frictionless finds in the metadata of the descriptor, and files that differ from it."""
    descriptor = read(folder, "datapackage.json")
    frictionless = import_module("frictionless")
    errors = [error.message for error in frictionless.Package.metadata_validate(descriptor)]
    sha256 = import_module("hashlib").sha256
    for resource in descriptor["resources"]:
        data = (folder / resource["path"]).read_bytes()
        if (len(data), f"sha256:{sha256(data).hexdigest()}") != (resource["bytes"], resource["hash"]):
            errors.append(f"{resource['path']} differs from the descriptor")
    return errors


def break_descriptor(folder: Path) -> None:
    descriptor = read(folder, "datapackage.json")
    del descriptor["resources"][0]["name"]
    write(folder, "datapackage.json", descriptor)


def unpacked(folder: Path, name: str = "csv") -> Path:
    """The folder to which csv.zip, or the other archive of that name, is unpacked."""
    archive, target = folder / f"{name}.zip", folder / name
    if not archive.is_file():
        raise NotJudgedError(f"the release has no {name}.zip")
    if not target.is_dir():
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(target)
    return target


def judge_csv(folder: Path) -> list[str]:
    """The faults that frictionless finds in the unpacked csv.zip."""
    target = unpacked(folder)
    read(target, "datapackage.json")
    report = import_module("frictionless").validate(str(target / "datapackage.json"))
    return [str(error) for error in report.flatten(["type", "message"])]


def break_csv(folder: Path) -> None:
    target = unpacked(folder)
    path = target / read(target, "datapackage.json")["resources"][0]["path"]
    path.write_bytes(path.read_bytes() + b'one,cell,"too,many\n')


def judge_csvw(folder: Path) -> list[str]:
    """What csvw finds in the unpacked CSV files, judged as ``csvwvalidate --lax`` does."""
    read(folder, "csvw-metadata.json")
    unpacked(folder)
    csvw = import_module("csvw")
    with warnings.catch_warnings():
        warnings.simplefilter("always")  # what it finds are warnings
        found = csvw.CSVW(str(folder / "csvw-metadata.json"), validate=True, strict=False)
        return [] if found.is_valid else [str(warning.message) for warning in found.warnings] or ["not valid"]


def break_csvw(folder: Path) -> None:
    metadata = read(folder, "csvw-metadata.json")
    for table in metadata["tables"]:
        for column in table["tableSchema"]["columns"]:
            column["datatype"] = {"base": "string", "length": 1_000_000}
    write(folder, "csvw-metadata.json", metadata)


def judge_croissant(folder: Path) -> list[str]:
    """What mlcroissant says when one Dataset loads a record of every record set, and then all records of each."""
    described = read(folder, "croissant.json")
    paths = {table["name"]: table["path"] for table in read(folder, "datapackage.json")["resources"] if "schema" in table}
    rows = {name: import_module("pyarrow.parquet").read_metadata(folder / path).num_rows for name, path in paths.items()}
    if {record_set["name"] for record_set in described["recordSet"]} != set(rows):
        return ["has other record sets than there are tables"]
    dataset = import_module("mlcroissant").Dataset(jsonld=str(folder / "croissant.json"))
    errors = []
    for record_set in described["recordSet"]:
        name, fields = record_set["@id"], {field["@id"] for field in record_set["field"]}
        if rows[record_set["name"]] and set(next(iter(dataset.records(name)))) != fields:
            errors.append(f"{name}: a record has other fields than the record set")
    for record_set in described["recordSet"]:
        found = sum(1 for _ in dataset.records(record_set["@id"]))
        if found != rows[record_set["name"]]:
            errors.append(f"{record_set['name']}: {found} records instead of {rows[record_set['name']]}")
    return errors


def break_croissant(folder: Path) -> None:
    described = read(folder, "croissant.json")
    described["recordSet"][0]["field"][0]["source"]["extract"]["column"] = "no such column"
    write(folder, "croissant.json", described)


def judge_dcat(folder: Path) -> list[str]:
    """What the shapes of DCAT-AP say, those of properties and those of their values."""
    if not (folder / "dcat.ttl").is_file():
        raise NotJudgedError("the release has no dcat.ttl")
    shapes = Path(os.environ.get("PACKPRESS_CORPORA", "-")) / "dcat-ap"
    if not shapes.is_dir():
        raise NotJudgedError("the shapes of DCAT-AP are not at hand; set PACKPRESS_CORPORA to the folder that has dcat-ap/")
    rdflib, pyshacl = import_module("rdflib"), import_module("pyshacl")
    graph = rdflib.Graph().parse(folder / "dcat.ttl", format="turtle")
    errors = []
    for name in ("shapes.ttl", "range.ttl"):
        shape = rdflib.Graph().parse(shapes / name, format="turtle")
        conforms, _, text = pyshacl.validate(graph, shacl_graph=shape, advanced=True)
        errors += [] if conforms else [f"{name}: {text}"]
    return errors


def break_dcat(folder: Path) -> None:
    text = (folder / "dcat.ttl").read_text(encoding="utf-8")
    (folder / "dcat.ttl").write_text(re.sub(r"dcat:accessURL <[^>]*> ;", "", text, count=1), encoding="utf-8")


def judge_datacite(folder: Path) -> list[str]:
    """What the schema of DataCite 4.5 says, and whether the record has a DOI, which nobody has given it."""
    record = read(folder, "datacite.json")
    errors = [] if import_module("datacite.schema45").validate(record) else ["not valid by the schema of DataCite 4.5"]
    return errors + [f"has {name}, which only an archive gives" for name in ("doi", "prefix", "identifiers") if name in record]


def break_datacite(folder: Path) -> None:
    write(folder, "datacite.json", {**read(folder, "datacite.json"), "types": {"resourceTypeGeneral": "Spreadsheet"}})


def judge_cff(folder: Path) -> list[str]:
    """What the JSON Schema of CFF 1.2.0 says, in the copy that check-jsonschema has."""
    if not (folder / "CITATION.cff").is_file():
        raise NotJudgedError("the release has no CITATION.cff")
    run, schema = import_module("subprocess").run, "vendor.citation-file-format"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(folder / "CITATION.cff")]
    ended = run(command, capture_output=True, text=True, check=False)
    return [] if ended.returncode == 0 else [ended.stdout + ended.stderr]


def break_cff(folder: Path) -> None:
    text = (folder / "CITATION.cff").read_text(encoding="utf-8")
    (folder / "CITATION.cff").write_text(re.sub(r"(?m)^title: .*\n", "", text), encoding="utf-8")


def judge_schema_org(folder: Path) -> list[str]:
    """Whether the Dataset is in a page what it is in its file, and has what search engines read."""
    written = read(folder, "schema-org.jsonld")
    script = (folder / "schema-org.jsonld").read_text(encoding="utf-8")
    page = f'<!doctype html><html><head><script type="application/ld+json">{script}</script></head><body></body></html>'
    found = import_module("extruct").extract(page, syntaxes=["json-ld"])["json-ld"]
    errors = [] if found == [written] else ["a page gives another Dataset than the file"]
    descriptor = read(folder, "datapackage.json")
    stated = {"license": "licenses", "isBasedOn": "sources"}
    known = {"datePublished": True, "distribution": True, "creator": has_creator(descriptor)}
    for name in sorted(DEMANDED):
        if name not in written and known.get(name, descriptor.get(stated.get(name, name))):
            errors.append(f"has no {name}")
    hashes = {item["name"]: item["sha256"] for item in written.get("distribution", ())}
    if hashes != {item["path"]: item["hash"].removeprefix("sha256:") for item in descriptor["resources"]}:
        errors.append("has other files than the descriptor")
    if not descriptor.get("homepage") and any("contentUrl" in item for item in written["distribution"]):
        errors.append("has addresses of files, but the package has no homepage")
    return errors


def has_creator(descriptor: Any) -> bool:
    """Whether somebody is named as the creator, or without a role."""
    roles = [{*person.get("roles", ()), *filter(None, [person.get("role")])} for person in descriptor.get("contributors", ())]
    return any(not own or own & {"creator", "author"} for own in roles)


def break_schema_org(folder: Path) -> None:
    described = read(folder, "schema-org.jsonld")
    text = json.dumps({**copy.deepcopy(described), "description": "</script><script>"})
    (folder / "schema-org.jsonld").write_text(text, encoding="utf-8")


def judge_bibtex(folder: Path) -> list[str]:
    """Whether pybtex reads one entry with a title and a year."""
    if not (folder / "citation.bib").is_file():
        raise NotJudgedError("the release has no citation.bib")
    try:
        entries = import_module("pybtex.database").parse_file(str(folder / "citation.bib"), bib_format="bibtex").entries
    except Exception as error:
        return [str(error)]
    return [] if [{"title", "year"} <= set(entry.fields) for entry in entries.values()] == [True] else ["not one full entry"]


def break_bibtex(folder: Path) -> None:
    text = (folder / "citation.bib").read_text(encoding="utf-8")
    (folder / "citation.bib").write_text(text.replace("title = {{", "title = {{{"), encoding="utf-8")


def judge_card(folder: Path) -> list[str]:
    """Whether the metadata of the card are YAML, and each configuration a Parquet file with rows."""
    card = folder / "huggingface" / "README.md"
    if not card.is_file():
        raise NotJudgedError("the release has no card for Hugging Face")
    metadata = import_module("yaml").safe_load(card.read_text(encoding="utf-8").split("---\n")[1])
    read_metadata = import_module("pyarrow.parquet").read_metadata
    paths = [file["path"] for config in metadata.get("configs", ()) for file in config["data_files"]]
    return [path for path in paths if not (folder / path).is_file() or read_metadata(folder / path).num_rows == 0]


def break_card(folder: Path) -> None:
    card = folder / "huggingface" / "README.md"
    card.write_text(card.read_text(encoding="utf-8").replace("path: ", "path: no-", 1), encoding="utf-8")


# what is judged → the judge, and what makes it invalid
DESCRIPTIONS: Judges = {
    "datapackage.json, by frictionless": (judge_descriptor, break_descriptor),
    "csv.zip, by frictionless": (judge_csv, break_csv),
    "csvw-metadata.json, by csvw": (judge_csvw, break_csvw),
    "croissant.json, loaded by mlcroissant": (judge_croissant, break_croissant),
    "dcat.ttl, by pyshacl and DCAT-AP": (judge_dcat, break_dcat),
    "datacite.json, by datacite": (judge_datacite, break_datacite),
    "CITATION.cff, by check-jsonschema": (judge_cff, break_cff),
    "schema-org.jsonld, by extruct": (judge_schema_org, break_schema_org),
    "citation.bib, by pybtex": (judge_bibtex, break_bibtex),
    "huggingface/README.md, by PyYAML": (judge_card, break_card),
}
