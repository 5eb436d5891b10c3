"""The other side: everything here runs in the zygote, in a keeper or in a box, next to a student's code."""
