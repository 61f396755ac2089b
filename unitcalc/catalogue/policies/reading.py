"""Reads one policy's file, by itself: what it states of its own, and which policy it extends."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from unitcalc.catalogue.policies.model import Setting, Status, Value, is_period
from unitcalc.catalogue.policies.names import (
    MONEY,
    NAMES,
    PER_CENT,
    PERIOD,
    SETTING_WORDS,
    STATUS_WORDS,
    WHOLE,
    WORDS,
    Name,
)
from unitcalc.catalogue.policies.page import Fields, Marked, Page
from unitcalc.catalogue.policies.profile import Entry
from unitcalc.catalogue.policies.profile_reading import read_profile
from unitcalc.findings import Problem
from unitcalc.reference.names import plain_name

_HEAD = ("policy", "title", "from", "source")
_PARTS = ("values", "settings", "statuses", "not-payable-coverage", "groups")
_TOP = (*_HEAD, "extends", "names", *_PARTS, "profile")
_VALUE = ("from", "value", "tag", "rule", "source")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SPAN = re.compile(r"([A-Z]\d{4})(?:-([A-Z]\d{4}))?")
_DOLLARS = re.compile(r"\d{1,9}(?:\.\d{2})?")
_PER_CENT = re.compile(r"\d{1,2}(?:\.\d{1,4})?|100")


@dataclass
class Draft:
    """What a file states of its own."""

    name: str
    title: str = ""
    from_: date | None = None
    source: str = ""
    extends: str = ""
    extends_at: Marked | None = None
    names: tuple[Marked, ...] = ()
    """What claims call the payer."""
    values: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    statuses: dict[str, Status] = field(default_factory=dict)
    not_payable: dict[str, str] = field(default_factory=dict)
    groups: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    page: Page = field(default_factory=lambda: Page(""))
    file: str = ""
    for_: list[Marked] = field(default_factory=list)
    """The groups that the profile names: whether they exist depends on what the policy extends."""
    sites: list[Marked] = field(default_factory=list)
    """The settings that it names, likewise."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the file."""
        return self.page.problems


def read_draft(top: Marked, name: str, shown: str, file: str = "") -> Draft:
    """Read a file; `name` is the one that its policy must have, `shown` what messages call it."""
    page = Page(shown)
    draft = Draft(name, page=page, file=file)
    fields = page.fields(top, _TOP, _HEAD)
    if not isinstance(top.value, dict):
        return draft
    stated = page.plain(fields, "policy")
    if stated and not _NAME.fullmatch(stated):
        hint = "Use small letters, digits and hyphens."
        page.problem("payer-name", fields["policy"], f"'{stated}' is no name of a policy.", hint)
    elif stated and stated != name:
        message = f"the policy is called '{stated}', its file '{name}.yaml'."
        page.problem("payer-name", fields["policy"], message, "Give both the same name.")
    draft.title, draft.source = page.plain(fields, "title"), page.plain(fields, "source")
    draft.from_ = page.day(fields, "from")
    draft.extends = page.plain(fields, "extends")
    draft.extends_at = fields.get("extends")
    draft.names = tuple(_names(page, fields))
    for key, at in _part(page, fields, "values").items():
        draft.values[key] = _values(page, key, at, name)
    for key, at in _part(page, fields, "settings").items():
        draft.settings[key] = _setting(page, key, at)
    for key, at in _part(page, fields, "statuses").items():
        draft.statuses[key] = _status(page, key, at)
    for key, at in _part(page, fields, "not-payable-coverage").items():
        draft.not_payable[key] = page.plain({key: at}, key)
    for key, at in _part(page, fields, "groups").items():
        draft.groups[key] = _spans(page, key, at)
    if "profile" in fields:
        draft.entries, draft.for_, draft.sites = read_profile(page, fields["profile"], name)
    if not draft.extends:
        _complete(page, top, draft)
    return draft


def _names(page: Page, fields: Fields) -> Iterator[Marked]:
    """What claims call the payer: each spelling once, case and signs left aside."""
    seen: set[str] = set()
    for each in page.texts(fields, "names"):
        plain = plain_name(each.text)
        if not re.search("[a-z]", plain):
            page.problem("payer-value", each, f"'{each.text}' is no payer's name.", "Write it as claims have it.")
        elif plain in seen:
            hint = "Capital letters and signs make no difference."
            page.problem("payer-value", each, f"'{each.text}' stands twice.", hint)
        else:
            seen.add(plain)
            yield each


