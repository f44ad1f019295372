"""What clipboards hold, and the markup that it has to become: (name, HTML, markup,
what was left out). The HTML is shaped like that of the programs it is named after."""

WORD = (
    """<html><head><style><!-- p.MsoNormal {margin:0} --></style></head><body>
<!--StartFragment--><p class=MsoTitle>Talks<o:p></o:p></p>
<p class=MsoNormal>One <b style='mso-bidi-font-weight:normal'>bold </b>word,
caf\u00e9.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span
class=MsoFootnoteReference>[1]</span></a><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·
&nbsp;</span></span><![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><!--[if !supportLists]
--><span style='mso-list: Ignore'>o&nbsp; </span><!--[endif]-->Second</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>
3.<span>&nbsp;</span></span>Third</p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table><tr><td><p>a</p></td><td>b</td></tr></table><p><img src="file:///x.png"></p>
<p class=MsoNormal>Kept<span class=MsoCommentReference><a>[A1]</a></span> <del>lost
</del>words.</p><!--EndFragment--><div style='mso-element:footnote-list'><div
style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1"
name="_ftn1">[1]</a> Smith 2019, p. 14.</p></div></div></body></html>""",
    "## Talks\n\nOne **bold** word, caf\u00e9.[^fix-me Smith 2019, p. 14.]\n\n"
    "- First\n- Second\n3. Third\n\nKept words.",
    {"notes": 1, "nested": 1, "tables": 1, "images": 1, "comments": 1, "struck": 1},
)
DOCS = (
    """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">
<h2 dir="ltr"><span style="font-weight:700">Head</span></h2><p><span
style="font-weight:700;">Lead.</span><span style="font-weight:400"> Rest, H</span><span
style="vertical-align:sub">2</span><span>O, </span><a
href="https://www.google.com/url?q=https://a.example/b%3Fid%3D3%26utm_source%3Dx"><span
style="text-decoration:underline">link</span></a></p><ul><li><p>one</p></li><ul><li><p>
<span style="font-style:italic">two</span></p></li></ul></ul></b><br>""",
    "## Head\n\n**Lead.** Rest, H₂O, [link](https://a.example/b?id=3)\n\n"
    "- one\n- *two*",
    {"nested": 1},
)
WEB = (
    """<article><h3>Under</h3><p>A<br>B<br><br>C <strong>x <em>y</em></strong> z
<b>Lead:</b>text</p><blockquote><p>One.</p><p>Two.</p></blockquote><ol><li>x<li>y<p>z
</ol><p><a href="javascript:alert(1)">bad</a> <a
href="https://a.example/(b)?fbclid=1&amp;id=2#c">good</a> <a href="mailto:a@b.example"
>mail</a> fact<sup><a href="#cite_note-1">[1]</a></sup></p><script>alert(1)</script>
<table><tr><td>column</table></article>""",
    "### Under\n\nA  \nB\n\nC **x** ***y*** z **Lead**:text\n\n> One.\n>\n> Two.\n\n"
    "1. x\n2. y z\n\nbad [good](https://a.example/%28b%29?id=2#c) "
    "[mail](mailto:a@b.example) fact\n\ncolumn",
    {"links": 1, "references": 1},
)
SPACES = (
    "<p>soft\u00adhyphen\u200b  10\u00a0km \u201cwords\u201d\u00a0and</p>",
    "softhyphen 10\u00a0km \u201cwords\u201d and",
    {},
)
PASTES = {"word": WORD, "docs": DOCS, "web": WEB, "spaces": SPACES}

# Said literally, these must go on saying it.
LITERAL = [
    "*stars* _under_ snake_case 5 * 3 \\* \\",
    "[x](y) ![x](y) @[a](b) [^k p. 1] [sic]",
    "<b>x</b> <!-- &amp; &copy; AT&T a < b",
    "``` ~~~ ::figure map std::sort",
    "# head",
    "- dash",
    "+ plus",
    "> quoted",
    "1. one",
    "2) two",
    "::quote key",
    "=====",
    "---",
    "| a | b |",
    "--- | :-:",
    "##head #tag",
    "~~x~~ ==y== `z` 2 ** 3 a **b",
]
