"""The interface for programs: the same services and queries as the pages, over JSON, at /api/v1."""
