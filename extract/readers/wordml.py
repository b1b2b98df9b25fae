"""Small steps through WordprocessingML, the same in its transitional and its strict namespace."""

from __future__ import annotations

from lxml import etree


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name, or None; None has none."""
    return None if element is None else next((part for part in element if local(part) == name), None)


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """All children of that name."""
    return [part for part in element if local(part) == name]


def value(element: etree._Element | None, name: str) -> str | None:
    """The attribute of that name in the element's own namespace, or None."""
    if element is None:
        return None
    found = element.get(f"{element.tag.rpartition('}')[0]}}}{name}" if "}" in element.tag else name)
    return None if found is None else str(found)


def switched_on(element: etree._Element | None) -> bool:
    """Whether a toggle such as `w:vanish` is there and not switched off."""
    return element is not None and value(element, "val") not in {"0", "false", "off"}
