"""All policies, ours and a user's own, each with what it extends; and the choice of one by name.

A user's own file takes the place of ours of the same name, and may itself extend ours of that name. What ours extend
are always ours, so that nothing of a user's changes a payer that they did not write about. A file that can't be used
keeps its own name, and what extends it, from being chosen, and nothing else.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from unitcalc.catalogue.policies.model import Policy, Value
from unitcalc.catalogue.policies.page import unplaced
from unitcalc.catalogue.policies.profile import Entry, Profile
from unitcalc.catalogue.policies.reading import Draft, read_draft
from unitcalc.findings import Problem, Refused
from unitcalc.reference.names import plain_name
from unitcalc.reference.payers import PayerFile, own_payers
from unitcalc.reference.store import Reference

_OURS = "policies/"
_Key = tuple[bool, str]
"""Whether a draft is the user's, and its name."""


class Payers(dict[str, Policy]):
    """Policies by name; `refused` are the names that a user's file can't be used for, with its problems."""

    def __init__(self, known: Mapping[str, Policy], refused: Mapping[str, tuple[Problem, ...]]) -> None:
        super().__init__(known)
        self.refused = refused

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the user's files, each once."""
        return tuple(dict.fromkeys(problem for problems in self.refused.values() for problem in problems))


def policies(reference: Reference) -> Payers:
    """Every policy that can be used: Medicare first, ours by name, then the user's own."""
    ours = {
        name.removeprefix(_OURS): reference.document(name) for name in reference.documents() if name.startswith(_OURS)
    }
    return assembled(
        [read_draft(unplaced(document), name, f"{_OURS}{name}.yaml") for name, document in ours.items()], own_payers()
    )


def choose(known: Mapping[str, Policy], name: str) -> Policy:
    """A policy by its name; Refused with the list for an unknown one, with all problems for one that can't be used."""
    if isinstance(known, Payers) and name in known.refused:
        raise Refused(*known.refused[name])
    if name not in known:
        names = tuple(known)
        raise Refused(
            Problem("payer-unknown", f"No policy is called '{name[:40]}'.", f"Choose one of {', '.join(names)}.", names)
        )
    return known[name]


def called(known: Mapping[str, Policy], name: str) -> Policy | None:
    """The policy that a payer's name on a claim stands for, a user's own before ours; None where there is none.

    Its name, its title and what it states under `names` are compared; capital letters and signs make no difference.
    """
    plain = plain_name(name)
    for policy in sorted(known.values(), key=lambda policy: not policy.file):
        if plain and plain in map(plain_name, (policy.name, policy.title, *policy.names)):
            return policy
    return None


def read_policy(document: Any) -> Policy:
    """A policy that extends none from its document; Refused with every problem."""
    name = document.get("policy", "") if isinstance(document, dict) else ""
    return choose(assembled([read_draft(unplaced(document), name, f"{name}.yaml")]), name)


def assembled(ours: Iterable[Draft], yours: Iterable[PayerFile] = ()) -> Payers:
    """Policies out of what each file states."""
    drafts: dict[_Key, Draft] = {(False, draft.name): draft for draft in ours}
    unread: dict[str, tuple[Problem, ...]] = {}
    for file in yours:
        if file.content is None:
            unread[file.name] = file.problems
        else:
            drafts[True, file.name] = read_draft(file.content, file.name, file.shown, file.path)
    for key in drafts:
        _check(key, drafts, unread)
    known: dict[str, Policy] = {}
    refused = dict(unread)
    done: dict[_Key, Policy] = {}
    for key in sorted(drafts, key=lambda key: (key[0], bool(drafts[key].extends), key[1])):
        if key[1] in unread:
            continue
        known.pop(key[1], None)  # ours, where the user's own can't be used either
        problems = _problems(key, drafts, unread)
        if problems:
            refused[key[1]] = problems
        else:
            known[key[1]] = _policy(key, drafts, done)
    for name in unread:
        known.pop(name, None)
    return Payers(known, refused)


def _parent(key: _Key, drafts: Mapping[_Key, Draft], unread: Mapping[str, object]) -> _Key | None:
    """What a draft extends: the user's own before ours, but for the one that has the same name."""
    yours, name = key
    extends = drafts[key].extends
    if not extends:
        return None
    if yours and extends != name and ((True, extends) in drafts or extends in unread):
        return (True, extends)
    return (False, extends)


def _chain(key: _Key, drafts: Mapping[_Key, Draft], unread: Mapping[str, object]) -> list[_Key]:
    """A draft and all that it extends, as far as they are known; it ends where it would begin again."""
    chain = [key]
    while chain[-1] in drafts:
        parent = _parent(chain[-1], drafts, unread)
        if parent is None:
            break
        chain.append(parent)
        if parent in chain[:-1]:
            break
    return chain


