"""What can go wrong with the store, said so that somebody can act on it."""

import datetime as dt


class StoreError(Exception):
    """The store cannot do what was asked. The message says what to try next."""


class NewerSchemaError(StoreError):
    """The store was written by a newer version of this program."""


class DamagedStoreError(StoreError):
    """The store's file is not a sound database. It is left as it was."""


class OutdatedRecordError(StoreError):
    """A record that was stored by another version does not fit the records of this one."""


class PublishError(StoreError):
    """The data files could not be published. Those published before are untouched."""


class AnotherHarvest(StoreError):  # noqa: N818  (the outcome is a state of affairs, not a fault)
    """Another harvest is at work on the same store.

    ``pid``, ``host``, ``command`` and ``since`` say who; each is None when the holder left no word.
    """

    def __init__(
        self,
        *,
        pid: int | None = None,
        host: str | None = None,
        command: str | None = None,
        since: dt.datetime | None = None,
    ) -> None:
        self.pid, self.host, self.command, self.since = pid, host, command, since
        who = f"process {pid} on {host} ({command})" if pid is not None else "a process that left no name"
        when = f" since {since:%Y-%m-%d %H:%M:%S} UTC" if since is not None else ""
        super().__init__(
            f"another harvest is running: {who} holds the store{when}. "
            "Wait until it is done, or end that process; a process that has ended holds nothing."
        )
