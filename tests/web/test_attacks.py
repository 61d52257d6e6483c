"""What strangers try, one test each."""

import io
import re
from html.parser import HTMLParser

import pytest

from sw_competency.web import Account, Accounts, Role, app
from sw_competency.web.guards.limits import FORM, TEXT
from tests.web.conftest import HOME, NASTY, hidden, stranger
from tests.web.test_roles import ASKED, DOES


class Tags(HTMLParser):
    """Every element of a page, with its attributes, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def sign_in(client, who="a1", pin="1470", **more):
    page = client.get("/sign-in")
    return client.post("/sign-in", data={**hidden(page.text), "who": who, "pin": pin, **more})


# -- who is signed in ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/people/w1", "/ask/may?worker=w1", "/ask/may/as/csv?worker=w1", "/find?q=a"])
def test_nobody_sees_anything_without_signing_in(path, pages):
    found = stranger(pages).get(path)
    assert (found.status_code, found.headers["location"].partition("?")[0]) == (303, "/sign-in")


def test_a_token_works_once(pages):
    token = pages.state.sessions.invite(Account("a1", (Role.EDUCATOR,)))
    assert stranger(pages).get(f"/enter?token={token}").status_code == 303
    again = stranger(pages)
    assert again.get(f"/enter?token={token}").status_code == 403
    assert again.get("/people/w1").status_code == 303


def test_a_token_is_soon_too_old(pages, clock):
    token = pages.state.sessions.invite(Account("a1", (Role.EDUCATOR,)))
    clock.on(minutes=11)
    assert stranger(pages).get(f"/enter?token={token}").status_code == 403


def test_signing_in_makes_another_session_than_was_there(pages):
    client = stranger(pages)
    client.get("/sign-in")
    before = dict(client.cookies)
    assert sign_in(client).status_code == 303
    assert dict(client.cookies) != before
    planted = stranger(pages)
    planted.cookies.update(before)
    assert planted.get("/people/w1").status_code == 303


def test_a_cookie_made_up_is_nobodys(pages, signed_in):
    name = pages.state.sessions.cookie
    [good] = signed_in(Role.EDUCATOR).cookies.values()
    for value in ("", "x", "x.y", good[:-1], good.replace(".", ".a"), f"{good}0", "é.é"):
        client = stranger(pages)
        found = client.get("/people/w1", headers={"cookie": f"{name}={value}".encode()})
        assert found.status_code == 303, value


def test_a_session_ends_by_itself_and_by_signing_out(pages, signed_in, clock):
    client = signed_in(Role.EDUCATOR)
    clock.on(minutes=29)
    assert client.get("/people/w1").status_code == 200
    clock.on(minutes=31)
    assert client.get("/people/w1").status_code == 303
    other = signed_in(Role.EDUCATOR)
    kept = dict(other.cookies)
    token = re.search(r'name="token" value="(\w+)"', other.get("/people/w1").text)[1]
    assert other.post("/sign-out", data={"token": token}).status_code == 200
    replayed = stranger(pages)
    replayed.cookies.update(kept)
    assert replayed.get("/people/w1").status_code == 303


@pytest.mark.parametrize("to", ["//evil.example/x", "/\\\\evil.example/x", "//evil.example"])
def test_whoever_comes_back_is_not_led_to_another_site(to, pages, signed_in, clock):
    """A form sent when the session is over is gone on with; where it was sent to may be anybody's wish."""
    client = signed_in(Role.EDUCATOR)
    [id_] = [pages.state.sessions.read(value) for value in client.cookies.values()]
    clock.on(minutes=31)
    assert client.get("/people/w1").status_code == 303
    assert pages.state.sessions.keep(id_, to, {"q": "x"})
    token = pages.state.sessions.invite(Account("a1", (Role.EDUCATOR,)))
    assert client.get(f"/enter?token={token}").headers["location"] == "/"


