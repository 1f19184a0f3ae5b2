"""Negotiations: which talks a report tells of, who takes part, and where they stand.

:mod:`onrecord.extract.negotiations.step` puts the parts together: words for processes, the words for one process, its
sides, its agenda, and what each voice says of its stage, its move, obstacles, wants and next steps. Linear scorers over
words and structure decide (:mod:`onrecord.model.negotiations`).
"""
