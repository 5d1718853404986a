"""Groups whose own numbers contradict each other: the text errs, or it was read wrongly."""

from collections.abc import Iterable

from osce_scraper.records import ParticipantGroup, Qualifier

#: A total told so may be less than its parts: some 30 people may be 16 women and 15 men.
_LOOSE = frozenset([Qualifier.APPROXIMATE, Qualifier.AT_LEAST])


def contradicted(groups: Iterable[ParticipantGroup]) -> list[ParticipantGroup]:
    """Those of ``groups`` whose stated parts by sex are more people than the group has.

    That is more than an exact total, and than the upper bound of "up to" or of a range. Fewer is none: the
    sex of some may not be stated.
    """
    return [group for group in groups if _contradicts_itself(group)]


def _contradicts_itself(group: ParticipantGroup) -> bool:
    parts = sum(part or 0 for part in (group.women, group.men, group.girls, group.boys))
    if group.range is not None:
        return parts > group.range[1]
    return group.total is not None and group.qualifier not in _LOOSE and parts > group.total
