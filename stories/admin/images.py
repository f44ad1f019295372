"""Pictures: looked at when they come in, and kept under the hash of their bytes."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entities.standing import StandingAdmin, StandingForm
from stories.admin.deleting import KeptWhileNamed
from stories.admin.fields import WIDGETS
from stories.models import Image, Mention
from stories.pictures import MOST_BYTES, SUFFIXES, RefusedPictureError, looked_at

ACCEPTED = ",".join(f"image/{kind.lower()}" for kind in SUFFIXES)


class ImageForm(StandingForm):
    """A new picture's name and size come from its bytes; later the file stays."""

    def clean_file(self):
        sent = self.cleaned_data["file"]
        if not self.instance._state.adding:
            return self.instance.file
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        content = sent.read()
        try:
            kind, size = looked_at(content)
        except RefusedPictureError as refusal:
            raise forms.ValidationError(str(refusal)) from None
        name = Image.name_of(content, SUFFIXES[kind])
        if found := Image.objects.filter(name=name).first():
            words = _("This picture is here already: %(image)s.")
            raise forms.ValidationError(words % {"image": found})
        self.instance.name = name
        self.instance.width, self.instance.height = size
        return ContentFile(content, name=name.removeprefix("images/"))


@admin.register(Image)
class ImageAdmin(KeptWhileNamed, StandingAdmin, admin.ModelAdmin):
    form = ImageForm
    fields = [
        "file",
        "alt",
        "caption",
        ("credit", "licence"),
        ("rights_until", "killed_at"),
    ]
    list_display = ["__str__", "credit", "size", "rights_until"]
    search_fields = ["alt", "caption", "credit", "name"]
    formfield_overrides = WIDGETS

    def get_fields(self, request, obj=None):
        shown = ["picture", "size"] if obj else ["file"]
        return [*shown, *super().get_fields(request, obj)[1:]]

    def get_readonly_fields(self, request, obj=None):
        return ["picture", "size"] if obj else []

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name == "file":
            field.widget = forms.FileInput({"accept": ACCEPTED})
            field.help_text = _("JPEG, PNG, WebP or AVIF, at most 20 MB.")
        return field

    def save_model(self, request, obj, form, change):
        """Bytes that are stored already, but have no row, are not stored twice."""
        if not change and obj.file.storage.exists(obj.name):
            obj.file = obj.name
        super().save_model(request, obj, form, change)

    def get_urls(self):
        view = self.admin_site.admin_view(self.file_page)
        route = path("<int:key>/file/", view, name="stories_image_file")
        return [route, *super().get_urls()]

    def file_page(self, request, key):
        """The picture itself, for the desk: readers get it only once it is in print."""
        image = get_object_or_404(Image, pk=key)
        if not self.has_view_permission(request, image):
            raise PermissionDenied
        return FileResponse(image.file.open())

    @admin.display(description=gettext_lazy("Picture"))
    def picture(self, image):
        return format_html(
            '<img class="picture" src="../file/" alt="{}" width="{}" height="{}">',
            image.alt,
            image.width,
            image.height,
        )

    @admin.display(description=gettext_lazy("Size"))
    def size(self, image):
        return f"{image.width} × {image.height}"

    def names_as(self, image):
        return Mention.Kind.IMAGE, image.name

    def view_on_site(self, image):
        return None
