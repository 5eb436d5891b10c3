"""Everything that knows a foreign tool: nbgrader, otter, and learning platforms' file names. The core imports none.

The command connects them: it passes layouts to `intake`, releases to `build` and engines to `cohort`.
"""
