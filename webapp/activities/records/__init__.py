"""Records: who took part in what, who says so, and the evidence for it."""
