"""The positive control: a small site with the faults that the judges exist to find."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, redirect, request
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

BAD_PAGE = """<!doctype html><html><head><title></title></head><body>
<p id=a>grey<p id=a style="color:#ccc;background:#fff">faint words</p></span>
<img src="/x.png"><input name=q><a href="/y"></a><button></button><marquee>x</marquee>
<h4>deep</h4><table><tr><td>1</table></div></body></html>"""
HARD_PAGE = """<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>hard</title><style>
 *:focus { outline: none !important } .wide { width: 500px }
 .cut { height: 1.3em; overflow: hidden; line-height: 1.2; width: 9em }
 .tiny { display: inline-block; width: 10px; height: 10px; padding: 0; border: 0 }
 .bar { position: fixed; inset: auto 0 0 0; height: 95vh; background: #fff; z-index: 9 }
</style><main><p class=wide>wide</p><p class=cut>words that fit</p><button class=tiny>a</button><button class=tiny>b</button>
<a href="/y">under the bar</a> <a href="/z" tabindex=3>first</a></main><div class=bar></div>"""
TRAP_PAGE = """<!doctype html><html lang="en"><title>trap</title><input id=a><input id=b><script>
document.querySelector("#a").addEventListener("keydown", event => event.preventDefault());</script>"""
#: a picture that comes late and had no place kept for it
MOVING_PAGE = f"""<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>moving</title>
<main><img src="/late.svg" alt=""><p>{"below the picture " * 400}</p></main>"""
LATE_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="380" height="400"><path d="M0 0h380v400H0z"/></svg>'
BAD_POLICY = "script-src 'self' 'unsafe-inline' https:; object-src *"


def bad_app() -> Flask:
    """No headers, reflected script, joined SQL, open redirect, broken HTML."""
    app = Flask(__name__)
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.executescript("CREATE TABLE listing (title TEXT); INSERT INTO listing VALUES ('house'), ('room');")
    lock = threading.Lock()

    @app.get("/")
    def index() -> str:
        return f'{BAD_PAGE}<a href="/find?q=a">find</a><a href="/go?to=/">go</a><a href="/echo?word=a">echo</a>'

    @app.get("/bad")
    def bad() -> str:
        return BAD_PAGE

    @app.get("/hard")
    def hard() -> str:
        return HARD_PAGE

    @app.get("/trap")
    def trap() -> str:
        return TRAP_PAGE

    @app.get("/find")
    def find() -> str:
        word = request.args.get("q", "")
        with lock:
            rows = database.execute(f"SELECT title FROM listing WHERE title LIKE '%{word}%'").fetchall()
        return "<br>".join(title for (title,) in rows)

    @app.get("/echo")
    def echo() -> str:
        return f"<p>{request.args.get('word', '')}</p>"

    @app.get("/go")
    def go() -> Response:
        return redirect(request.args.get("to", "/"))

    _moving(app)
    return app


def _moving(app: Flask) -> None:
    @app.get("/moving")
    def moving() -> str:
        return MOVING_PAGE

    @app.get("/late.svg")
    def late() -> Response:
        time.sleep(0.2)
        return Response(LATE_PICTURE, mimetype="image/svg+xml")


@contextmanager
def running() -> Iterator[str]:
    """The bad site on a loopback port; its address."""
    server = make_server("127.0.0.1", 0, bad_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
