"""Keeping a store safe: a copy with checksums, bringing it back, and looking for what is wrong."""
