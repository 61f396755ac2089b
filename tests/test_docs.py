"""The documentation site: everything that the program can say has its place there, and every link leads somewhere.

The pages' sources are made and read without the site generator; where it is installed, the site is built and read too.
"""

import importlib.util
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from docs.build import write
from docs.generate import all_pages, records
from docs.generate.facts import TEXTS, Facts
from docs.generate.rst import check_label, code, outside, plain, rule_label
from unitcalc.catalogue.policies import NAMES
from unitcalc.reference.records import TABLES
from unitcalc.reference.store import Reference
from unitcalc.tables.claims import NAMES as COLUMNS
from unitcalc.tables.record import KNOWN

PROJECT = Path(__file__).resolve().parents[1]
LABEL = re.compile(r"^\s*(?:\* - )?\.\. _([^:]+(?:\.[^:]+)*):$", re.MULTILINE)
LINKED = re.compile(r":ref:`(?:[^`]|\\`)*?<([\w.-]+)>`")
UNDERLINE = re.compile(r"^([=~-])\1{3,}$")


@pytest.fixture(scope="module")
def facts(reference: Reference) -> Facts:
    """What the pages are made from."""
    return Facts(reference)


@pytest.fixture(scope="module")
def pages(facts: Facts) -> dict[str, str]:
    """The source of every page, by its name."""
    made = list(all_pages(facts))
    assert len({page.name for page in made}) == len(made), "two pages have one name"
    return {page.name: page.text for page in made}


@pytest.fixture(scope="module")
def labels(pages: dict[str, str]) -> dict[str, str]:
    """The page of each place that a link can lead to."""
    found = [(label, name) for name, text in pages.items() for label in LABEL.findall(text)]
    twice = [label for label, count in Counter(label for label, _ in found).items() if count > 1]
    assert not twice
    return dict(found)


def read(source: str) -> str:
    r"""The words of a source, as a person reads them: links are their text, and nothing is escaped.

    >>> read("See \\ :ref:`W05 <check-w05>`\\ , 2\\* of `a <https://example.org>`__")
    'See W05, 2* of a'
    """
    words = re.sub(r":ref:`([^`<]*?) <[^`>]*>`", r"\1", source)
    words = re.sub(r"`([^`<]*?) <[^`>]*>`__", r"\1", words)
    return re.sub(r"\\(.)", lambda match: match[1].strip(), words)


def test_every_check_has_its_page(facts: Facts, pages: dict[str, str], labels: dict[str, str]) -> None:
    assert facts.checks
    for check in facts.checks.values():
        page = pages[labels[check_label(check.code)]]
        text = check.text
        for part in (text.what, text.why, text.example, text.instead, text.exceptions):
            assert part in read(page), check.code
        for rule in facts.rules_of(text.source):
            assert rule_label(rule.number) in LINKED.findall(page)
            assert plain(rule.says) in page
        assert check_label(check.code) in LINKED.findall(pages["checks/index"])


def test_every_payer_has_its_page_with_all_that_it_states(
    facts: Facts, pages: dict[str, str], labels: dict[str, str]
) -> None:
    for policy in facts.catalogue.policies.values():
        page = pages[labels[f"payer-{policy.name}"]]
        for name in NAMES.values():
            assert code(name.name) in page
            own = [value for value in policy.values[name.name] if value.policy == policy.name]
            assert all(plain(value.source) in page and value.standing in page for value in own)
            if own and name.disputed:
                assert plain(name.disputed) in page
        assert all(plain(entry.says) in page for entry in policy.profile.entries)


def test_every_contradiction_is_shown_with_its_sides(pages: dict[str, str]) -> None:
    disputed = [name for name in NAMES.values() if name.disputed]
    assert disputed
    assert [name.name for name in disputed if plain(name.disputed) not in pages["payers/index"]] == []


def test_every_rule_has_its_place(facts: Facts, pages: dict[str, str], labels: dict[str, str]) -> None:
    for rule in facts.book.values():
        assert labels[rule_label(rule.number)] == "rules"
        assert plain(rule.says) in pages["rules"]
        assert plain(rule.source) in pages["rules"]


def test_every_item_of_a_record_stands_with_a_class_that_needs_it(facts: Facts, pages: dict[str, str]) -> None:
    documents = facts.catalogue.documents
    of_classes = "".join(pages[f"documents/{each.name}"] for each in documents.classes)
    assert [item.name for item in documents.items if plain(item.title) not in of_classes] == []
    assert [who.name for who in documents.sources.values() if plain(who.who) not in pages["documents/index"]] == []


