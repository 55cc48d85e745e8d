"""The command line `tavshedstjek`. In: arguments and stdin. Out: answers on stdout, errors in plain words on stderr.

No error repeats what the user wrote. Heavy parts are imported where they are used: `check` starts fast.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from api import register_commands
from api.failures import describe
from api.hr import commands as hr_commands
from api.scan.command import scan
from models.datafiles import read_toml
from models.mode import DEFAULT_MODE, MODES
from models.neural import WeightsError
from models.registers.schema import RegistersError

if TYPE_CHECKING:
    from models.checker import Checker

BAD_INPUT = 2
FAILED = 1

app = typer.Typer(
    name="tavshedstjek",
    help="Kan nogen genkende patienten? Tjek et opslag, før du deler det.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
Mode = Annotated[str, typer.Option(help="rules eller full.", metavar="rules|full")]
AsJson = Annotated[bool, typer.Option("--json", help="Svar som JSON.")]


def main() -> None:
    """The console script. Exit codes: 0 done, 1 could not be done, 2 bad input."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code; no exception, and no word of the user's, gets out."""
    try:
        code = app(arguments, prog_name="tavshedstjek", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        # Whoever read the answers has left. Python would try to flush stdout once more on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except typer.TyperException:
        # typer's own message would repeat the argument, which may be a text.
        typer.echo(_words("errors", "usage"), err=True)
        return BAD_INPUT
    except WeightsError:
        typer.echo(_words("errors", "no_weights"), err=True)
        return FAILED
    except RegistersError as error:
        typer.echo(register_commands.refusal(error), err=True)
        return FAILED
    except Exception as error:
        typer.echo(f"{_words('errors', 'failed')}\n{describe(error)}", err=True)
        return FAILED


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context, version: Annotated[bool, typer.Option("--version", help="Vis udgaven.")] = False
) -> None:
    """Kan nogen genkende patienten? Tjek et opslag, før du deler det."""
    if version:
        from tavshedstjek import __version__

        typer.echo(f"tavshedstjek {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def check(
    text: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT | FILE | -]", help="Teksten, en fil, eller - for stdin.")
    ] = None,
    mode: Mode = DEFAULT_MODE,
    workplace: Annotated[str, typer.Option(help="Hvor du arbejder.")] = "",
    backend: Annotated[
        str, typer.Option(help="Hvad der regner for full: onnx, eller torch til sammenligning.", metavar="onnx|torch")
    ] = "onnx",
    has_media: Annotated[bool, typer.Option("--has-media", help="Der er et billede eller en film med.")] = False,
    as_json: AsJson = False,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl",
            help='Læs linjer med {"id","text"} (og "context") fra stdin, og svar på hver med en linje JSON. '
            'En forkert linje får {"id","error"}, resten bliver stadig tjekket, og koden er 0.',
        ),
    ] = False,
) -> None:
    """Tjek et opslag. Koden er 0, uanset hvad svaret er, og 2, hvis det, du gav os, ikke kan læses."""
    if jsonl:
        if text and text != ["-"]:
            _refuse("jsonl_text")
        from api.jsonl import answer_lines

        answer_lines(sys.stdin.buffer, sys.stdout.buffer, _checker(mode, backend))
        return
    given = _read(text or [])
    checker = _checker(mode, backend)
    from models.assessment import Context
    from models.checker import MAX_CHARACTERS
    from models.detectors import DetectorError

    if len(given) > MAX_CHARACTERS:
        _refuse("too_long", limit=str(MAX_CHARACTERS))
    try:
        assessment = checker.check(given, Context(workplace=workplace, has_media=has_media))
    except DetectorError:
        _refuse("unchecked", code=FAILED)
    if as_json:
        from api.answers import encode_json, full_answer, register_answers

        answer = full_answer(given, assessment) | {"registers": register_answers(checker.registers)}
        sys.stdout.buffer.write(encode_json(answer, indent=2) + b"\n")
        return
    from rich.console import Console

    from api.render import show

    show(Console(soft_wrap=True, highlight=False), given, assessment)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Adresse at lytte på.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 vælger en ledig.")] = None,
) -> None:
    """Start tjenesten på din egen maskine. Tekst gemmes ikke."""
    from api.http.server import PortTakenError, SettingsError
    from api.serve import serve_check

    try:
        serve_check(host, port)
    except PortTakenError:
        _refuse("port_taken", section="serve")
    except SettingsError as error:
        _refuse("setting" if error.names else "settings", section="serve", names=error.names)


