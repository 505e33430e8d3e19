"""What has a closed form, one reader each: numbers, days and times, wages, telephone numbers, credit codes."""
