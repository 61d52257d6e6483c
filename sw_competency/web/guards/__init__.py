"""What keeps strangers out, one file for each way in."""
