"""Pages that a new paper begins with: true of the software, and for its owner to edit."""

from django.db import migrations

EDIT = "*These words came with the software. Whoever runs this paper should put their own in their place: at the desk, under Pages.*"

ABOUT = f"""We explain running stories: what happened, what is behind it, what others report, and how it came to this.

{EDIT}

## One page for each story

A story here has one address for as long as it runs. When something new is known we rewrite the page; we do not add another article beside it. So the page you find is the page we stand by.

You choose how much of it to read: a glance, the brief or the full report. What stands above that choice is the same for everyone, and no depth holds back a fact that changes the meaning of another.

## Editions

Each time we publish, the page becomes a new edition with a number and a moment. An edition is never altered afterwards. The date under the headline moves when a fact moved: better wording alone does not make a story look new.

At the foot of every story is the list of its editions, each with what was new in it.

## Sources

The small blue figures lead to the sources at the foot of the page. A source keeps its number for as long as the story runs. We say which are primary documents, in which language they are, and on which day we read them.

## How we count newsrooms

Ten papers that print the same agency report are one witness, not ten. So we count each report under the newsroom that wrote it: a copy counts for the agency, however many titles carry it, and we name whose text it is.

## People and machines

Every story says who wrote it. Where a language model had a part, the page says which part, and who answers for the result. A conversation that we made up to explain something is labelled before its first line.

## Who we are

*Who owns this paper, who pays for it and who decides what is in it belongs here. Nobody has written it yet.*
"""

ETHICS = f"""What readers may hold us to.

{EDIT}

## What we print

We name our sources. Where a person cannot be named, we say how they know and why they are not named. Quotation marks are for words that were said like that; where we have only a report of what somebody said, we set it without marks and call it reported words.

## What we do not know

A story says what is not known yet, in a part of its own. While news is hours old the page says that facts may still change.

## Fact and analysis

What is our own judgement is labelled as analysis. What others report is counted by the newsroom that found it out, and where reports differ we say so.

## People in the news

Nobody gets a page here just for being named in a story. If you are named and think that we should look again, [write to us](/contact/): our mildest answer is a note, the next is a correction, and the last resort is to take the page down. Whichever it is, the page will say so.

## Machines

Where a language model had a part in a text, the page says which part, and who answers for it.
"""

CORRECTING = f"""We make mistakes. This is what we do about them.

{EDIT}

## On the page, for good

When we had something wrong we say what was wrong and what is right, on the page itself. A correction that touched the headline, the standfirst or the summary stands on top for thirty days. In the list of editions it stays for good, and [all corrections](/corrections/) are on one page.

## Correction or clarification

A correction says that we had it wrong. A clarification says that something was right, but could mislead. Better wording that changes no fact is neither, and does not move the date of a story.

## What stays

No edition is altered after it was published: you can read every one, and compare any two of them word for word. If we take a page down, its address stays and says so, and says why.

## Tell us

[Write to us](/contact/) and name the page and the sentence, and if you can a source for what is right. An editor reads every message.
"""

FAQ = f"""{EDIT}

## Do I miss something if I read only the glance?

You miss reasons, voices and history, but no turn of the story. The glance, the brief and the full report are cut from the same edition.

## What does the date under a headline mean?

It is the moment at which a fact on the page last changed, and it says what kind of change that was. If we only read the page again and found it right, it says “last checked” instead.

## What does “developing” mean?

That the news is hours old and details may turn out wrong. The label goes away by itself after a while; what we do not know stands in a part of its own.

## Why do some quotes have no quotation marks?

Quotation marks are for words that were said like that. Where we have only a report of what somebody said, we set it without marks and call it reported words.

## How do I cite a story?

With its address, its edition number and the date beside it. Each paragraph has an address of its own, too.

## What do you know about me?

These pages set no cookie and ask for no account. Your [reading settings](/settings/) stay in your browser. If you [write to us](/contact/), editors see what you wrote, and nothing else.

## I found a mistake. What now?

[Please tell us.](/contact/) An editor reads every message. If you are right, the correction is on the page, with its date, for good.
"""

CONTACT = f"""{EDIT}

## If it is about a mistake

Please name the page and the sentence, and if you can a source for what is right.

## If you are named in a story

You may ask us to look at it again. Our mildest answer is a note, the next is a correction, and the last resort is to take the page down. Whichever it is, the page will say so.

## If you want an answer

Leave an e-mail address. Without one an editor reads your message all the same, but cannot write back.
"""

# slug: title, text, what it says of the paper
PAGES = {
    "about": ("About", ABOUT, "about"),
    "ethics": ("Ethics and standards", ETHICS, "ethics"),
    "how-we-correct": ("How we correct", CORRECTING, "corrections"),
    "faq": ("Frequent questions", FAQ, ""),
    "contact": ("Contact us", CONTACT, ""),
}


def write(apps, schema_editor):
    """A paper that has such a page already keeps its own."""
    pages = apps.get_model("pages", "FlatPage").objects.using(
        schema_editor.connection.alias
    )
    for position, (slug, (title, body, policy)) in enumerate(PAGES.items(), 1):
        said = {"title": title, "body": body, "policy": policy, "language": "en"}
        placed = {"menu": "footer", "position": position * 10, "published": True}
        pages.get_or_create(slug=slug, defaults=said | placed)


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
