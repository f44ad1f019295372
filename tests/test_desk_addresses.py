"""Every address of the desk beside those that Django's admin has by itself."""

import inspect
from functools import partial

from django.contrib import admin

from stories.models import Question, Story

STOCK = {"add", "change", "changelist", "delete", "history"}
SITE = [
    *("login_code", "account", "account_sign_out", "second_factor"),
    *("second_factor_codes", "second_factor_remove", "password_reset"),
    *("password_reset_done", "password_reset_confirm", "index", "login", "logout"),
    *("password_change", "password_change_done", "autocomplete", "jsi18n"),
    *("view_on_site", "app_list"),
]
VERBS = (
    "publish submit approve send-back withdraw-request move lift cancel correct check "
    "take-over hold withdraw keep-up reinstate"
)
DRAFT = "kept kept_text presence_new presence unchanged"
SAVES = (
    "compare revision restore checks_new checks never suggestions_new suggestions "
    "suggest preview_new preview pick_entities make_entity pick_pages pick_sources "
    "sources talk deed deed_on sharing end_sharing slug"
)
OWN = {
    "stories.story": f"new {DRAFT} {VERBS} continue close {SAVES}",
    "stories.question": f"{DRAFT} {VERBS} {SAVES}",
    "sources.source": "intake take outlet bookmark fetch_new fetch",
    "sources.feeditem": "start read",
    "sources.feed": "read",
    "images.image": "upload describe file size thumb credentials about kill revive",
    "pages.flatpage": "preview earlier slug",
    "stories.pick": "preview",
    "people.desk": "slug",
    "sources.outlet": "slug",
    "stories.tag": "slug",
    "entities.entity": "wikidata slug",
    "auth.user": "second_factor password_change",
}


def names(urls):
    return [url.name for url in urls if getattr(url, "name", None)]


def test_each_list_of_the_desk_has_its_addresses():
    found = {}
    for model, page in admin.site._registry.items():
        start = f"{model._meta.app_label}_{model._meta.model_name}_"
        known = [name.removeprefix(start) for name in names(page.get_urls())]
        if own := [name for name in known if name not in STOCK]:
            found[model._meta.label_lower] = " ".join(own)
        assert {*known} >= STOCK

    assert found == OWN


def test_the_desk_itself_has_its_addresses():
    assert names(admin.site.get_urls()) == SITE


def test_each_verb_has_the_page_of_its_own_form():
    for model in (Story, Question):
        found = {
            url.name.rpartition("_")[2]: part.keywords["name"]
            for url in admin.site.get_model_admin(model).get_urls()
            if isinstance(part := inspect.unwrap(url.callback), partial)
            and "name" in part.keywords
        }
        assert {*found} >= {*VERBS.split()}
        assert all(name == verb for name, verb in found.items())
