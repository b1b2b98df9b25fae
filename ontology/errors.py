"""The errors a user can meet. Each is one sentence: what, where, what to do.

PolicygraphError
├── InputError        a file that cannot be read, or is not what its name says
├── UsageError        a call that does not fit: unknown query, parameter, release …
│   └── ForbiddenError    a call for more than reading
├── StoreError        the store is missing, locked, of another version, full …
├── VocabularyError   a vocabulary, shape or catalogue file of ours is faulty
├── ValidationError   records that do not satisfy the shapes
├── QueryError        a query that does not parse or evaluate
└── QueryTimeout      a query that ran past its time limit and was stopped
"""

from __future__ import annotations


class PolicygraphError(Exception):
    """Base of all errors that are shown to a user as one line, without a traceback."""


class InputError(PolicygraphError):
    """An input that cannot be read. The message names the file and the reason."""


class UsageError(PolicygraphError):
    """A call with a wrong name or value. The message names what is allowed."""


class ForbiddenError(UsageError):
    """A query or request that would do more than read."""


class StoreError(PolicygraphError):
    """A store that cannot be opened, read or written."""


class VocabularyError(PolicygraphError):
    """A data file of the project that contradicts itself. The message names file and key."""


class ValidationError(PolicygraphError):
    """Statements that break the SHACL shapes; nothing was published."""


class QueryError(PolicygraphError):
    """A query the engine refuses; the message carries the parser's line and column."""


class QueryTimeout(PolicygraphError):  # noqa: N818 - as the built-in TimeoutError is not a kind of it
    """A query that was stopped at its time limit."""
