"""What knows a foreign tool: nbgrader, otter, and how learning platforms name their files. Nothing else imports it.

The command wires them: it hands a layout to `intake`, a release to `build`, an engine to `cohort`.
"""
