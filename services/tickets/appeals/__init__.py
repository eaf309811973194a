"""Appeals against cool-downs: stated by members, decided by staff, all on record."""
