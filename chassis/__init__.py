"""What every service needs and no service owns. Imports no service."""
