"""The messages that are still to be delivered, of all accounts, and how each try went."""

from dataclasses import dataclass

from webapp.payments.local_stripe.database import Database
from webapp.payments.local_stripe.store import Store


@dataclass(frozen=True)
class Delivery:
    """One event on its way to one webhook endpoint."""

    id: int
    event: str
    endpoint: str
    tries: int
    state: str
    answer: str | None


@dataclass(frozen=True)
class Mailbag:
    """A queue in the database, so that a restart loses nothing."""

    database: Database

    def queue(self, event: str, endpoint: str, *, due: float) -> None:
        """Put a message on its way."""
        self.database.run("INSERT INTO delivery (event, endpoint, due) VALUES (?, ?, ?)", event, endpoint, due)

    def claim(self, *, until: float) -> Delivery | None:
        """Take the message that has been due longest; it is ours until it is `settle`d."""
        with self.database.transaction():
            rows = self.database.run(
                "SELECT * FROM delivery WHERE state = 'waiting' AND due <= ? ORDER BY due, id LIMIT 1", until
            )
            if not rows:
                return None
            row = rows[0]
            self.database.run("UPDATE delivery SET state = 'sending', tries = tries + 1 WHERE id = ?", row["id"])
        return Delivery(row["id"], row["event"], row["endpoint"], row["tries"] + 1, "sending", row["answer"])

    def settle(self, delivery: Delivery, *, state: str, answer: str, due: float = 0) -> None:
        """Note how one try went: `done`, `waiting` for the next, or `given_up`."""
        with self.database.transaction():
            self.database.run(
                "UPDATE delivery SET state = ?, answer = ?, due = ? WHERE id = ?", state, answer, due, delivery.id
            )
            if state == "done":
                self._count_down(delivery.event)

    def _count_down(self, event: str) -> None:
        """An event knows how many of its endpoints have not answered yet."""
        waiting = self.database.run(
            "SELECT COUNT(DISTINCT endpoint) AS n FROM delivery WHERE event = ?1 AND endpoint NOT IN "
            "(SELECT endpoint FROM delivery WHERE event = ?1 AND state = 'done')",
            event,
        )[0]["n"]
        owner = self.database.run("SELECT account FROM object WHERE id = ?", event)[0]["account"]
        store = Store(self.database, owner)
        store.save({**store.get("event", event), "pending_webhooks": waiting})

    def deliveries(self, *states: str) -> list[Delivery]:
        """Messages in these states, oldest first; all when none is named."""
        marks = ",".join("?" * len(states))
        condition = f"WHERE state IN ({marks})" if states else ""
        rows = self.database.run(f"SELECT * FROM delivery {condition} ORDER BY id", *states)  # noqa: S608 only marks
        return [Delivery(r["id"], r["event"], r["endpoint"], r["tries"], r["state"], r["answer"]) for r in rows]

    def next_due(self) -> float | None:
        """When the next message is due."""
        rows = self.database.run("SELECT MIN(due) AS due FROM delivery WHERE state = 'waiting'")
        due: float | None = rows[0]["due"]
        return due
