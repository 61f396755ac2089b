"""What messages of several checks of documents say alike."""


def names_of(asked_by: str) -> str:
    """Those who ask for an item, without how sure that is.

    >>> names_of("Noridian (Medicare contractor); First Coast (Medicare contractor)")
    'Noridian and First Coast'
    """
    *others, last = dict.fromkeys(each.partition(" (")[0] for each in asked_by.split("; "))
    return f"{', '.join(others)} and {last}" if others else last
