"""What each small form of the desk asks for, and by what each list is searched."""

from django.contrib import admin

from desk.draft.quick_form import Box
from desk.talk.views import DEEDS
from desk.verbs.end import ENDINGS
from desk.verbs.views import VERBS
from desk.writing.suggestion_pages import Choice
from people.account import AccountForm
from people.enrolment import ProofForm
from people.signin import CodeForm

# `HiddenInput 36?` is a hidden text of 36 characters at most that may be empty.
MARK = {"mark": "HiddenInput?"}
PLACE = {"place": "Select?", "input": "HiddenInput 150?", "uid": "HiddenInput 36?"}
BODY = {"body": "TextArea 4000"}
TIMED = {"when": "RadioSelect", "at": "MomentInput?"}
REPLACE = {"replace": "CheckboxInput?"}
SEEN = {"revision": "HiddenInput"}
REVIEW = SEEN | {"request": "HiddenInput?"}
NOTE = {"note": "TextArea 2000"}
CONTACT = {
    "who": "TextInput 300",
    "how": "TextInput 120?",
    "asked_at": "MomentInput?",
    "deadline": "MomentInput?",
    "answer": "TextArea 4000?",
}
TALK = {
    "comment": PLACE | BODY | {"quote": "TextArea 1000?"},
    "reply": BODY | {"is_for_guest": "CheckboxInput?"},
    "edit": BODY,
    "resolve": {},
    "reopen": {},
    "take-back": {},
    "hand-over": {"to": "Select", "note": "TextArea 4000?", "due_at": "MomentInput?"},
    "take": {},
    "let-go": {},
    "lock": PLACE | {"words": "TextArea 1000"},
    "lift": {},
    "contact": CONTACT,
    "answer": CONTACT,
    "read": {"answer": "TextArea 4000?"},
}
PUBLISHING = {
    "publish": REPLACE
    | TIMED
    | SEEN
    | {"alone": "CheckboxInput?", "why": "TextArea 2000?"}
    | {"kind": "RadioSelect?", "note": "TextArea 2000?"}
    | {"questions": "CheckboxSelectMultiple?"},
    "submit": REVIEW | {"reviewer": "Select?", "note": "TextArea 2000?"},
    "approve": REVIEW | {"answer": "TextArea 4000?"},
    "send-back": REVIEW | {"answer": "TextArea 4000"},
    "withdraw-request": {},
    "move": {"why": "TextArea 2000", "at": "MomentInput"},
    "lift": {"why": "TextArea 2000"},
    "cancel": {},
    "correct": NOTE | {"edition": "HiddenInput", "kind": "RadioSelect"},
    "check": {"note": "TextArea 2000?"},
    "take-over": {"places": "CheckboxSelectMultiple?", "leave": "CheckboxInput?"},
    "hold": REPLACE | NOTE | {"until": "MomentInput"},
    "withdraw": REPLACE | TIMED | NOTE,
    "keep-up": {},
    "reinstate": REPLACE | TIMED | NOTE,
    "continue": {"headline": "LineArea 300"},
    "close": {},
}
OTHERS = {
    Box: {"text": "TextArea 500000", "document": "Textarea 4000000?"},
    Choice: {"key": "TextInput 200", "choice": "TextInput 80?"},
    AccountForm: {
        "first_name": "TextInput 150?",
        "last_name": "TextInput 150?",
        "email": "EmailInput 254?",
        "password": "PasswordInput?",
    },
    CodeForm: {"code": "TextInput 40"},
    ProofForm: {"code": "TextInput 40"},
}
SEARCHED = {
    "stories.story": "headline slug kicker",
    "stories.question": "title slug",
    "sources.source": "title url outlet__name",
    "sources.feed": "name url outlet__name",
    "images.image": "alt caption credit licence restrictions name",
    "pages.flatpage": "title slug body",
    "pages.readermessage": "number text name email",
    "people.desk": "name slug",
    "sources.outlet": "name slug domains",
    "stories.tag": "name",
    "stories.telling": "headline candidate__headline",
    "entities.entity": "name slug aliases__name",
    "auth.user": "username first_name last_name email",
    "stories.redaction": "order reason",
    "people.auditevent": "label by_name note key",
}


def asked(form):
    """The fields of a form, each by its input, its longest text and what it may be."""
    found = {}
    for name, field in form.base_fields.items():
        most = getattr(field, "max_length", None)
        kind = type(field.widget).__name__ + (f" {most}" if most else "")
        found[name] = kind if field.required else f"{kind}?"
    return found


def test_what_is_said_beside_a_text():
    marked = {name: fields | MARK for name, fields in TALK.items()}

    assert {name: asked(form) for name, form in DEEDS.items()} == marked


def test_what_the_verbs_ask_for():
    forms = VERBS | ENDINGS

    assert {name: asked(form) for name, form in forms.items()} == PUBLISHING


def test_what_the_other_forms_ask_for():
    assert {form: asked(form) for form in OTHERS} == OTHERS
    typed = {name: dict(CodeForm.base_fields[name].widget.attrs) for name in ("code",)}
    assert typed["code"] | {"maxlength": "40"} == {
        "autocomplete": "one-time-code",
        "autofocus": True,
        "spellcheck": "false",
        "maxlength": "40",
    }
    password = AccountForm.base_fields["password"]
    assert (password.strip, password.widget.attrs["autocomplete"]) == (
        *(False, "current-password"),
    )


def test_by_what_each_list_is_searched_and_how_long_its_pages_are():
    pages = admin.site._registry.items()
    found = {m._meta.label_lower: " ".join(page.search_fields) for m, page in pages}
    lengths = {m._meta.label_lower: page.list_per_page for m, page in pages}

    assert {label: names for label, names in found.items() if names} == SEARCHED
    assert {label: most for label, most in lengths.items() if most != 100} == {
        "stories.story": 50,
        "stories.telling": 50,
        "stories.question": 50,
        "images.image": 48,
        "people.auditevent": 50,
        "stories.redaction": 50,
    }
