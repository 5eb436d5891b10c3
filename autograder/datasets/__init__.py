"""The data of a course: made by recipes from a seed, or real where an instructor has it."""
