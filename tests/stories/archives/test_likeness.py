"""When two texts tell of one event: what holds for all texts, and what for these."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.archives.likeness import (
    MOST_MARKS,
    Signature,
    Verdict,
    likeness,
    marks,
    signature,
)

pytestmark = pytest.mark.once
few = st.frozensets(st.text("abcdef", min_size=1, max_size=2), max_size=8)
signatures = st.builds(Signature, few, few, few)


@settings(max_examples=30)
@given(one=signatures, other=signatures)
def test_likeness_is_mutual_and_a_share(one, other):
    found, back = likeness(one, other), likeness(other, one)

    assert found == back
    assert found.score == pytest.approx(back.score)
    for share in (found.score, found.articles, found.names, found.words):
        assert 0 <= share <= 1


@settings(max_examples=30)
@given(one=signatures, other=signatures)
def test_one_sign_alone_is_never_sure(one, other):
    if likeness(one, other).verdict == Verdict.SAME:
        assert one.articles & other.articles
        assert (one.names & other.names) or (one.words & other.words)


@settings(max_examples=30)
@given(one=signatures, other=signatures, article=st.just("https://new.example/"))
def test_an_article_more_in_common_makes_them_no_less_alike(one, other, article):
    before = likeness(one, other).score
    both = [
        Signature(said.articles | {article}, said.names, said.words)
        for said in (one, other)
    ]
    if one.articles and other.articles:
        assert likeness(*both).score >= before - 1e-9


@settings(max_examples=30)
@given(one=signatures)
def test_a_text_is_itself_and_nothing_is_like_nothing(one):
    whole = all((one.articles, one.names, one.words))
    assert likeness(one, Signature()).verdict == Verdict.OTHER
    if whole:
        assert likeness(one, one).verdict == Verdict.SAME
        assert likeness(one, one).score == pytest.approx(1)


@settings(max_examples=30)
@given(one=signatures, other=signatures)
def test_what_shares_an_article_is_found_by_it(one, other):
    assert len(marks(one)) <= MOST_MARKS
    assert all(0 <= mark < 2**63 for mark in marks(one))
    if one.articles & other.articles:
        assert {*marks(one)} & {*marks(other)}


def text(headline, summary, *urls):
    sources = [{"key": f"s{n}", "url": url} for n, url in enumerate(urls)]
    return signature(
        {"headline": headline, "summary": summary, "sources": sources, "language": "en"}
    )


A, B, C, D, E = (f"https://{name}.example/olten" for name in "abcde")
BRIDGE = text("Olten bridge shut", "The Olten bridge over the Aare is shut.", A, B, C)
MANY = [f"https://g.example/{number}" for number in range(7)]
OTHERS = {
    "all articles, one with a mark of where it was found, and other words": (
        "same",
        text("No way over the Aare", "At Olten it is shut.", A, B, f"{C}?fbclid=1"),
    ),
    "half of the articles, a day later": (
        "same",
        text("Olten bridge opens", "The bridge over the Aare opens.", B, C, D, E),
    ),
    "one article, and words that are near": (
        "possible",
        text("Olten bridge costs", "The Aare bridge needs money.", C, D, E),
    ),
    "no article, though every word is the same": (
        "possible",
        text("Olten bridge shut", "The Olten bridge over the Aare is shut."),
    ),
    "an article that tells of everything": (
        "other",
        text("Snow on Gotthard", "Snow fell.", C, *MANY),
    ),
    "nothing": ("other", text("Elections in Basel", "Basel votes on Sunday.", D, E)),
}


@pytest.mark.parametrize("shared", OTHERS)
def test_what_is_the_same_event(shared):
    verdict, other = OTHERS[shared]

    assert likeness(BRIDGE, other).verdict == verdict


TRADE = text(
    "Moss and Lind agree on trade in Geneva",
    "President Anna Moss and Chancellor Karl Lind signed a pact that cuts tariffs.",
    *(A, B, C, D),
)
FENCE = "President Anna Moss accused Chancellor Karl Lind of building a fence."


@pytest.mark.parametrize("shared", [[A], [A, B]])
def test_the_same_people_doing_something_else_is_asked_about(shared):
    fence = text("Moss and Lind clash over border", FENCE, *shared, E)
    alone = text("Moss and Lind clash over border", FENCE, *shared)

    assert likeness(TRADE, fence).verdict == "possible"
    assert likeness(TRADE, alone).verdict == "possible"
    assert likeness(TRADE, alone).names > 0.8
