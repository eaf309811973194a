"""Members, their unions and cards, accounts, log-in and sessions."""
