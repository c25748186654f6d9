"""Pages of children's records. Each reading is noted before the page is served."""