def test_the_cookie_is_for_this_site_and_no_script(pages):
    token = pages.state.sessions.invite(Account("a1", (Role.EDUCATOR,)))
    told = stranger(pages).get(f"/enter?token={token}").headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=strict" in told


def test_wrong_pins_are_not_tried_for_ever(pages):
    client = stranger(pages)
    for _ in range(5):
        assert "not the right PIN" in sign_in(client, pin="0000").text
    assert "Wait five minutes" in sign_in(client).text
    assert sign_in(client, who="nobody", pin="").status_code == 403


def test_going_on_after_signing_in_leads_to_no_other_site(pages):
    for to in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
        assert sign_in(stranger(pages), to=to).headers["location"] == "/"


def test_nobody_believes_a_header_unless_told_to(pages, tracker):
    named = {"x-remote-user": "a1"}
    assert stranger(pages).get("/people/w1", headers=named).status_code == 303
    behind = app(tracker, people=Accounts((Account("a1", (Role.EDUCATOR,)),)), identity_header="X-Remote-User")
    client = stranger(behind)
    assert client.get("/people/w1", headers=named).status_code == 200
    assert client.get("/people/w1", headers={"x-remote-user": "w1"}).status_code == 403
    assert client.get("/people/w1").status_code == 403


# -- from where ------------------------------------------------------------------------------------


def extract():
    return {"extract": ("extract.csv", io.BytesIO(b"Employee Number,Band\n1,2\n"), "text/csv")}


@pytest.mark.parametrize("headers", [
    {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://localhost:9"},
    {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "none"}, {"origin": ""},
])  # fmt: skip
def test_a_form_from_elsewhere_is_refused(headers, signed_in):
    client = signed_in(Role.EDUCATOR)
    form = hidden(client.get("/ask/reconcile").text)
    assert client.post("/ask/reconcile", data=form, files=extract(), headers=headers).status_code == 403


@pytest.mark.parametrize("change", [{"token": ""}, {"token": "0" * 64}, {"key": ""}, {"token": "é"}])
def test_a_form_that_was_not_made_for_this_session_is_refused(change, signed_in):
    client = signed_in(Role.EDUCATOR)
    form = hidden(client.get("/ask/reconcile").text)
    found = client.post("/ask/reconcile", data={**form, **change}, files=extract())
    assert (found.status_code, "Nothing was saved" in found.text) == (403, True)


def test_another_sessions_form_is_refused(signed_in):
    form = hidden(signed_in(Role.EDUCATOR).get("/ask/reconcile").text)
    assert signed_in(Role.EDUCATOR).post("/ask/reconcile", data=form, files=extract()).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.1.evil.example:80", "[::2]"])
def test_a_name_of_another_site_gets_nothing(host, signed_in):
    assert signed_in(Role.EDUCATOR).get("/people/w1", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("path", ["/", "/people/w2", "/ask/scope?worker=w2", "/sign-in", "/nothing", "/enter?token=x"])
def test_every_page_says_what_a_browser_may_do_with_it(path, signed_in):
    told = signed_in(Role.EDUCATOR).get(path).headers
    assert "default-src 'none'" in told["content-security-policy"]
    assert "unsafe" not in told["content-security-policy"]
    assert told["cache-control"] == "no-store"
    assert told["x-content-type-options"] == "nosniff"


# -- what is sent ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [
    "/", "/people/w2", "/ask/scope?worker=w2", "/find?q=onmouse", "/ask", f"/find?q={NASTY}",
    "/ask/may?worker=%3Cscript%3Ealert('x')%3C/script%3E&task=%22%3E%3Cscript%3Ealert('x')",
    "/people/%3Cscript%3Ealert('x')%3C%2Fscript%3E", "/ask/%3Cscript%3Ealert('x')", "/?as_of=%3Cscript%3Ealert('x')",
    f"/sign-off/several?competency=buddying&everything=yes&note={NASTY}&reason={NASTY}&tick:{NASTY}=yes&site={NASTY}",
    f"/sign-off/several?worker={NASTY}", f"/papers/progression?worker=nobody{NASTY}&format=html", f"/papers/{NASTY}",
    f"/rebanding?who={NASTY}&rule={NASTY}&site={NASTY}", f"/inspector?as_of=2026-03-02&competency={NASTY}",
])  # fmt: skip
def test_nothing_that_was_given_becomes_markup(path, signed_in):
    tags = Tags()
    tags.feed(signed_in(Role.EDUCATOR).get(path).text)
    scripts = [held for tag, held in tags.found if tag == "script"]
    assert scripts == ([{"src": "/script.js", "defer": None}] if tags.found else [])
    assert not [held for _, held in tags.found if any(name == "style" or name.startswith("on") for name in held)]


