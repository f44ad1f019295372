"""Pages of one picture beside its form: its bytes, its card, and an agency's kill."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from desk.form.fields import TextArea
from desk.images import files
from desk.images.image_filters import marks
from desk.images.usage import usage
from images.image_store import manifest_name
from people.refusals import RefusedError


class Kill(forms.Form):
    """An agency wants a picture down, now."""

    title = gettext_lazy("Kill this picture")
    explains = gettext_lazy(
        "It goes from every page, card and old edition at once, and its addresses say "
        "that it is gone. Only a chief can bring it back."
    )
    button = gettext_lazy("Kill it now")
    done = gettext_lazy("Killed. No reader sees this picture any more.")
    verb, danger = "kill", True
    notice = forms.CharField(
        label=gettext_lazy("The agency's notice"),
        help_text=gettext_lazy("Paste it here. It is kept with the picture."),
        max_length=10_000,
        widget=TextArea({"rows": 4}),
    )

    def act(self, image):
        image.kill(self.cleaned_data["notice"])
        return self.cleaned_data["notice"]


class Revive(forms.Form):
    """A kill was a mistake, or was lifted."""

    title = gettext_lazy("Bring this picture back")
    explains = gettext_lazy(
        "Every page and edition that has it shows it again, as long as its rights last."
    )
    button = gettext_lazy("Bring it back")
    done = gettext_lazy("Back: readers see this picture again.")
    verb, danger = "revive", False
    reason = forms.CharField(
        label=gettext_lazy("Why may we show it again?"),
        help_text=gettext_lazy("Kept in the log, beside the agency's notice."),
        max_length=10_000,
        widget=TextArea,
    )

    def act(self, image):
        notice = image.kill_notice
        image.revive()
        return f"{self.cleaned_data['reason']}\n\n{notice}"


class PicturePages:
    """Mixed into the admin of images."""

    def get_urls(self):
        """The files of a picture, which a browser may keep, and its pages."""

        def own(route, view, name, cacheable=False):
            wrapped = self.admin_site.admin_view(view, cacheable)
            return path(route, wrapped, name=f"images_image_{name}")

        return [
            own("<path:object_id>/file", self.file_page, "file", cacheable=True),
            own("<path:object_id>/file/<str:size>", self.file_page, "size", True),
            own("<path:object_id>/thumb", self.thumb_page, "thumb", cacheable=True),
            own("<path:object_id>/credentials", self.credentials_page, "credentials"),
            own("<path:object_id>/about/", self.about_page, "about"),
            own("<path:object_id>/kill/", self.kill_page, "kill"),
            own("<path:object_id>/revive/", self.revive_page, "revive"),
            *super().get_urls(),
        ]

    def image(self, request, object_id, *, to_change=False):
        """The picture, for somebody who may look at it or change it."""
        image = self.get_object(request, unquote(object_id))
        if image is None:
            raise Http404(_("There is nothing at this address."))
        if not self.has_view_permission(request, image):
            raise PermissionDenied
        if to_change and not self.has_change_permission(request, image):
            raise PermissionDenied
        return image

    def file_page(self, request, object_id, size=""):
        """The picture itself: readers get it only once it is in print."""
        image = self.image(request, object_id)
        if size:
            return files.rendition(image, size)
        return files.file_response(image, image.file.name)

    def thumb_page(self, request, object_id):
        return files.thumbnail(self.image(request, object_id))

    def credentials_page(self, request, object_id):
        """Places and names may stand in there: only for who answers for the picture."""
        image = self.image(request, object_id, to_change=True)
        return files.file_response(image, manifest_name(image), as_attachment=True)

    def about_page(self, request, object_id):
        """What stands in a story's form beside the picture that was chosen."""
        return require_safe(self.about)(request, self.image(request, object_id))

    def about(self, request, image):
        context = {"image": image, "marks": marks(image, timezone.now())}
        return render(request, "desk/images/_chosen.html", context)

    def kill_page(self, request, object_id):
        image = self.image(request, object_id, to_change=True)
        return self.verb_page(request, image, Kill)

    def revive_page(self, request, object_id):
        image = self.image(request, object_id, to_change=True)
        if not request.user.has_perm("images.revive_image", image):
            raise PermissionDenied
        return self.verb_page(request, image, Revive)

    def verb_page(self, request, image, form_class):
        """Asks with GET, does it with POST, once."""
        form = form_class(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    self.log_verb(request, image, form.verb, form.act(image))
                messages.success(request, form.done)
                return HttpResponseRedirect(address("change", image))
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
        return TemplateResponse(
            request,
            "desk/images/verb.html",
            self.admin_site.each_context(request)
            | {"title": form.title, "opts": self.opts, "image": image, "form": form}
            | {"usage": usage(image, timezone.now())},
        )


def address(page, image):
    return reverse(f"admin:images_image_{page}", args=[image.pk])
