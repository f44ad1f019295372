"""What readers are told the places of a document are called. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

OWN = {
    "slug": gettext_lazy("Address"),
    "kicker": gettext_lazy("Kicker"),
    "headline": gettext_lazy("Headline"),
    "short_headline": gettext_lazy("Short headline"),
    "standfirst": gettext_lazy("Standfirst"),
    "desk": gettext_lazy("Desk"),
    "language": gettext_lazy("Language"),
    "translation_of": gettext_lazy("Translation of"),
    "digital_source": gettext_lazy("How it was made"),
    "tags": gettext_lazy("Tags"),
    "developing_until": gettext_lazy("Developing until"),
    "closed_at": gettext_lazy("Closed"),
    "lead_quote": gettext_lazy("Lead quote"),
    "image": gettext_lazy("Picture"),
    "summary": gettext_lazy("What's happened"),
    "brief": gettext_lazy("In brief"),
    "report": gettext_lazy("In full"),
    "unknowns": gettext_lazy("What we do not know yet"),
    "papers": gettext_lazy("What the papers say"),
    "divergence": gettext_lazy("Where they differ"),
    "background": gettext_lazy("How we got here"),
    "conversation": gettext_lazy("Conversation"),
    "title": gettext_lazy("Question"),
    "intro": gettext_lazy("The short answer"),
    "status": gettext_lazy("Status"),
}
PARTS = {
    "byline": (gettext_lazy("Name"), gettext_lazy("Names")),
    "key_points": (gettext_lazy("Key point"), gettext_lazy("Key points")),
    "sections": (gettext_lazy("Analysis"), gettext_lazy("Analysis")),
    "figures": (gettext_lazy("Picture"), gettext_lazy("Pictures")),
    "perspectives": (gettext_lazy("Perspective"), gettext_lazy("Perspectives")),
    "timeline": (gettext_lazy("Event"), gettext_lazy("Events")),
    "quotes": (gettext_lazy("Quote"), gettext_lazy("Quotes")),
    "conversation.turns": (
        pgettext_lazy("of a conversation", "Turn"),
        gettext_lazy("Conversation"),
    ),
    "expectations": (
        gettext_lazy("What happens next"),
        gettext_lazy("What happens next"),
    ),
    "sources": (gettext_lazy("Source"), gettext_lazy("Sources")),
    "entities": (gettext_lazy("Topic"), gettext_lazy("Topics")),
    "questions": (gettext_lazy("Question"), gettext_lazy("Questions")),
    "related": (gettext_lazy("Related story"), gettext_lazy("Related stories")),
    "answers": (gettext_lazy("Answer"), gettext_lazy("Answers")),
}


class PublicNames:
    """Of one document's places; the fields of a part go by the part's name."""

    def name(self, part: str, field: str, number: int | None = None) -> str:
        if not part:
            head = field.partition(".")[0]
            return str(OWN.get(head, head))
        name = self.one(part)
        if number is None:
            return name
        said: str = _("%(name)s %(number)d")
        return said % {"name": name, "number": number}

    def one(self, part: str) -> str:
        return str(PARTS[part][0]) if part in PARTS else part

    def many(self, part: str) -> str:
        return str(PARTS[part][1]) if part in PARTS else part
