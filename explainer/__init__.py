"""The text of an explainer, pure: its file, its document, its prose, its checks.

Imports nothing of ours, no model and no setting.
"""
