"""Retention: how long notify keeps what, as data, and a timer that holds to it."""
