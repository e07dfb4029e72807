"""What a project must fulfil before it is proposed and before it is published."""
