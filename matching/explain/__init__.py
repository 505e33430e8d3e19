"""Explanations: reasons and gaps, pathways, an applicant's fit, how many people an opening reaches."""
