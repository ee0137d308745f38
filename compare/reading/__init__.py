"""Reading two passages together: do they make the same statement?"""
