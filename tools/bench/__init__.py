"""The benchmark: how long each stage takes on forms that it makes itself, beside two yardsticks on the same files.

Nothing is imported here: the processes that are measured begin in this package and must start as an empty one does.
"""
