"""Policy graphs of any size, the same for the same seed: `python tests/benchmarks/generate.py QUADS OUT.nq
[SEED]`.

Every source is what an ingest would have made of one file: a notice with its list of projects, and a
measure with its statements, citations, targets and indicators, in the numbers of the compilation of April
2025 (of 23,384 quads: 102 projects, 575 quantities, 373 statements, 108 citations, 1,086 pieces of
evidence), mapped by the same code. Regions, technologies and central agencies are those of the
vocabularies; everything else is invented.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from extract import records as r
from extract.ids import document_iri, part_iri, project_iri
from extract.text import Page, Text
from graph_store import mapping
from ontology import terms, vocabulary

PROJECTS, STATEMENTS, CITATIONS, TARGETS, INDICATORS, CLASSES = 12, 44, 12, 2, 2, 10
QUANTITIES = (5, 6, 6)
_PAGE = 1500
_RULE = "generated"
_PLACES = "东西南北中上下长安平宁清云海江河山林阳泉石龙凤金玉光华新兴永福康泰和德丰盛"
_TRADES = ("能源", "氢能", "钢铁", "化工", "电力", "建材", "环保", "新材料", "储能", "热力", "水务", "交通")
_FORMS = ("有限公司", "集团有限公司", "股份有限公司", "有限责任公司", "科技有限公司")
_WORKS = ("示范项目", "改造工程", "一期工程", "产业化项目", "综合利用项目", "应用示范项目")
_DIRECTIONS = ("源头减碳", "过程降碳", "末端固碳")
_CATEGORIES = ("能源绿色低碳转型", "工业领域节能降碳", "资源循环利用", "碳捕集利用与封存", "先进储能")
_ACTS = (
    "报送年度总结",
    "开展节能诊断",
    "建立管理台账",
    "公开排放信息",
    "核查项目进展",
    "安排专项资金",
    "完善计量器具",
)
_MODALITIES = ("obligation",) * 22 + ("encouragement",) * 7 + ("permission",) * 5 + ("prohibition",) * 4
_RELATIONS = ("cites",) * 6 + ("implements",) * 4 + ("issues",) + ("repeals",)
_UNITS = (("万吨", 10_000_000.0, "kg"), ("兆瓦", 1_000_000.0, "W"), ("吨", 1000.0, "kg"), ("%", 0.01, "1"))
_SUBJECTS = ("非化石能源消费", "单位产品能耗", "绿氢产量", "储能装机", "废钢利用量")


def sources(quads: int, seed: int = 0) -> Iterator[tuple[str, list[str]]]:
    """The name and the sorted N-Quads lines of source after source, until there are `quads` of them."""
    done = number = 0
    while done < quads:
        number += 1
        name, lines = source(number, seed)
        lines = lines[: quads - done]
        done += len(lines)
        yield name, lines


def source(number: int, seed: int = 0) -> tuple[str, list[str]]:
    """The name and the sorted N-Quads lines of one source; each is made without the others."""
    maker = _Source(number, random.Random(f"{seed}/{number}"))
    return maker.name, mapping.quads(maker.records(), maker.text)


class _Source:
    """One invented file. Evidence needs the text, so `text` is there once the records have been asked for."""

    def __init__(self, number: int, rng: random.Random) -> None:
        self.name = f"generated-{number:06}.txt"
        self.text: Text
        self._number = number
        self._rng = rng
        self._parts: list[str] = []
        self._length = 0
        self._sha256 = sha256(f"{self.name} {rng.random()}".encode()).hexdigest()

    def records(self) -> list[r.Record]:
        """What the file says."""
        records = [*self._list_of_projects(), *self._measure()]
        chars = "".join(self._parts)
        pages = tuple(
            Page(start // _PAGE + 1, start, min(start + _PAGE, len(chars)))
            for start in range(0, len(chars), _PAGE)
        )
        self.text = Text(self.name, self._sha256, chars, pages)
        return records

    def _stated(self, quote: str) -> dict[str, Any]:
        start = self._length
        self._parts.append(quote + "\n")
        self._length += len(quote) + 1
        return {
            "source": self.name,
            "source_sha256": self._sha256,
            "start": start,
            "end": start + len(quote),
            "page": start // _PAGE + 1,
            "quote": quote,
            "confidence": 0.9,
            "rule": _RULE,
        }

    def _document(self, title: str, kind: str, **more: Any) -> r.Document:
        year, rng = 2015 + self._number % 11, self._rng
        code = f"示能〔{year}〕{self._number}{'' if kind == '通知' else kind}号"
        agency = rng.choice(_agencies())
        date = f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        return r.Document(
            id=document_iri(title, code, date),
            title=title,
            kind=kind,
            doc_number=code,
            issuers=(agency.labels["zh"],),
            issuer_ids=(agency.iri,),
            date=date,
            effective_date=date if rng.random() < 0.5 else None,
            expiry_date=f"{year + 5}-12-31" if rng.random() < 0.2 else None,
            addressees=("各省能源局", "各有关企业"),
            body_start=self._length,
            body_end=self._length,
            **more,
            **self._stated(title),
        )

    def _list_of_projects(self) -> Iterator[r.Record]:
        topic = f"{self._word(2)}领域"
        notice = self._document(f"关于印发{topic}示范项目清单第{self._number}批的通知", "通知")
        listed = self._document(f"{topic}示范项目清单第{self._number}批", "清单", attached_to=notice.id)
        yield notice
        yield listed
        for number in range(1, PROJECTS + 1):
            yield self._project(listed, str(number))

    def _project(self, listed: r.Document, number: str) -> r.Project:
        rng = self._rng
        region = rng.choice(_regions())
        technologies = rng.sample(_technologies(), rng.choice((2, 4, 5, 8)))
        owner, place = self._organization(), region.labels["zh"]
        name = f"{place}{self._word(2)}{technologies[0].labels['zh']}{rng.choice(_WORKS)}"
        quantities = tuple(self._quantity() for _ in range(rng.choice(QUANTITIES)))
        said = "，".join(quantity.text for quantity in quantities)
        return r.Project(
            id=project_iri(listed.id, number, name),
            document=listed.id,
            list_title=listed.title,
            number=number,
            name=name,
            direction=rng.choice(_DIRECTIONS),
            category=rng.choice(_CATEGORIES),
            description=f"建设{technologies[0].labels['zh']}装置及配套设施，{said}，由{owner}建设和运行。",
            region=place,
            region_id=region.iri if rng.random() < 0.99 else None,
            implementers=(owner,),
            technologies=tuple(item.labels["zh"] for item in technologies[:2]),
            technology_ids=tuple(sorted(item.iri for item in technologies)),
            quantities=quantities,
            co2_reduction_t_per_year=float(rng.randint(1, 500) * 1000) if rng.random() < 0.35 else None,
            **self._stated(f"{number} {name} {owner}"),
        )

    def _measure(self) -> Iterator[r.Record]:
        rng = self._rng
        measure = self._document(f"{self._word(3)}节能降碳管理办法第{self._number}版", "办法")
        yield measure
        classes = [f"{self._word(2)}{rng.choice(_TRADES)}企业" for _ in range(CLASSES)]
        for number in range(1, STATEMENTS + 1):
            yield self._statement(measure, f"第{number}条", classes)
        for number in range(CITATIONS):
            title = f"{self._word(2)}产业结构调整指导意见{rng.randint(1, 40 * self._number)}"
            relation = rng.choice(_RELATIONS)
            yield r.Citation(
                id=part_iri("citation", measure.id, title, str(number)),
                document=measure.id,
                title=title,
                relation=relation,
                target=document_iri(title),
                **self._stated(f"根据《{title}》"),
            )
        for number in range(TARGETS):
            subject, year = rng.choice(_SUBJECTS), 2025 + rng.randint(0, 10)
            yield r.Target(
                id=part_iri("target", measure.id, subject, str(number)),
                document=measure.id,
                by=str(year),
                subject=subject,
                comparator=">=",
                value=rng.randint(1, 900),
                unit="万吨",
                **self._stated(f"到{year}年，{subject}达到目标"),
            )
        for number in range(INDICATORS):
            subject = rng.choice(_SUBJECTS)
            yield r.Indicator(
                id=part_iri("indicator", measure.id, subject, str(number)),
                document=measure.id,
                subject=subject,
                indicator="单位能耗",
                comparator="<=",
                high=rng.randint(1, 90),
                unit="%",
                **self._stated(f"{subject}的单位能耗不高于限值"),
            )

    def _statement(self, measure: r.Document, locator: str, classes: Sequence[str]) -> r.Obligation:
        rng = self._rng
        act = f"{rng.choice(_ACTS)}，涉及{self._word(2)}事项"
        agency = rng.choice(_agencies())
        public = rng.random() < 0.4
        bearer = agency.labels["zh"] if public else rng.choice(classes)
        due = f"{2025 + rng.randint(0, 5)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        deadline = r.Deadline(text=f"{due}前", iso=due, kind="date", direction="before")
        return r.Obligation(
            id=part_iri("obligation", measure.id, locator, act),
            document=measure.id,
            locator=locator,
            bearer=(bearer,),
            bearer_ids=(agency.iri if public else terms.entity("party", terms.slug(bearer)),),
            modality=rng.choice(_MODALITIES),
            action=act,
            condition=f"属于{self._word(2)}范围的" if rng.random() < 0.26 else None,
            deadline=deadline if rng.random() < 0.13 else None,
            **self._stated(f"{locator}　{bearer}应当{act}。"),
        )

    def _quantity(self) -> r.Quantity:
        value = self._rng.randint(1, 2000)
        unit, factor, si_unit = self._rng.choice(_UNITS)
        return r.Quantity(
            text=f"{value}{unit}",
            value=value,
            unit=unit,
            what="产能",
            per_year=self._rng.random() < 0.5,
            si_value=value * factor,
            si_unit=si_unit,
        )

    def _organization(self) -> str:
        return f"{self._word(3)}{self._rng.choice(_TRADES)}{self._rng.choice(_FORMS)}"

    def _word(self, length: int) -> str:
        return "".join(self._rng.choice(_PLACES) for _ in range(length))


@cache
def _regions() -> list[vocabulary.Concept]:
    return sorted(vocabulary.regions().concepts.values(), key=lambda concept: concept.iri)


@cache
def _technologies() -> list[vocabulary.Concept]:
    return sorted(vocabulary.technologies().concepts.values(), key=lambda concept: concept.iri)


@cache
def _agencies() -> list[vocabulary.Concept]:
    return sorted(vocabulary.agencies().concepts.values(), key=lambda concept: concept.iri)


def main() -> None:
    """Write the graph to a file."""
    quads, out = int(sys.argv[1]), Path(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    with out.open("w", encoding="utf-8", newline="\n") as file:
        for _, lines in sources(quads, seed):
            file.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    main()
