"""One file for each revision: what it adds to the tables of the one before."""
