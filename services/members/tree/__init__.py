"""The union tree: federation, districts, streets and employers, grassroots unions."""
