"""Who is taken for the same person, and why. The examples are invented."""

import csv
import json
from dataclasses import replace

import pytest
from django.core.management import call_command

from cases.people.ages import Age, AgeKind
from cases.people.likely import hinted, known_of, likely
from cases.people.matching import Known, score
from cases.people.models import Person
from rptc import days
from tests import DATA
from tests.cases.people import invented_pool
from tests.cases.people.invented_pairs import invented_pairs
from tests.factories import PersonFactory

BOY = Known("Muh. Yunus Limpo", "Unu'", "L", 12, "Tallo", "Sitti Hawa")
MAN = Known("Syarifuddin bin Gassing", "Dg. Jarre", "L", 46, "Kab. Gowa", "Hj. Bungatang")
GIRL = Known("Nurhafsah Maharani", "", "P", 9, "Mariso", "Dg. Te'ne")


@pytest.mark.parametrize(
    ("one", "changes", "reason"),
    [
        (BOY, {}, "nama sama"),
        (BOY, {"name": "Moehammad Joenoes Limpo"}, "ejaan lama"),
        (BOY, {"name": "Yunus"}, "nama sama"),
        (BOY, {"name": "Limpo Yunus"}, "urutan nama lain"),
        (BOY, {"name": "M. Yunus L."}, "huruf awal cocok"),
        (BOY, {"name": "Muh. Yunsu Limpo"}, "salah ketik"),
        (BOY, {"name": "Unu", "alias": ""}, "nama sama dengan panggilan"),
        (BOY, {"mother_name": "St. Hawah"}, "nama ibu sama"),
        (BOY, {"mother_name": "", "age": 14}, "umur cocok"),
        (BOY, {"origin": "Jl. Contoh, Kec. Tallo", "mother_name": "Dg. Puji"}, "asal mirip"),
        (MAN, {"name": "Saripudding bin Gassing"}, "bunyi nama sama"),
        (MAN, {"name": "Syarifuddin Gassing"}, "nama bapak sama"),
        (MAN, {"name": "Daeng Jarre", "alias": ""}, "nama Daeng sama"),
        (MAN, {"name": "Jarre", "alias": ""}, "nama Daeng sama"),
        (MAN, {"name": "H. Syarifuddin Dg. Jarre", "alias": ""}, "nama sama"),
        (MAN, {"name": "Dg. Jarre", "alias": "Syarifuddin"}, "nama sama"),
        (MAN, {"alias": "", "origin": "Gowa"}, "asal sama"),
        (GIRL, {"name": "Nur Hapsa Maharani"}, "bunyi nama sama"),
        (GIRL, {"name": "Hapsa"}, "bunyi nama sama"),
        (GIRL, {"name": "Mama Reni", "alias": "Nurhafsah"}, "nama sama"),
    ],
)
def test_the_same_person_written_otherwise(one, changes, reason):
    match = score(one, replace(one, **changes))
    assert match.is_likely, match
    assert reason in match.reasons


@pytest.mark.parametrize(
    ("one", "changes"),
    [
        (BOY, {"name": "Muh. Ansar Limpo"}),  # a brother
        (BOY, {"name": "Muh. Yusran Limpo", "alias": "", "age": 12}),  # a twin
        (BOY, {"sex": "P"}),
        (BOY, {"mother_name": "Rukmini", "origin": "Manggala"}),
        (BOY, {"age": 33, "mother_name": ""}),
        (MAN, {"name": "Gassing", "alias": "", "age": 71, "mother_name": ""}),  # his father
        (MAN, {"name": "Baharuddin bin Lallo", "mother_name": "Saenab"}),  # another Dg. Jarre
        (MAN, {"name": "Syarifuddin bin Tompo", "alias": "Dg. Sila"}),
        (MAN, {"name": "Dg. Jarung", "alias": ""}),
        (Known("Abd. Rahman", "", "L", 30, "Tallo"), {"name": "Muh. Rahman"}),
        (GIRL, {"name": "Nurhaerah Maharani"}),
        (GIRL, {"name": "Hafsawati", "mother_name": "Rukmini"}),
    ],
)
def test_two_people_near_each_other(one, changes):
    match = score(one, replace(one, **changes))
    assert not match.is_likely, match


OJAN = Known("Muh. Fauzan", "Ojan", "L", 20, "Tallo", "Rosmiati")
JARRE = Known("Syarifuddin", "Dg. Jarre", "L", 46)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (OJAN, Known("Ojan", "", "L", 20)),
        (OJAN, Known("", "Ojan", "L", 23)),
        (replace(OJAN, alias="Aco"), Known("Aco", "", "L", 23)),
        (JARRE, Known("", "Dg. Jarre", "L", 48)),
        (replace(JARRE, alias="Bapak Reni"), Known("Bapak Reni", "", "L", 47)),
    ],
)
def test_by_what_they_are_called_alone_it_may_be_the_same_person(one, said):
    match = score(one, said)
    assert (match.is_likely, match.is_possible) == (False, True), match


