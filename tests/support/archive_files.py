"""Small archives of other systems with the traps that real ones have."""

import json
import random
import re

from tests.support.kite_days import KITE

WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Harbour News</title><link>https://old.example</link>
<language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login>ana</wp:author_login>
<wp:author_email>ana@old.example</wp:author_email>
<wp:author_display_name><![CDATA[Ana Ruiz]]></wp:author_display_name></wp:author>
%s</channel></rss>
"""
ITEM = """<item><title>%(title)s</title><link>%(link)s</link>
<dc:creator><![CDATA[ana]]></dc:creator><guid isPermaLink="false">%(guid)s</guid>
<content:encoded><![CDATA[%(content)s]]></content:encoded>
<excerpt:encoded><![CDATA[%(excerpt)s]]></excerpt:encoded>
<wp:post_id>%(id)s</wp:post_id><wp:post_date>2020-03-04 06:06:07</wp:post_date>
<wp:post_date_gmt>%(date)s</wp:post_date_gmt><wp:post_name>%(name)s</wp:post_name>
<wp:status>%(status)s</wp:status><wp:post_parent>0</wp:post_parent>
<wp:post_type>%(type)s</wp:post_type><wp:post_password>%(password)s</wp:post_password>
%(more)s</item>
"""
CLASSIC = """The bridge is <b>shut</b>.
It stays so.

Nobody crosses. [caption id="attachment_9" width="300"]<a href="https://old.example/x"><img
src="https://old.example/wp-content/uploads/2020/03/bridge-300x200.jpg"
alt="A bridge" /></a>
The bridge, shut[/caption]

See <a href="https://old.example/2020/03/ferry/">the ferry</a> [sic] and [[gallery]].

[gallery ids="9"] [contact-form-7 id="3" title="Write"]

