"""Each rule has a documented code, a reason, and a pair of texts that shows what it does."""
import pytest

from compat.api.migration import CHANGE, KERAS3, MIGRATIONS
from compat.api.semantics import BEHAVIOURS
from compat.rewrite.migrate.context import Options
from compat.rewrite.migrate.source import migrate_source

SHOWN = [rule for rule in MIGRATIONS if rule.before]


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_what_stands_before_becomes_what_stands_after(rule, migrated):
    to = rule.to[-1]
    assert migrated(rule.before, to) == rule.after
    notes = migrate_source(rule.before, Options(to)).notes
    assert rule.code in {note.code for note in notes}
    assert {note.kind for note in notes if note.code == rule.code} == {rule.kind}


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_a_rule_that_is_skipped_does_nothing(rule):
    notes = migrate_source(rule.before, Options(rule.to[-1], skip=(rule.code,))).notes if rule.code != "K008" else ()
    assert rule.code not in {note.code for note in notes}


@pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.code)
def test_a_rule_can_be_used_alone(rule):
    if rule.code in ("K008", "K009"):  # of Python 2, which K008 lifts
        return
    codes = {note.code for note in migrate_source(rule.before, Options(rule.to[-1], only=(rule.code,))).notes}
    assert codes == {rule.code}


def test_codes_are_unique_and_each_rule_says_its_reason():
    codes = [rule.code for rule in MIGRATIONS]
    assert len(codes) == len(set(codes)) and codes == sorted(codes)
    assert all(rule.reason and rule.what.endswith(".") for rule in MIGRATIONS)
    assert {rule.row for rule in MIGRATIONS if rule.row} <= {row.name for row in BEHAVIOURS}


def test_what_only_changes_leaves_no_comment():
    assert not [rule.code for rule in SHOWN if rule.kind == CHANGE and "# compat: " + rule.code in rule.after]
    assert not [rule.code for rule in SHOWN if rule.kind != CHANGE and "# compat: " + rule.code not in rule.after]


def test_plain_keras_imports_no_compat():
    texts = {rule.code: rule.after.replace("# compat: ", "").replace("tf.compat.v1", "")
             for rule in SHOWN if rule.to[-1] == KERAS3}
    assert not [code for code, text in texts.items() if "compat" in text]
