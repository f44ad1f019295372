"""Agency text: known by the byline or the dateline, guessed from the rest."""

import pytest

from sources.agencies import NAMES, Hint, hint
from sources.page_claims import Reading


@pytest.mark.parametrize(
    "reading",
    [
        Reading(authors=["Reuters"]),
        Reading(authors=["AFP, Reuters"]),
        Reading(authors=["REUTERS"]),
        Reading(givers=["Reuters"]),
        Reading(opening="LONDON, Jan 15 (Reuters) - The bank raised rates."),
        Reading(opening="Cookies?\nLONDON (Reuters/AFP) – The bank raised rates."),
    ],
)
def test_it_is_agency_text_if_the_page_says_so(reading):
    assert hint(reading) == Hint("Reuters", is_sure=True)


@pytest.mark.parametrize(
    "reading",
    [
        Reading(authors=["Jane Doe, with Reuters"]),
        Reading(authors=["Jane Doe", "Reuters"]),
        Reading(rights="© 2026 Thomson Reuters"),
    ],
)
def test_it_may_be_agency_text_if_it_only_names_one(reading):
    assert hint(reading) == Hint("Reuters", is_sure=False)


@pytest.mark.parametrize(
    "reading",
    [
        Reading(authors=["Jane Doe"], rights="The Paper"),
        Reading(authors=["Ap Dijksterhuis"], opening="He cited Reuters (not us)."),
        Reading(opening="According to Reuters, rates rise."),
        Reading(rights="All rights with the happy."),
    ],
)
def test_it_is_nobodys_text_but_the_outlets_otherwise(reading):
    assert hint(reading) is None


def test_an_agency_goes_by_the_name_that_the_desk_gave_it():
    assert hint(Reading(authors=["AP"]), ["Associated Press"]).agency == (
        "Associated Press"
    )
    assert hint(Reading(authors=["Coast Wire"]), ["Coast Wire"]).is_sure


@pytest.mark.parametrize(
    ("written", "agency"),
    [
        ("Kyodo News", "Kyodo"),
        ("Deutsche Presse-Agentur", "dpa"),
        ("The Associated Press", "AP"),
        ("Agence France-Presse", "AFP"),
        ("PA news agency", "PA Media"),
        ("Agencia EFE", "EFE"),
        ("Agenzia ANSA", "ANSA"),
        ("Xinhua News Agency", "Xinhua"),
        ("Yonhap News Agency", "Yonhap"),
        ("Anadolu Agency", "Anadolu"),
        ("La Presse Canadienne", "The Canadian Press"),
        ("Australian Associated Press", "AAP"),
        ("PTI", "Press Trust of India"),
        ("ATS", "Keystone-SDA"),
        ("Belga News Agency", "Belga"),
        ("Algemeen Nederlands Persbureau", "ANP"),
        ("Polska Agencja Prasowa", "PAP"),
        ("TT News Agency", "TT"),
        ("Norsk Telegrambyrå", "NTB"),
        ("STT-Lehtikuva", "STT"),
        ("Agência Lusa", "Lusa"),
        ("Austria Presse Agentur", "APA"),
    ],
)
def test_an_agency_is_known_by_its_long_name_as_well(written, agency):
    assert hint(Reading(authors=[written])) == Hint(agency, is_sure=True)


def test_every_agency_is_known_by_what_it_is_listed_under():
    assert {name: hint(Reading(authors=[name])).agency for name in NAMES} == {
        name: name for name in NAMES
    }
