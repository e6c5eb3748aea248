import assert from 'node:assert/strict';
import { OVERRIDABLE } from '../../../../client/promotion/refusal';
import { refusalText } from '../../../../client/promotion/refusalText';
import { rulesRefusals } from '../../../../client/promotion/rulesRefusals';
import { tagMessage } from '../../../../client/promotion/tagMessage';
import type { RulesVerdict } from '../../../../common/rules/rules';

const verdict = (parts: Partial<RulesVerdict>): RulesVerdict => ({
  ...{ broken: [], freezes: [], invalid: [], undecided: 0, rules: 1 },
  ...parts,
});
const freeze = {
  ...{ name: 'year_end', environment: 'apps', reason: 'Year-end business' },
  ...{ until: '2027-01-04T00:00:00.000Z', allowsRollback: true },
};
const texts = (verdicts: readonly RulesVerdict[], isRollback = false): string[] =>
  rulesRefusals(verdicts, isRollback).map(each => refusalText(each, 'apps'));

describe('refusals by rules and freezes', () => {
  it('say until when the environment is frozen, and let an allowed rollback pass', () => {
    assert.deepEqual(texts([verdict({ freezes: [freeze] })]), [
      'apps is frozen until 2027-01-04: Year-end business (year_end)',
    ]);
    assert.deepEqual(texts([verdict({ freezes: [freeze] })], true), []);
    assert.deepEqual(texts([verdict({ freezes: [{ ...freeze, until: '2026-11-30T05:00:00.000Z' }] })]), [
      'apps is frozen until 2026-11-30 05:00 UTC: Year-end business (year_end)',
    ]);
  });

  it('name broken rules of the level error only', () => {
    const rule = { name: 'zones', environments: ['apps'], message: 'One zone.', subject: 'module.a' };
    const broken = [
      { ...rule, level: 'error' },
      { ...rule, name: 'size', level: 'warning' },
    ] as const;
    assert.deepEqual(texts([verdict({ broken })]), ['module.a breaks the rule zones: One zone.']);
  });

  it('can be overridden with a reason in the message of the tag, unless rules can not be judged', () => {
    const refusals = rulesRefusals([verdict({ invalid: ['a.rules.hcl:3: wrong'], freezes: [freeze] })], false);
    assert.deepEqual(
      refusals.map(({ kind }) => [kind, OVERRIDABLE.has(kind)]),
      [
        ['rulesInvalid', false],
        ['frozen', true],
      ],
    );
    const message = tagMessage({
      ...{ environment: 'apps', commit: 'a'.repeat(40), commits: [], isRollback: false },
      ...{ passed: refusals.slice(1), reason: 'Security fix\nKubestack-Environment: ops' },
    });
    assert.match(message, /^Kubestack-Passed: frozen$/m);
    assert.match(message, /^Kubestack-Reason: Security fix Kubestack-Environment: ops$/m);
  });
});