def _check(key: _Key, drafts: Mapping[_Key, Draft], unread: Mapping[str, object]) -> None:
    """What can only be judged with what a draft extends: that it exists, no circle, the groups of the profile."""
    draft = drafts[key]
    at = draft.extends_at
    parent = _parent(key, drafts, unread)
    chain = _chain(key, drafts, unread)
    if at and parent and parent not in drafts and not (parent[0] and parent[1] in unread):
        names = sorted({name for _, name in drafts} - {draft.name})
        draft.page.problem(
            "payer-unknown", at, f"it extends '{draft.extends}', which is not known.", "", names, draft.extends
        )
    elif at and chain[-1] == key and len(chain) > 1:
        circle = " extends ".join(name for _, name in chain)
        draft.page.problem("payer-circle", at, f"{circle}: it would extend itself.", "Have one of them extend another.")
    for named in draft.names:
        others = (other for other in drafts if other[0] == key[0] and other != key)
        for other in others:
            if plain_name(named.text) in {plain_name(drafts[other].name), *_plain_names(drafts[other])}:
                hint = "A name on a claim can stand for one policy. Write a longer one, or take it out."
                message = f"'{named.text}' is a name of '{other[1]}' too."
                draft.page.problem("payer-value", named, message, hint)
    settings = {name for each in chain if each in drafts for name in drafts[each].settings}
    groups = {name for each in chain if each in drafts for name in drafts[each].groups}
    for named in draft.for_:
        if named.text not in groups:
            hint = "Write a HCPCS code, all, or a group that stands under 'groups'."
            message = f"'{named.text}' is neither a code nor a group."
            draft.page.problem("payer-value", named, message, hint, sorted(groups), named.text)
    for site in draft.sites:
        if settings and site.text not in settings:
            draft.page.problem("payer-value", site, f"'{site.text}' is no setting.", "", sorted(settings), site.text)


def _plain_names(draft: Draft) -> Iterator[str]:
    return (plain_name(each.text) for each in draft.names)


def _problems(
    key: _Key, drafts: Mapping[_Key, Draft], unread: Mapping[str, tuple[Problem, ...]]
) -> tuple[Problem, ...]:
    """What keeps a draft from being used: its own problems, then those of what it extends."""
    found: list[Problem] = []
    for each in _chain(key, drafts, unread):
        found += drafts[each].problems if each in drafts else unread.get(each[1], ()) if each[0] else ()
    return tuple(dict.fromkeys(found))


def _policy(key: _Key, drafts: Mapping[_Key, Draft], done: dict[_Key, Policy]) -> Policy:
    if key in done:
        return done[key]
    draft = drafts[key]
    parent = _parent(key, drafts, {})
    base = _policy(parent, drafts, done) if parent else None
    assert draft.from_ is not None  # a draft without it has a problem
    groups = {**(base.groups if base else {}), **draft.groups}
    values = dict(base.values) if base else {}
    for name, own in draft.values.items():
        values[name] = _dated(own, values.get(name, ()))
    done[key] = Policy(
        name=draft.name,
        title=draft.title,
        from_=draft.from_,
        source=draft.source,
        values=values,
        settings={**(base.settings if base else {}), **draft.settings},
        statuses={**(base.statuses if base else {}), **draft.statuses},
        not_payable={**(base.not_payable if base else {}), **draft.not_payable},
        groups=groups,
        extends=draft.extends,
        names=_called(draft, base),
        profile=Profile(_entries(draft.entries, base.profile.entries if base else ()), groups),
        file=draft.file,
        replaces=key[0] and (False, key[1]) in drafts,
    )
    return done[key]


def _called(draft: Draft, base: Policy | None) -> tuple[str, ...]:
    """The names of a draft; one that takes the place of what it extends keeps those as well."""
    own = tuple(each.text for each in draft.names)
    return tuple(dict.fromkeys((*own, *base.names))) if base and base.name == draft.name else own


def _dated(own: tuple[Value, ...], inherited: tuple[Value, ...]) -> tuple[Value, ...]:
    """Own values hold from their day on; before the first of them, what the policy extends says."""
    return (*(value for value in inherited if value.from_ < own[0].from_), *own)


def _entries(own: tuple[Entry, ...], inherited: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The same for a profile: by what is stated and for which codes."""
    begins: dict[tuple[type, str], Any] = {}
    for entry in own:
        key = (type(entry), entry.for_)
        begins[key] = min(begins.get(key, entry.from_), entry.from_)
    kept = [
        entry
        for entry in inherited
        if (type(entry), entry.for_) not in begins or entry.from_ < begins[type(entry), entry.for_]
    ]
    return (*kept, *own)
