"""What is read of a workbook by a process of its own: it imports little, so that it starts quickly."""
