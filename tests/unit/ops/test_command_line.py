"""What an operator or an outsider types."""

from __future__ import annotations

import io

from ops.__main__ import main
from services.projects.audit.rules import Act, Head, head_line, link
from services.tickets.draws import proof
from services.tickets.draws.entries import Entries
from tests.support.component import EPOCH


def a_proof():
    frozen = proof.freeze(
        release_id="r1",
        rules={},
        places={"": 2},
        frozen_at="2026-04-25T02:00:00Z",
        entries=Entries.of([bytes([n]) * 32 for n in range(5)], {}),
    )
    out = io.StringIO()
    proof.write(proof.draw(frozen, value="v"), out)
    return out.getvalue()


def test_a_draw_is_verified_offline(tmp_path, capsys):
    path = tmp_path / "proof.json"
    path.write_text(a_proof())
    assert main(["verify-draw", str(path)]) == 0
    assert "won      2" in capsys.readouterr().out
    path.write_text(a_proof().replace('"v"', '"w"'))
    assert main(["verify-draw", str(path)]) == 1
    assert "refused" in capsys.readouterr().err
    assert main(["verify-draw", str(tmp_path / "missing.json")]) == 1


def test_a_chain_is_verified_offline(tmp_path, capsys):
    head, lines = Head("needs"), []
    for number in range(3):
        entry = link(
            head, Act(act="need.accept", subject=str(number), actor="a", at=EPOCH, data={})
        )
        lines.append(entry.body)
        head = Head("needs", entry.sequence, entry.hash)
    path = tmp_path / "chain.jsonl"
    path.write_text("\n".join([head_line(head), *lines]) + "\n")
    assert main(["verify-audit", str(path)]) == 0
    assert head.hash in capsys.readouterr().out
    end = f"{head.sequence}:{head.hash}"
    assert main(["verify-audit", str(path), "--published", end]) == 0
    for wrong in (f"1:{head.hash}", f"99:{head.hash}", "yesterday"):
        assert main(["verify-audit", str(path), "--published", wrong]) == 1
    assert "published" in capsys.readouterr().err
    path.write_text(path.read_text().replace('"subject":"1"', '"subject":"7"'))
    assert main(["verify-audit", str(path)]) == 1
    assert "entry 3: does not follow" in capsys.readouterr().err
    assert main(["verify-audit", str(tmp_path / "missing.jsonl")]) == 1


def test_fresh_secrets_are_long_and_different(capsys):
    assert main(["secrets"]) == 0
    lines = capsys.readouterr().out.split()
    assert len(lines) == 3
    assert all(len(line.partition("=")[2]) >= 48 for line in lines)
    assert len(set(lines)) == 3
