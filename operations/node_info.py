"""What the paper runs on, for who counts the fediverse (NodeInfo 2.1); and with it all
addresses that the paper has there."""

from django.urls import path

from operations.version import VERSION
from paper.fediverse.fediverse_routes import routes
from paper.fediverse.views import respond, where_wanted
from paper.outputs.alternates import JSON

PROFILE = "http://nodeinfo.diaspora.software/ns/schema/2.1#"


def fediverse_routes():
    yield from routes()
    yield path("fediverse/nodeinfo/2.1", node_info, name="fediverse_node_info")


@where_wanted
def node_info(request):
    said = {
        "version": "2.1",
        "software": {"name": "newsroom", "version": VERSION},
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": []},
        "openRegistrations": False,
        "usage": {"users": {"total": 1}},
        "metadata": {},
    }
    return respond(said, kind=f'{JSON}; profile="{PROFILE}"')
