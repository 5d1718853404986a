"""Work on other machines: a dask.distributed cluster in place of processes of this one."""

from concurrent.futures import Executor
from importlib import import_module
from typing import Any, Final

from osce_scraper.archive.errors import ArchiveError

#: Seconds to wait for the scheduler.
_PATIENCE: Final = 10
#: How often a unit is begun again whose worker died.
_RETRIES: Final = 3


class Cluster:
    """A connection to a scheduler. A context manager.

    Raises ``ArchiveError`` when dask is not installed, the scheduler does not answer, or no worker is there.
    The workers need this package in the same version, and the WARC files under the same paths (or addresses).
    """

    def __init__(self, address: str) -> None:
        try:
            distributed: Any = import_module("distributed")
        except ModuleNotFoundError as error:
            raise ArchiveError(
                f"--scheduler needs {error.name}: pip install distributed fsspec (the extra 'cluster')"
            ) from None
        try:
            self._client: Any = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ArchiveError(
                f"--scheduler {address!r} does not answer ({type(error).__name__}): start one with "
                "`dask scheduler`, and give its address, such as tcp://127.0.0.1:8786"
            ) from None
        #: Units that can be worked on at once.
        self.slots = sum(self._client.nthreads().values())
        if not self.slots:
            self.close()
            raise ArchiveError(
                f"--scheduler {address!r} has no worker: start some with `dask worker {address} --nthreads 1`"
            )
        # A unit is told apart from an equal one: two captures of a page may have the same bytes.
        self.executor: Executor = self._client.get_executor(pure=False, retries=_RETRIES)

    def close(self) -> None:
        """Cancel what is under way and disconnect; the cluster stays."""
        self._client.close()
