"""What a browser is told about every page: run and fetch nothing but ours, frame it nowhere, keep no copy."""

ALWAYS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with none at all, browsers do not say where our own forms come from
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "x-robots-tag": "noindex",
}
NOT_KEPT = {"cache-control": "no-store"}  # whatever is about people
KEPT = {"cache-control": "private, max-age=300"}  # the stylesheet
