"""Importing registers as an IT department does: the commands, what they say, and what the checker finds afterwards.

The commands run in process, the checker in a process of its own: it reads the registers when it starts.
"""

import hashlib
import json
import os
import subprocess
import sys
from datetime import date, timedelta

import pytest

from api.cli import run
from models.registers.local import load
from models.registers.schema import FILE
from tests.api.conftest import ROOT, serving
from tests.register_files import call, check, fixed, fixed_file, large_shak_file, marks, sor_file

CANARY = "Zkanarifugl"
POST = "Vi havde en patient med hjertestop på Lyngkronen."
NAMES = "surface,type,strength\nLyngkronen,WARD,2\nTågeborg,FACILITY,small\nKrageløft,PLACE,1\n"
TODAY = date.today()


@pytest.fixture
def data(tmp_path, monkeypatch):
    """The folder of the registers; it does not exist yet."""
    monkeypatch.setenv("TAVSHEDSTJEK_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def command(data, tmp_path, capsys):
    """Run a command on a file of the given content: (exit code, stdout, stderr)."""

    def run_on(content, *arguments):
        file = tmp_path / "file"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return (run([*arguments, str(file)]), *capsys.readouterr())

    return run_on


@pytest.fixture
def own_names(data, command):
    code, _, _ = command(NAMES, "import-list", "--name", "kaldenavne", "--version", "3")
    assert code == 0


def test_a_ward_of_an_own_list_is_marked_after_the_import_and_not_before(data, command):
    (before,) = check(data, POST)
    assert (before["level"], before["points"]) == ("yellow", 2)
    assert "WARD" not in dict(marks(before))
    assert not data.exists()

    code, said, _ = command(NAMES, "import-list", "--name", "kaldenavne")
    assert (code, said.splitlines()[0]) == (0, f"kaldenavne, udgave {TODAY}: 3 navne er med nu.")
    after, moved, lives = check(data, POST, "Hun kom fra Tågeborg i nat", "Hun bor i Krageløft")
    assert ("WARD", "Lyngkronen") in marks(after)
    assert (after["level"], after["points"]) == ("red", 4)
    assert after["group_size"][1] < before["group_size"][1]
    assert ("FACILITY", "Tågeborg") in marks(moved)
    assert ("PLACE", "Krageløft") in marks(lives)

    assert run(["registers", "remove", "kaldenavne"]) == 0
    assert check(data, POST) == [before]


@pytest.mark.usefixtures("own_names")
def test_a_wards_name_that_could_be_a_word_is_one_where_it_stands_as_one(data):
    wards = {
        "Nattevagt på Lyngkronen": True,
        "nattevagt på lyngkronen igen": True,
        "En patient fra afsnit Lyngkronen": True,
        "Nattevagt #lyngkronen": True,
        "LYNGKRONEN er fin, men vagt paa Lyngkronen er hård": True,
        "Lyngkronen blomstrer i august": False,
        "Udsigt fra huset til lyngkronen og havet": False,
        "Et lyngkronen-bed": False,
    }
    answers = check(data, *wards)
    assert {text: "WARD" in dict(marks(answer)) for text, answer in zip(wards, answers, strict=True)} == wards


def test_letters_left_off_are_read_in_imported_names_too(data, command):
    assert command("surface,type\nSengeafsnit Tågeløft,WARD", "import-list", "--name", "egne")[0] == 0
    (answer,) = check(data, "nattevagt paa sengeafsnit taageloeft i gaar")
    assert ("WARD", "sengeafsnit taageloeft") in marks(answer)


def test_the_official_files_become_wards_hospitals_and_diagnoses(data, command):
    sks = fixed_file(
        fixed("dia", "DG999Q", "Lynskælv i fjerlaget"),
        fixed("opr", "KZZZ00", "Udtagning af månesplint"),
        fixed("dia", "DZ999", "Kontakt på grund af tåge"),
    )
    shak = fixed_file(
        fixed("sgh", "9901", "Sygehus Ravnsø"),
        fixed("afs", "9901X1", "Sengeafsnit Klitgnist, Sygehus Ravnsø"),
        fixed("afs", "9901K1", "Centralkøkken Ravnsø"),
    )
    sor = sor_file(
        ("1", "Marskværn Rehab", "SI", "sundhedscenter", "2020-01-01", "", "Marskværn Rehab"),
        ("2", "Team Brandtinde", "OE", "klinisk enhed", "2020-01-01", "", "Marskværn Rehab"),
        ("3", "Region Østdanmark", "IE", "region", "2027-01-01", "", ""),
    )
    assert "Rækker af andre slags, som vi ikke bruger: 1." in command(sks, "import-sks")[1]
    assert "Udeladt, fordi ingen patienter er der (køkken, it, kontorer …): 1." in command(shak, "import-shak")[1]
    assert command(sor, "import-sor", "--version", "efterår")[0] == 0
    text = "En patient på Sengeafsnit Klitgnist fik lynskælv i fjerlaget og udtagning af månesplint. Flyttet fra Marskværn Rehab."
    post, kitchen = check(data, text, "Maden kom fra Centralkøkken Ravnsø")
    assert {
        ("WARD", "Sengeafsnit Klitgnist"),
        ("DIAGNOSIS", "lynskælv i fjerlaget"),
        ("TREATMENT", "udtagning af månesplint"),
        ("FACILITY", "Marskværn Rehab"),
    } <= set(marks(post))
    assert "WARD" not in dict(marks(kitchen))
    told = json.loads(call(data, "check", "--json", "Hej").stdout)["registers"]
    assert [(each["name"], each["kind"], each["version"]) for each in told] == [
        ("shak", "shak", "2024-05-01"),
        ("sks", "sks", "2024-05-01"),
        ("sor", "sor", "efterår"),
    ]


def test_everyday_words_are_left_out_and_counted(data, command):
    _, said, _ = command(
        "surface,type\nStolen,WARD\nBørn og unge,WARD\nKopper,DIAGNOSIS\nLyngkronen,WARD",
        "import-list",
        "--name",
        "egne",
    )
    assert "1 navne er med nu" in said
    assert "Udeladt, fordi de er almindelige ord eller personnavne: 3." in said
    (answer,) = check(data, "Vi sad på stolen med ti kopper kaffe og talte om børn og unge.")
    assert not {"WARD", "DIAGNOSIS"} & set(dict(marks(answer)))


def test_names_begin_and_end_on_their_days(data, command):
    yesterday, today, tomorrow = (f"{TODAY + timedelta(days):%Y%m%d}" for days in (-1, 0, 1))
    file = fixed_file(
        fixed("afs", "1", "Sengeafsnit Klitgnist", last=yesterday),
        fixed("afs", "2", "Sengeafsnit Marskværn", first=tomorrow),
        fixed("afs", "3", "Sengeafsnit Brandtinde", first=today, last=today),
    )
    _, said, _ = command(file, "import-shak")
    assert "Gælder ikke længere: 1." in said
    assert "Begynder først senere og kommer selv med til den tid: 1." in said
    surfaces = [load(data / FILE, TODAY + timedelta(days)).rows("wards", ("surface",)) for days in (0, 1)]
    assert surfaces == [[["Sengeafsnit Brandtinde"]], [["Sengeafsnit Marskværn"]]]


def test_bad_lines_are_told_by_number_and_reason_and_never_repeated(command):
    file = fixed_file(
        fixed("afs", "1", "Sengeafsnit Klitgnist"),
        CANARY,
        CANARY,
        fixed("afs", "2", f"{CANARY} 1", first="20001301"),
        fixed("afs", "3", "Sengeafsnit Marskværn"),
        CANARY,
    )
    code, said, errors = command(file, "import-shak")
    assert code == 0
    assert errors.splitlines() == [
        "Linjer, vi ikke kunne læse: 4.",
        "  linje 2-3, 6: for kort",
        "  linje 4: datoen er forkert",
    ]
    assert "2 navne er med nu" in said
    assert CANARY not in said + errors


@pytest.mark.usefixtures("own_names")
@pytest.mark.parametrize(
    ("arguments", "content", "said"),
    [
        (["import-sks"], b"", "Filen er tom."),
        (["import-shak"], b"\n \n", "Filen er tom."),
        (["import-sks"], CANARY.encode() * 20, "Vi kunne ikke læse en eneste linje."),
        (["import-shak"], bytes(range(256)) * 50, "Vi kunne ikke læse en eneste linje."),
        (["import-sks"], fixed_file(fixed("afs", "1", CANARY)), "Der er ingen navne i filen, vi kan bruge."),
        (["import-shak"], fixed_file(fixed("afs", "1", "Stolen")), "Der er ingen navne i filen, vi kan bruge."),
        (["import-shak"], fixed_file(fixed("afs", "1", CANARY, last="20010101")), "Der er ingen navne i filen"),
        (["import-sor"], CANARY.encode(), "Filen mangler kolonnen til »name«."),
        (["import-sor", "--to-column", CANARY], sor_file(), "Filen mangler kolonnen til »to«."),
        (["import-list", "--name", "kaldenavne"], b"surface,type\n", "Filen er tom."),
        (["import-list", "--name", "kaldenavne"], b"a,b\nc,d\n", "Filen mangler kolonnen til »surface«."),
        (["import-list", "--name", "sks"], NAMES, "Navnet skal være"),
        (["import-list", "--name", f"../{CANARY}"], NAMES, "Navnet skal være"),
        (["import-list"], NAMES, "Det forstod vi ikke."),
    ],
)
def test_what_cannot_be_imported_is_exit_code_2_and_changes_nothing(data, command, arguments, content, said):
    before = (data / FILE).read_bytes()
    code, out, errors = command(content, *arguments)
    assert code == 2
    assert said in errors
    assert CANARY not in out + errors
    assert (data / FILE).read_bytes() == before


@pytest.mark.parametrize("name", ["import-sks", "import-shak", "import-sor"])
def test_a_file_that_is_not_there_is_exit_code_2(data, tmp_path, capsys, name):
    for file in (tmp_path / "nix", tmp_path):
        assert run([name, str(file)]) == 2
        assert capsys.readouterr().err == "Vi kunne ikke læse filen.\n"
    assert not data.exists()


def test_an_import_again_replaces_the_former_of_that_name(data, command):
    for ward in ("Klitgnist", "Marskværn"):
        assert command(fixed_file(fixed("afs", "1", f"Sengeafsnit {ward}")), "import-shak")[0] == 0
        assert load(data / FILE, TODAY).rows("wards", ("surface",)) == [[f"Sengeafsnit {ward}"]]


def test_the_registers_are_listed_with_where_they_came_from(data, command, capsys):
    assert run(["registers", "list"]) == 0
    assert capsys.readouterr().out == "Der er ikke importeret nogen registre.\n"
    command(NAMES, "import-list", "--name", "kaldenavne", "--version", "3")
    run(["registers", "list", "--json"])
    (told,) = json.loads(capsys.readouterr().out)
    assert abs(date.fromisoformat(told.pop("imported")[:10]) - TODAY) <= timedelta(1)
    assert told.pop("program")
    assert told == {
        "name": "kaldenavne",
        "kind": "list",
        "version": "3",
        "entries": 3,
        "sha256": hashlib.sha256(NAMES.encode()).hexdigest(),
    }
    run(["registers", "list"])
    shown = capsys.readouterr().out
    assert all(word in shown.replace("\n", "") for word in ("kaldenavne", "list", str(data)))


def test_a_file_without_a_date_has_the_day_it_was_changed(data, tmp_path, capsys):
    file = tmp_path / "navne.csv"
    file.write_text(NAMES, encoding="utf-8")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    run(["import-list", str(file), "--name", "kaldenavne"])
    assert "udgave 2023-11-14" in capsys.readouterr().out


def test_institutions_that_have_changed_their_name_are_told(command):
    file = fixed_file(fixed("sgh", "9901", "Glostrup Hospital"), fixed("afs", "99011", "Sengeafsnit Klitgnist"))
    _, said, _ = command(file, "import-shak")
    assert "»Glostrup Hospital« hedder nu »Rigshospitalet Glostrup«. Vi kender begge navne." in said


def test_removing_what_is_not_there_is_exit_code_2(data, capsys):
    assert run(["registers", "remove", CANARY]) == 2
    assert capsys.readouterr().err.startswith("Der er ikke noget register med det navn.")
    assert not data.exists()


@pytest.mark.parametrize("arguments", [("check", POST), ("check", "--jsonl"), ("serve", "--port", "0")])
def test_a_damaged_file_stops_the_checker_with_a_clear_word(data, arguments):
    data.mkdir()
    (data / FILE).write_bytes(b"SQLite format 3\0 and then nothing")
    done = call(data, *arguments, stdin=b'{"id": 1, "text": "Hej"}\n')
    assert (done.returncode, done.stdout) == (1, b"")
    message = done.stderr.decode()
    assert message.startswith(f"Filen med de importerede registre er beskadiget: {data / FILE}.")
    assert message.count("\n") == 1


def test_a_damaged_file_is_not_built_upon(data, command, capsys):
    data.mkdir()
    (data / FILE).write_bytes(b"SQLite format 3\0 and then nothing")
    assert run(["registers", "list"]) == 1
    assert run(["registers", "remove", "egne"]) == 1
    assert command(NAMES, "import-list", "--name", "egne")[0] == 1
    assert (data / FILE).read_bytes() == b"SQLite format 3\0 and then nothing"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX's")
@pytest.mark.usefixtures("own_names")
def test_a_disk_that_is_full_leaves_the_former_register(data, tmp_path):
    import resource

    before = (data / FILE).read_bytes()
    file = tmp_path / "shak.txt"
    file.write_bytes(large_shak_file(1_000))
    done = call(
        data, "import-shak", file, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
    )
    assert done.returncode == 1
    assert done.stderr.decode().startswith(f"Vi kunne ikke skrive i {data}. Intet er ændret.")
    assert (data / FILE).read_bytes() == before
    assert sorted(path.name for path in data.iterdir()) == ["registers.lock", FILE]


def test_forty_thousand_units_are_imported_and_found(data, command):
    code, said, _ = command(large_shak_file(40_000), "import-shak")
    assert (code, said.splitlines()[0]) == (0, "shak, udgave 2024-05-01: 40.000 navne er med nu.")
    (answer,) = check(data, "Nattevagt på Fjordtindekappe ZM")
    assert ("WARD", "Fjordtindekappe ZM") in marks(answer)


def test_without_a_home_the_checker_works_and_an_import_asks_for_a_folder(tmp_path):
    file = tmp_path / "navne.csv"
    file.write_text(NAMES, encoding="utf-8")
    # As for a user that the system does not know: "~" stays "~".
    code = "import os.path, sys; os.path.expanduser = lambda path: path; from api.cli import run; sys.exit(run(sys.argv[1:]))"
    homeless = {key: value for key, value in os.environ.items() if key not in ("HOME", "XDG_DATA_HOME")}
    del homeless["TAVSHEDSTJEK_DATA_DIR"]

    def bare(*arguments):
        return subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=ROOT, env=homeless, capture_output=True, timeout=60
        )

    assert bare("check", "Hej").returncode == 0
    done = bare("import-list", str(file), "--name", "egne")
    assert done.returncode == 1
    assert done.stderr.decode() == "Vi fandt ingen mappe til registrene. Vælg en med TAVSHEDSTJEK_DATA_DIR.\n"


@pytest.mark.usefixtures("own_names")
def test_the_service_tells_its_registers(data):
    with serving(data_dir=str(data)) as server:
        (register,) = server.client.get("/v1/model").json()["registers"]
        assert register.pop("imported")
        assert register == {"name": "kaldenavne", "kind": "list", "version": "3", "entries": 3}
        assert server.client.post("/v1/check", json={"text": POST}).json()["level"] == "red"


def test_without_imports_the_list_of_registers_is_empty(client):
    assert client.get("/v1/model").json()["registers"] == []


@pytest.mark.usefixtures("own_names")
def test_the_stable_lines_do_not_tell_of_registers(data):
    (answer,) = check(data, POST)
    assert list(answer) == ["id", "level", "score", "points", "entities", "group_size", "reasons", "unchecked"]
