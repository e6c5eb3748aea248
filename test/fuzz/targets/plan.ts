/** Output of terraform: the JSON of a plan file, and the lines of `plan -json`. */
import { undivided } from '../../../common/plan/workSlice';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OutputStream } from '../../../client/plan/output/outputStream';
import { PlanJsonReader } from '../../../common/plan/planJson';
import { planMarkdown } from '../../../common/plan/planMarkdown';
import { buildPlan, type PlanContext } from '../../../common/plan/planModel';
import { diagnosticsInText } from '../../../client/plan/output/planDiagnostics';
import type { FuzzSession, FuzzTarget } from '../target';
import { texts } from './corpus';

const CONTEXT: PlanContext = {
  environment: 'ops',
  folder: '/platform',
  product: 'terraform',
  version: '1.11.4',
  inputs: { files: {} },
  diagnostics: [],
  finishedAt: 0,
};

interface Recorded {
  readonly parameters: string;
  readonly stdout: string;
}

/** Recorded output of real programs by command. */
function recorded(parameters: RegExp): readonly Buffer[] {
  const file = join(__dirname, '../../terraform/plan/recordedTofu.json');
  const scenes = JSON.parse(readFileSync(file, 'utf8')) as Record<string, readonly Recorded[]>;
  const found = Object.values(scenes).flatMap(scene => scene.filter(each => parameters.test(each.parameters)));
  return texts(...new Set(found.map(({ stdout }) => stdout)));
}

const WORDS: readonly string[] = [
  ...[
    '"actions"',
    '["delete","create"]',
    '"before"',
    '"after"',
    '"after_unknown"',
    '"before_sensitive"',
    '"replace_paths"',
    '"importing"',
  ],
  ...[
    '"resource_changes"',
    '"resource_drift"',
    '"output_changes"',
    '"checks"',
    '"variables"',
    '"address"',
    '"to_display"',
    '"deposed"',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\n',
    'true',
    'null',
    '1e400',
    '{"type":"planned_change"}',
    '{"diagnostic":{"severity":"error"}}',
  ],
];

const FULL = JSON.stringify({
  format_version: '1.2',
  terraform_version: '1.11.4',
  variables: { token: { value: 'hunter2' }, plain: { value: { a: [1, 2] } } },
  configuration: { root_module: { variables: { token: { sensitive: true }, plain: {} } } },
  resource_changes: [
    {
      address: 'module.a.aws_eks_cluster.this[0]',
      module_address: 'module.a',
      mode: 'managed',
      type: 'aws_eks_cluster',
      name: 'this',
      index: 0,
      provider_name: 'registry.terraform.io/hashicorp/aws',
      action_reason: 'replace_because_cannot_update',
      change: {
        actions: ['delete', 'create'],
        before: { name: 'a', tags: { x: 'y' }, list: [1, { b: 2 }], secret: 'hunter2' },
        after: { name: 'b', tags: {}, list: [1], secret: null },
        after_unknown: { id: true, list: [false, { b: true }] },
        before_sensitive: { secret: true },
        after_sensitive: { tags: {}, secret: true },
        replace_paths: [['name'], ['list', 0, 'b.c']],
      },
    },
    {
      address: 'data.x.y',
      mode: 'data',
      type: 'x',
      name: 'y',
      change: { actions: ['read'], before: null, after: {}, after_unknown: true, importing: { id: 'i-1' } },
    },
    { address: 'x.z', previous_address: 'x.w', type: 'x', name: 'z', deposed: 'abc', change: { actions: ['no-op'] } },
  ],
  resource_drift: [
    { address: 'x.y', type: 'x', name: 'y', change: { actions: ['update'], before: { a: 1 }, after: { a: 2 } } },
  ],
  output_changes: { o: { actions: ['create'], before: null, after: 'x', after_unknown: false } },
  checks: [
    {
      address: { kind: 'check', to_display: 'check.a', name: 'a' },
      status: 'fail',
      instances: [{ address: { to_display: 'check.a' }, status: 'fail', problems: [{ message: 'no' }] }],
    },
  ],
  prior_state: { values: { root_module: { resources: [{ values: { a: 'b"}]' } }] } } },
});

class PlanSession implements FuzzSession {
  async run(input: Buffer): Promise<void> {
    const reader = new PlanJsonReader();
    try {
      // Chunks of any length, like from a pipe.
      for (let at = 0; at < input.length; at += 333) reader.push(input.subarray(at, at + 333));
    } catch (error) {
      if (error instanceof SyntaxError) return;
      throw error;
    }
    const plan = await buildPlan(reader.result, CONTEXT, undivided);
    planMarkdown([{ environment: 'ops', plan, isStale: false }]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class OutputSession implements FuzzSession {
  async run(input: Buffer): Promise<void> {
    const stream = new OutputStream('/platform', () => {}, true);
    for (let at = 0; at < input.length; at += 77) await stream.push(input.subarray(at, at + 77));
    await stream.end();
    await buildPlan(stream.listed.json, { ...CONTEXT, diagnostics: stream.diagnostics }, undivided);
    diagnosticsInText(input.toString('utf8'), '/platform');
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export const planTargets: readonly FuzzTarget[] = [
  {
    name: 'plan-json',
    corpus: () => [...texts(FULL), ...recorded(/^show -json/)],
    dictionary: WORDS,
    structure: 'json',
    open: () => Promise.resolve(new PlanSession()),
  },
  {
    name: 'plan-lines',
    corpus: () => recorded(/^(?:plan|init) /),
    dictionary: WORDS,
    structure: 'json-lines',
    open: () => Promise.resolve(new OutputSession()),
  },
];
