"""What a line of gold may hold: the kinds of its values, checked by pydantic. It may have other keys too."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Text = str | None
Texts = list[str] | None
Number = Annotated[float, Field(allow_inf_nan=False)] | None
Offset = Annotated[int, Field(ge=0)] | None


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")


class _Deadline(_Strict):
    iso: Text = None
    iso_alt: str | list[str] | None = None
    kind: Text = None


class _Quantity(_Strict):
    comparator: Text = None
    value: Number = None
    unit: Text = None


class Line(_Strict):
    """One line of any type."""

    type: Text = None
    part: Text = None
    source: Text = None
    title: Text = None
    name: Text = None
    number: str | int | None = None
    doc_number: Text = None
    code: Text = None
    quote: Text = None
    start: Offset = None
    end: Offset = None
    core: bool | None = None
    modality: Text = None
    modality_alt: str | list[str] | None = None
    bearer: Texts = None
    bearer_implied: list[str] | bool | None = None
    deadline: _Deadline | None = None
    quantity: _Quantity | None = None
    subject: Text = None
    indicator: Text = None
    comparator: Text = None
    value: Number = None
    low: Number = None
    high: Number = None
    by: str | int | None = None
    issuers: Texts = None
    implementers: Texts = None
    technologies: Texts = None
    quantities: list[_Quantity] | None = None
    types: Texts = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError("end stands before start")
        return self


def fault(line: object) -> str | None:
    """What is wrong with a line, in a few words; None where nothing is."""
    try:
        Line.model_validate(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        return f"{where}: {first['msg']}" if where else first["msg"]
    return None
