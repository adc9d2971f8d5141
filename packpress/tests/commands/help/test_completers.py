"""A shell that asks gets the words that may follow, by the protocol of argcomplete, and no code of a package runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from argcomplete.shell_integration import shellcode

from packpress.cli import COMMANDS, main
from packpress.commands.help.completion import SHELLS

LETTERS = Path(__file__).parents[2] / "packages" / "letters"


def ask(line: str, cwd: Path, command: tuple[str, ...] = ("-m", "packpress"), start: int = 1) -> set[str]:
    """The words that a shell would offer where the line ends."""
    reading, writing = os.pipe()
    asked = {"_ARGCOMPLETE": str(start), "_ARGCOMPLETE_IFS": "\n", "COMP_LINE": line, "COMP_POINT": str(len(line.encode()))}
    script = f'exec {sys.executable} "$@" 8>&{writing} 9>/dev/null'
    done = subprocess.run(
        ["bash", "-c", script, "bash", *command],
        cwd=cwd, env=os.environ | asked, pass_fds=[writing], capture_output=True, text=True, check=False,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        answer = stream.read()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return {word.rstrip() for word in answer.split("\n") if word}


FORMATS = {"github", "json", "markdown", "outputs", "sarif", "text"}
# line → the words that are offered
OFFERED: dict[str, set[str]] = {
    "packpress va": {"validate"},
    "packpress --v": {"--version"},
    "packpress validate --fo": {"--format"},
    "packpress validate --format ": FORMATS,
    "packpress validate --format j": {"json"},
    "packpress validate --format=js": {"--format=json"},
    "packpress validate --limit ": set(),
    "packpress validate --save m": {"markdown"},
    "packpress validate dat": {"datapackage.json", "data/"},
    "packpress trace --texts te": {"texts/"},
    "packpress new vis": {"visits"},
    "packpress new qu": {"quotes"},
    "packpress explain type-da": {"type-date", "type-datetime"},
    "packpress explain por": {"ports"},
    "packpress explain ports.b": {"ports.built"},
    "packpress help bu": {"build"},
    "packpress completion z": {"zsh"},
    "packpress nope --f": set(),
}


@pytest.mark.parametrize("line", OFFERED)
def test_a_line_goes_on_with_these_words(line: str) -> None:
    assert ask(line, LETTERS) == OFFERED[line]


def test_every_command_is_offered() -> None:
    assert {*COMMANDS, "help", "completion"} <= ask("packpress ", LETTERS)


def test_the_module_completes_as_the_command_does() -> None:
    assert ask("python -m packpress new vis", LETTERS, start=3) == {"visits"}


def test_revisions_are_offered(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for step in (["init", "-q", "-b", "trunk"], ["commit", "-q", "--allow-empty", "-m", "Begin"], ["tag", "v1.0.0"]):
        subprocess.run(["git", *who, *step], cwd=tmp_path, env=environment, check=True)
    assert ask("packpress validate --base ", tmp_path) == {"HEAD", "trunk", "v1.0.0"}
    assert ask("packpress diff v", tmp_path) == {"v1.0.0"}


@pytest.mark.parametrize("line", ["packpress new ", "packpress explain typ", "packpress diff ", "packpress validate --base "])
def test_without_a_package_or_a_repository_there_is_no_error(line: str, tmp_path: Path) -> None:
    assert "visits" not in ask(line, tmp_path)


def test_names_that_a_terminal_may_not_show_are_not_offered(tmp_path: Path) -> None:
    fields = [{"name": "a\x1b[31m"}, {"name": "b\nc"}, {"name": "d"}]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    assert ask("packpress explain t.", tmp_path) == {"t.d"}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_code_for_a_shell_is_that_of_argcomplete(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert capsys.readouterr() == (shellcode(["packpress"], shell=shell).strip("\n") + "\n", "")


def test_bash_completes_with_that_code(tmp_path: Path) -> None:
    script = """
eval "$(packpress completion bash)"
COMP_LINE="packpress new vis" COMP_POINT=17 COMP_TYPE=9 COMP_WORDS=(packpress new vis) COMP_CWORD=2
_python_argcomplete packpress vis new
printf '%s\\n' "${COMPREPLY[@]}"
"""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=LETTERS, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("visits", "")


def test_a_check_does_not_load_what_completes(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom packpress.cli import main\nmain(['validate', sys.argv[1]])\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'argcomplete', 'difflib', 'tomllib'}))"
    )
    package = LETTERS.parent / "every-type"
    done = subprocess.run([sys.executable, "-c", script, str(package)], capture_output=True, text=True, check=False)
    assert (done.stdout.splitlines()[-1], done.stderr) == ("[]", "")
