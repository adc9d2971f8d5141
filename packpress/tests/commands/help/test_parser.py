"""Wrong usage gets the word that was probably meant, and where to read more."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from packpress.cli import main

Capture = pytest.CaptureFixture[str]
LIST = '"packpress --help" lists the commands'
JSN = 'invalid choice: "jsn"; did you mean "json"? (choose from github, json, markdown, outputs, sarif, text)'


def _examples(command: str) -> str:
    return f'"packpress help {command}" has examples'


# arguments → what is said after the usage
SAID = {
    "validat": f'packpress: error: there is no command "validat"; did you mean "validate"? {LIST}',
    "comp": f'packpress: error: there is no command "comp"; did you mean "completion"? {LIST}',
    "help biuld": f'packpress: error: there is no command "biuld"; did you mean "build"? {LIST}',
    "zzzz": f'packpress: error: there is no command "zzzz"; {LIST}',
    "somewhere": 'packpress: error: there is no command "somewhere"; to check a package or a table, write "packpress validate"'
    f" before its path; {LIST}",
    "--full": f'packpress: error: unrecognized option "--full"; write the command first, then its options; {LIST}',
    "validate --formt json": 'packpress validate: error: unrecognized arguments: --formt; did you mean "--format"? '
    f"{_examples('validate')}",
    "build --chek": f'packpress build: error: unrecognized arguments: --chek; did you mean "--check"? {_examples("build")}',
    "build --zzzz": f"packpress build: error: unrecognized arguments: --zzzz; {_examples('build')}",
    "validate a b": f"packpress validate: error: unrecognized arguments: b; {_examples('validate')}",
    "validate --format jsn": f"packpress validate: error: argument --format: {JSN}; {_examples('validate')}",
    "validate --save jsn x": f"packpress validate: error: argument --save: {JSN}; {_examples('validate')}",
    "hook formt": 'packpress hook: error: argument work: invalid choice: "formt"; did you mean "format"? '
    f"(choose from format, validate); {_examples('hook')}",
    "new": f"packpress new: error: the following arguments are required: TABLE; add them; {_examples('new')}",
    "validate --base": "packpress validate: error: argument --base: expected one argument; write its value after it; "
    f"{_examples('validate')}",
    "validate --save json": "packpress validate: error: argument --save: expected 2 arguments; write both values after it; "
    f"{_examples('validate')}",
    "validate --full --rules x --no-rules": "packpress validate: error: argument --no-rules: not allowed with argument --rules"
    f"; remove one of them; {_examples('validate')}",
}


@pytest.mark.parametrize("arguments", SAID)
def test_wrong_usage_names_what_was_meant(
    arguments: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    (tmp_path / "somewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        main(arguments.split())
    out, err = capsys.readouterr()
    assert (stopped.value.code, out) == (2, "")
    usage, _, said = err.rpartition("packpress" + SAID[arguments].removeprefix("packpress").partition(":")[0] + ": error:")
    assert usage.startswith("usage: packpress ")
    assert SAID[arguments] == f"{SAID[arguments].partition(':')[0]}: error:{said.removesuffix(chr(10))}"


def test_an_option_may_be_cut_short_but_not_so_that_it_means_two(capsys: Capture) -> None:
    assert main(["validate", "--no"]) == 2
    assert capsys.readouterr().err.startswith("packpress: --no-rules: ")
    with pytest.raises(SystemExit):
        main(["validate", "--f"])
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.endswith(f"could match --full, --format; write the option in full; {_examples('validate')}")


def test_no_hint_costs_anything_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("packpress.spelling", "packpress.commands.help.texts", "packpress.commands.help.overview"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    main(["validate", str(Path(__file__).parents[2] / "packages" / "every-type")])
    assert [name for name in ("spelling", "commands.help.texts") if f"packpress.{name}" in sys.modules] == []
