"""What Wikidata says of an entry: asked when an editor asks, taken field by field.

Nothing is fetched unless the operator allows it, and nothing of the entry is sent but
the words that were typed.
"""

import json
import re
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entities import proposals
from entities.models import Proposal
from entities.wikidata_items import ID, LANGUAGES, ItemError, items, results, rights
from people.audit import record
from people.desk_view import DeskView, respond, row_for
from sources import limits
from sources.fetcher import fetch
from sources.network import FetchError

SITE, COMMONS = "https://www.wikidata.org", "https://commons.wikimedia.org"
PATIENCE = 8  # seconds until it is our turn to fetch
FOUND, LABELLED = 7, 50


class AnswerError(FetchError):
    """An answer that can't be read."""


def ask(address):
    """The JSON at an address; FetchError where there is none."""
    page = fetch(address, wait=PATIENCE)
    if page.is_cut:
        raise AnswerError(_("The answer is too large to be read."))
    try:
        return json.loads(page.body)
    except (ValueError, RecursionError):
        raise AnswerError(_("The answer makes no sense.")) from None


def api(site, **asked):
    return f"{site}/w/api.php?{urlencode(asked | {'format': 'json'})}"


def search(words):
    """The items that are called so."""
    language = (get_language() or "en").partition("-")[0]
    asked = {"search": words, "language": language, "uselang": language}
    value = ask(api(SITE, action="wbsearchentities", limit=FOUND, **asked))
    return results(value)


def item_at(key):
    """An item with the labels of its offices and the rights of its picture."""
    value = ask(f"{SITE}/wiki/Special:EntityData/{key}.json")
    item = next(items(value), None)
    if item is None:
        raise AnswerError(_("Wikidata has no such item."))
    name_offices(item)
    if item.picture:
        title = f"File:{item.picture}"
        said = {"prop": "imageinfo", "iiprop": "url|extmetadata", "titles": title}
        item.rights = rights(ask(api(COMMONS, action="query", **said)))
    return item


def name_offices(item):
    keys = [*dict.fromkeys(office.item for office in item.offices)][:LABELLED]
    if not keys:
        return
    languages = "|".join([*LANGUAGES, "mul"])  # All would be too large an answer.
    said = {"ids": "|".join(keys), "props": "labels", "languages": languages}
    found = {i.id: i for i in items(ask(api(SITE, action="wbgetentities", **said)))}
    language = (get_language() or "en").partition("-")[0]
    for office in item.offices:
        if other := found.get(office.item):
            office.title = other.name(language)


def page(model_admin, request, object_id):
    """What is proposed of an entry, and a place to ask for it."""
    entity = row_for(model_admin, request, object_id, "change")
    asked, found = request.POST.get("asked", "").strip()[:300], []
    if request.method == "POST":
        if "take" in request.POST:
            take(request, entity)
            return HttpResponseRedirect(request.path)
        found = look(request, entity, asked)
        if found is None:
            return HttpResponseRedirect(request.path)
    proposal = Proposal.objects.filter(entity=entity).first()
    said = proposal.said if proposal else {}
    picture = said.get("picture", "")
    return respond(
        request,
        "desk/wikidata.html",
        title=_("What Wikidata says"),
        opts=model_admin.opts,
        entity=entity,
        typed=asked or proposals.item_of(entity) or entity.name,
        found=found,
        proposal=proposal,
        item=f"{proposals.SITE}/wiki/{said['id']}" if said else "",
        offers=proposals.offers(entity, said) if said else [],
        picture=picture and f"{COMMONS}/wiki/File:{quote(picture.replace(' ', '_'))}",
        rights=said.get("rights", {}),
    )


def look(request, entity, asked):
    """Ask for an item, or search; what was found, or None where it is proposed now."""
    if not asked:
        return []
    try:
        limits.count(request.user)
        if key := item_key(asked):
            proposals.propose(entity, item_at(key))
            return None
        found = search(asked)
    except (FetchError, ItemError) as fault:
        messages.error(request, str(fault))
        return []
    if not found:
        messages.info(request, _("Wikidata has nothing that is called so."))
    return found


def item_key(asked):
    """The id that was typed, or that an address names; nothing where words are."""
    found = re.fullmatch(ID, asked) or proposals.ADDRESS.match(asked)
    return found[found.lastindex or 0] if found else ""


def take(request, entity):
    """Write what was ticked, and the log of it, or neither."""
    if not Proposal.objects.filter(entity=entity).exists():
        raise PermissionDenied
    with transaction.atomic():
        taken = proposals.take(entity, request.POST.getlist("field"))
        if taken:
            note = ", ".join(f"{offer.name}: {offer.value}" for offer in taken)
            record(request, "change", entity, note=note)
    if taken:
        messages.success(request, _("Taken. Whatever was there has stayed."))


PAGES = [DeskView("<path:object_id>/wikidata/", page, "wikidata")]
