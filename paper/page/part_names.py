"""What readers are told the places of a document are called. Pure."""

from django.utils.translation import gettext as _

from explainer.format import QUESTION, STORY, field_at

OWN = QUESTION | STORY


class PublicNames:
    """Of one document's places; the fields of a part go by the part's name."""

    def name(self, part: str, field: str, number: int | None = None) -> str:
        if not part:
            head = field.partition(".")[0]
            return str(OWN[head].label) if head in OWN else head
        name = self.one(part)
        if number is None:
            return name
        said: str = _("%(name)s %(number)d")
        return said % {"name": name, "number": number}

    def one(self, part: str) -> str:
        return str(field_at(part).label)

    def many(self, part: str) -> str:
        return str(field_at(part).labels)
