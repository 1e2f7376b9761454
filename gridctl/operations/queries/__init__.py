"""What can be asked, one file per noun, with the views."""
