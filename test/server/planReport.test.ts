import * as assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { readPlanReport } from '../../common/plan/readPlanReport';
import { change } from '../support/client/plan/planOf';
import { runCommand, type Ran } from '../support/server/runCommand';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const minimal = resolve(__dirname, '../platforms/minimal');

const PLAN = JSON.stringify({
  format_version: '1.2',
  terraform_version: '1.11.4',
  variables: { token: { value: 'sesame-of-a-variable' } },
  planned_values: { secret: 'sesame-planned' },
  resource_changes: [
    change('module.other.terraform_data.a', ['create'], {
      after: { input: 'sesame-input', other: 'shown' },
      after_sensitive: { input: true },
    }),
  ],
  configuration: { root_module: { variables: { token: { sensitive: true } } } },
  timestamp: '2026-01-02T03:04:05Z',
});

const run = (parameters: readonly string[], cwd: string, input = ''): Ran =>
  runCommand(['plan-report', ...parameters], { cwd, input });

describe('kubestack-language-server plan-report', () => {
  const folder = TemporaryFolder.ofEachTest({ 'plan.json': PLAN });

  it('prints the same report for a file and for standard input, without secrets', () => {
    const commit = 'a'.repeat(40);
    const options = [minimal, '--environment', 'ops', '--commit', commit, '--url', 'https://example.com/run/1'];
    const { code, out, error } = run(['plan.json', ...options], folder.path);
    assert.deepEqual({ code, error }, { code: 0, error: '' });
    assert.deepEqual(run(['-', ...options], folder.path, PLAN), { code, out, error });
    assert.ok(!out.includes('sesame'));
    const read = readPlanReport(out);
    assert.ok('plan' in read);
    assert.deepEqual(read.origin, {
      environment: 'ops',
      commit,
      url: 'https://example.com/run/1',
      plannedAt: '2026-01-02T03:04:05Z',
    });
    assert.deepEqual(
      read.plan.changes.map(({ address, action }) => `${action} ${address}`),
      ['create module.other.terraform_data.a'],
    );
  });

  it('prints the report of a drift check, which has no changes', () => {
    const drift = change('module.other.terraform_data.a', ['update'], {
      before: { input: 'sesame-input', size: 1 },
      after: { input: 'sesame-input', size: 2 },
      before_sensitive: { input: true },
      after_sensitive: { input: true },
    });
    const nothing = change('module.other.terraform_data.a', ['no-op'], { before: { size: 2 }, after: { size: 2 } });
    const plan = { ...(JSON.parse(PLAN) as object), resource_changes: [nothing], resource_drift: [drift] };
    const { code, out } = run(['-', minimal, '--refresh-only'], folder.path, JSON.stringify(plan));
    assert.equal(code, 0);
    assert.ok(!out.includes('sesame'));
    const read = readPlanReport(out);
    assert.ok('plan' in read);
    assert.deepEqual(
      [read.plan.refreshOnly, read.plan.changes, read.plan.drift.map(({ address }) => address)],
      [true, [], ['module.other.terraform_data.a']],
    );
    const changing = run(['plan.json', minimal, '--refresh-only'], folder.path);
    assert.equal(changing.code, 2);
    assert.match(changing.error, /plan -refresh-only/);
  });

  it('prints Markdown and the counts of GitLab, both from the plan and from its report, with the values of the options', () => {
    const options = [minimal, '--environment', 'ops'];
    place('report.json', run(['plan.json', ...options], folder.path).out);
    const { code, out, error } = run(['plan.json', ...options, '--format', 'markdown'], folder.path);
    assert.deepEqual({ code, error }, { code: 0, error: '' });
    assert.match(
      out,
      /^\[\/\/\]: # \(kubestack-plan\)\n\n## Plan\n[^]*`ops`[^]*- add `module\.other\.terraform_data\.a`\n/,
    );
    assert.ok(!out.includes('sesame') && !out.includes('shown'));
    assert.equal(run(['report.json', minimal, '--format', 'markdown'], folder.path).out, out);
    const url = ['--url', 'https://example.com/run/1'];
    assert.match(run(['report.json', minimal, '--format', 'markdown', ...url], folder.path).out, /\/run\/1/);
    const counts = run(['report.json', minimal, '--format', 'gitlab'], folder.path).out;
    assert.deepEqual(JSON.parse(counts), { create: 1, update: 0, delete: 0 });
    place('report.json', '{\n  "format": "kubestack-plan-report", "version": 1 }');
    const refused = run(['report.json', minimal], folder.path);
    assert.deepEqual([refused.code, refused.out], [2, '']);
    assert.match(refused.error, /^report\.json: This is not a plan report/);
  });

  const place = (name: string, text: string): void => void folder.write(name, text);

  it('prints errors without quoting the plan', () => {
    const refused = (parameters: string[], message: string, input = ''): void =>
      assert.deepEqual(run([...parameters, minimal], folder.path, input), {
        code: 2,
        out: '',
        error: `${message}\nSee kubestack-language-server --help.\n`,
      });
    refused(['missing.json'], 'missing.json: there is no such file.');
    refused(['-'], 'standard input: The plan ends in the middle, or is not JSON.', PLAN.slice(0, -40));
    refused(['-'], 'standard input: This is not JSON.', '{"resource_changes":[{"secret": sesame}]}');
    const state = '{"format_version":"1.0","terraform_version":"1.11.4","values":{}}';
    const noPlan = 'This is not the JSON of a plan: write it with terraform show -json PLANFILE.';
    refused(['-'], `standard input: ${noPlan}`, state);
  });
});
