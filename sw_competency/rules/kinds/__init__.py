"""The requirement kinds: one file each, with its fields, its name in a catalogue and its judgement."""
