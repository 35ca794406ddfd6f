"""What readers of several rooms share: the contract, lists, words of tools, orders of dates."""
