"""The admin of images: a list that is a grid, and a form around the picture itself."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import IntegrityError, transaction
from django.forms import FileInput, Script
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.deletion import editions_naming, protected_by
from desk.form.fields import WIDGETS
from desk.images.files import thumbnail_address
from desk.images.forms import ACCEPTED, LicenceInput, UploadForm, WordsForm
from desk.images.image_filters import KindFilter, marks
from desk.images.upload_pages import PATIENCE, UploadPages
from desk.images.usage import rights_in_words, usage, use_in_words, with_use
from desk.images.views import Kill, PicturePages, address
from images import rendition_files
from images.image_store import assign, fill, manifest_name, store
from images.models import Image
from images.removals import in_words
from people.shared_rows import StandingAdmin
from stories.models import Mention


def naming(image):
    return editions_naming(Mention.Kind.IMAGE, image.name)


@admin.register(Image)
class ImageAdmin(UploadPages, PicturePages, StandingAdmin):
    form = WordsForm
    fields = [
        "alt",
        "decorative",
        "caption",
        ("credit", "licence"),
        ("rights_until", "keep_whole"),
        "restrictions",
        ("focal_x", "focal_y"),
    ]
    list_display = ["thumb", "title", "credit_shown", "notes"]
    list_display_links = ["thumb", "title"]
    list_filter = [KindFilter]
    list_per_page = 48
    view_on_site = False
    search_fields = ["alt", "caption", "credit", "licence", "restrictions", "name"]
    formfield_overrides = WIDGETS

    class Media:
        js = [Script("desk/choices.js", type="module")]

    def get_queryset(self, request):
        images = super().get_queryset(request)
        if request.resolver_match.url_name == "images_image_changelist":
            images = with_use(images, timezone.now())
            if IS_POPUP_VAR in request.GET:
                images = images.showable(timezone.now())
        return images

    def get_search_results(self, request, queryset, search_term):
        """Whoever picks a picture picks one that readers may see."""
        if request.resolver_match.url_name == "autocomplete":
            queryset = queryset.showable(timezone.now())
        return super().get_search_results(request, queryset, search_term)

    def get_form(self, request, obj=None, change=False, **options):
        new = {} if obj else {"form": UploadForm}
        return super().get_form(request, obj, change, **new | options)

    def get_fields(self, request, obj=None):
        names = super().get_fields(request, obj)
        return names if obj else ["file", *names[:-1]]  # no focal point unseen

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name == "licence":
            options["widget"] = LicenceInput
        field = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name == "file":
            field.widget = FileInput({"accept": ACCEPTED, "class": "drop"})
            field.help_text = _("JPEG, PNG, WebP, AVIF or GIF, at most 20 MB.")
        return field

    def has_change_permission(self, request, obj=None):
        """Who brought a picture may describe it until an edition has it."""
        if super().has_change_permission(request, obj):
            return True
        mine = obj is not None and obj.added_by_id == request.user.pk
        return mine and self.has_add_permission(request) and not naming(obj).exists()

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        assign(obj, form.picture).added_by = request.user
        obj.from_file = fill(obj, form.picture.words)
        super().save_model(request, obj, form, change)
        self.store(obj, form.picture)

    def add_view(self, request, form_url="", extra_context=None):
        try:
            return super().add_view(request, form_url, extra_context)
        except IntegrityError:  # Somebody else was a moment quicker with this picture.
            messages.error(request, _("Somebody has just added this picture."))
            return HttpResponseRedirect(reverse("admin:images_image_changelist"))

    def take(self, request, picture, patience):
        """One of many pictures, with what its file says in words."""
        with transaction.atomic():
            image = assign(Image(added_by=request.user), picture)
            fill(image, picture.words)
            image.save()
            self.store(image, picture, patience)
            self.log_addition(request, image, "")
        return image

    def store(self, image, picture, patience=PATIENCE):
        store(image, picture)
        prepare = partial(rendition_files.prepare, image, within=patience)
        transaction.on_commit(prepare, robust=True)

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

    @admin.display(description=gettext_lazy("Picture"))
    def thumb(self, image):
        source = thumbnail_address(image)
        shown = '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">'
        said = self.title(image)
        return format_html(shown, source, said, image.width, image.height)

    @admin.display(description=gettext_lazy("What it shows"), ordering="alt")
    def title(self, image):
        said = image.alt or image.caption or image.name.removeprefix("images/")
        return Truncator(said).chars(90)

    @admin.display(description=gettext_lazy("Credit"), ordering="credit")
    def credit_shown(self, image):
        said = " · ".join(filter(None, [image.credit, image.restrictions]))
        return said[:200] or "–"

    @admin.display(description=gettext_lazy("To see to"))
    def notes(self, image):
        found = marks(image, timezone.now())
        found.append(("quiet", use_in_words(image.live_stories)))
        return format_html_join(" ", '<span class="mark {}">{}</span>', found)

    def get_deleted_objects(self, objs, request):
        deleted = super().get_deleted_objects(objs, request)
        return protected_by(map(naming, objs), deleted)