@app.command("new-key")
def new_key(
    name: Annotated[str, typer.Argument(help="Navnet på det system, der skal bruge nøglen; aldrig en person.")],
    metrics: Annotated[bool, typer.Option("--metrics", help="Nøglen åbner kun for tal til Prometheus.")] = False,
    origin: Annotated[
        list[str] | None, typer.Option(help="Udvidelsen, som bruger den: chrome-extension://<id>.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option(envvar="TAVSHEDSTJEK_KEYS_FILE", help="Filen med nøgler; ellers den i din datamappe.")
    ] = None,
) -> None:
    """Lav en nøgle til tjenesten. Den vises kun nu; filen gemmer kun dens aftryk."""
    from api.check.keys import KeysError, default_file
    from api.check.keys import new_key as make

    target = file or default_file()
    if target is None:
        _refuse("key_file", section="serve")
    try:
        key = make(target, name, ["metrics" if metrics else "check"], origin or ())
    except KeysError:
        _refuse("key", section="serve")
    except OSError:
        _refuse("key_file", section="serve")
    typer.echo(key)
    typer.echo(_words("serve", "key_made").format(file=target), err=True)


@app.command()
def evaluate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Opslag med facit: filer eller mapper.")],
    mode: Mode = DEFAULT_MODE,
    as_json: AsJson = False,
    out: Annotated[Path | None, typer.Option(help="Skriv svaret i en fil.")] = None,
    show_text: Annotated[bool, typer.Option("--show-text", help="Vis teksten i de opslag, der gik galt.")] = False,
) -> None:
    """Mål, hvor godt tjekket rammer."""
    _require(mode)
    from training.evaluate import run as run_evaluation

    raise typer.Exit(run_evaluation(files, as_json=as_json, out=out, show_text=show_text, mode=mode))


@app.command()
def diff(
    posts: Annotated[Path, typer.Argument(metavar="POSTS", help='Opslag: linjer med {"id","text"}.')],
    old: Annotated[Path, typer.Option("--from", help="Den gamle udgaves program, eller dens svar i en fil.")],
    new: Annotated[Path, typer.Option("--to", help="Den nye udgaves program, eller dens svar i en fil.")],
    mode: Mode = DEFAULT_MODE,
    as_json: AsJson = False,
) -> None:
    """Se, hvilke opslag der får et andet niveau i en ny udgave, og hvorfor. Intet fra teksterne vises."""
    _require(mode)
    from rich.console import Console

    from api.diff import DiffError, answers_of, changes, show, to_json

    try:
        before, after = answers_of(old, posts, mode), answers_of(new, posts, mode)
        found = changes(before, after)
    except DiffError as error:
        _refuse(error.code, section="diff")
    if as_json:
        typer.echo(to_json(before, found))
    else:
        show(Console(), before, after, found)


def _read(arguments: list[str]) -> str:
    """The text to check: the one argument, the file it names, or stdin."""
    if len(arguments) > 1:
        _refuse("one_text")
    if not arguments and sys.stdin.isatty():
        _refuse("no_text")
    given = arguments[0] if arguments else "-"
    text = given if given != "-" and not _is_file(given) else _decoded(given)
    if not text.strip():
        _refuse("no_text")
    return text


def _decoded(given: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if given == "-" else Path(given).read_bytes()
        return raw.decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n")
    except UnicodeDecodeError:
        _refuse("encoding")
    except OSError:
        _refuse("unreadable")


def _is_file(given: str) -> bool:
    try:
        return Path(given).is_file()
    except (OSError, ValueError):  # too long for a name, or not one at all
        return False


def _checker(mode: str, backend: str) -> Checker:
    _require(mode)
    from models.checker import Checker

    if backend == "onnx" or mode == "rules":
        return Checker(mode=mode)
    if backend != "torch":
        _refuse("usage")
    from models.neural.encoder import Encoder

    try:
        from training.encoder.reference import torch_backend
    except ImportError:
        _refuse("no_torch")
    return Checker(mode=mode, encoder=Encoder(run=torch_backend()))


def _require(mode: str) -> None:
    if mode not in MODES:
        _refuse("usage")


def _refuse(message: str, *, section: str = "errors", code: int = BAD_INPUT, **values: str) -> NoReturn:
    typer.echo(_words(section, message).format(**values), err=True)
    raise typer.Exit(code)


def _words(section: str, message: str) -> str:
    return str(read_toml("messages/cli.toml")[section][message])


app.command()(scan)
register_commands.add_to(app)
hr_commands.add_to(app)

if __name__ == "__main__":
    main()
