"""A whole document in the box of a new story: it fills the whole form, unsaved.

What it fills is a kept text like any that was typed and not saved: the one save of
all drafts saves it, and to discard it undoes all of it at once.
"""

import json
import uuid
from collections import Counter

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.field_names import column
from desk.form.verb_fields import NumberField
from desk.models import Buffer, Comment
from desk.models.buffers import PASTED, TooManyBuffersError, digest_of, pairs_of
from desk.sources.draft_citations import label_of
from desk.unsaved.presence import tab_of
from desk.unsaved.submission import mark, without_removed
from explainer.addresses import normalise_url, tidy_url
from explainer.format import STORY
from explainer.hypertext import HypertextError
from explainer.hypertext.manuscript import (
    cite,
    lines_of,
    linked,
    read_manuscript,
)
from explainer.hypertext.markdown_text import html_of
from sources.models import Source
from sources.recognition import key_for
from stories.models import Question, Redaction, Story
from stories.models.freezing import part_models

LONGEST = 500_000  # letters of a document
LARGEST = 4_000_000  # of its HTML, which a word processor makes ten times as long
BRIEFEST = 30_000  # what the box takes that is no document
NOT_WORDS = {"code is not set apart"}  # It is in the text as well.
# What the whole form may send besides.
SPARE = 2000
MOST_PARTS = 400  # of one kind: of more no form shows all
TOO_MANY = gettext_lazy(
    "This document has more parts than a form can hold: paste it in two."
)
LONGEST_COMMENT = Comment._meta.get_field("body").max_length

LEFT_OUT = {
    "comment": gettext_lazy("Comments"),
    "struck out": gettext_lazy("Struck out"),
    "picture": gettext_lazy("Pictures"),
    "link": gettext_lazy("Links"),
    "hidden": gettext_lazy("Hidden"),
}
OTHER = gettext_lazy("Everything else")


def html_in(box):
    """The document of a box: as its programme wrote it, or as it was typed."""
    return box["document"] or html_of(lines_of(box["text"]), has_html=False)


def keep_manuscript(admin, request, box):
    """Read the document of a box into a kept text; `ValidationError` says why not."""
    try:
        made = read_manuscript(html_in(box))
    except HypertextError:
        said = _("This document can't be read: it is too large or too entangled.")
        raise forms.ValidationError(said) from None
    if not made.words:
        raise forms.ValidationError(_("There are no words in this document."))
    lists = [value for value in made.fields.values() if isinstance(value, list)]
    if max(map(len, [*lists, made.asked])) > MOST_PARTS:
        raise forms.ValidationError(TOO_MANY)
    rows = source_rows(made.fields)
    report = report_of(made, rows)
    pairs = form_pairs(admin, request, made, rows)
    if len(pairs) > settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - SPARE:
        raise forms.ValidationError(TOO_MANY)
    values = dict(pairs)
    refuse_removed([*values.values(), box["text"], box["document"]])
    whole = {"text": box["text"], "document": box["document"], "report": report}
    tab = uuid.uuid4()
    try:
        Buffer.objects.keep(
            request.user,
            tab,
            1,
            kind="story",
            owner_key=uuid.UUID(values["draft_id"]),
            base_version=None,
            title=values.get("headline", "")[:300],
            data=json.dumps([*pairs, [PASTED, json.dumps(whole)]]),
            digest=digest_of(pairs),
        )
    except TooManyBuffersError:
        said = _("Too much unsaved text is kept already: discard some of it.")
        raise forms.ValidationError(said) from None
    return Buffer.objects.get(user=request.user, tab=tab)


def refuse_removed(texts):
    """An order took words out of the paper: no document brings them back."""
    if again := Redaction.objects.all().said_in(texts):
        words = _(
            "This text says what was removed by order (%(order)s). Take it out: "
            "nothing is saved before."
        )
        raise forms.ValidationError(words % {"order": again.order}, code="redacted")


def source_rows(fields):
    """Rows of the form for all that a document cites; its links become citations."""
    listed, found = fields.pop("sources", []), linked(fields, settings.SITE_URL)
    urls = [item["url"] for item in listed if "url" in item] + found
    known = Source.objects.known_by(*urls).select_related("outlet", "syndicated_from")
    known = {source.normalised_url: source for source in known}
    rows, keys = [], {}
    taken = {item["key"] for item in listed}
    for item in listed:
        source = known.get(normalise_url(item.get("url", "")))
        rows.append(row_of(source) | item if source else item)
        keys.setdefault(normalise_url(item.get("url", "")), item["key"])
    for address in found:
        name = normalise_url(address)
        if name in keys:
            continue
        source = known.get(name)
        keys[name] = key_for(source or Source(url=address), taken)
        taken.add(keys[name])
        bare = {"url": tidy_url(address), "title": address.partition("://")[2][:2000]}
        rows.append((row_of(source) if source else bare) | {"key": keys[name]})
    fields["sources"] = [{"key": key} for key in taken]
    cite(fields, {address: keys[normalise_url(address)] for address in found})
    fields.pop("sources")
    return rows


def row_of(source):
    return {"source": source.pk, **label_of(source)}


