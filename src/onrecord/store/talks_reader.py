"""Read the tracks of talks in a store."""

from __future__ import annotations

import threading

from onrecord.errors import NotInStoreError
from onrecord.identity.talks import Track, find_track, matches_words
from onrecord.store.base.database import Database
from onrecord.store.load import read_state
from onrecord.store.people_reader import PeopleReader
from onrecord.store.talks import Tracks, read_tracks


class TalksReader(PeopleReader):
    """The methods of a store that read talks over time."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._joining = threading.Lock()
        self._tracks: tuple[str, Tracks] | None = None

    def talks(self, words: str = "") -> list[Track]:
        """List tracks of talks, those with the latest news first.

        Use :mod:`onrecord.identity.talks_over_time` on a track for its state on a day, changes, disagreements and next
        steps.

        Args:
            words: Words of names, parties, countries or topics, such as "Gaza ceasefire"; each must be there. An empty
                string lists all talks.

        Example:
            >>> [track.name for track in store.talks("strait ceasefire")]
            ['strait ceasefire talks']
        """
        return [track for track in self._read_tracks().tracks if matches_words(track, words)]

    def track(self, track_id: str) -> Track:
        """Return a track by its id, by that of a track that merged into it, or by that of one of its negotiations.

        Args:
            track_id: ``k_…`` or ``n_…``.

        Raises:
            NotInStoreError: The store has no such talks.

        Example:
            >>> store.track("k_1f3870be274f6c49").name
            'strait ceasefire talks'
        """
        found = find_track(self._read_tracks().tracks, track_id)
        if found is None:
            raise NotInStoreError(f"the store has no talks {track_id!r}; list them with: onrecord talks --store STORE")
        return found

    def _read_tracks(self) -> Tracks:
        """Join the talks of the store once for each of its states."""
        with self._database.read() as connection, self._joining:
            state = read_state(connection)
            if self._tracks is None or self._tracks[0] != state:
                self._tracks = state, read_tracks(connection)
            return self._tracks[1]
