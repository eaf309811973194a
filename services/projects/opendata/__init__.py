"""Open data: what was bought, from the plan to the award, for everybody (OCDS 1.1)."""
