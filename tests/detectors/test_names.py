"""Names: what is one, how far it reaches, and whether it is a patient's."""

import pytest

from models.datafiles import read_table
from models.detectors import run
from models.document import Document
from tests.marking import marked

NAMES = ("PATIENT_NAME", "STAFF_NAME")


def names(text):
    return [(kind, surface) for kind, surface in marked(text) if kind in NAMES]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Fru Nielsen på 4 falder hele tiden", "Fru Nielsen"),
        ("så ringede fru hansen igen efter sin KAD", "fru hansen"),
        ("fru H. vil ikke i bad i dag", "fru H."),
        ("hr. Jensen døde i nat på stue 7", "hr. Jensen"),
        ("Jeg passede hende karen margrethe i går, hun er så dement", "karen margrethe"),
        ("K.M. blev udskrevet i dag", "K.M."),
        ("Karens datter ringede til afdelingen", "Karens"),
        ("Anne-Marie på stue 3 har kastet op hele natten", "Anne-Marie"),
        ("lille Emil på 6 år blev opereret i dag", "Emil"),
        ("gamle Svend spiser ikke mere", "Svend"),
        ("Aisha Warsame er indlagt på afsnit M5", "Aisha Warsame"),
        ("Nguyen Van Hung på stue 4 vil hjem", "Nguyen Van Hung"),
        ("var hos Mohammed i går, han fik insulin", "Mohammed"),
    ],
)
def test_a_patients_name_is_found_with_its_title(text, surface):
    assert names(text) == [("PATIENT_NAME", surface)]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("M0na er blevet indlagt igen", "M0na"),
        ("Kar*n fra stue 2 er faldet", "Kar*n"),
        ("K***n er død", "K***n"),
        ("Agn€te på stue 4 griner igen", "Agn€te"),
        ("P0ul-3rik kom aldrig hjem fra stuen", "P0ul-3rik"),
        ("Lille V-i-l-j-a tager ikke på", "V-i-l-j-a"),
    ],
)
def test_a_disguised_name_is_a_patients(text, surface):
    assert names(text) == [("PATIENT_NAME", surface)]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Tak til Lone, vores afdelingssygeplejerske", "Lone"),
        ("Tillykke Sanne med de 25 år på afsnittet", "Sanne"),
        ("Min mor Karen er indlagt på Herlev", "Karen"),
        ("Min søn Emil på 6 har feber", "Emil"),
        ("Kan I skrive til Rikke, hvis I vil bytte vagt?", "Rikke"),
        ("Vi mangler en til i aften. Sig til.\nKh Mette", "Mette"),
        ("Hej @Sanne er du med på lørdag?", "Sanne"),
        ("Det er sundhedsminister Sophie Løhde, der bestemmer", "Sophie Løhde"),
        ("overlæge Falk har sagt op efter 20 år", "Falk"),
        ("vi fik besøg af en jurist ved navn Quorbling", "Quorbling"),
    ],
)
def test_any_other_name_is_marked_apart(text, surface):
    assert names(text) == [("STAFF_NAME", surface)]


def test_thread_speakers_are_marked_in_every_line():
    document = Document("A: er hun vågen\nB: ja lige nu\nA: godt")
    run(document)
    speakers = [finding for finding in document.findings if finding.attrs.get("speaker")]
    assert [document.text[f.start : f.end] for f in speakers] == ["A", "B", "A"]
    assert {finding.type for finding in speakers} == {"STAFF_NAME"}


def test_a_speaker_is_no_patient_where_others_speak_of_him():
    text = "Bo: jeg kommer på stue 4\nMette: Bo falder altid i søvn på stuen\nBo: ja"
    assert {kind for kind, _ in names(text)} == {"STAFF_NAME"}


def test_a_national_test_person_is_no_patient():
    document = Document("Nancy Ann Berggren er indlagt på stue 4")
    run(document)
    found = [finding for finding in document.findings if finding.type in NAMES]
    assert [(f.type, f.attrs["test_person"]) for f in found] == [("STAFF_NAME", True)]