@pytest.mark.parametrize("path", [
    "/../../etc/passwd", "/style.css/../../pyproject.toml", "/people/..%2F..%2Fetc%2Fpasswd", "/ask/..%2f..%2fetc",
    "/papers/..%2f..%2fanswer?worker=w1&format=html", "/papers/progression?worker=w1&format=..%2f..%2fetc",
    "/ask/scope/as/..%2F..%2Fetc?worker=w1",
    "/%2e%2e/%2e%2e/etc/passwd", "/people/w1%00.html",
])  # fmt: skip
def test_no_path_leads_out(path, signed_in):
    found = signed_in(Role.EDUCATOR).get(path)
    assert found.status_code in {400, 404}
    assert "root:" not in found.text


def test_what_is_too_large_is_not_read(signed_in):
    client = signed_in(Role.EDUCATOR)
    form = hidden(client.get("/ask/reconcile").text)
    large = {"extract": ("extract.csv", io.BytesIO(b"x" * (21 * 1024 * 1024)), "text/csv")}
    assert client.post("/ask/reconcile", data=form, files=large).status_code == 413
    assert client.post("/sign-out", data={"token": "x" * (FORM + 1)}).status_code == 413
    many = {f"f{n}": "x" for n in range(600)}
    assert client.post("/ask/reconcile", data={**form, **many}, files=extract()).status_code == 400


@pytest.mark.parametrize("path", [path for path, roles in DOES.items() if "educator" in roles])
def test_what_nobody_would_type_is_refused_in_every_form(path, signed_in, tracker):
    """The page holds browsers to the same length."""
    client, before = signed_in(Role.EDUCATOR), tracker.head()
    form = hidden(client.get("/record?worker=w1&what=training").text)
    for length in (TEXT + 1, 20_000):
        found = client.post(ASKED[path], data={**form, "note": "x" * length})
        assert found.status_code in {303, 422}  # led on where no file is held
        page = client.get(ASKED[path], follow_redirects=True).text
    assert tracker.head() == before
    tags = Tags()
    tags.feed(page)
    typed = [held for tag, held in tags.found if tag == "textarea" or (tag == "input" and held.get("type") == "text")]
    assert {held.get("maxlength") for held in typed if "id" in held} <= {str(TEXT)}


def test_what_is_only_asked_may_be_a_list_and_no_line_of_it_too_long(signed_in):
    client = signed_in(Role.EDUCATOR)
    many, long = "\n".join(["Imaging assistant"] * 100), "x" * (TEXT + 1)
    assert client.get("/ask/titles", params={"titles": many}).status_code == 200
    for path in ("/ask/titles", "/ask/may", "/matrix", "/our-rules", "/find"):
        assert client.get(path, params={"titles": long}).status_code == 400


@pytest.mark.parametrize("name", ["../../../../tmp/out.csv", "..\\out.csv", "/etc/out.csv", "a\0.csv", "..", "."])
def test_the_name_of_a_file_leads_nowhere(name, signed_in):
    client = signed_in(Role.EDUCATOR)
    form = hidden(client.get("/ask/reconcile").text)
    sent = {"extract": (name, io.BytesIO(b"Employee Number,Band\n1,2\n"), "text/csv")}
    found = client.post("/ask/reconcile", data=form, files=sent)
    assert found.status_code in {200, 400, 422}
    assert "had not foreseen" not in found.text


