"""Four days of one small town in Kite's files, in the forms that these have had."""

import json

DAY = 24 * 3600
FIRST = 1767258000  # 1 January 2026, 9:00 UTC


def article(site, number, title, **said):
    address = f"https://{site}/{title.lower().replace(' ', '-')}-{number}"
    day = f"2026-01-0{number}T08:00:00Z"
    return {"title": title, "link": address, "domain": site, "date": day} | said


def story(number, title, summary, articles, **said):
    sites = {one["domain"] for one in articles}
    return {
        "cluster_number": number,
        "number_of_titles": len(articles),
        "unique_domains": len(sites),
        "category": "World",
        "title": title,
        "short_summary": summary,
        "articles": articles,
        "domains": [
            {"name": site, "favicon": f"https://{site}/i.png"} for site in sites
        ],
    } | said


CRACKS = article("harbour.example", 1, "Olten bridge closed after cracks")
BOARD = article("board.example", 1, "Notice on the Olten bridge")
TRAFFIC = article("road.example", 1, "Traffic waits as Olten bridge shuts")
REPAIR = article("harbour.example", 2, "Repairs to Olten bridge to cost millions")
REOPEN = article("road.example", 3, "Olten bridge opens one lane")
LAST = article("board.example", 4, "Olten bridge open again")
STRIKE = [
    article("union.example", 1, "Lindau ferry crews walk out"),
    article("harbour.example", 1, "No ferries from Lindau"),
    article("lake.example", 1, "Lindau passengers stranded"),
    article("road.example", 1, "Buses replace Lindau ferries"),
]
TALKS = [
    STRIKE[0],
    STRIKE[2],
    article("union.example", 3, "Talks in the Lindau ferry strike"),
    article("lake.example", 3, "Lindau ferries still idle"),
    article("news.example", 3, "Mediator named for Lindau ferries"),
    article("press.example", 3, "What the Lindau crews want"),
]
BRIDGE = "The Olten bridge over the Aare was closed on Thursday. [harbour.example#1]"
MUSEUM = story(
    3,
    "Museum of Clocks opens in Bern",
    "The Museum of Clocks opened its doors in Bern.[news.example#1][common]\n"
    "It has 300 clocks & *one* sundial. [nowhere.example#9]",
    [
        article(
            "news.example", 1, "Clocks on show in Bern", image="https://n.example/1"
        ),
        article("google.com", 1, "A museum for hours and minutes - The Bern Post"),
        article("press.example", 1, "Three hundred clocks"),
    ],
    emoji="🕰️",
    location="Bern, Switzerland",
    sourceLanguage="de",
    selectedLanguage="en",
    did_you_know="The oldest clock is from 1410. [press.example#1]",
    talking_points=[
        "Free on Sundays: Nobody pays on a Sunday. [press.example#1]",
        "Open until 20:30 every day",
    ],
    quote="“Time is all we have.” [news.example#1]",
    quote_author="Lena Graf",
    quote_attribution="director",
    quote_source_url="https://press.example/three-hundred-clocks-1",
    quote_source_domain="press.example",
    historical_background="The town has made clocks since 1530.",
    humanitarian_impact=None,
    technical_details=["Drives: Weights and springs. [news.example#1]", "Oil"],
    technical_specifications="Each clock is wound by hand.",
    user_experience_impact=["Visitors hear the hour."],
    international_reactions=[
        "No international reaction was reported in the provided articles."
    ],
    user_action_items=["Book: On Saturdays places are few."],
    perspectives=[
        {
            "text": "Town council: The museum is worth its price. [press.example#1]",
            "sources": [
                {
                    "name": "The Press",
                    "url": "https://press.example/three-hundred-clocks-1",
                }
            ],
        },
        {"text": "Neighbours hear the bells at night.", "sources": []},
    ],
    timeline=[
        {"date": "1 May 2019", "content": "The council bought the house."},
        {"date": "Last July", "date_iso": "2025-07", "content": "The roof was done."},
        {"date": "Today", "content": "The doors opened. [news.example#1]"},
        {"date": "44 BCE", "date_iso": "-0043", "content": "A water clock was made."},
    ],
    suggested_qna=[
        {"question": "What does it cost?", "answer": "Nothing on Sundays."},
        {
            "question": "Who paid for it?",
            "answer": "The articles do not say who paid for it.",
        },
    ],
    primary_image={
        "url": "https://n.example/images/clock.jpg",
        "caption": "A clock",
        "credit": "Press",
        "link": "https://n.example/1",
    },
    secondary_image={"url": "https://n.example/images/lost.jpg", "caption": "Lost"},
    mood="calm",
)
ONE = {
    "category": "World",
    "timestamp": FIRST,
    "read": 1234,
    "clusters": [
        story(
            1,
            "Olten bridge closed",
            f"{BRIDGE} Engineers from Zurich found 12 cracks. [board.example#1]",
            [CRACKS, BOARD, TRAFFIC],
        ),
        story(
            2,
            "Ferry crews strike in Lindau",
            "Ferry crews in Lindau stopped work. [union.example#1] They want shorter "
            "shifts on Lake Constance.",
            STRIKE,
        ),
        MUSEUM,
    ],
}
# The bridge has news, the ferries are told in other words.
TWO = {
    "category": "World",
    "timestamp": FIRST + DAY,
    "read_count": 12,
    "stories": [
        story(
            1,
            "Strike stops ferries in Lindau",
            "In Lindau ferry crews stopped their work. [union.example#1] Shorter "
            "shifts on Lake Constance are what they want.",
            STRIKE,
        ),
        story(
            2,
            "Olten bridge repairs cost 40 million",
            f"{BRIDGE} Repairs of the cracks will cost 40 million francs. "
            "[harbour.example#2]",
            [CRACKS, REPAIR, BOARD],
            timeline=["1 January 2026:: The bridge was closed.", "Spring:: Repairs."],
        ),
        story(
            3,
            "Snow closes Gotthard pass",
            "Snow closed the Gotthard pass. [alps.example#1]",
            [article("alps.example", 2, "Gotthard pass closed by snow")],
        ),
    ],
}
# Whether the talks are about the same strike only an editor can say.
THREE = {
    "category": "World",
    "timestamp": FIRST + 2 * DAY,
    "clusters": [
        story(
            1,
            "Mediator to end Lindau ferry dispute",
            "A mediator was named in the dispute over ferries. [union.example#2] "
            "Judge Paula Stern begins on Monday.",
            TALKS,
        ),
        story(
            2,
            "Olten bridge opens one lane",
            "The Olten bridge over the Aare opened one lane after the cracks were "
            "filled. [road.example#1]",
            [REPAIR, BOARD, REOPEN],
        ),
    ],
}
FOUR = {
    "batchId": "b4",
    "categoryId": "c1",
    "categoryName": "World",
    "timestamp": "2026-01-04T09:00:00Z",
    "totalStories": 1,
    "readCount": 7,
    "domains": [],
    "stories": [
        story(
            1,
            "Olten bridge open again",
            "The Olten bridge over the Aare is open again. [board.example#2] The "
            "cracks are filled.",
            [BOARD, REOPEN, LAST],
            id="6f0e4b2e",
        )
    ],
}
DAYS = {"day-1": ONE, "day-2": TWO, "day-3": THREE, "day-4": FOUR}
KITE = json.dumps(ONE)


def write(folder, *names):
    """The files of some days, or of all."""
    for name in names or DAYS:
        text = json.dumps(DAYS[name], ensure_ascii=False)
        (folder / f"{name}.json").write_text(text)
