"""The first tables: records that only grow, each organisation's seen by its members alone."""

from alembic import op

revision = "0001"
down_revision = None

_OURS = ("store", "member", "log", "line", "entry", "identity", "person", "feed", "catalogue")

# Text is compared by its bytes ("C"): ids are other people's, and equal only where they are the same.
_TABLES = """
CREATE TABLE {s}.store (
    organisation text COLLATE "C" PRIMARY KEY,
    id text NOT NULL UNIQUE
);
CREATE TABLE {s}.member (
    role name NOT NULL,
    organisation text COLLATE "C" NOT NULL REFERENCES {s}.store,
    PRIMARY KEY (role, organisation)
);
CREATE TABLE {s}.log (
    organisation text COLLATE "C" NOT NULL REFERENCES {s}.store,
    sequence bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    digest text NOT NULL,
    PRIMARY KEY (organisation, sequence)
);
CREATE INDEX ON {s}.log (organisation, name, number);
CREATE TABLE {s}.line (
    organisation text COLLATE "C" NOT NULL REFERENCES {s}.store,
    kind text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    sequence bigint NOT NULL,
    received_at timestamptz NOT NULL,
    digest text NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (organisation, kind, owner, number),
    UNIQUE (organisation, sequence)
);
CREATE TABLE {s}.entry (
    organisation text COLLATE "C" NOT NULL REFERENCES {s}.store,
    kind text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (organisation, kind, owner, id)
);
CREATE TABLE {s}.identity (
    organisation text COLLATE "C" NOT NULL REFERENCES {s}.store,
    worker text COLLATE "C" NOT NULL,
    what text COLLATE "C" NOT NULL,
    says text COLLATE "C" NOT NULL,
    PRIMARY KEY (organisation, what, worker, says)
);
CREATE TABLE {s}.person (
    organisation text COLLATE "C" NOT NULL REFERENCES {s}.store,
    id text COLLATE "C" NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (organisation, id)
);
CREATE TABLE {s}.feed (
    organisation text COLLATE "C" NOT NULL REFERENCES {s}.store,
    feed text COLLATE "C" NOT NULL,
    day date NOT NULL,
    PRIMARY KEY (organisation, feed)
);
CREATE TABLE {s}.catalogue (
    organisation text COLLATE "C" NOT NULL REFERENCES {s}.store,
    digest text COLLATE "C" NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (organisation, digest)
);
"""

# Whoever may write may neither change nor take away a line. Erasing is one statement that puts the erasure in place.
_ERASE = """
CREATE FUNCTION {s}.erase(whose text, of_kind text, of_owner text, behind bigint, place bigint,
                          at timestamptz, says text, put bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {s}, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM member WHERE role = session_user AND organisation = whose) THEN
        RAISE insufficient_privilege USING MESSAGE = 'no member of this organisation';
    END IF;
    IF convert_from(substring(put for 24), 'UTF8') <> '{{"entries":[],"erased":{{' THEN
        RAISE check_violation USING MESSAGE = 'no erasure';
    END IF;
    DELETE FROM line WHERE organisation = whose AND kind = of_kind AND owner = of_owner;
    DELETE FROM entry WHERE organisation = whose AND kind = of_kind AND owner = of_owner;
    DELETE FROM identity WHERE organisation = whose AND of_kind = 'worker' AND worker = of_owner;
    INSERT INTO line VALUES (whose, of_kind, of_owner, behind, place, at, says, put);
END $$;
REVOKE ALL ON FUNCTION {s}.erase FROM PUBLIC;
"""

_MEMBERS = """
ALTER TABLE {s}.{t} ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_members ON {s}.{t}
    USING (organisation IN (SELECT m.organisation FROM {s}.member m WHERE m.role = current_user));
"""
_ONESELF = """
ALTER TABLE {s}.member ENABLE ROW LEVEL SECURITY;
CREATE POLICY oneself ON {s}.member USING (role = current_user);
"""


def upgrade() -> None:
    """Make the tables."""
    schema = "sw_competency"
    op.execute(_TABLES.format(s=schema))
    op.execute(_ERASE.format(s=schema))
    op.execute(_ONESELF.format(s=schema))
    for table in _OURS:
        if table != "member":
            op.execute(_MEMBERS.format(s=schema, t=table))


def downgrade() -> None:
    """Refuse: records are not taken away."""
    raise NotImplementedError("records are kept: move them to another store first")