@pytest.mark.parametrize(
    "said",
    [
        Known("Ojan", "", "P", 20),
        Known("Ojan", "", "", 20),
        Known("Ojan", "", "L", None),
        Known("Ojan", "", "L", 24),
        Known("Ojan", "", "L", 20, "Kab. Bone"),
        Known("Ojan", "", "L", 20, "", "Rukmini"),
        Known("Fauzi", "", "L", 20),
    ],
)
def test_with_any_other_fact_it_is_not(said):
    match = score(OJAN, said)
    assert not match.is_likely
    assert not match.is_possible


def test_a_common_name_with_nothing_else_is_not_likely():
    """Whoever was never here has many namesakes: half of the hints about them were such."""
    one = Known("Rosmiati Sari", sex="P", age=19, origin="Mamajang")
    namesake = score(one, Known("Rosmiati", sex="P", age=21, mother_name="Fitriah"))
    assert (namesake.is_likely, namesake.is_possible) == (False, True)
    assert score(one, Known("Rosmiati", sex="P", age=20, origin="Mamajang")).is_likely


def test_the_order_of_the_two_does_not_matter():
    for _, _, one, other in invented_pairs(300, seed=5):
        assert score(one, other).score == score(other, one).score


def test_a_common_name_says_less_than_a_rare_one():
    common, rare = Known("Rahma", sex="P"), Known("Sappewali", sex="P")
    assert score(common, common).score < score(rare, rare).score


def test_nobody_is_found_by_having_no_name():
    unnamed = Known("Tanpa nama", "", "L", 40, "Tallo")
    assert not score(unnamed, unnamed).is_likely


def test_one_nik_is_one_person():
    one = Known("Yunus", sex="L", nik="7371011201120001")
    other = Known("Ansar", sex="L", nik="7371011201120001")
    assert score(one, other).is_likely
    assert "NIK sama" in score(one, other).reasons


def test_pairs_made_by_other_rules_are_told_apart():
    right = {True: 0, False: 0}
    said = 0
    for same, _, one, other in invented_pairs(2000, seed=1):
        says = score(one, other).is_likely
        said += says
        right[same] += says == same
    assert right[True] / 1000 >= 0.93
    assert right[True] / said >= 0.95


# -- In the database ---------------------------------------------------------------------------


@pytest.fixture
def met(db, today):
    def met(name, alias="", sex="L", age=12, **columns):
        person = PersonFactory.build(name=name, alias=alias, sex=sex, **columns)
        person.age = Age(AgeKind.ABOUT, age, None, today)
        person.recorded_by.save()
        person.save()
        return person

    return met


def found(known, today):
    return [each.person_id for each in likely(known, on=today)]


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("Moeh. Joenoes", ""),
        ("Yunus", ""),
        ("Yunsu", ""),
        ("Ynus Limpo", ""),
        ("Unu'", ""),
        ("Muhammad Yunus", "Dg. Puji"),
        ("Inus", ""),
    ],
)
def test_finds_who_was_here_before(met, today, name, alias):
    before = met("Muh. Yunus Limpo", "Unu'", mother_name="Sitti Hawa")
    met("Muh. Ansar Limpo", "Anca'", mother_name="Sitti Hawa", age=15)
    assert found(Known(name, alias, "L", 12, "", "Hawa"), today) == [before.pk]


def test_finds_by_nik_under_another_name(met, today):
    before = met("Yunus", nik="7371011201120001", nik_status="claimed")
    assert found(Known("Sappe", sex="L", nik="7371011201120001"), today) == [before.pk]


def test_a_daeng_name_is_found_without_its_dg(met, today):
    before = met("Sappewali", "Dg. Jarre", age=46, mother_name="Hawa")
    assert found(Known("Jarre", "", "L", 47, "", "Hawa"), today) == [before.pk]


def test_the_same_nik_is_found_under_the_other_sex(met, today):
    before = met("Yunus", nik="7371011201120001", nik_status="claimed")
    assert found(Known("Yunus", sex="P", nik="7371011201120001"), today) == [before.pk]


def test_a_name_of_nonsense_is_saved_and_found(met, today):
    before = met("zachikhaza" * 12)
    assert found(Known("zachikhaza" * 12, sex="L", age=12), today) == [before.pk]


def test_compares_the_ages_of_that_day(met, today):
    before = met("Yunus Limpo", age=9)
    later = days.add_months(today, 60)
    assert found(Known("Yunus Limpo", sex="L", age=14), later) == [before.pk]
    assert not found(Known("Yunus Limpo", sex="L", age=25), later)


def test_a_merged_person_is_not_offered(met, today):
    kept = met("Yunus Limpo")
    met("Yunus Limpo", merged_into=kept)
    assert found(Known("Yunus Limpo", sex="L", age=12), today) == [kept.pk]


def test_of_namesakes_nobody_is_likely_until_a_fact_sets_one_apart(met, today):
    one, _ = (met("Yunus", mother_name=mother) for mother in ("Hawa", "Rabiah"))
    asked = Known("Yunus", sex="L", age=12)
    assert not found(asked, today)
    assert len(hinted(asked, on=today)) == 2
    assert found(replace(asked, mother_name="Hawa"), today) == [one.pk]


