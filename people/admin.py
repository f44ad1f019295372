"""What the people's app puts on the desk: accounts, roles and the audit log."""

from django.contrib import admin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from people import accounts, auditlog

__all__ = ["accounts", "auditlog"]

# Their stock pages show keys and codes, which nobody may see twice.
admin.site.unregister([StaticDevice, TOTPDevice])
