"""Uploads: a file that comes over HTTP becomes a release, read and written by a process of its own."""
