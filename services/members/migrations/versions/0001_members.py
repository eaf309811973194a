"""Unions with the federation's districts, members and cards, accounts, log-in, sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.migration import create_messaging_tables
from chassis.tables import Id, UtcDateTime

revision = "0001"
down_revision = None

_IN_FORCE = sa.text("state <> 'replaced'")
_DISTRICTS = [
    ("dongcheng", "东城区", "Dongcheng"),
    ("xicheng", "西城区", "Xicheng"),
    ("chaoyang", "朝阳区", "Chaoyang"),
    ("fengtai", "丰台区", "Fengtai"),
    ("shijingshan", "石景山区", "Shijingshan"),
    ("haidian", "海淀区", "Haidian"),
    ("mentougou", "门头沟区", "Mentougou"),
    ("fangshan", "房山区", "Fangshan"),
    ("tongzhou", "通州区", "Tongzhou"),
    ("shunyi", "顺义区", "Shunyi"),
    ("changping", "昌平区", "Changping"),
    ("daxing", "大兴区", "Daxing"),
    ("huairou", "怀柔区", "Huairou"),
    ("pinggu", "平谷区", "Pinggu"),
    ("miyun", "密云区", "Miyun"),
    ("yanqing", "延庆区", "Yanqing"),
]


def upgrade() -> None:
    create_messaging_tables()
    _unions()
    _members()
    _accounts()
    _log_in()


def _unions() -> None:
    unions = op.create_table(
        "unions",
        sa.Column("path", sa.String(120), nullable=False),
        sa.Column("parent", sa.String(120)),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_unions"),
        sa.ForeignKeyConstraint(["parent"], ["unions.path"], name="fk_unions_parent"),
    )
    op.create_index("ix_unions_parent", "unions", ["parent"])
    federation = {"path": "", "parent": None, "kind": "federation"}
    op.bulk_insert(
        unions,
        [
            federation | {"name": "市总工会", "name_en": "City Federation of Trade Unions"},
            *(
                {
                    "path": code,
                    "parent": "",
                    "kind": "district",
                    "name": f"{name}总工会",
                    "name_en": f"{name_en} District Federation of Trade Unions",
                }
                for code, name, name_en in _DISTRICTS
            ),
        ],
    )


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("phone_sealed", sa.Text, nullable=False),
        sa.Column("phone_index", sa.String(64), nullable=False),
        sa.Column("birth_year", sa.SmallInteger, nullable=False),
        sa.Column("union_path", sa.String(120), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sa.ForeignKeyConstraint(["union_path"], ["unions.path"], name="fk_members_union_path"),
    )
    op.create_index("ix_members_phone_index", "members", ["phone_index"])
    op.create_table(
        "cards",
        sa.Column("card_no", sa.String(16), nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("issued_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("card_no", name="pk_cards"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_cards_member_id"),
    )
    op.create_index(
        "uq_cards_in_force",
        "cards",
        ["member_id"],
        unique=True,
        postgresql_where=_IN_FORCE,
        sqlite_where=_IN_FORCE,
    )
    op.create_table(
        "card_changes",
        sa.Column("id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("card_no", sa.String(16), nullable=False),
        sa.Column("change", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_card_changes"),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name="fk_card_changes_member_id"),
    )
    op.create_index("ix_card_changes_member_id", "card_changes", ["member_id"])


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", Id, nullable=False),
        sa.Column("username", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("disabled_at", UtcDateTime),
        sa.Column("disabled_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("username", name="uq_accounts_username"),
    )
    op.create_table(
        "account_roles",
        sa.Column("account_id", Id, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("scope", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "role", "scope", name="pk_account_roles"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_account_roles_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scope"], ["unions.path"], name="fk_account_roles_scope"),
    )


def _log_in() -> None:
    op.create_table(
        "rate_limits",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("rest", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_rate_limits"),
    )
    op.create_index("ix_rate_limits_rest", "rate_limits", ["rest"])
    op.create_table(
        "login_codes",
        sa.Column("card_index", sa.String(64), nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("tries", sa.SmallInteger, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("card_index", name="pk_login_codes"),
    )
    op.create_index("ix_login_codes_expires_at", "login_codes", ["expires_at"])
    op.create_table(
        "sessions",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("holder_id", Id, nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("ended_because", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_index("ix_sessions_holder_id", "sessions", ["holder_id"])
    op.create_index("ix_sessions_ends_at", "sessions", ["ends_at"])
    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("session_id", Id, nullable=False),
        sa.Column("used_at", UtcDateTime),
        sa.PrimaryKeyConstraint("token_hash", name="pk_refresh_tokens"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
            name="fk_refresh_tokens_session_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_refresh_tokens_session_id", "refresh_tokens", ["session_id"])
