// Compares the report of a plan with the plan itself, both from the output of a real terraform.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resourceDiff, outputDiff } from '../../../client/plan/model/planDiff';
import { NO_FILTER } from '../../../client/plan/ui/tree/planFilter';
import type { PlanNode } from '../../../client/plan/ui/tree/planNode';
import { planTree } from '../../../client/plan/ui/tree/planTree';
import { PlanJsonReader } from '../../../common/plan/planJson';
import type { Plan } from '../../../common/plan/plan';
import { buildPlan, countActions, type PlanContext } from '../../../common/plan/planModel';
import { planReportText } from '../../../common/plan/planReport';
import { planReportMarkdown } from '../../../common/plan/planReportMarkdown';
import { readPlanReport } from '../../../common/plan/readPlanReport';
import { undivided } from '../../../common/plan/workSlice';
import { platform } from '../../support/client/plan/planOf';
import { skipWithout } from '../../support/skipWithout';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { PLANTED, randomFrom, randomModules } from '../../support/terraform/plan/randomPlan';
import { randomCases } from '../../support/randomCases';

const seed = Number(process.env['PLAN_REPORT_SEED'] ?? 7);
const runs = randomCases(3, 30);

const CONTEXT: PlanContext = {
  environment: 'ops',
  folder: '/platform',
  product: 'terraform',
  version: '',
  finishedAt: 0,
  inputs: { files: {} },
  diagnostics: [],
  platform,
};

function terraform(folder: string, ...parameters: string[]): Buffer {
  const { status, stdout, stderr } = spawnSync('terraform', parameters, {
    cwd: folder,
    env: { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' },
    maxBuffer: 1 << 28,
  });
  assert.equal(status, 0, `terraform ${parameters[0]!}: ${stderr.toString()}`);
  return stdout;
}

/** All texts of a plan in the view and its documents. */
function shown(plan: Plan): unknown {
  const entry = { platform: 'file:///platform', environment: 'ops', arguments: [], changedFiles: [], plan } as const;
  const context = { filter: NO_FILTER, time: () => '12:00', dateTime: () => 'today', path: (file: string) => file };
  const visit = (node: PlanNode): unknown => [
    ...[node.id, node.kind, node.label, node.description, node.icon, node.color, node.accessibilityLabel],
    ...[node.expanded, node.target, node.details(), (node.children?.() ?? []).map(visit)],
  ];
  const entries = [{ ...entry, outcome: { kind: 'planned', plan } as const }];
  return {
    tree: planTree([{ platform: entry.platform, name: '', entries }], context).map(visit),
    diffs: [...plan.changes, ...plan.drift].map(resource => resourceDiff(resource)),
    outputs: plan.outputs.map(output => outputDiff(output)),
  };
}

describe('reports of real plans', function () {
  before(function () {
    skipWithout(this, 'terraform');
  });

  for (let run = 0; run < runs; run++) {
    it(`contain the changes of the plan, and no secret (seed ${seed + run})`, async () => {
      const { before, after } = randomModules(randomFrom(seed + run));
      const folder = new TemporaryFolder(before);
      try {
        terraform(folder.path, 'init', '-input=false');
        terraform(folder.path, 'apply', '-auto-approve', '-input=false');
        for (const [path, text] of Object.entries(after)) folder.write(path, text);
        terraform(folder.path, 'plan', '-input=false', '-out=plan');
        const reader = new PlanJsonReader();
        reader.push(terraform(folder.path, 'show', '-json', 'plan'));
        assert.ok(JSON.stringify(reader.result).includes(PLANTED), 'no secret was planted');
        assert.ok(reader.result.changes.length > 0);
        const plan = await buildPlan(reader.result, CONTEXT, undivided);
        const text = [...planReportText(plan, { environment: 'ops' })].join('');
        assert.ok(!text.includes(PLANTED), text.slice(Math.max(0, text.indexOf(PLANTED) - 300)).slice(0, 600));
        const read = readPlanReport(text);
        assert.ok('plan' in read, JSON.stringify(read));
        const markdown = planReportMarkdown(read.plan, read.origin);
        assert.ok(!markdown.includes(PLANTED), markdown);
        assert.equal(markdown, planReportMarkdown(plan, read.origin));
        const counts = countActions(read.plan.changes);
        const again: Plan = { ...plan, ...read.plan, counts };
        assert.deepEqual(again, plan);
        assert.deepEqual(shown(again), shown(plan));
      } finally {
        folder.delete();
      }
    });
  }
});
