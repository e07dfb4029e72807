"""本人確認 at the counter: from the review of an application a clerk notes that the person was seen with a document."""
