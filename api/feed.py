"""The published releases as an Atom feed (RFC 4287): which source changed, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from graph_store.diff import SourceChanges, sources
from graph_store.release import Release
from ontology import terms

MEDIA_TYPE = "application/atom+xml"
MOST = 30


def feed(releases: Sequence[Release], url: str) -> bytes:
    """The feed of `releases`, oldest first, on the server at `url`, which ends in a slash."""
    ET.register_namespace("", terms.ATOM)
    root = ET.Element(f"{{{terms.ATOM}}}feed")
    _text(root, "id", terms.BASE + "releases")
    _text(root, "title", "policygraph: releases")
    _text(root, "updated", releases[-1].manifest.published)
    _text(_add(root, "author"), "name", "policygraph")
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=f"{url}releases.atom")
    _add(root, "link", rel="alternate", type="text/html", href=f"{url}releases")
    pairs = list(zip([None, *releases], releases, strict=False))
    for old, new in reversed(pairs[-MOST:]):
        _entry(root, old, new, url)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: ET.Element, old: Release | None, new: Release, url: str) -> None:
    entry = _add(root, "entry")
    changed = sources(old, new)
    _text(entry, "id", f"{terms.BASE}releases/{new.id}")
    _text(entry, "title", f"{new.id}: {_count(changed)}")
    _text(entry, "updated", new.manifest.published)
    _text(entry, "published", new.manifest.published)
    _add(
        entry, "link", rel="alternate", href=f"{url}releases/{new.id}/diff{f'?from={old.id}' if old else ''}"
    )
    for item in changed:
        _add(entry, "category", term=item.source, label=item.state)
    _text(entry, "content", "\n".join(map(_line, changed)), type="text")


def _count(changed: Sequence[SourceChanges]) -> str:
    documents = sum(item.source_kind in ("document", "import") for item in changed)
    return f"{documents} source{'' if documents == 1 else 's'} changed"


def _line(item: SourceChanges) -> str:
    quads = (
        f"{item.quads_before:,} → {item.quads:,} quads"
        if item.state == "changed"
        else (f"{item.quads or item.quads_before:,} quads")
    )
    return f"{item.state}: {item.source} ({item.source_kind}, {quads})"


def _add(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{terms.ATOM}}}{name}", attributes)


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    _add(parent, name, **attributes).text = text
