"""Who a passage names, and who of them came or went."""
