"""The web site of the OSCE Parliamentary Assembly."""
