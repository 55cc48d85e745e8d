"""What the checker finds after an import. The commands run in process, the checker in one of its own: it reads registers when it starts."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from api.cli import run
from models.registers.schema import FILE
from tests.api.conftest import ROOT, serving
from tests.api.registers.conftest import NAMES
from tests.register_files import call, check, fixed, fixed_file, large_shak_file, marks, sor_file

POST = "Vi havde en patient med hjertestop på Lyngkronen."
TODAY = date.today()


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


@pytest.mark.usefixtures("own_names")
def test_the_network_reads_imported_names_as_shipped_ones(data):
    answers = check(data, POST, "Hun kom fra Tågeborg i nat", "Nattevagt på lyngkronen igen", mode="full")
    assert ("WARD", "Lyngkronen") in marks(answers[0])
    assert ("FACILITY", "Tågeborg") in marks(answers[1])
    assert ("WARD", "lyngkronen") in marks(answers[2])


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


@pytest.mark.parametrize("arguments", [("check", POST), ("check", "--jsonl"), ("serve", "--port", "0")])
def test_a_damaged_file_stops_the_checker_with_a_clear_word(data, arguments):
    data.mkdir()
    (data / FILE).write_bytes(b"SQLite format 3\0 and then nothing")
    done = call(data, *arguments, stdin=b'{"id": 1, "text": "Hej"}\n')
    assert (done.returncode, done.stdout) == (1, b"")
    message = done.stderr.decode()
    assert message.startswith(f"Filen med de importerede registre er beskadiget: {data / FILE}.")
    assert message.count("\n") == 1


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
    with serving(data_dir=str(data), mode="rules") as server:
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