def test_every_modifier_stands_there(facts: Facts, pages: dict[str, str]) -> None:
    rules = facts.catalogue.modifiers.rules.values()
    assert [each.modifier for each in rules if plain(each.reason) not in pages["modifiers"]] == []


def test_every_field_of_a_record_is_described(facts: Facts, pages: dict[str, str]) -> None:
    named = [name for names in records.fields().values() for name in names]
    assert sorted(named) == sorted(KNOWN), "a field is left out, stands twice, or is none: see GROUPS"
    page = pages["records/record-file"]
    items = {item.field: item for item in facts.catalogue.documents.items}
    for name in named:
        what, _ = records.described(name, items)
        assert what
        assert code(name) in page


def test_every_column_of_claim_lines_is_described(pages: dict[str, str]) -> None:
    assert list(records.CLAIM) == list(COLUMNS)
    assert all(what for what, _ in records.CLAIM.values())
    assert [name for name in COLUMNS if code(name) not in pages["records/claim-lines"]] == []


def test_every_table_stands_with_its_periods(facts: Facts, pages: dict[str, str]) -> None:
    for table, title in TABLES.items():
        assert plain(title) in pages["data"]
        for info in facts.reference.periods(table):
            assert f"{info.rows:,}" in pages["data"]
            assert code(info.file) in pages["data"]


def test_no_link_leads_nowhere(pages: dict[str, str], labels: dict[str, str]) -> None:
    dead = [(name, target) for name, text in pages.items() for target in LINKED.findall(text) if target not in labels]
    assert not dead


def test_every_page_can_be_reached(pages: dict[str, str]) -> None:
    listed = {"index"}
    for name, text in pages.items():
        for tree in re.findall(r"^\.\. toctree::\n((?:   .*\n|\n)+)", text + "\n", re.MULTILINE):
            for line in tree.splitlines():
                if line.strip() and not line.strip().startswith(":"):
                    below = re.sub(r"^.*<(.+)>$", r"\1", line.strip())
                    folder = name.rpartition("/")[0]
                    listed.add(f"{folder}/{below}" if folder else below)
    assert sorted(listed) == sorted(pages)


def sections(text: str) -> Iterator[tuple[str, int, str]]:
    """Heading, level and what stands below it until the next heading."""
    lines = text.splitlines()
    at = [n for n in range(1, len(lines)) if UNDERLINE.match(lines[n]) and lines[n - 1].strip() and lines[n][0] != " "]
    for number, line in enumerate(at):
        end = at[number + 1] - 1 if number + 1 < len(at) else len(lines)
        yield lines[line - 1], "=-~".index(lines[line][0]), "\n".join(lines[line + 1 : end])


def test_no_section_is_empty(pages: dict[str, str]) -> None:
    empty = []
    for name, text in pages.items():
        found = list(sections(text))
        assert found, f"{name} has no heading"
        assert found[0][1] == 0
        for number, (title, level, body) in enumerate(found):
            said = re.sub(r"^\.\. _[^\n]*:$", "", body, flags=re.MULTILINE).strip()
            deeper = number + 1 < len(found) and found[number + 1][1] > level
            if not said and not deeper:
                empty.append((name, title))
    assert not empty


def test_an_empty_section_is_found() -> None:
    assert [(title, body.strip()) for title, _, body in sections("One\n====\n\nText.\n\nTwo\n----\n")] == [
        ("One", "Text."),
        ("Two", ""),
    ]


def test_text_is_never_taken_for_markup() -> None:
    assert plain("a*b |c| `d` e_ \\f") == "a\\*b \\|c\\| \\`d\\` e\\_ \\\\f"
    assert [plain(text)[0] for text in ("1. one", "(a) one", "- one", ".. one", ": one")] == ["\\"] * 5
    assert outside("a_b", "https://example.org/a_b") == "`a\\_b <https://example.org/a\\_b>`__"


def test_nothing_made_is_kept() -> None:
    assert "build/" in (PROJECT / ".gitignore").read_text().split()


def test_the_commands_in_the_texts_state_their_day() -> None:
    """Without it they would print another result on another day."""
    commands = [run for path in TEXTS.iterdir() for run in re.findall(r"^\.\. run:: (.+)$", path.read_text(), re.M)]
    assert commands
    assert [
        run for run in commands if run.split()[0] in ("bill", "dose", "plan", "lookup") and "--date" not in run
    ] == []