def _part(page: Page, fields: Fields, key: str) -> Mapping[str, Marked]:
    return page.mapping(fields[key]) if key in fields else {}


def _complete(page: Page, top: Marked, draft: Draft) -> None:
    """A policy that extends none has to say everything."""
    missing = [key for key in NAMES if key not in draft.values]
    hint = "Write 'extends: medicare-part-b' to have all that you do not state as Medicare has it."
    if missing:
        page.problem("payer-missing", top, f"values are missing: {', '.join(missing)}.", hint)
    if not draft.settings:
        page.problem("payer-missing", top, "'settings' is missing.", hint)


def _values(page: Page, key: str, at: Marked, policy: str) -> tuple[Value, ...]:
    name = NAMES.get(key)
    if name is None:
        page.problem("payer-unknown-value", at, f"no value is called '{key}'.", "", NAMES, key)
        return ()
    found: list[Value] = []
    for entry in page.entries(at):
        fields = page.fields(entry, _VALUE, _VALUE)
        day, tag = page.day(fields, "from"), page.tag(fields)
        rule, source = page.plain(fields, "rule"), page.plain(fields, "source")
        value = _value(page, name, fields["value"]) if "value" in fields else None
        if day and found and day <= found[-1].from_:
            message = f"{key} from {day} stands after {found[-1].from_}."
            page.problem("payer-order", fields["from"], message, "Write the values in order of date, one for a day.")
        elif day and tag and rule and source and value is not None:
            found.append(Value(value, day, tag, rule, source, policy))
    if isinstance(at.value, list) and not at.value:
        page.problem("payer-missing", at, f"{key} has no value.")
    return tuple(found)


def _value(page: Page, name: Name, at: Marked) -> str | int | None:
    """A value as its name wants it; None, with a problem, for anything else."""
    if name.kind == WORDS:
        words = [each.text for each in page.texts({name.name: at}, name.name)]
        words = [word for text in words for word in text.replace(",", " ").split()]
        wrong = [word for word in words if word not in name.words]
        if words and not wrong:
            return " ".join(dict.fromkeys(words))
        if wrong:
            page.problem("payer-value", at, f"{name.name} is '{' '.join(wrong)}'.", "", name.words, wrong[0])
        return None
    if name.kind == WHOLE:
        return page.whole({name.name: at}, name.name, name.most) or None
    text = page.plain({name.name: at}, name.name)
    if not text:
        return None
    legal = {
        MONEY: bool(_DOLLARS.fullmatch(text)),
        PER_CENT: text == "none" or bool(_PER_CENT.fullmatch(text)),
        PERIOD: text == "none" or is_period(text),
    }.get(name.kind, text in name.words)
    if legal:
        return text
    page.problem(
        "payer-value", at, f"{name.name} is '{text}'.", "" if name.words else f"Write {name.legal}.", name.words, text
    )
    return None


def _setting(page: Page, key: str, at: Marked) -> Setting:
    fields = page.fields(at, ("title", *SETTING_WORDS), ("title", *SETTING_WORDS))
    words = {name: page.word(fields, name, legal) for name, legal in SETTING_WORDS.items()}
    return Setting(name=key, title=page.plain(fields, "title"), **words)


def _status(page: Page, key: str, at: Marked) -> Status:
    fields = page.fields(at, (*STATUS_WORDS, "meaning"), (*STATUS_WORDS, "meaning"))
    words = {name: page.word(fields, name, legal) for name, legal in STATUS_WORDS.items()}
    return Status(key, words["subject"], words["pays"] == "yes", page.plain(fields, "meaning"))


def _spans(page: Page, key: str, at: Marked) -> tuple[tuple[str, str], ...]:
    if not _NAME.fullmatch(key) or key == "all":
        page.problem("payer-name", at, f"'{key}' is no name of a group.", "Use small letters, digits and hyphens.")
    found = []
    for each in page.texts({key: at}, key):
        match = _SPAN.fullmatch(each.text)
        low, high = (match[1], match[2] or match[1]) if match else ("", "")
        if not match or low > high or low[0] != high[0]:
            hint = "Write a code, or the first and the last of a range: J7190-J7195."
            page.problem("payer-value", each, f"'{each.text}' is no range of codes.", hint)
        else:
            found.append((low, high))
    return tuple(found)
