"""A demonstration set: three records of a made-up hospital, in which known faults are planted.

`hospital` reads what it is like (`data/demo.yaml`), `shelf` looks up what is true of its drugs (doses from the labels,
containers by the planner, lines by the billing core), `drawing` makes visits, `faults_*`, `patterns` and `oddities`
spoil some of them, `pool` makes each in known numbers, `generating` numbers them and hands them on in batches.
"""