def test_a_body_that_is_no_form_is_refused(signed_in):
    client = signed_in(Role.EDUCATOR)
    said = {"content-type": "multipart/form-data; boundary=x"}
    found = client.post("/ask/reconcile", content=b"--x\r\nnonsense", headers=said)
    assert found.status_code in {400, 403}


def test_a_whole_host_stays_ours(pages):
    assert stranger(pages).get("/sign-in", headers={"host": "LOCALHOST:8765"}).status_code == 200
    assert HOME.endswith("localhost")


def test_many_requests_leave_nothing_behind(pages, signed_in):
    client = signed_in(Role.EDUCATOR)
    sessions = pages.state.sessions
    for number in range(120):
        client.get("/nothing")
        client.post("/sign-in", data={"who": f"x{number}", "pin": "0000", "token": "t"})
        stranger(pages).get("/people/w1")
    assert (len(sessions._open), len(sessions._tokens), len(sessions._wrong)) == (1, 0, 0)


def test_no_name_of_a_file_begins_another_header(signed_in):
    """What a downloaded file is called may come of a name that was sent, or of an id."""
    client = signed_in(Role.EDUCATOR)
    form = hidden(client.get("/bring-in").text)
    name = "x\r\nSet-Cookie: a=b\r\n\";é.csv"
    body = (
        b'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n%s\r\n--x\r\nContent-Disposition: form-data; '
        b'name="key"\r\n\r\n%s\r\n--x\r\nContent-Disposition: form-data; name="form"\r\n\r\nfile\r\n--x\r\n'
        b'Content-Disposition: form-data; name="file"; filename="%s"\r\n\r\nName,BLS\nAmina Okafor,01/02/2025\n'
        b"\r\n--x--\r\n"
    ) % (form["token"].encode(), form["key"].encode(), name.replace("\r\n", "%0D%0A").replace('"', "%22").encode())
    found = client.post("/bring-in", content=body, headers={"content-type": "multipart/form-data; boundary=x"})
    assert found.status_code == 303
    told = client.get(f"{found.headers['location']}/plan.toml").headers
    assert re.fullmatch(r'attachment; filename="[\w.-]+"', told["content-disposition"])
    assert "set-cookie" not in told
    told = client.get("/papers/progression", params={"worker": "w1", "format": "md"}).headers
    assert re.fullmatch(r'(inline|attachment); filename="[\w.-]+"', told["content-disposition"])


@pytest.mark.parametrize("to", ["/ask\r\nSet-Cookie: a=b", "/ask\nx: y", "/\x00ask"])
def test_going_on_after_signing_in_begins_no_header(to, pages):
    found = sign_in(stranger(pages), to=to)
    assert found.status_code == 303
    assert not {"x", "a"} & set(found.headers)
    assert "a=b" not in found.headers["set-cookie"]
    assert not set("\r\n\0") & set(found.headers["location"])


@pytest.mark.parametrize("header", [
    "x-forwarded-host", "forwarded", "x-original-url", "x-rewrite-url", "x-http-method-override",
])  # fmt: skip
def test_no_header_of_a_proxy_says_who_we_are_or_what_was_asked(header, signed_in):
    client = signed_in(Role.EDUCATOR)
    plain, told = client.get("/people/w1"), client.get("/people/w1", headers={header: "evil.example/sign-off"})
    assert told.status_code == 200
    assert "evil.example" not in told.text + str(told.headers)
    assert re.sub(r'value="[^"]*"', "", told.text) == re.sub(r'value="[^"]*"', "", plain.text)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_no_other_method_does_anything(method, signed_in, tracker):
    client, before = signed_in(Role.EDUCATOR), tracker.head()
    found = client.request(method, "/sign-off/buddying/w1", headers={"sec-fetch-site": "same-origin"})
    assert (found.status_code, tracker.head()) == (405, before)
    assert "Amina" not in found.text
