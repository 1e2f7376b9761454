"""Statements about accounts, tokens and attempts to sign in.

An account sees its own row, and the counting of failures sees all, whatever part of the office is
in sight: such statements are ``whole``.
"""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

_COLUMNS = """a.id, a.login, a.name, a.role, a.state, g.code AS place_code, v.name AS place_name,
    u.code AS unit_code, u.name AS unit_name, s.staff_no, s.name AS staff_name,
    k.account_id IS NOT NULL AS can_sign_in"""
_ACCOUNTS = """
FROM account a
LEFT JOIN grid g ON g.id = a.place_id
LEFT JOIN grid_version v ON v.grid_id = g.id AND v.valid_from <= :day AND v.valid_to > :day
LEFT JOIN unit u ON u.id = a.unit_id
LEFT JOIN staff s ON s.id = a.staff_id
LEFT JOIN account_secret k ON k.account_id = a.id
WHERE a.withdrawn = false"""
_FILTERS = {
    "text": "(a.login LIKE :text ESCAPE '!' OR lower(a.name) LIKE :text ESCAPE '!')",
    "role": "a.role = :role",
    "state": "a.state = :state",
}

LIST = Statement(
    "accounts.list",
    f"SELECT {_COLUMNS} {_ACCOUNTS} {{where}} ORDER BY {{order}} LIMIT :limit",
    filters=_FILTERS,
    orders={"login": ("a.login", "a.login > :after")},
)
COUNT = Statement(
    "accounts.count",
    "SELECT count(*) FROM account a WHERE a.withdrawn = false {where}",
    filters=_FILTERS,
)
ONE = Statement(
    "accounts.one",
    f"""SELECT {_COLUMNS}, coalesce(k.must_change, false) AS must_change, a.created_at,
        a.created_by, a.revision,
        (SELECT count(*) FROM token t
         WHERE t.account_id = a.id AND t.revoked_at IS NULL AND t.expires_at > :now) AS tokens
    {_ACCOUNTS} AND a.id = :id""",
    whole=True,
)
BY_LOGIN = Statement(
    "accounts.by_login",
    "SELECT id FROM account WHERE withdrawn = false AND login = :login",
    whole=True,
)
LOGINS = Statement("accounts.logins", "SELECT login FROM account WHERE withdrawn = false")
COUNT_ALL = Statement(
    "accounts.count_all", "SELECT count(*) FROM account WHERE withdrawn = false", whole=True
)
#: Other accounts of some roles that can sign in.
OTHERS = Statement(
    "accounts.others",
    """
    SELECT count(*) FROM account a JOIN account_secret k ON k.account_id = a.id
    WHERE a.withdrawn = false AND a.state = 'active' AND a.role IN (:roles*) AND a.id <> :id
    """,
    whole=True,
)
#: How many accounts hold each role, and how many of them lack what a role may be given for.
HOLDERS = Statement(
    "accounts.holders",
    """
    SELECT a.role, count(*) AS accounts,
        CAST(sum(CASE WHEN a.place_id IS NULL THEN 1 ELSE 0 END) AS INTEGER) AS unplaced,
        CAST(sum(CASE WHEN a.unit_id IS NULL THEN 1 ELSE 0 END) AS INTEGER) AS unitless,
        CAST(sum(CASE WHEN a.state = 'active' AND k.account_id IS NOT NULL THEN 1 ELSE 0 END)
             AS INTEGER) AS active
    FROM account a LEFT JOIN account_secret k ON k.account_id = a.id
    WHERE a.withdrawn = false GROUP BY a.role ORDER BY a.role
    """,
    whole=True,
)
#: What a password is compared with; a blocked account has nothing to compare.
SECRET = Statement(
    "accounts.secret",
    """
    SELECT a.id, a.login, a.name, coalesce(k.after_attempt, 0) AS after_attempt,
        CASE WHEN a.state = 'active' THEN k.password_hash END AS kept
    FROM account a LEFT JOIN account_secret k ON k.account_id = a.id
    WHERE a.withdrawn = false AND a.login = :login
    """,
    whole=True,
)

_STORED = """
FROM token t JOIN account a ON a.id = t.account_id JOIN token_secret d ON d.token_id = t.id"""
_SHOWN = """t.id AS number, a.login, t.kind, t.label, t.reads_only, t.permissions,
    t.created_at, t.expires_at, t.revoked_at, d.used_on"""