<h3>Timeline</h3>
<ul><li>12 May 2019: Cracks were found.</li>
<li><strong>June 2019</strong> – Repairs.</li></ul>
<h3>Q&amp;A</h3>
<h4>When will it open?</h4>
Nobody knows.
<h3>Afterwards</h3>
<blockquote>We are sorry.
— Tom Weber, harbour master</blockquote>
https://video.example/1
<iframe src="https://maps.example/embed"></iframe>"""
BLOCK = """<!-- wp:paragraph --><p>The ferry sails.<sup data-fn="0a1b2c3d-1"><a
href="#0a1b2c3d-1">1</a></sup></p><!-- /wp:paragraph -->
<!-- wp:latest-posts {"postsToShow":3} /--><!-- wp:footnotes /-->
<!-- wp:table --><figure class="wp-block-table"><table><thead><tr>
<th>Day</th><th>Sails</th>
</tr></thead><tbody><tr><td>Monday</td><td>a|b</td></tr></tbody></table>
<figcaption>As printed</figcaption></figure><!-- /wp:table -->"""


def item(number, title="", content="", **said):
    values = {
        "title": title,
        "link": f"https://old.example/?p={number}",
        "guid": f"https://old.example/?p={number}",
        "content": content,
        "excerpt": "",
        "id": number,
        "date": "2020-03-04 05:06:07",
        "name": title.lower().replace(" ", "-"),
        "status": "publish",
        "type": "post",
        "password": "",
        "more": "",
    }
    return ITEM % (values | said)


def category(name, domain="category"):
    return f'<category domain="{domain}" nicename="x"><![CDATA[{name}]]></category>'


def meta(key, value):
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>"
        f"<![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


NOTES = json.dumps([{"id": "0a1b2c3d-1", "content": "As the <b>board</b> says."}])
ITEMS = [
    item(
        1,
        "Bridge shut",
        CLASSIC,
        link="https://old.example/2020/03/bridge/",
        excerpt="No way across.",
        more=category("World")
        + category("Bridges")
        + category("Steel", "post_tag")
        + meta("_thumbnail_id", "9")
        + "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>",
    ),
    item(
        2,
        "Ferry",
        BLOCK,
        link="https://old.example/2020/03/ferry/",
        more=meta("footnotes", NOTES),
    ),
    item(3, "A draft", "Unfinished business.", status="draft"),
    item(4, "Behind a password", "Hidden words.", password="x"),
    item(5, "Private", "Private words.", status="private"),
    item(6, "About us", "We.", type="page"),
    item(7, "", "Words without a headline.", name="%d0%bc%d0%be%d1%81%d1%82"),
    item(8, "Same name", "One.", guid="twice"),
    item(18, "Same name", "Two.", guid="twice"),
    item(
        9,
        "bridge",
        type="attachment",
        status="inherit",
        more="<wp:attachment_url>https://old.example/wp-content/uploads/2020/03/"
        "bridge.jpg</wp:attachment_url>" + meta("_wp_attachment_image_alt", "A bridge"),
    ),
    item(10, "Home", type="nav_menu_item"),
    item(11, "A shop", "Buy.", type="product"),
    item(12, "Gone", "Gone.", status="trash"),
]
WORDPRESS = WXR % "".join(ITEMS)

LEXICAL = {
    "root": {
        "type": "root",
        "children": [
            {
                "type": "paragraph",
                "children": [
                    {"type": "extended-text", "text": "Bold", "format": 1},
                    {"type": "extended-text", "text": " words. ", "format": 0},
                    {
                        "type": "link",
                        "url": "__GHOST_URL__/second/",
                        "children": [{"type": "text", "text": "More"}],
                    },
                ],
            },
            {
                "type": "extended-heading",
                "tag": "h2",
                "children": [{"type": "text", "text": "Key points"}],
            },
            {
                "type": "list",
                "listType": "bullet",
                "children": [
                    {"type": "listitem", "children": [{"type": "text", "text": "One"}]}
                ],
            },
            {
                "type": "image",
                "src": "__GHOST_URL__/content/images/2020/03/bridge.jpg",
                "alt": "A bridge",
                "caption": "<i>Shut</i>",
            },
            {
                "type": "bookmark",
                "url": "https://board.example/notice",
                "metadata": {"title": "The notice", "description": "Of the board"},
            },
            {"type": "signup", "header": "Join us"},
        ],
    }
}
MOBILEDOC = {
    "version": "0.3.1",
    "atoms": [["soft-return", "", {}]],
    "cards": [
        ["markdown", {"markdown": "*Set* so"}],
        ["embed", {"url": "https://v.example/1"}],
    ],
    "markups": [["strong"], ["a", ["href", "https://board.example"]]],
    "sections": [
        [1, "p", [[0, [0], 1, "Strong"], [0, [], 0, " and "], [0, [1], 1, "linked"]]],
        [10, 0],
        [10, 1],
        [3, "ul", [[[0, [], 0, "first"]], [[0, [], 0, "second"]]]],
    ],
}


def ghost_post(number, **said):
    return {
        "id": str(number),
        "uuid": f"post-{number}",
        "title": f"Post {number}",
        "slug": f"post-{number}",
        "status": "published",
        "visibility": "public",
        "type": "post",
        "published_at": "2021-02-03T04:05:06.000Z",
    } | said


TABLES = {
    "posts": [
        ghost_post(1, title="First", slug="first", lexical=json.dumps(LEXICAL)),
        ghost_post(2, title="Second", slug="second", mobiledoc=json.dumps(MOBILEDOC)),
        ghost_post(3, html="<p>For members</p>", visibility="paid"),
        ghost_post(4, html="<p>Who we are</p>", type="page"),
        ghost_post(5, html="<p>Not yet</p>", status="draft", published_at=None),
    ],
    "posts_authors": [{"post_id": "1", "author_id": "9", "sort_order": 0}],
    "posts_meta": [{"post_id": "1", "feature_image_alt": "Steel"}],
    "posts_tags": [
        {"post_id": "1", "tag_id": "8", "sort_order": 1},
        {"post_id": "1", "tag_id": "7", "sort_order": 0},
    ],
    "tags": [{"id": "7", "name": "Bridges"}, {"id": "8", "name": "#internal"}],
    "users": [{"id": "9", "name": "Ana Ruiz", "email": "ana@old.example"}],
}
GHOST = json.dumps({"db": [{"meta": {"version": "5.80"}, "data": TABLES}]})

MARKDOWN = """---
title: "Bridge: shut"
date: 2022-03-04 05:06:07 +0100
author: Ana Ruiz
tags: [steel, "road works"]
lang: en
layout: post
mood: sad
---
The *bridge* is shut.[^1] ![A bridge](bridge.jpg)

