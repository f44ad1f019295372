"""Where links lead in a copy."""

import pytest

from operations.export.copy_links import lead, place

PICTURE = f"/images/{'a' * 64}.webp"
LEADS = {
    ("/stories/x/", ""): ("/stories/x/", None),
    ("/stories/x/", "depth=brief"): (
        "/stories/x/?depth=brief",
        "/stories/x/depth-brief/",
    ),
    ("/stories/x.json", "block=full-3"): ("/stories/x.json", None),
    ("/search/", "q=harbour"): ("/search/", None),
    ("/contact/", "about=/stories/x/"): ("/contact/", "/contact/"),
    ("/search/suggestions/", "q=h"): ("", None),
    ("/admin/", ""): ("", None),
    ("/shared/abc/", ""): ("", None),
    ("/stories/x/embed/", "block=full-3"): (
        "/stories/x/embed/?block=full-3",
        "/stories/x/embed/block-full-3/",
    ),
    (PICTURE, ""): (PICTURE, f"{PICTURE}/original.webp"),
    (f"{PICTURE}/320.webp", ""): (f"{PICTURE}/320.webp", None),
}


@pytest.mark.parametrize(("link", "way"), LEADS.items())
def test_a_link_leads_to_a_file_or_nowhere_that_only_a_server_has(link, way):
    assert lead(*link) == way


def test_a_picture_and_its_renditions_stand_beside_each_other():
    files = [place(path).file for path in (PICTURE, f"{PICTURE}/320.webp")]

    assert {file.rpartition("/")[0] for file in files} == {PICTURE[1:]}
