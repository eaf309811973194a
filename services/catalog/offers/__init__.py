"""What is offered: categories, and the services in them."""