{{< figure src="bridge.jpg" caption="Shut" >}} {% include map.html %}

## How we got here

Cracks.

[^1]: The board's notice, https://board.example/notice
"""
NINJS = json.dumps(
    {
        "uri": "https://agency.example/items/1",
        "type": "text",
        "pubStatus": "usable",
        "versionCreated": "2023-04-05T06:07:08Z",
        "language": "en",
        "headlines": [{"role": "main", "value": "Bridge shut"}],
        "bodies": [
            {"role": "main", "contentType": "text/html", "value": "<p>It is.</p>"}
        ],
        "people": [{"name": "Ana Ruiz"}],
        "infoSources": [{"name": "The board", "uri": "https://board.example"}],
        "subjects": [{"name": "Bridges"}],
        "ednote": "Checked.",
        "standard": {"name": "ninjs", "version": "3.1"},
    }
)
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>
<entry><id>tag:old.example,2020:1</id>
<title type="html">Bridge &lt;b&gt;shut&lt;/b&gt;</title>
<link href="https://old.example/a/bridge-shut"/><updated>2020-01-02T00:00:00Z</updated>
<author><name>Ana Ruiz</name></author><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">One <b>two</b> three <i>four</i> five</div>
</content>
</entry></feed>"""
PAGE = f"""<!doctype html><html lang="de"><head><title>Die Brücke – Alt</title>
<meta property="article:published_time" content="2021-02-03T04:05:06+01:00">
<link rel="canonical" href="https://old.example/a/die-bruecke.html"></head><body>
<nav>Start</nav><article><h1>Die Brücke</h1><p>{"Sie ist gesperrt. " * 20}</p></article>
</body></html>"""
ARCHIVES = {
    "wordpress": ("site.xml", WORDPRESS),
    "ghost": ("ghost.json", GHOST),
    "markdown": ("2022-03-04-bridge.md", MARKDOWN),
    "ninjs": ("items.json", NINJS),
    "feed": ("feed.xml", ATOM),
    "html": ("page.html", PAGE),
    "kite": ("world.json", KITE),
}
PIECES = [
    *(
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"\x00",
        b"\xff",
        b"<script>",
        b"{",
        b"}",
    ),
    *(b"[", b"]", b'"', b"\\", b"---\n", b"<table>", b"</p>", b"[caption]", b"1e999"),
    *(b"null", b"-1", b"[^", b"::figure x", b"&#x0;", b"\xed\xa0\x80", b"*" * 50),
    *(b"<div>" * 300, b"[[" * 300, b"\n\n", b'<!ENTITY a "b">', b"9" * 5000),
]


# What leaves the shape of a file as it is, and not what it says.
WORDS = [
    *("::figure x", "[^", "** **", "*", "_", "`", "-1", "null", "true", "9" * 5000, ""),
    *("[caption]", "[/caption]", "[gallery]", "1. ", "| a |", "@[a](b)", "[a](b)", "#"),
    *(
        "https://u:p@h.example/x",
        "javascript:x",
        "0000-00-00",
        "9999-12-31",
        "word " * 50,
    ),
    *("\u202e", "\u2028", "\ufeff", "\U0001f600", "-- ", "=" * 40, "~~~", "{{ x }}"),
]


PLAIN = re.compile(r"(?<![</:\w])[A-Za-z0-9]+(?![\w:=])")


def mutant(text, seed):
    """The bytes of an archive with some of them wrong; of every other, some words."""
    chance = random.Random(seed)
    if seed % 2:
        for _each in range(chance.randint(1, 4)):
            found = chance.choice([*PLAIN.finditer(text)])
            text = text[: found.start()] + chance.choice(WORDS) + text[found.end() :]
        return text.encode("utf-8", "replace")
    data = bytearray(text.encode())
    for _each in range(chance.randint(1, 3)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice([0, 0, 1, 3, 40]))
        other = chance.randrange(len(data) + 1)
        data[at:end] = chance.choice([chance.choice(PIECES), data[other : other + 60]])
    cut = chance.randrange(len(data) + 1)
    return bytes(data[: chance.choice([len(data)] * 9 + [cut])])
