"""The explainer: the working copy, the published record and the public pages."""
