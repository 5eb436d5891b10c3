"""The only module that starts processes for student code.

`Zygote`, `Box` and `Limits` are the judge's side. `zygote`, `confine`, `guest` and `shell` run on the other side.
"""
