"""A text's blocks: each by its name, with what it stands under and what it cites."""

import pytest

from paper.outputs.text_blocks import blocks, words

CITE = '<sup><a href="https://a.example/#source-{0}">{0}</a></sup>'
HTML = f"""<article lang="en">
<p>Before all.</p>
<section id="happened">
<h2>What <b>happened</b></h2>
<p id="happened-1">Two &amp; a &lt;half&gt;.{CITE.format(2)}{CITE.format(11)}</p>
</section>
<figure id="picture"><img src="https://a.example/a.png" alt="a > b"></figure>
<section id="history">
<h2>How</h2>
<ol>
<li><p><time datetime="2025">2025</time></p>
<div><p id="history-1">Begun.</p><p id="history-2">Ended.{CITE.format(2)}</p></div></li>
</ol>
<h3>Then</h3>
<p id="history-3">Later.</p>
</section>
<dl><dt id="term-1"><b>Port</b></dt><dd><p id="glossary-1">A place.</p></dd></dl>
<ol><li id="source-2" value="2"><p>The plan</p></li></ol>
</article>"""


@pytest.mark.parametrize(
    ("name", "heading", "about", "text", "sources"),
    [
        ("happened", "What happened", "", "What happened Two & a <half>.", [2, 11]),
        ("happened-1", "What happened", "", "Two & a <half>.", [2, 11]),
        ("picture", "", "", "", []),
        ("history-1", "How", "2025", "Begun.", []),
        ("history-2", "How", "", "Ended.", [2]),
        ("history-3", "Then", "", "Later.", []),
        ("glossary-1", "Port", "", "A place.", []),
        ("source-2", "Port", "", "The plan", [2]),
    ],
)
def test_a_block_says_where_it_stands_and_what_it_cites(
    name, heading, about, text, sources
):
    found = {block.name: block for block in blocks(HTML)}[name]

    said = found.heading, found.about, found.text, found.sources
    assert said == (heading, about, text, sources)
    assert f'id="{name}"' in found.html


def test_blocks_come_in_the_order_of_the_page_and_the_smallest_are_known():
    found = blocks(HTML)

    assert [block.name for block in found if not block.whole] == ["happened", "history"]
    starts = [HTML.index(f'id="{block.name}"') for block in found]
    assert starts == sorted(starts)
    assert blocks("") == []
    assert words("<p>a</p><p>b <i>c</i>d</p>") == "a b cd"
