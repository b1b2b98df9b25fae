"""The components of the spaCy pipeline, one a module.

Each module registers one factory, `policygraph_<module>`, which writes `doc.spans["policygraph/<module>"]`:
sorted, without duplicates. They are independent of one another, so that their order does not matter.
"""

from __future__ import annotations

import importlib
import pkgutil


def register() -> tuple[str, ...]:
    """Import every component, which registers its factory; their names, sorted."""
    modules = sorted(
        module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")
    )
    for module in modules:
        importlib.import_module(f"{__name__}.{module}")
    return tuple(f"policygraph_{module}" for module in modules)
