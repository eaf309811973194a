"""When it is certain that somebody did not come, and what of it counts."""

from __future__ import annotations

from datetime import timedelta

# A gate without a connection sends its check-ins later.
LATE_CHECK_INS = timedelta(hours=3)
USUAL_LENGTH = timedelta(hours=6)  # of an event whose end was not told
