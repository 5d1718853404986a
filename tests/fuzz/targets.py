"""All targets, by name."""

from typing import Final

from tests.fuzz.archive_target import WARC
from tests.fuzz.configuration_targets import ARGUMENTS, MONITORS, SITES
from tests.fuzz.page_targets import LISTING, MENUS, NEWS
from tests.fuzz.target import Target
from tests.fuzz.text_targets import PARTICIPANTS, SENTENCES

TARGETS: Final[dict[str, Target]] = {
    target.name: target
    for target in (NEWS, LISTING, MENUS, PARTICIPANTS, SENTENCES, WARC, MONITORS, ARGUMENTS, SITES)
}
