"""Lines between prefectures and municipalities, where an operator has brought in a file of them."""
