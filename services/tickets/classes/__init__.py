"""Child-care classes: a season at a site, its classes, their volunteers, staff and timetable."""
