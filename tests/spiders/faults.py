"""Parts that break on purpose."""

from typing import Any


class BreaksOn531680:
    """A pipeline with a fault that one record brings out."""

    def process_item(self, item: Any) -> Any:
        """The item; raises for one of them."""
        if item.id == "531680-en":
            raise RuntimeError("this pipeline has a fault")
        return item
