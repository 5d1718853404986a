"""Extraction on real pages of other sites, against corpora with their own gold: `make evaluate-web`.

A corpus is a folder outside the checkout: pages with segments that belong to the text or do not
(``evaldata.json``), or with their whole text (``ground-truth.json``, or ``ground-truth/`` of one file a
page). Nothing of it is kept here.
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from osce_scraper.pages.news import extract_news
from osce_scraper.pages.refusal import NotANewsPage

#: Pages are read as if they stood here: a foreign host is no site of this product.
ADDRESS = "https://www.osce.org/secretariat/100000"
_WORD = re.compile(r"\w+")
#: Soft hyphens and the like, which records do not hold.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a corpus: what it should give is None or empty where the corpus does not say."""

    path: Path
    title: str | None = None
    date: str | None = None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    text: str | None = None


@dataclass(slots=True)
class Result:
    """What was made of a page."""

    path: str
    refused: str | None = None
    title: bool | None = None
    date: str | None = None
    """``right``, ``wrong`` or ``missing``; None where the corpus states no date."""
    kept: list[bool] = field(default_factory=list)
    unwanted: list[bool] = field(default_factory=list)
    precision: float | None = None
    recall: float | None = None
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor gave for a page."""

    title: str | None
    date: str | None
    text: str
    refused: str | None = None
    problems: tuple[str, ...] = ()


def pages_of(corpus: Path) -> Iterator[Page]:
    """The pages of a corpus in any of the known forms; of typed ones the articles alone."""
    if (corpus / "evaldata.json").is_file():
        for each in _read(corpus / "evaldata.json").values():
            paths = (corpus / folder / each["file"] for folder in ("cache", "eval"))
            path = next((path for path in paths if path.is_file()), None)
            if path is not None:
                wanted, unwanted = tuple(each["with"]), tuple(each["without"])
                yield Page(path, each.get("title") or None, each.get("date") or None, wanted, unwanted)
    elif (corpus / "ground-truth.json").is_file():
        for name, each in _read(corpus / "ground-truth.json").items():
            yield Page(corpus / "html" / f"{name}.html.gz", text=each["articleBody"])
    elif (corpus / "ground-truth").is_dir():
        for file in sorted((corpus / "ground-truth").glob("*.json")):
            each = _read(file)
            truth = each["ground_truth"]
            if each["_internal"]["page_type"]["primary"] == "article" and truth.get("main_content"):
                yield Page(
                    corpus / "html" / f"{file.stem}.html.gz",
                    truth.get("title") or None,
                    truth.get("publish_date") or None,
                    text=truth["main_content"],
                )
    else:
        raise SystemExit(
            f"{corpus} holds no evaldata.json, ground-truth.json or ground-truth/: no known corpus"
        )


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def content(page: Page) -> bytes:
    """The bytes of a page, unpacked."""
    data = page.path.read_bytes()
    return gzip.decompress(data) if page.path.suffix == ".gz" else data


def ours(data: bytes) -> Found:
    """What this product makes of a page."""
    try:
        item = extract_news(data, ADDRESS)
    except NotANewsPage as refusal:
        return Found(None, None, "", refusal.reason)
    dateline = item.dateline.text if item.dateline is not None else ""
    return Found(
        item.title,
        item.issued_on.isoformat() if item.issued_on is not None else None,
        "\n".join([dateline, *item.body]),
        problems=tuple(problem.code for problem in item.problems),
    )


def judge(page: Page, found: Found) -> Result:
    """How ``found`` compares with what the corpus says of ``page``."""
    result = Result(page.path.name, found.refused, problems=list(found.problems))
    text = _folded(found.text)
    result.kept = [_folded(each) in text for each in page.wanted]
    result.unwanted = [_folded(each) in text for each in page.unwanted]
    if page.text is not None:
        given, wanted = (Counter(_WORD.findall(each.lower())) for each in (found.text, page.text))
        shared = (given & wanted).total()
        result.precision = shared / given.total() if given else 0.0
        result.recall = shared / wanted.total() if wanted else 1.0
    if found.refused is None and page.title is not None:
        result.title = _words(found.title or "") == _words(page.title)
    if found.refused is None and page.date is not None:
        result.date = (
            "missing" if found.date is None else "right" if found.date == page.date[:10] else "wrong"
        )
    return result


def _folded(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def _words(text: str) -> list[str]:
    return _WORD.findall(_INVISIBLE.sub("", text).casefold())


def read(page: Page) -> Result:
    """This product's result on ``page``."""
    return judge(page, ours(content(page)))


def report(name: str, results: list[Result]) -> str:
    """The figures of ``results`` as lines of text."""
    taken = [each for each in results if each.refused is None]
    reasons = Counter(each.refused for each in results if each.refused is not None)
    lines = [
        f"{name}: {len(results)} pages",
        f"  taken                 {len(taken) / len(results):.3f}",
        *(f"    refused, {reason:<12} {number}" for reason, number in reasons.most_common()),
    ]
    titles = [each.title for each in taken if each.title is not None]
    dates = [each.date for each in taken if each.date is not None]
    # Pages refused count as segments lost.
    kept = [one for each in results for one in each.kept]
    unwanted = [one for each in results for one in each.unwanted]
    texts = [each for each in results if each.precision is not None and each.recall is not None]
    rows = [("title right", _mean(titles))]
    rows += [(f"date {each}", _mean([date == each for date in dates])) for each in ("right", "wrong")]
    rows += [("segments kept", _mean(kept)), ("unwanted ones kept", _mean(unwanted))]
    rows.append(("kept of pages taken", _mean([one for each in taken for one in each.kept])))
    precision = _mean([each.precision or 0.0 for each in texts if each.refused is None])
    recall = _mean([each.recall or 0.0 for each in texts])
    rows += [("word precision", precision), ("word recall", recall)]
    if precision and recall:
        rows.append(("word F1", 2 * precision * recall / (precision + recall)))
    lines += [f"  {label:<21} {value:.3f}" for label, value in rows if value is not None]
    short = [each for each in texts if each.refused is None and (each.recall or 0.0) < 0.8]
    if texts:
        silent = sum("body_incomplete" not in each.problems for each in short)
        lines.append(f"  a fifth lost          {len(short)}, of these without body_incomplete {silent}")
    said = sum("body_incomplete" in each.problems for each in taken)
    lines.append(f"  body_incomplete       {said}")
    return "\n".join(lines)


def _mean(values: list[Any]) -> float | None:
    return sum(values) / len(values) if values else None


def main() -> int:
    """Read a corpus and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, help="a folder such as /data/trafilatura/tests")
    parser.add_argument("--json", type=Path, help="write what was made of each page to this file")
    parser.add_argument("--found", type=Path, help="judge what another extractor found: its JSON Lines")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    pages = list(pages_of(arguments.corpus))
    if not pages:
        raise SystemExit(f"{arguments.corpus} holds no page")
    with ProcessPoolExecutor(arguments.jobs) as pool:
        results = list(pool.map(read, pages, chunksize=10))
    print(report("osce_scraper", results))
    if arguments.found is not None:
        others = {}
        for line in arguments.found.read_text(encoding="utf-8").splitlines():
            each = json.loads(line)
            path = each.pop("path")
            others[path] = Found(**each)
        print(report("the other", [judge(page, others[str(page.path)]) for page in pages]))
    if arguments.json is not None:
        lines = [json.dumps({name: getattr(each, name) for name in Result.__slots__}) for each in results]
        arguments.json.write_text("\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
