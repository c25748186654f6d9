"""Django's PostgreSQL backend, which starts the embedded server when first asked to connect."""