def question_rows(asked):
    """Questions of ours that a document asks word for word."""
    rows = Question.objects.filter(title__in=asked) if asked else ()
    return [{"question": row.pk, "title": row.title} for row in rows]


def form_pairs(admin, request, made, sources):
    """Names and values as the whole form would send them."""
    models = part_models(Story)
    parts = {
        path: [
            {column(model, key): value for key, value in item.items()}
            for item in made.fields.get(path, ())
        ]
        for path, model in models.items()
    }
    parts["sources"], parts["questions"] = sources, question_rows(made.asked)
    own = {key: value for key, value in made.fields.items() if isinstance(value, str)}
    if headline := own.get("headline"):
        own["slug"] = Story.objects.free_slug(headline)
    own["left_out"] = left_out(made)
    first = admin.get_changeform_initial_data(request)
    pairs = pairs_from(admin.get_form(request)(initial=first | own))
    for inline in admin.get_inline_instances(request):
        rows = [{"uid": uuid.uuid4(), **row} for row in parts[inline.model.KEY]]
        pairs += formset_pairs(inline, request, rows)
    return pairs


def formset_pairs(inline, request, rows):
    made = inline.get_formset(request)
    made.extra = len(rows)
    nothing = inline.model.objects.none()
    prefix = made.get_default_prefix()
    formset = made(instance=Story(), prefix=prefix, queryset=nothing, initial=rows)
    pairs = pairs_from(formset.management_form)
    for row in formset.forms:
        pairs += pairs_from(row, but=formset.fk.name)
    return pairs


def pairs_from(form, but=""):
    """What a browser would send of a form that nobody has touched."""
    fields = [field for field in form if field.name != but]
    return [[field.html_name, text] for field in fields for text in texts_of(field)]


def texts_of(field):
    widget, value = field.field.widget, field.value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    is_choice = isinstance(widget, forms.Select)
    shown = value if is_choice else widget.format_value(value)
    return ["" if shown is None else str(shown)]


def left_out(made):
    """All that has no place in a story, word for word, for whoever pasted it."""
    groups = {}
    for item in made.dropped:
        if item.words and item.kind not in NOT_WORDS:
            kind = str(LEFT_OUT.get(item.kind, OTHER))
            groups.setdefault(kind, []).append(item.words)
    lists = (("\n– ".join([f"{k}:", *words])) for k, words in groups.items())
    return "\n\n".join(lists)


def report_of(made, sources):
    """What became of a document, in lines."""
    names = {key: str(field.labels or field.label) for key, field in STORY.items()}
    lines = [_("Words in the form: %d") % made.words]
    if made.headings:
        became = (f"{said} → {names[block]}" for said, block in made.headings)
        lines.append(_("Headings that became blocks: %s") % "; ".join(became))
    known = sum("source" in row for row in sources)
    if sources:
        said = _("Sources: %(count)d, of which we have %(known)d already.")
        lines.append(said % {"count": len(sources), "known": known})
    if quotes := len(made.fields.get("quotes", ())):
        lines.append(_("Quotes: %d") % quotes)
    if made.asked:
        said = _("Questions, which stay text: %(count)d, of which we have %(known)d.")
        found = len(question_rows(made.asked))
        lines.append(said % {"count": len(made.asked), "known": found})
    kinds = Counter(
        str(LEFT_OUT.get(item.kind, OTHER))
        for item in made.dropped
        if item.kind not in NOT_WORDS
    )
    if kinds:
        counted = "; ".join(f"{kind}: {count}" for kind, count in kinds.items())
        lines.append(_("Left out – %s") % counted)
    return lines


def undo(request):
    """Discard what a document became, unless its draft was saved; returns what was
    pasted. What was typed into the form since stays kept."""
    which = mark(request.POST["_undo"])
    mine = Buffer.objects.unsaved().filter(user=request.user, kind="story")
    kept = mine.filter(pk=which[0]).first() if which else None
    if kept is None or not kept.pasted or kept.owner:
        return {}
    keep_typed(request, kept)
    Buffer.objects.let_go(pk=kept.pk)
    return kept.pasted


def keep_typed(request, kept):
    """Keep the form as it was sent, if it says anything else than the document."""
    tab, pairs = tab_of(request.POST), without_removed(pairs_of(request.POST))
    digest = digest_of(pairs)
    sequence = NumberField().said(request.POST.get("_sequence", "")) or 0
    if not tab:
        return None
    if digest == kept.digest:
        return Buffer.objects.settle(request.user, tab, sequence)  # the same, twice
    title = dict(pairs).get("headline", "")[:300]
    said = {"kind": "story", "owner_key": kept.owner_key, "base_version": None}
    said |= {"title": title, "data": json.dumps(pairs), "digest": digest}
    return Buffer.objects.keep(request.user, tab, sequence + 1, **said)


def comment_left_out(owner, by, words):
    """Put what had no place in the story beside it; sent twice, it is said once."""
    for number, start in enumerate(range(0, len(words), LONGEST_COMMENT)):
        own = uuid.uuid5(owner.pk, f"left out {number}")
        body = words[start : start + LONGEST_COMMENT]
        if not Comment.objects.made(owner, own, by):
            Comment.objects.make(owner, own, by, body=body)
