"""Pages about people, sign-in, and what `core` keeps: inbox, jobs, mail and the trail."""
