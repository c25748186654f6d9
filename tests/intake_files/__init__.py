"""Files that come in badly, made on the spot: no binary is kept."""
