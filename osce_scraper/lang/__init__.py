"""Languages as data: one pack a language, one cut of a text into tokens and sentences, numbers and dates."""