def test_the_texts_show_what_the_program_prints(pages: dict[str, str]) -> None:
    written = [path.stem for path in TEXTS.glob("*.rst")]
    assert written
    assert [name for name in written if ".. run::" in pages[name] or ".. file::" in pages[name]] == []
    assert not [name for name in written if re.search(r"^ *Date +\d", pages[name], re.M)], "the day of the build"
    assert "U07" in pages["records/record-file"], "the worked example shows its finding"


# The pins


def pins(name: str) -> dict[str, list[Version]]:
    """Package to its pinned versions in a lock file."""
    lock = (PROJECT / "requirements" / name).read_text()
    found: dict[str, list[Version]] = {}
    for package, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE):
        found.setdefault(canonicalize_name(package), []).append(Version(version))
    return found


def test_the_lock_file_fits_the_project() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    pinned = pins("docs.lock")
    for need in map(Requirement, project["project"]["dependencies"] + groups["build"] + groups["docs"]):
        versions = pinned.get(canonicalize_name(need.name))
        assert versions, f"{need.name} is not pinned: run `make lock`"
        assert all(need.specifier.contains(version) for version in versions), need


def test_one_environment_can_hold_the_lock_files() -> None:
    docs, dev = pins("docs.lock"), pins("dev.lock")
    assert {name: versions for name, versions in docs.items() if name in dev and versions != dev[name]} == {}


def test_every_pin_has_hashes_and_no_address_stands_there() -> None:
    lock = (PROJECT / "requirements" / "docs.lock").read_text()
    assert "://" not in lock
    entries = re.split(r"^(?=\w)", lock, flags=re.MULTILINE)
    assert [entry.split()[0] for entry in entries if entry.strip() and "--hash=sha256:" not in entry] == []


# The site


class Html(HTMLParser):
    """The places and links of a built page, and whatever a browser would fetch to show it."""

    FETCHED = frozenset({("img", "src"), ("script", "src"), ("iframe", "src"), ("source", "src"), ("object", "data")})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what an element names and asks for."""
        said = {key: value or "" for key, value in attrs}
        if "id" in said:
            self.places.add(said["id"])
        if tag == "a" and said.get("href"):
            self.links.append(said["href"])
        if tag == "link" and {"stylesheet", "icon", "preload", "preconnect"} & set(said.get("rel", "").split()):
            self.fetched.append(said["href"])
        self.fetched += [said[key] for key in said if (tag, key) in self.FETCHED]


@pytest.fixture(scope="module")
def site(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built with every warning as an error."""
    missing = [name for name in ("sphinx", "furo") if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed, so the site is not built here: make docs installs it")
    folder = tmp_path_factory.mktemp("docs")
    write(folder / "source", facts)
    command = ["-q", "-n", "-W", "--keep-going", "-c", str(PROJECT / "docs"), "-d", str(folder / "doctrees")]
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", *command, str(folder / "source"), str(folder / "html")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return folder / "html"


def test_every_link_of_the_site_leads_somewhere(site: Path, pages: dict[str, str]) -> None:
    read = {path: Html(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    assert {f"{name}.html" for name in pages} <= {path.relative_to(site).as_posix() for path in read}
    dead = []
    for path, html in read.items():
        for target in html.links:
            parts = urlsplit(target)
            if parts.scheme:
                continue
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not there.is_file() or (parts.fragment and there in read and parts.fragment not in read[there].places):
                dead.append((path.name, target))
    assert not dead


def test_the_pages_ask_nothing_of_other_hosts(site: Path) -> None:
    asked = [
        (path.name, address)
        for path in site.rglob("*.html")
        for address in Html(path.read_text(encoding="utf-8")).fetched
        if urlsplit(address).scheme not in ("", "data") or urlsplit(address).netloc
    ]
    styles = [
        (path.name, found)
        for path in site.rglob("*.css")
        for found in re.findall(r"(?:@import[^;]*|url\(\s*['\"]?)((?:https?:)?//[^)'\"]*)", path.read_text("utf-8"))
    ]
    assert not asked + styles


def test_the_search_works_without_a_server(site: Path) -> None:
    """The index is a script that the page loads; a browser lets no page read files of a folder."""
    assert "searchindex.js" in " ".join(Html((site / "search.html").read_text(encoding="utf-8")).fetched)
    assert "Search.setIndex" in (site / "searchindex.js").read_text(encoding="utf-8")[:100]
