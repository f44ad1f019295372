"""What stands above each column of the desk's lists, and what it is sorted by."""

from django.contrib import admin
from django.contrib.admin.utils import label_for_field

DRAFT = "with", "due", "review", "saved at (saved_at)"
COLUMNS = {
    "auth.group": ["group"],
    "auth.user": [
        *(
            "username",
            "Name (last_name)",
            "Roles",
            "Second factor (phone)",
            "last login",
        ),
        "Active (is_active)",
    ],
    "entities.entity": ["name", "kind", "Public figure (public_figure)", "merged into"],
    "people.auditevent": [
        *("when (at)", "who (by_name)", "did what (verb)", "thing (label)", "note"),
    ],
    "people.desk": ["name", "slug", "position", "Two people (two_people)"],
    "sources.feed": [
        *("name", "outlet", "Active (active)", "read at", "failures", "last said"),
    ],
    "sources.feeditem": ["announced piece"],
    "pages.flatpage": [
        *(
            "title",
            "address (slug)",
            "Published (published)",
            "menu",
            "position",
            "last changed",
        ),
    ],
    "images.image": [
        *("Picture", "What it shows (alt)", "Credit (credit)", "To see to"),
    ],
    "sources.outlet": [
        "name",
        "country",
        "kind",
        "Wire (wire)",
        "Paywalled (paywalled)",
    ],
    "stories.pick": ["front page pick"],
    "stories.question": ["question", "state", "status", *DRAFT],
    "pages.readermessage": [
        *("number", "what about", "about", "message", "received", "state"),
    ],
    "stories.redaction": ["when (at)", "order", "reason", "who", "where it stood"],
    "stories.rule": ["rule of the desk"],
    "sources.source": ["source", "outlet", "host", "kind", "published on"],
    "stories.story": ["headline", "state", "desk", *DRAFT],
    "stories.tag": ["name", "slug"],
    "stories.telling": [
        *("headline", "possible match", "in common (score)", "told (at)"),
    ],
}


def heads(page):
    """The words of each column, with the field that it is sorted by if it has one."""
    for name in page.list_display:
        words = str(label_for_field(name, page.model, page))
        column = name if callable(name) else getattr(page, name, None)
        order = getattr(column, "admin_order_field", None)
        yield f"{words} ({order})" if order else words


def test_each_column_of_each_list_has_a_head_and_an_order():
    found = {
        model._meta.label_lower: [*heads(page)]
        for model, page in admin.site._registry.items()
    }

    assert found == COLUMNS
