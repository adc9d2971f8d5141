"""What the command says about itself: help, hints at misspelt words, completion in a shell."""
