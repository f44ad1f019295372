"""Which pictures readers have been shown, and until when we may show them."""

from django.db.models import Exists

from images import renditions
from images.models import Image
from paper.queries.page_rows import earliest, images, is_up
from stories.models import Mention, Showing


def picture_in_print(name, now):
    """A picture that some edition has shown, of a story that wasn't taken down."""
    return Image.objects.filter(Exists(editions_with_picture(name, now)), name=name)


def editions_with_picture(name, now):
    """Editions that readers have met with this picture, of stories that are live."""
    named = Showing.objects.stories().filter(
        mentions__kind=Mention.Kind.IMAGE, mentions__slug=name
    )
    return named.filter(is_up(now), live_from__lte=now)


def has_card(picture, focal, now):
    """Whether some edition in print makes a card of it around this point."""
    drawn = editions_with_picture(picture.name, now).filter(
        image=picture.name, focal_x=focal[0], focal_y=focal[1]
    )
    return not picture.keep_whole and drawn.exists()


def is_offered(picture, asked, now):
    """Whether readers' pages offer this rendition; no others are made for them."""
    if asked.focal and not has_card(picture, asked.focal, now):
        return False
    size = (picture.width, picture.height)
    return asked in renditions.all_renditions(size, picture.transparent, asked.focal)


def all_pictures(showings):
    return images({showing.image for showing in showings if showing.image})


def rights_end(pictures, now):
    """When the first of these pictures may no longer be shown."""
    ends = (picture.ends_at for picture in pictures)
    return earliest(*(end for end in ends if end and end > now))
