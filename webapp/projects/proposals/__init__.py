"""How an idea becomes a proposal: who may propose, the wizard, the hub person at its side."""
