"""What a person may ask of whoever keeps records about them: to see all that is held, and to have it erased."""
