"""What programs of others need of the headers: the other forms of a page, and leave for
a script of any site to read what readers may (CORS)."""

from newsroom.public_address import PRIVATE
from paper.outputs.alternates import alternates
from paper.outputs.signposts import API

# Every form but the page itself; of an address that nothing stands at, by its ending.
ENDINGS = (".json", ".md", ".xml", ".ics", ".txt")
# A draft is shown to whom it was sent, and to no script.
CLOSED = PRIVATE
READ = ("GET", "HEAD", "OPTIONS")
# What a page is offered by beside its forms (RFC 8631), said by the front page.
SERVICES = (
    '</api/openapi.json>; rel="service-desc"; type="application/json"',
    '</api/>; rel="service-doc"; type="text/html"',
)
EXPOSED = "ETag, Link"


def link_headers(get_response):
    """A page names its other forms before anybody has read it."""

    def middleware(request):
        response = get_response(request)
        request.is_page = is_page(response)  # Who has it is sent no type any more.
        if response.status_code == 200 and request.is_page:
            links = [form.link for form in alternates(request)]
            links += SERVICES if request.path_info == "/" else ()
            if links:
                response["Link"] = ", ".join(links)
        return response

    return middleware


def open_to_all(get_response):
    """Whoever asks gets the same: what is no page, and refusals in its place, may be
    read by scripts of any site. Nothing here hangs on a cookie."""

    def middleware(request):
        response = get_response(request)
        if is_open(request, response):
            response["Access-Control-Allow-Origin"] = "*"
            if request.method == "OPTIONS":
                allowed = response.get("Allow", ", ".join(READ))
                response["Access-Control-Allow-Methods"] = allowed
                response["Access-Control-Allow-Headers"] = "*"
                response["Access-Control-Max-Age"] = "86400"
            else:
                response["Access-Control-Expose-Headers"] = EXPOSED
        return response

    return middleware


def is_open(request, response):
    """Whether an answer is no page, or stands in the place of what is none."""
    path = request.path_info
    if path.startswith(CLOSED):
        return False
    if path.startswith(API) and path != API:
        return True
    is_other = not getattr(request, "is_page", is_page(response))
    return is_other or path.lower().endswith(ENDINGS)


def is_page(response):
    """Whether it is HTML, or nothing at all."""
    return response.get("Content-Type", "text/html").startswith("text/html")