@pytest.mark.parametrize(
    "text",
    [
        "Hun har både Parkinson og Alzheimer",
        "Glasgow coma score på 7",
        "Karen Blixens Vej er spærret i dag",
        "Vi har fået en hund, Bella",
        "Vores hund Bella er syg",
        "På kurset havde vi en dukke ved navn Børge",
        "Bo på bosted kan være dyrt",
        "Solen skinner, og vi elsker vores job",
        "Hvad søren sker der med den vagtplan",
        "Hans mor er på arbejde",
        "Per vagt er vi to",
        "Maj bliver travl, og juni bliver værre",
        "for helvede mand, det var en lang vagt",
        "OBS: husk MR i morgen",
        "Status: vi er 3 til 24",
        "kl. 12 er der kage",
    ],
)
def test_words_eponyms_pets_and_things_are_no_names(text):
    assert names(text) == []


def test_more_care_makes_a_patient_of_the_same_name():
    assert names("Mette er på stue 4")[0][0] == "PATIENT_NAME"
    assert names("Mette er på barsel")[0][0] == "STAFF_NAME"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tak til Zuhrana for en god vagt", ("STAFF_NAME", "Zuhrana")),
        ("I dag sagde vi farvel til Yassoune, som har været her længe", ("STAFF_NAME", "Yassoune")),
        ("Wajidan på stue 4 faldt i nat", ("PATIENT_NAME", "Wajidan")),
        ("Det er ikke i orden, svarede Brandauer", ("STAFF_NAME", "Brandauer")),
        ("Jeg havde vagt med Mette og Tamillu i aftes", ("STAFF_NAME", "Tamillu")),
        ("Quorbling Jensen har sagt op", ("STAFF_NAME", "Quorbling Jensen")),
        ("Vi fik besøg af Doreatha Smithsson i går", ("STAFF_NAME", "Doreatha Smithsson")),
        ("Hr. Quorbling på stue 4 faldt i nat", ("PATIENT_NAME", "Hr. Quorbling")),
    ],
)
def test_a_name_on_no_list_is_found_by_its_place(text, found):
    assert found in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "Overbelægning på stue 4 igen",
        "Referat ligger i mappen",
        "Sengelinned på stue 3 mangler",
        "Vi læste det i Fyens Stiftstidende i går",
        "Skriv det som UTH hver gang",
        "Tak til Sundhedsplatformen for endnu en nat",
        "Formanden for Søsportens Brancheforening holder oplæg",
        "Svantes lykkelige dag er min yndlingssang",
        "Vi så Emil fra Lønneberg på stuen",
        "#HejDayxPerth",
    ],
)
def test_capitalised_things_organisations_and_titles_are_no_names(text):
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Tak for de fire stjerner, Bent O.? Stomien sad, som den skulle", "Bent O."),
        ("@kajlind_karise tak for stjernen. Skruen sidder, hvor vi satte den", "kajlind_karise"),
        ("yooo Jonas V 5 stjerner?? dit nye korsbånd er ikke klar endnu", "Jonas V"),
        ("fru Th*ysen, dit sår ser fint ud", "fru Th*ysen"),
        ("Fair nok, Annelise, ventetiden var lang. Din mor fik udslæt", "Annelise"),
        ("Æret være I.M.s minde", "I.M.s"),
        ("Efter 14 måneder med tuberkulose er @jonas.kofoed raskmeldt og tilbage som bådsmand", "jonas.kofoed"),
    ],
)
def test_one_who_is_told_of_their_own_care_is_a_patient(text, surface):
    assert ("PATIENT_NAME", surface) in names(text)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Kære Lone, tak for en god vagt i nat", "Lone"),
        ("Hej @SandKjaer, kommer du til mødet?", "SandKjaer"),
        ("To stjerner til hoppeborgen. Tak, Kim. Sendt retur", "Kim"),
        ("Poul, har du set vagtplanen?", "Poul"),
    ],
)
def test_one_who_is_merely_addressed_is_none(text, surface):
    assert names(text) == [("STAFF_NAME", surface)]


@pytest.mark.parametrize("table", ["given_names", "surnames"])
def test_no_name_with_fewer_than_a_hundred_bearers_is_listed(table):
    assert [row["surface"] for row in read_table(f"gazetteers/{table}.tsv") if int(row["bearers"] or 0) < 100] == []
