"""What can go wrong for an analyst, said so that the next thing to try is clear."""


class AnalysisError(Exception):
    """The data cannot be loaded, exported or shown as asked. The message says what to try next."""


class DataError(AnalysisError):
    """The path holds no data of ours, or data that cannot be read."""


class MissingExtra(AnalysisError, ImportError):  # noqa: N818  (a state of the installation, told by its name)
    """A package of the extra ``analysis`` is not installed."""
