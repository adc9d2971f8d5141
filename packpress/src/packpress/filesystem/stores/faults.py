"""What goes wrong in an object store, in words: objects that are missing, refused, changed or out of reach."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from packpress.errors import PackageError


class StoreError(PackageError):
    """An object of a store cannot be read, so the check cannot go on."""


class RefusedError(StoreError):
    """The store refuses access to an object. For those who may not list a bucket, missing objects are refused too."""


REFUSED = "the store refuses access to it, or it is missing; grant the right to read it, and to list, which tells the two apart"
# words in the messages of pyarrow → the fault and what to do
_FAULTS = (
    (
        ("INVALID_ACCESS_KEY_ID", "SIGNATURE_DOES_NOT_MATCH", "INVALID_CLIENT_TOKEN_ID", "EXPIRED_TOKEN", "UNAUTHENTICATED"),
        "the store does not accept the credentials; correct them in the environment or the configuration of the store",
    ),
    (
        ("NETWORK_CONNECTION", "curlCode", "UNAVAILABLE", "Could not resolve", "Fail to get a new connection"),
        "the store does not answer; check the network, the endpoint and the region, then run this again",
    ),
    (
        ("PERMANENT_REDIRECT", "HTTP status 301", "AuthorizationHeaderMalformed"),
        "the bucket is in another region; add ?region=REGION to the address",
    ),
)
_IS_REFUSED = ("ACCESS_DENIED", "HTTP status 403", "PERMISSION_DENIED", "403 ", "AuthorizationFailure")
_IS_MISSING = ("NO_SUCH_BUCKET", "NO_SUCH_KEY", "HTTP status 404", "NOT_FOUND", "RESOURCE_NOT_FOUND", "404 ")


@contextmanager
def in_words(place: str) -> Iterator[None]:
    """Raises StoreError, with what to do, instead of the errors of pyarrow; FileNotFoundError for an object that is missing.

    ``place`` is the address of the object.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise _missing(place) from error
    except (OSError, ValueError, NotImplementedError) as error:
        message = str(error)
        if any(sign in message for sign in _IS_MISSING):
            raise _missing(place) from error
        for signs, words in _FAULTS:
            if any(sign in message for sign in signs):
                raise StoreError(f"{place}: {words}") from error
        if any(sign in message for sign in _IS_REFUSED):
            raise RefusedError(f"{place}: {REFUSED}") from error
        lines = message.splitlines() or [type(error).__name__]
        shown = "".join(c if c.isprintable() else "?" for c in lines[0])[:200]
        raise StoreError(f"{place}: the store cannot be read: {shown}; check the address and its options") from error


def changed(place: str) -> StoreError:
    """Returns the error for an object that was written while the check read it."""
    return StoreError(f"{place}: changed while it was being read; run the command again")


def _missing(place: str) -> FileNotFoundError:
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), place)
