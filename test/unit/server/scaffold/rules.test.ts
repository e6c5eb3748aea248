import assert from 'node:assert/strict';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { answerProblems, scaffolded } from '../../../support/scaffold/scaffolded';

const RULE = {
  name: 'two_zones',
  target: 'cluster',
  condition: 'length(attributes.cluster_availability_zones) >= 9',
  message: '${cluster.name} needs "nine" zones.',
};
const FREEZE = { name: 'year_end', from: '2026-12-18', until: '2027-01-04', reason: 'Year-end ${business}' };
const BEFORE = readSamplePlatform('minimal');

describe('a new rule', () => {
  it('is written into a file of its own first', async () => {
    const { texts, changed, followUp } = await scaffolded(BEFORE, 'rule', {
      ...RULE,
      message: 'Needs "nine" zones.',
      environments: ['apps'],
      level: 'warning',
    });
    assert.deepEqual(changed, ['team.rules.hcl']);
    assert.equal(
      texts['team.rules.hcl'],
      `rule "two_zones" {
  target       = "cluster"
  environments = ["apps"]
  enforce {
    condition     = length(attributes.cluster_availability_zones) >= 9
    error_message = "Needs \\"nine\\" zones."
  }
  level = "warning"
}
`,
    );
    assert.match(followUp.join('\n'), /add-rule-two_zones/);
  });

  it('follows the rules that exist, and names every environment by naming none', async () => {
    const rules = 'locals {\n  zones = 3\n}\n';
    const before = { ...BEFORE, 'rules/ours.rules.hcl': rules };
    const { texts, changed } = await scaffolded(before, 'rule', { ...RULE, message: '${cluster.name} is small.' });
    assert.deepEqual(changed, ['rules/ours.rules.hcl']);
    assert.ok(
      texts['rules/ours.rules.hcl']?.startsWith(`${rules}\nrule "two_zones" {\n  target = "cluster"\n  enforce {`),
    );
    assert.match(texts['rules/ours.rules.hcl'] ?? '', /error_message = "\$\{cluster\.name\} is small\."/);
    assert.match((await answerProblems(texts, 'rule', RULE)).join('\n'), /^name: .*"two_zones" is used already/m);
  });

  it('accepts no text that would be more than a condition or a message', async () => {
    for (const condition of ['', 'true }', 'true\n}\nagents {', '(', '<<X', 'true } } freeze "x" {', '/*'])
      assert.match(
        (await answerProblems(BEFORE, 'rule', { ...RULE, message: 'x', condition })).join('\n'),
        /^condition: /,
      );
    for (const message of ['${', '${a}" } } locals { b = "', '${a}\nb'])
      assert.match((await answerProblems(BEFORE, 'rule', { ...RULE, message })).join('\n'), /^message: /);
  });
});

describe('a new freeze', () => {
  it('is of days or weekly, with its reason as text', async () => {
    const once = await scaffolded(BEFORE, 'freeze', { ...FREEZE, allow_rollback: true, environments: ['apps'] });
    const expected = `freeze "year_end" {
  environments = ["apps"]
  from         = "2026-12-18"
  until        = "2027-01-04"
  reason       = "Year-end $\${business}"
  allow        = ["rollback"]
}
`;
    assert.equal(once.texts['team.rules.hcl'], expected);
    const weekly = { name: 'weekend', weekly: 'Fri 16:00 - Mon 06:00', time_zone: 'Europe/Berlin', reason: 'Rest' };
    const both = await scaffolded(once.texts, 'freeze', weekly);
    assert.equal(
      both.texts['team.rules.hcl'],
      `${expected}
freeze "weekend" {
  weekly    = "Fri 16:00 - Mon 06:00"
  time_zone = "Europe/Berlin"
  reason    = "Rest"
}
`,
    );
  });

  it('is refused with what would not be a time', async () => {
    const problems = async (answers: object) =>
      (await answerProblems(BEFORE, 'freeze', { ...FREEZE, ...answers })).join('\n');
    assert.match(await problems({ from: '2026-02-30' }), /^from: /);
    assert.match(await problems({ until: '2026-12-18' }), /^until: The freeze ends before it begins\./);
    assert.match(await problems({ weekly: 'Fri 26:00 - Mon 06:00' }), /^weekly: /);
    assert.match(await problems({ weekly: 'Fri 16:00 - Mon 06:00', time_zone: 'Europe/Atlantis' }), /^time_zone: /);
    assert.match(await problems({ reason: '' }), /^reason: /);
    assert.match(await problems({ environments: ['prod'] }), /^environments: /);
  });
});
