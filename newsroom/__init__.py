"""Wiring: settings, addresses and the frame around every request."""
