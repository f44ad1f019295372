"""What of the paper needs a server, what stands for it in a copy, and where to begin.

Each address of the site map is in a copy, or here with the reason.
"""

from paper.api.resources import RESOURCES
from paper.fediverse.fediverse_routes import routes as fediverse_routes

# Name of an address: why it isn't asked for, and what there is instead.
NEEDS_SERVER = {
    "change_password": "leads to the desk, which a copy hasn't",
    "suggestions": "looks up what somebody types; the search of a copy does it itself",
    "follow": "letters are sent by a server; in a copy no page has the form",
    "follow_received": "a receipt for what is asked there",
    "letters": "a follower's own page, which their letters lead to",
    "letters_stop": "as that",
    "contact_received": "a receipt for a letter; without a server there are no letters",
    "api": "tells of answers that nobody gives there; each text has its twins",
    "api_description": "the same",
    "api_tools": "answers what is posted to it",
    "fediverse_node_info": "tells other servers of one that a copy hasn't",
    **{one.name: "answers other servers" for one in fediverse_routes()},
    **{f"api_{one.name}": "is asked, and of questions is no end" for one in RESOURCES},
}
# Their pages are made for a copy (`people/static_copy.py`), whatever a link asks.
ASKED_PLAINLY = {"search", "contact"}
# Links to these keep what they ask: a script on the page reads it.
READ_BY_SCRIPTS = {"search"}
# Who asks for a part gets the whole, as hosts look at no question: each part is in it.
OF_THE_WHOLE = {"block"}
# Addresses without an ending whose answers aren't pages, by the form that is asked for.
ENDINGS = {
    ("oembed", ""): ".json",
    ("oembed", "json"): ".json",
    ("oembed", "xml"): ".xml",
}
# The desk's own, and drafts that were shown to somebody: none of it is the paper's.
PRIVATE = ("/admin/", "/letters/", "/shared/")
SEARCH = "the index of words"  # asked for as if it were an address
# Renditions stand below the address of their picture, where no file can stand, too: a
# page that has a link to the picture itself leads to one in that folder.
ALSO_FOLDERS = {"image": "original"}
# What is drawn there is said by the address itself: a file that is there stays.
DRAWN = {"card"}
NOWHERE = "/404/"  # no page has this address: the page of a 404 is made of it
