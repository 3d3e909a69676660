"""What an evidence pack is made of, for those who write it and those who check it."""

SCHEMA = "gitops-assets/evidence/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
"""The two files that are not listed: the list itself, and what vouches for it."""
