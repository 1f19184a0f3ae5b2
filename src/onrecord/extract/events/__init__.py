"""Events: what happened, who did it to whom, and who says so.

:mod:`onrecord.extract.events.step` puts the parts together: triggers from the model, their sides, the words for one
deed, the voices, and the numbers.
"""
