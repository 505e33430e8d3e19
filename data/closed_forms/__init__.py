"""What has a closed form and is read by rule, the one reader of each: telephone numbers, credit codes."""