TOKENS = Statement(
    "tokens.list",
    f"SELECT {_SHOWN} {_STORED} WHERE a.withdrawn = false {{where}}"
    " ORDER BY {order} LIMIT :limit",
    filters={
        "account": "a.login = :account",
        "valid_at": "(t.revoked_at IS NULL AND t.expires_at > :valid_at)",
    },
    orders={"newest": ("t.id DESC", "t.id < :after_1")},
    whole=True,
)
TOKEN = Statement("tokens.one", f"SELECT {_SHOWN} {_STORED} WHERE t.id = :number", whole=True)
#: Tokens of an account that still stand, of one kind or all, but for one of them.
STANDING = Statement(
    "tokens.standing",
    """
    SELECT t.id FROM token t
    WHERE t.account_id = :account AND t.revoked_at IS NULL AND t.id <> :but {where} ORDER BY t.id
    """,
    filters={"kind": "t.kind = :kind"},
    whole=True,
)

_ALONE = """CASE WHEN EXISTS (SELECT 1 FROM {table} x WHERE x.withdrawn = false
    AND x.name_key = {row}.name_key AND x.id <> {row}.id){more} THEN {row}.{code}
    ELSE {row}.name END"""
#: Who a token stands for. A name others bear too gives way to the number.
IDENTITY = Statement(
    "tokens.identity",
    f"""
    SELECT t.id AS token_id, t.kind, t.reads_only, t.permissions, t.expires_at, d.digest,
        d.used_on, a.login, a.role, a.place_id, g.level, coalesce(a.unit_id, s.unit_id) AS unit_id,
        a.staff_id, coalesce(k.must_change, false) AS must_change,
        {_ALONE.format(table="staff", row="s", code="staff_no", more="")} AS staff,
        {
        _ALONE.format(
            table="unit",
            row="u",
            code="code",
            more=''' OR EXISTS (
            SELECT 1 FROM unit_alias y WHERE y.alias_key = u.name_key AND y.unit_id <> u.id)''',
        )
    }
        AS unit
    {_STORED}
    LEFT JOIN account_secret k ON k.account_id = a.id
    LEFT JOIN grid g ON g.id = a.place_id
    LEFT JOIN staff s ON s.id = a.staff_id
    LEFT JOIN unit u ON u.id = a.unit_id
    WHERE d.digest = :digest AND t.revoked_at IS NULL AND a.withdrawn = false
        AND a.state = 'active'
    """,
    whole=True,
)

ATTEMPTS = Statement(
    "attempts.list",
    """
    SELECT t.id, t.at, coalesce(a.login, '') AS login, t.source, t.succeeded
    FROM sign_in_attempt t LEFT JOIN account a ON a.id = t.account_id
    WHERE true {where} ORDER BY {order} LIMIT :limit
    """,
    filters={
        "account": "a.login = :account",
        "succeeded": "t.succeeded = :succeeded",
        "since": "t.at >= :since",
        "until": "t.at < :until",
    },
    orders={"newest": ("t.at DESC, t.id DESC", "(t.at, t.id) < (:after_1, :after_2)")},
)
_FAILED = "SELECT count(*), coalesce(max(t.at), 0) FROM sign_in_attempt t"
#: Failures for a login since the last success, and after an attempt somebody forgave. Where the
#: login was signed in to from the same network before, only those made there count: guesses made
#: elsewhere keep nobody out.
FAILED_LOGIN = Statement(
    "attempts.failed_login",
    f"""
    {_FAILED} WHERE t.login_key = :key AND t.at >= :since AND t.succeeded = false
        AND t.id > :after AND t.id > coalesce((SELECT max(x.id) FROM sign_in_attempt x
                             WHERE x.login_key = :key AND x.succeeded = true), 0)
        AND (t.source = :source OR NOT EXISTS (SELECT 1 FROM sign_in_attempt k
             WHERE k.login_key = :key AND k.source = :source AND k.succeeded = true))
    """,
    whole=True,
)
FAILED_SOURCE = Statement(
    "attempts.failed_source",
    f"{_FAILED} WHERE t.source = :key AND t.at >= :since AND t.succeeded = false",
    whole=True,
)
LAST_ATTEMPT = Statement(
    "attempts.last", "SELECT coalesce(max(id), 0) FROM sign_in_attempt", whole=True
)
CODE = Statement(
    "attempts.code",
    """
    SELECT id, digest FROM set_up_code
    WHERE used_at IS NULL AND expires_at > :now ORDER BY id DESC LIMIT 1
    """,
    whole=True,
)
