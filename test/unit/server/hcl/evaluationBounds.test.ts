import assert from 'node:assert/strict';
import { MAX_STEPS } from '../../../../server/hcl/budget';
import type { Value } from '../../../../server/hcl/model';
import { evaluatedText, describeValue } from '../../../support/hcl/evaluatedText';

describe('limits of evaluation', () => {
  /** Expression → the beginning of the message. */
  const refused: Readonly<Record<string, string>> = {
    '[for a in range(1024) : [for b in range(1024) : [for c in range(1024) : a + b + c]]]': 'This takes too long',
    '"%{ for a in range(1024) }%{ for b in range(1024) }text%{ endfor }%{ endfor }"': 'This takes too long',
    '{ for a in range(1024) : a => { for b in range(1024) : b => "${a}-${b}" } }': 'This takes too long',
    [`1${' + 1'.repeat(900)}`]: 'Values depend on each other more than 400 levels deep',
    '[for a in range(1000) : try([for b in range(1000) : b], 1)]': 'This takes too long',
  };

  for (const [text, message] of Object.entries(refused)) {
    it(`stop ${text.slice(0, 60)}: ${message}`, () => {
      const { faults, steps } = evaluatedText(text);
      assert.equal(faults.length, 1);
      assert.ok(faults[0]?.startsWith(message), faults[0]);
      // Running computations are completed, but no new ones are started.
      assert.ok(steps < MAX_STEPS * 1.2, String(steps));
    });
  }

  it('stop a value that shares its parts and would be large if expanded', () => {
    const names: Record<string, Value> = { 'local.l0': evaluatedText('["x"]').value };
    const messages: string[] = [];
    for (let level = 1; level <= 60; level++) {
      const { value, faults } = evaluatedText(`[local.l${level - 1}, local.l${level - 1}]`, names);
      names[`local.l${level}`] = value;
      messages.push(...faults);
    }
    assert.ok(messages.length > 0);
    assert.ok(
      messages.every(fault => fault.startsWith('This value is too large to be shown')),
      messages[0],
    );
  });

  it('leave the other values of an object evaluated', () => {
    const { value } = evaluatedText('{ a = 1, b = [for a in range(1024) : [for b in range(1024) : b]], c = 2 }');
    assert.equal(value.kind, 'object');
    assert.ok(value.kind === 'object');
    assert.equal(describeValue(value.entries.get('a')!), '1');
  });

  it('report the same error of a loop at most a hundred times', () => {
    const { faults } = evaluatedText('[for a in range(1000) : null.a]');
    assert.equal(faults.length, 100);
  });

  it('report an undeclared name once, however often it is used', () => {
    const { faults } = evaluatedText('[for a in range(1000) : local.nowhere]');
    assert.deepEqual(faults, ['"local.nowhere" is not declared in this module. at `local.nowhere`']);
  });
});
