"""本人確認: who a person is, shown by a provider or at the counter; never a My Number."""
