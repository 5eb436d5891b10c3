"""The only module that starts processes for student code.

`Zygote` and `Box` are the judge's side; what is in `inside` runs on the other side. `wire` and `values` are what both
sides say to each other, `errors` what can go wrong. `selftest` tries to escape, before anything is trusted.
"""
