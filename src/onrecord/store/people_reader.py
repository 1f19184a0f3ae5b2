"""Read people and other speakers of a store."""

from __future__ import annotations

import threading
from collections.abc import Collection

from onrecord.store.base.database import Database
from onrecord.store.handle import StoreHandle
from onrecord.store.load import (
    read_speakers,
    read_state,
)
from onrecord.store.people import list_people, read_names, read_person
from onrecord.store.profiles import Background, read_background, read_quoted_together, read_subjects
from onrecord.store.values.people import NamedSpeaker, Person, PersonName, QuotedTogether, Subject


class PeopleReader(StoreHandle):
    """The methods of a store that read people and other speakers."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._counting = threading.Lock()
        self._background: tuple[str, Background] | None = None

    def people(self, words: str = "", *, limit: int = 100, offset: int = 0) -> list[PersonName]:
        """List speakers, those with the most statements first.

        Args:
            words: Part of one of the names, in any letter case. An empty string lists all speakers.
            limit: Maximum number of speakers.
            offset: Number of speakers to skip.

        Example:
            >>> [person.name for person in store.people("brand")]
            ['Ilse Brandvold']
        """
        with self._database.read() as connection:
            return list_people(connection, words, limit, offset)

    def person(self, person_id: str) -> Person:
        """Return the profile of a person: names, roles with their days, number of statements.

        Use ``search(Query(speaker=person_id))`` for the statements, and ``count_by("month", Query(speaker=person_id))``
        for their number over time.

        Args:
            person_id: Id of the person, ``p_…``.

        Raises:
            NotInStoreError: The store has no person of this id.

        Example:
            >>> store.person("p_1f3870be274f6c49").name
            'Ilse Brandvold'
        """
        with self._database.read() as connection:
            return read_person(connection, person_id)

    def person_names(self, person_ids: Collection[str]) -> dict[str, str]:
        """Return the fullest name of each person, by id.

        Use to label the groups of :meth:`~onrecord.store.store.Store.count_by`. Unknown ids are left out.

        Args:
            person_ids: Ids of persons.

        Example:
            >>> store.person_names(["p_1f3870be274f6c49"])
            {'p_1f3870be274f6c49': 'Ilse Brandvold'}
        """
        with self._database.read() as connection:
            return read_names(connection, person_ids)

    def subjects(self, person_id: str, *, limit: int = 15) -> list[Subject]:
        """Return the subjects that a person mentions more than other speakers do, from their latest statements.

        Args:
            person_id: Id of the person, ``p_…``.
            limit: Maximum number of subjects.

        Raises:
            NotInStoreError: The store has no person of this id.

        Example:
            >>> [subject.words for subject in store.subjects("p_1f3870be274f6c49", limit=2)]
            ['grain ships', 'harbour dues']
        """
        with self._database.read() as connection:
            # Counting the subjects of all speakers is slow, and every person needs the same counts.
            with self._counting:
                state = read_state(connection)
                if self._background is None or self._background[0] != state:
                    self._background = state, read_background(connection)
                background = self._background[1]
            return read_subjects(connection, person_id, background, limit)

    def quoted_together(self, person_id: str, *, limit: int = 10) -> list[QuotedTogether]:
        """Return who is quoted in the same reports as a person, most shared reports first.

        Only the person's latest reports count.

        Args:
            person_id: Id of the person, ``p_…``.
            limit: Maximum number of others.

        Raises:
            NotInStoreError: The store has no person of this id.

        Example:
            >>> [other.name for other in store.quoted_together("p_1f3870be274f6c49")]
            ['Ada Quist']
        """
        with self._database.read() as connection:
            return read_quoted_together(connection, person_id, limit)

    def speakers(self, report_id: str) -> dict[str, NamedSpeaker]:
        """Return the speaker of each statement of a report, by statement id.

        Use beside :meth:`~onrecord.store.store.Store.get`: a record names speakers as its report does. This method
        names them as the whole store does.

        Args:
            report_id: Id of the report, ``r_…``.

        Example:
            >>> store.speakers("r_5d41402abc4b2a76")["s_7d793037a0760186"].name
            'Ilse Brandvold'
        """
        with self._database.read() as connection:
            return read_speakers(connection, report_id)