def test_two_files_of_one_person_do_not_speak_against_each_other(met, today):
    files = {met("Yunus", mother_name="Hawa").pk for _ in range(2)}
    assert set(found(Known("Yunus", sex="L", age=12), today)) == files


def test_keys_follow_the_name_on_every_save(met, today):
    person = met("Yunus")
    person.name = "Sappewali"
    person.save()
    assert found(Known("Sapewali", sex="L", age=12), today) == [person.pk]
    assert not found(Known("Yunus", sex="L", age=12), today)


def test_refresh_search_keys_mends_what_an_update_left_behind(met, today, capsys):
    person = met("Yunus")
    Person.objects.update(name="Sappewali")
    call_command("refresh_search_keys")
    assert "1 orang" in capsys.readouterr().out
    assert found(Known("Sapewali", sex="L", age=12), today) == [person.pk]


def test_what_is_known_of_a_person_is_most_like_that_person(met, today):
    person = met("Nurhafsah", "Dg. Te'ne", sex="P", age=41)
    met("Nurhaerah", "Dg. Te'ne", sex="P", age=41)
    assert found(known_of(person, on=today), today)[0] == person.pk


def test_asks_the_database_three_times_at_most(met, today, django_assert_max_num_queries):
    for number in range(8):
        met("Yunus Limpo", age=10 + number)
    with django_assert_max_num_queries(3):
        likely(Known("Joenoes", sex="L", age=12), on=today)


@pytest.mark.gate
@pytest.mark.django_db
def test_measure_matching_reaches_the_bars(capsys):
    call_command(
        "measure_matching",
        str(DATA / "name_pairs.csv"),
        pool=str(DATA / "name_pool.csv"),
        truth=str(DATA / "name_pool_truth.csv"),
        json=True,
    )
    figures = json.loads(capsys.readouterr().out)
    assert figures.keys() == {
        *("precision", "recall", "f1", "recall_at_1", "recall_at_5", "recall_of_likely"),
        *("recall_of_hints", "false_hints", "possible_hints"),
    }
    assert figures["false_hints"] <= 0.07
    assert figures["recall_of_likely"] >= 0.97
    assert figures["recall_of_hints"] >= 0.98
    assert figures["precision"] >= 0.95
    assert figures["recall"] >= 0.93
    assert figures["recall_at_1"] >= 0.73
    assert figures["recall_at_5"] >= 0.96
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_measure_matching_says_each_reason(tmp_path, capsys):
    side = "name,alias,sex,age,origin,mother".split(",")
    columns = [f"{each}_{which}" for which in "ab" for each in side]
    pairs, pool, truth = (tmp_path / f"{each}.csv" for each in ("pairs", "pool", "truth"))
    _write(
        pairs,
        [*columns, "same", "why"],
        [
            [
                "Yunus",
                "",
                "L",
                "12",
                "",
                "Hawa",
                "Joenoes",
                "",
                "L",
                "13",
                "",
                "Hawa",
                "1",
                "ejaan",
            ],
            [
                "Yunus",
                "",
                "L",
                "12",
                "",
                "Hawa",
                "Ansar",
                "",
                "L",
                "13",
                "",
                "Hawa",
                "0",
                "saudara",
            ],
        ],
    )
    _write(
        pool,
        "id,full_name,alias,sex,age,origin_kecamatan,mother_name".split(","),
        [
            ["P1", "Yunus", "", "L", "12", "Tallo", "Hawa"],
            ["P2", "Joenoes", "", "L", "", "", ""],
            ["P3", "Ansar", "", "L", "12", "Tallo", "Hawa"],
            ["P4", "Sappewali", "Baco", "L", "30", "", ""],
            ["P5", "Sapewali", "", "L", "31", "", ""],
            ["P6", "Baco", "", "L", "31", "", ""],
        ],
    )
    _write(truth, ["id_a", "id_b"], [["P1", "P2"]])
    call_command("measure_matching", str(pairs), pool=str(pool), truth=str(truth))
    said = capsys.readouterr().out
    assert "orang sama, ejaan: 1 dari 1 benar" in said
    assert "orang lain, saudara: 1 dari 1 benar" in said
    assert "precision 1.000, recall 1.000" in said
    assert "recall@5 1.000, disebut kemungkinan besar 0.000," in said
    assert "kemungkinan besar atau 'mungkin' 1.000" in said
    # Of P3 to P6, who have no partner: two take each other for one, the third is called so.
    assert "petunjuk keliru (kemungkinan besar) 0.500" in said
    assert "hanya 'mungkin' 0.250" in said


@pytest.mark.django_db
def test_measure_matching_asks_some_of_a_large_pool(tmp_path, capsys):
    invented_pool.write(tmp_path, 300)
    files = {"pool": str(tmp_path / "pool.csv"), "truth": str(tmp_path / "truth.csv")}
    call_command("measure_matching", str(DATA / "name_pairs.csv"), **files, ask=15, json=True)
    figures = json.loads(capsys.readouterr().out)
    assert figures["recall_at_5"] >= 0.8
    assert figures["recall_of_likely"] >= 0.7
    assert figures["false_hints"] <= 0.2


def _write(path, header, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
