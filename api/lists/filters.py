"""What each list can be filtered by: the parameters of the requests, as OpenAPI describes them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, Field

from ontology import terms

_OWN = ("limit", "cursor", "format", "lang", "release", "facets")

Text = Annotated[str, Field(max_length=200)]
# A form that is sent with an empty field means no date.
Day = Annotated[date | None, BeforeValidator(lambda value: value or None)]
InForce = Literal["", "yes", "no", "not known"]


class Filters(BaseModel):
    """The parameters of every list. Those of a list stand before these; they are its filters."""

    listed: ClassVar[str]
    # Filters whose values are words of the graph: the property that holds them.
    known: ClassVar[dict[str, str]] = {}
    # Filters whose values are names of what another list holds.
    named_in: ClassVar[dict[str, str]] = {}

    limit: int = Field(50, ge=1, le=500, description="The most rows of one page.")
    cursor: str = Field("", max_length=2000, description="`next` of the page before.")
    format: Literal["json", "csv"] | None = None
    lang: Literal["", "zh", "en"] = Field("", description="The language of the page for people.")
    release: str = Field("", max_length=100, description="Read this release, not the current one.")

    @classmethod
    def names(cls) -> list[str]:
        """The names of the filters of this list."""
        return [name for name in cls.model_fields if name not in _OWN]

    def given(self) -> dict[str, str]:
        """The filters that are set, as text."""
        values: dict[str, Any] = {name: getattr(self, name) for name in self.names()}
        texts = {name: "" if value is None else str(value).strip() for name, value in values.items()}
        return {name: text for name, text in texts.items() if text}


class CountedFilters(Filters):
    """Those of a list whose rows can be counted by the values of filters."""

    # The filters whose values can be counted, and those whose are on a page for people.
    counted: ClassVar[tuple[str, ...]]
    unasked: ClassVar[tuple[str, ...]]

    facets: Text = Field(
        "", description="Filters, with commas between: how many rows have each value.", examples=["status"]
    )


class ProjectFilters(CountedFilters):
    """Filters of /projects."""

    listed: ClassVar[str] = "projects"
    counted: ClassVar[tuple[str, ...]] = (
        "region",
        "technology",
        "direction",
        "implementer",
        "document",
        "status",
    )
    unasked: ClassVar[tuple[str, ...]] = ("region", "technology", "status")

    region: Text = Field("", description="A name or IRI; places inside count.", examples=["内蒙古"])
    technology: Text = Field("", description="A name or IRI; narrower concepts count.", examples=["氢能"])
    direction: Text = Field("", description="A part of the direction or category.")
    implementer: Text = Field("", description="A part of the name of an organisation, or its IRI.")
    document: Text = Field(
        "", description="The list or its notice: a part of the title or number, or the IRI."
    )
    status: Literal["", "listed", "withdrawn"] = ""
    q: Text = Field("", description="Words of the name or the description.")


class _InForceFilters(CountedFilters):
    in_force_on: Day = Field(
        None,
        description="Those in force on this date and those of which it is not known, marked in `in_force`.",
        examples=["2025-06-30"],
    )
    in_force: InForce = Field("", description="Only these, with `in_force_on` or a day on which it is due.")


class DocumentFilters(_InForceFilters):
    """Filters of /documents."""

    listed: ClassVar[str] = "documents"
    counted: ClassVar[tuple[str, ...]] = ("agency", "kind", "in_force")
    unasked: ClassVar[tuple[str, ...]] = ("agency", "kind")
    known: ClassVar[dict[str, str]] = {"kind": terms.PG + "documentKind"}
    named_in: ClassVar[dict[str, str]] = {"agency": "agencies"}

    agency: Text = Field(
        "",
        description="Who issued it: a part of a name, or the IRI; bodies below count.",
        examples=["发展改革委"],
    )
    kind: Text = Field("", description="The kind as printed.", examples=["通知"])
    q: Text = Field("", description="Words of the title or number.")
    date_from: Day = Field(None, description="Dated on this day or later.", examples=["2025-01-01"])
    date_to: Day = Field(None, description="Dated on this day or earlier.")


class ObligationFilters(_InForceFilters):
    """Filters of /obligations."""

    listed: ClassVar[str] = "obligations"
    counted: ClassVar[tuple[str, ...]] = ("bearer", "modality", "document", "in_force")
    unasked: ClassVar[tuple[str, ...]] = ("modality", "bearer")

    bearer: Text = Field("", description="Who: a part of a name, or the IRI.", examples=["生态环境主管部门"])
    modality: Literal["", "obligation", "prohibition", "permission", "encouragement"] = ""
    document: Text = Field("", description="A part of the title or number, or the IRI.")
    due_after: Day = Field(None, description="Due on this day or later.", examples=["2025-01-01"])
    due_before: Day = Field(
        None,
        description="Due on this day or earlier. Without `in_force_on`, `in_force` is that of this day.",
        examples=["2025-06-30"],
    )
    q: Text = Field("", description="Words of the action or condition.")


class AgencyFilters(Filters):
    """Filters of /agencies."""

    listed: ClassVar[str] = "agencies"
    known: ClassVar[dict[str, str]] = {"kind": terms.PG + "agencyKind"}
    named_in: ClassVar[dict[str, str]] = {"parent": "agencies"}

    q: Text = Field(
        "", description="A part of a name, a short or a former one among them.", examples=["能源"]
    )
    kind: Text = Field("", description="The kind, such as office or ministry.")
    parent: Text = Field("", description="A body above it: a part of its name, or its IRI.")


class RegionFilters(Filters):
    """Filters of /regions."""

    listed: ClassVar[str] = "regions"

    q: Text = Field("", description="A part of a name or of the GB/T 2260 code.")
    within: Text = Field("", description="Inside this region: its name or IRI.", examples=["内蒙古"])


class TechnologyFilters(Filters):
    """Filters of /technologies."""

    listed: ClassVar[str] = "technologies"

    q: Text = Field("", description="A part of a name.", examples=["氢"])
    broader: Text = Field(
        "", description="Narrower than this technology: its name or IRI.", examples=["氢能"]
    )
