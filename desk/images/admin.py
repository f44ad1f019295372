"""The admin of images: a list that is a grid, and a form around the picture itself."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import IntegrityError, transaction
from django.forms import Script
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.deletion import editions_naming, protected_by
from desk.form.fields import WIDGETS
from desk.images import upload_pages, views
from desk.images.files import thumbnail_address
from desk.images.forms import UploadForm
from desk.images.image_filters import KindFilter, marks
from desk.images.upload_pages import keep
from desk.images.usage import rights_in_words, usage, use_in_words, with_use
from desk.images.views import Kill, address
from images import rendition_files
from images.image_store import assign, fill, manifest_name
from images.models import Image
from images.removals import in_words
from people.shared_rows import StandingAdmin
from stories.models import Mention


@admin.display(description=gettext_lazy("Picture"))
def thumb(image):
    source = thumbnail_address(image)
    shown = '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">'
    said = title(image)
    return format_html(shown, source, said, image.width, image.height)


@admin.display(description=gettext_lazy("What it shows"), ordering="alt")
def title(image):
    said = image.alt or image.caption or image.name.removeprefix("images/")
    return Truncator(said).chars(90)


@admin.display(description=gettext_lazy("Credit"), ordering="credit")
def credit_shown(image):
    said = " · ".join(filter(None, [image.credit, image.restrictions]))
    return said[:200] or "–"


@admin.display(description=gettext_lazy("To see to"))
def notes(image):
    found = marks(image, timezone.now())
    found.append(("quiet", use_in_words(image.live_stories)))
    return format_html_join(" ", '<span class="mark {}">{}</span>', found)


def editions_of(image):
    return editions_naming(Mention.Kind.IMAGE, image.name)


@admin.register(Image)
class ImageAdmin(StandingAdmin):
    form = UploadForm
    pages = [*StandingAdmin.pages, *upload_pages.PAGES, *views.PAGES]
    fields = [
        "alt",
        "decorative",
        "caption",
        ("credit", "licence"),
        ("rights_until", "keep_whole"),
        "restrictions",
        ("focal_x", "focal_y"),
    ]
    list_display = [thumb, title, credit_shown, notes]
    list_display_links = [thumb, title]
    list_filter = [KindFilter]
    list_per_page = 48
    view_on_site = False
    search_fields = ["alt", "caption", "credit", "licence", "restrictions", "name"]
    formfield_overrides = WIDGETS

    class Media:
        js = [Script("desk/choices.js", type="module")]

    def get_queryset(self, request):
        """Whoever picks a picture picks one that readers may see."""
        images, now = super().get_queryset(request), timezone.now()
        page = request.resolver_match.url_name
        is_list = page == "images_image_changelist"
        if page == "autocomplete" or (is_list and IS_POPUP_VAR in request.GET):
            images = images.showable(now)
        return with_use(images, now) if is_list else images

    def get_fields(self, request, obj=None):
        names = super().get_fields(request, obj)
        return names if obj else ["file", *names[:-1]]  # no focal point unseen

    def has_change_permission(self, request, obj=None):
        """Who brought a picture may describe it until an edition has it."""
        if super().has_change_permission(request, obj):
            return True
        mine = obj is not None and obj.added_by_id == request.user.pk
        return (
            mine and self.has_add_permission(request) and not editions_of(obj).exists()
        )

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        assign(obj, form.picture).added_by = request.user
        obj.from_file = fill(obj, form.picture.words)
        super().save_model(request, obj, form, change)
        keep(obj, form.picture)

    def add_view(self, request, form_url="", extra_context=None):
        try:
            return super().add_view(request, form_url, extra_context)
        except IntegrityError:  # Somebody else was a moment quicker with this picture.
            messages.error(request, _("Somebody has just added this picture."))
            return HttpResponseRedirect(reverse("admin:images_image_changelist"))

    def response_add(self, request, obj, post_url_continue=None):
        """On to the picture, where its focal point is set."""
        if obj.from_file:
            labels = [str(self.opts.get_field(n).verbose_name) for n in obj.from_file]
            words = _("Taken from the file, please check: %(fields)s.")
            messages.info(request, words % {"fields": ", ".join(labels)})
        if obj.removed:
            messages.info(request, in_words(obj.removed))
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, _("The picture is here: %(image)s.") % {"image": obj})
        return HttpResponseRedirect(address("change", obj))

    def render_change_form(self, request, context, *args, **options):
        """Adds where it is used, what is left of our rights, and what may be done."""
        if image := context["original"]:
            now = timezone.now()
            used = usage(image, now)
            told = [rights_in_words(image, now), use_in_words(len(used.live))]
            context |= {
                "image": image,
                "usage": used,
                "told": ", ".join(filter(None, told)),
                "signed": image.file.storage.exists(manifest_name(image)),
                "kill": Kill(),
                "may_revive": request.user.has_perm("images.revive_image", image),
            }
        return super().render_change_form(request, context, *args, **options)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        transaction.on_commit(partial(rendition_files.forget, obj), robust=True)

    def delete_queryset(self, request, queryset):
        for image in queryset:
            self.delete_model(request, image)

    def get_deleted_objects(self, objs, request):
        deleted = super().get_deleted_objects(objs, request)
        return protected_by(map(editions_of, objs), deleted)
