"""How far a reconciliation is, renewed every second while the page answers to everything else."""

import streamlit as st

from unitcalc.pages.reconcile_desk import Desk
from unitcalc.pages.reconcile_job import Job, Progress
from unitcalc.pages.words import counted, sentence
from unitcalc.quantity import grouped

EVERY = 1
"""Seconds."""


def show(own: Desk, job: Job) -> None:
    """The bar, and a button that stops it."""

    @st.fragment(run_every=EVERY)
    def renewed() -> None:
        if job.ended:
            st.rerun()
        at = job.progress
        st.progress(_share(at), text=told(at))

    renewed()
    st.button("Stop", icon=":material/stop_circle:", on_click=own.forget, key="reconcile-stop")


def _share(at: Progress) -> int:
    return min(at.done * 100 // at.of, 100) if at.of else 0


def told(at: Progress) -> str:
    """How far it is, in words.

    >>> told(Progress("reading claims.csv", 1200, 4800))
    'Reading claims.csv: 1,200 of 4,800 rows'
    >>> told(Progress("judging accounts", 500))
    'Judging accounts: 500 accounts'
    """
    things = "account" if "account" in at.what else "row"
    words = sentence(at.what)
    if at.done:
        of = f"{grouped(at.done)} of {counted(at.of, things)}" if at.of else counted(at.done, things)
        words = f"{words}: {of}"
    left = at.seconds_left
    if left is None:
        return words
    minutes = left // 60
    return f"{words}, about {counted(minutes, 'minute') if minutes else counted(left, 'second')} left"
