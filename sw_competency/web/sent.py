"""What somebody sent: the fields of the address and of a form, and files, as far as they may be taken."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request

from sw_competency.web.guards.limits import FIELDS, FILES, TooMuchSentError, limited
from sw_competency.web.visit import Uploaded


async def sent(request: Request, most: int) -> tuple[Mapping[str, str], Mapping[str, Uploaded]]:
    """Return what the address and the form say, by name, and the files that were sent.

    Raises:
        HTTPException: more was sent than is taken, or it cannot be read.
    """
    given: dict[str, str] = {**request.query_params}
    files: dict[str, Uploaded] = {}
    if request.method == "POST":
        request = Request(request.scope, limited(request.receive, most))
        try:
            async with request.form(max_files=FILES, max_fields=FIELDS, max_part_size=most) as form:
                for name, value in form.items():
                    if isinstance(value, str):
                        given[name] = value
                    elif value.filename:
                        files[name] = Uploaded(_last_part(value.filename), await value.read())
        except TooMuchSentError:
            raise HTTPException(413, f"This is too large: {most // 1024:,} KB can be taken here.") from None
        except (MultiPartException, ClientDisconnect, HTTPException) as error:
            raise HTTPException(400, "What was sent cannot be read. Go back, and send it again.") from error
    return {**given, **request.path_params}, files


def _last_part(name: str) -> str:
    """Return the name of a file that was sent, without folders and what no system takes in a name."""
    last = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable() and c not in '<>:"|?*')
    return last[-100:] if last.strip(". ") else "file"
