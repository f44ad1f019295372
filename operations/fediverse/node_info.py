"""What the paper runs on, for who counts the fediverse (NodeInfo 2.1)."""

from operations.version import VERSION
from paper.fediverse.views import respond, where_wanted
from paper.outputs.alternates import JSON
from stories.models import Showing

PROFILE = "http://nodeinfo.diaspora.software/ns/schema/2.1#"


@where_wanted
def node_info(request):
    posts = Showing.objects.live(request.now).stories().count()
    said = {
        "version": "2.1",
        "software": {"name": "newsroom", "version": VERSION},
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": []},
        "openRegistrations": False,
        "usage": {"users": {"total": 1}, "localPosts": posts},
        "metadata": {},
    }
    return respond(said, kind=f'{JSON}; profile="{PROFILE}"')
