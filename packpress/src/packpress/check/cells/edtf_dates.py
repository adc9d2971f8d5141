"""Finds EDTF dates that are not real, batch by batch, for checks that run no rules."""

from __future__ import annotations

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.check.blocks.judge_block import Batch
from packpress.edtf import EDTF_RULE, edtf_message, read_edtf
from packpress.issue import Findings, Issue
from packpress.package.model import Schema


def check_edtf(schema: Schema, batch: Batch, findings: Findings) -> None:
    """Adds an issue for each EDTF date of a checked batch that is not real, as the rules of the full build do."""
    for number, field in enumerate(schema.fields):
        for row, text in enumerate(pc.cast(batch.columns[number], pa.string()).to_pylist()) if field.is_edtf else ():
            try:
                if text is not None:
                    read_edtf(text)
            except ValueError as error:
                keys = (batch.given[schema.names.index(name)].cells[row].as_py() or "" for name in schema.primary_key)
                line = int(batch.block.lines()[row])
                message = edtf_message(error)
                findings.add(Issue(batch.path, line, field.name, ", ".join(keys), EDTF_RULE, "error", message, text))
