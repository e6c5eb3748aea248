import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { now } from '../../../../common/now';
import type { Forecast, ForecastAction } from '../../../../common/forecast/forecast';
import { isRuleCode } from '../../../../common/rules/rules';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { changeOutcomes } from '../../../../server/rules/changeOutcomes';
import { ruleOutcomes } from '../../../../server/rules/ruleOutcomes';
import { onlyCheck } from '../../../support/checks/checkedWorkspace';
import { lifecycleOn } from '../../../support/lifecycleOn';
import { workspaceOf } from '../../../support/testWorkspace';

const page = readFileSync(join(__dirname, '../../../../docs/rules.md'), 'utf8');
const examples = page.slice(page.indexOf('## Examples'));
const blocks = [...examples.matchAll(/^( *)```(\S+)(?: (\S+))?\n([\s\S]*?)^\1```$/gm)].map(match => ({
  language: match[2]!,
  path: match[3],
  text: match[4]!.replaceAll(new RegExp(`^${match[1]!}`, 'gm'), ''),
}));
const titles = [...examples.matchAll(/^(\d+)\. (.+)$/gm)].map(match => ({
  number: Number(match[1]),
  title: match[2]!,
}));
const [platform, manifest, ...pairs] = blocks;

/** What the editor reports, what a plan would have to decide, and the messages for the changes that the expected text names. */
async function reported(rules: string, expected: string): Promise<string> {
  const texts = {
    'main.tf': platform!.text,
    'variables.tf': 'variable "pool_size" {}\n',
    [manifest!.path!]: manifest!.text,
    'team.rules.hcl': rules,
  };
  const { snapshot, uri } = await workspaceOf(texts, { checks: onlyCheck('KS520') }, lifecycleOn('2026-11-24'));
  const lines = Object.keys(texts)
    .sort()
    .flatMap(path =>
      now(allDiagnostics(snapshot, uri(path)))
        .filter(({ code }) => isRuleCode(code) || code === 'KS520')
        .map(({ range, message }) => `${path}:${range.start.line + 1}: ${message as string}`),
    );
  const root = snapshot.model.tree.rootInstances()[0]!;
  const { set, outcomes, platform: judged } = now(ruleOutcomes(snapshot, root));
  const undecided = outcomes.filter(({ judgement }) => judgement.kind === 'unknown').length;
  if (undecided > 0) lines.push(`${undecided} undecided`);
  for (const [, environment = '', action = '', address = ''] of expected.matchAll(/^change (\S+) (\S+) ([^:\s]+)/gm)) {
    const type = address.split('.').at(-2)!;
    const module = address.startsWith('module.') ? address.split('.').slice(0, 2).join('.') : '';
    const resource = { address, type, action: action as ForecastAction, reasons: [], module };
    const forecast: Forecast = { environments: { [environment]: { resources: [resource] } } };
    for (const { message } of changeOutcomes(judged!, set, forecast).broken)
      lines.push(`change ${environment} ${action} ${address}: ${message}`);
  }
  return lines.length === 0 ? 'no findings' : lines.join('\n');
}

describe('the rules in the documentation', () => {
  it('are twenty examples, each with what is reported', () => {
    assert.equal(titles.length, 20);
    assert.equal(pairs.length, 2 * titles.length);
  });

  for (const { number, title } of titles)
    it(title, async () => {
      const [rules, expected] = pairs.slice(2 * (number - 1), 2 * number);
      assert.equal(await reported(rules!.text, expected!.text), expected!.text.trim());
    });
});
