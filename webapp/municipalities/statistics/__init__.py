"""What official statistics say about every municipality: brought in from a file, compared, searched by what matters."""
