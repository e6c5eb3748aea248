import assert from 'node:assert/strict';
import { MAX_STEPS } from '../../../../server/hcl/budget';
import { convert } from '../../../../server/hcl/conversion/convert';
import { Evaluation } from '../../../../server/hcl/evaluation/scope';
import { globFiles } from '../../../../server/hcl/functions/files/glob';
import { decodeYaml } from '../../../../server/hcl/functions/yaml/yamlDecode';
import type { Type, Value } from '../../../../server/hcl/model';
import { STRING } from '../../../../server/hcl/types/type';
import { string } from '../../../../server/hcl/values/value';
import { UnknownResultError } from '../../../../common/unknownResultError';
import { StepCounter } from '../../../worstCases/steps';
import { lines } from '../../../worstCases/worstCase';
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

  /** Expressions whose arguments and results are short. */
  const costly: Readonly<Record<string, string>> = {
    '[for a in range(40) : length(regexall("(a|a)*b", local.text))]': 'a'.repeat(1500),
    '[for a in range(40) : length(yamldecode(local.text))]': lines(100, index => `a${index}: 1`),
    '[for a in range(400) : parseint(local.text, 36) > 0]': 'z'.repeat(1000),
    '[for a in range(40) : substr(local.text, a, 1)]': 'ä'.repeat(5000),
    '[for a in range(40) : sha512(local.text)]': 'a'.repeat(5000),
    '[for a in range(40) : length(templatestring(local.text, {}))]': 'x'.repeat(3000),
  };

  for (const [text, argument] of Object.entries(costly)) {
    it(`count the work of functions: ${text}`, () => {
      const { faults, steps } = evaluatedText(text, { 'local.text': string(argument) });
      assert.match(faults.join('\n'), /^This takes too long/);
      assert.ok(steps < MAX_STEPS * 2, String(steps));
    });
  }

  it('count comparisons of a pattern with file names', () => {
    const files = { list: () => [`${'a'.repeat(60)}.txt`], exists: () => true };
    let comparisons = 0;
    const spend = (count: number): void => {
      comparisons += count;
      if (comparisons > 1000) throw new UnknownResultError('too many');
    };
    assert.throws(() => globFiles('*a*a*a*a*a*a*a*a*b', files, spend), UnknownResultError);
    comparisons = 0;
    assert.equal(globFiles('*.txt', files, spend).length, 1);
    assert.ok(comparisons < 100, `${comparisons} comparisons`);
  });

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

  it('take over the diagnostics of a declaration once, however often it is used', () => {
    const item = { uri: '', text: '', node: undefined as never };
    const diagnostics = Array.from({ length: 99 }, (_, start) => {
      const range = { item, start, end: start };
      return { code: 'KS004' as const, message: 'message', range };
    });
    const evaluation = new Evaluation();
    const counter = new StepCounter();
    for (let use = 0; use < 1000; use++) evaluation.addStaticDiagnostics(diagnostics);
    const steps = counter.take();
    counter.stop();
    assert.equal(evaluation.staticDiagnostics.length, 99);
    assert.ok(steps < 1_000_000, `${steps} steps`);
  });

  it('stop the search for similar names if thousands of functions are unknown', () => {
    const { faults } = evaluatedText(`[${'nofunction(1), '.repeat(2000)}]`);
    assert.ok(
      faults.some(fault => fault.startsWith('This takes too long')),
      faults.at(-1),
    );
  });

  it('leave a value unknown that would get millions of attributes from its type', () => {
    const attributes = Array.from(
      { length: 2000 },
      (_, index) => [`a${index}`, { type: STRING, optional: true }] as const,
    );
    const type: Type = { kind: 'list', element: { kind: 'object', attributes: new Map(attributes) } };
    const { value } = evaluatedText(`[${'{}, '.repeat(2000)}]`);
    assert.deepEqual(convert(value, type).kind, 'unknown');
    const few = convert(evaluatedText('[{}, {}]').value, type);
    assert.ok(few.kind === 'list' && few.elements[0]?.kind === 'object');
    assert.equal(few.elements[0].entries.size, 2000);
  });

  it('leave YAML unknown whose merge keys copy a long mapping very often', () => {
    const mapping = lines(1000, index => `  a${index}: 1`);
    const merging = (count: number): string => `a: &a\n${mapping}\n${lines(count, index => `b${index}:\n  <<: *a`)}\n`;
    // The error at the end is not reached.
    const wrong = 'c:\n  <<: 1\n';
    assert.throws(() => decodeYaml(merging(1000) + wrong, () => {}), UnknownResultError);
    assert.throws(() => decodeYaml(merging(10) + wrong, () => {}), /cannot merge number into mapping/);
    assert.equal(decodeYaml(merging(10), () => {}).kind, 'object');
  });

  it('leave open whether YAML merges a sequence of mappings, which depends on the release', () => {
    assert.throws(() => decodeYaml('<<: [{ a: 1 }]', () => {}), UnknownResultError);
    assert.throws(() => decodeYaml('<<: [1]', () => {}), /cannot merge tuple into mapping/);
  });
});
