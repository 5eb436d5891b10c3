"""The other side: everything here runs in the zygote, or in a box, next to a student's code."""
