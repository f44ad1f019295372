"""What a host is told beside the files: what has moved or is gone, types, headers."""

from collections import Counter
from urllib.parse import quote

HEADERS = "X-Content-Type-Options: nosniff", "Referrer-Policy: same-origin"
# Hosts know the others by themselves.
KNOWN = {".html", ".css", ".js", ".png", ".jpg", ".webp", ".avif", ".svg", ".json"}


def files(made):
    """(name, content) of files for hosts, of all that was made."""
    moved = sorted((each.at, each.leads_to) for each in made if each.leads_to)
    gone = sorted((each.at, each.name) for each in made if each.status == 410)
    yield "_redirects", lines(f"{old} {new} 301" for old, new in moved)
    yield "_headers", lines(header_lines(made))
    yield ".export/nginx.conf", lines(nginx_lines(made, moved, gone))


def lines(each):
    return "".join(f"{line}\n" for line in each).encode()


def header_lines(made):
    """For hosts that read such a file: what all files have, then what some have."""
    yield "/*"
    yield from (f"  {line}" for line in HEADERS)
    for ending, kind in sorted(types_of(made).items()):
        yield f"/*{ending}"
        yield f"  Content-Type: {kind}"
    for (ending, name), value in sorted(shared_headers(made).items()):
        yield f"/*{ending}"
        yield f"  {name}: {value}"


def ending_of(name):
    """All that follows the first dot: `.ninjs.json` is one."""
    last = name.rpartition("/")[2]
    return last[last.index(".") :] if "." in last[1:] else ""


def types_of(made):
    """Ending to type, of those that a host may not know."""
    counts = Counter((ending_of(each.name), each.kind) for each in made if each.name)
    found = {}
    for (ending, kind), _count in counts.most_common():
        if ending and len(ending) < 16 and ending not in KNOWN:
            found.setdefault(ending, kind)
    return found


def shared_headers(made):
    """(ending, header) to its value, where all files with that ending have it."""
    counts, told = Counter(), Counter()
    for each in made:
        if each.name and (ending := ending_of(each.name)) != ".html":
            counts[ending] += 1
            told.update((ending, name, value) for name, value in each.told)
    return {
        (ending, name): value
        for (ending, name, value), count in told.items()
        if count == counts[ending] and len(ending) < 16
    }


def nginx_lines(made, moved, gone):
    """To be included in a server whose root is the folder."""
    yield "# Made by export_site; include it in a server block."
    yield "error_page 404 /404.html;"
    yield "location ^~ /.export/ { return 404; }"
    for ending, kind in sorted(types_of(made).items()):
        said = ending.replace(".", "\\.")
        yield f"location ~ {said}$ {{ types {{ }} default_type {kind}; }}"
    for old, new in moved:
        yield f'location = "{quoted(old)}" {{ return 301 {quote(new, safe="/%?=&")}; }}'
    for old, file in gone:
        inner = f"/{quoted(file)}"
        yield f'location = "{quoted(old)}" {{ error_page 410 "{inner}"; return 410; }}'


def quoted(text):
    return text.replace("\\", "\\\\").replace('"', '\\"')
