"""Stories and questions that chance has written: every field of the format or some of
them, in words with all the signs that one of the forms could take for its own."""

import json
import random

from explainer import file
from explainer.format import QUESTION, STORY
from tests import filled

SCRIPTS = ("so", "größer", "ґанок", "عربي", "日本語", "👩‍🚒", "naïve", "İstanbul")
SIGNS = (
    "1 < 2",
    "A & B",
    "“yes”",
    "it's",
    "–",
    "50 %",
    "C#",
    "a_b_c",
    "$x$",
    "]]>",
    "--",
)
SIGNS += (
    "<b>",
    "&amp;",
    "{{ x }}",
    "{% y %}",
    "</script>",
    "Q: no?",
    "a|b",
    "~",
    "=?q?=",
)
ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\*_[]<&~|`#"})
# Without these parts a document is one all the same.
FREE = ("kicker", "standfirst", "short_headline", "brief", "unknowns")
FREE += (
    "papers",
    "divergence",
    "background",
    "expectations",
    "conversation",
    "glossary",
)
KEPT = {*filled.NAMING, "table"}
LANGUAGES = ("en", "de", "ar", "uk", "zh-Hans", "sv", "")


class Writer:
    """Writes anew what a filled document says; each word is met once."""

    def __init__(self, seed):
        self.seed, self.count = seed, 0
        self.chance = random.Random(seed)

    def words(self, most=6):
        self.count += 1
        pool = self.chance.choices((*SCRIPTS, *SIGNS), k=self.chance.randint(0, most))
        return " ".join([f"w{self.count}", *pool, "end"])

    def sentence(self):
        """One line of house markup."""
        pieces = [self.words().translate(ESCAPED) for _n in range(2)]
        label, number = f"{self.words(0)}", self.chance.randrange(9)
        styles = ("{}", "**{}**", "*{}*", "***{}***")
        pieces[0] = self.chance.choice(styles).format(pieces[0])
        link = "[{}](https://paper.example/a?b=1&c=2)"
        around = self.chance.choice((link, "@[{}](topic-0)", "{}"))
        pieces.insert(1, around.format(label))
        return f"{' '.join(pieces)}.[^key-{number}]"

    def prose(self):
        kinds = self.chance.choices(("{}", "> {}", "- {}\n- {}", "1. {}\n2. {}"), k=2)
        shapes = ["{}", *kinds[: self.chance.randrange(3)]]
        return "\n\n".join(
            shape.format(*(self.sentence() for _n in range(shape.count("{}"))))
            for shape in shapes
        )

    def rewrite(self, value, fields):
        for name, field in fields.items():
            if field.kind == "list":
                for item in value.get(name, []):
                    self.rewrite(item, field.items)
            elif field.kind == "object":
                self.rewrite(value.get(name, {}), field.items)
            elif name in value and name not in KEPT:
                value[name] = self.anew(field, value[name])

    def anew(self, field, said):
        if field.kind == "prose":
            return self.prose()
        if field.kind == "plain":
            return self.words(2 if field.limit < 200 else 6)
        return said

    def leave_out(self, document):
        for number, name in enumerate(FREE):
            if (number + self.seed) % 3 == 0:  # So that two in turn have all of them.
                document.pop(name, None)
        for name in ("key_points", "sections", "perspectives", "timeline"):
            if name in document:
                count = self.chance.randint(1, len(document[name]))
                document[name] = self.chance.sample(document[name], count)


def stories(seed):
    """The document of a story, as a file of it is read."""
    return generated(seed, filled.story(), STORY, f"stories-{seed}")


def questions(seed):
    return generated(seed, filled.question(), QUESTION, f"questions-{seed}")


def generated(seed, document, fields, slug):
    writer = Writer(seed)
    writer.leave_out(document)
    writer.rewrite(document, fields)
    document["slug"] = slug
    if "language" in fields:
        document["language"] = LANGUAGES[seed % len(LANGUAGES)]
    [(_place, made)] = file.each_story([json.loads(json.dumps(document))])
    return made
