// Runs change no files of the user, and leave no secrets behind: searches everything that a run writes and prints.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resourceDiff, outputDiff } from '../../../client/plan/model/planDiff';
import { planMarkdown } from '../../../common/plan/planMarkdown';
import { outcomeMessage } from '../../../client/plan/model/planMessages';
import type { Platform } from '../../../common/protocol';
import { skipWithout } from '../../support/skipWithout';
import { PlanFolder } from '../../support/terraform/plan/planFolder';

const secret = `planted-${process.pid}-s3cr3t`;
const other = `other-${process.pid}-s3cr3t`;
const location = { uri: 'file:///a.tf', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };

for (const program of ['terraform', 'tofu'] as const) {
  describe(`files and secrets of plans with ${program}`, function () {
    let folder: PlanFolder;
    before(function () {
      skipWithout(this, program);
    });
    afterEach(() => folder.delete());

    it('leave the sample platform byte-identical in every environment', async () => {
      folder = new PlanFolder(undefined, program);
      folder.run(['init', '-input=false']);
      for (const environment of ['ops', 'apps', 'apps-prod']) folder.run(['workspace', 'new', environment]);
      const before = folder.contents();
      const environments = ['ops', 'apps', 'apps-prod'];
      const platform = samplePlatform;
      const outcomes = await Promise.all(
        environments.map(environment => folder.runner.plan({ ...folder.request(environment), platform })),
      );
      for (const outcome of outcomes) {
        assert.ok(outcome.kind === 'planned', JSON.stringify(outcome));
        const owners = new Set(outcome.plan.changes.map(({ owner }) => `${owner.kind} ${owner.name}`));
        assert.ok(owners.has('cluster eks_gc0_eu-west-1'), [...owners].join());
        assert.ok(owners.has('nodePool eks_gc0_eu-west-1_node_pool_batch'), [...owners].join());
        assert.ok(owners.has('service eks_gc0_eu-west-1_feature_cert_manager'), [...owners].join());
      }
      assert.deepEqual(folder.contents(), before);
      assert.deepEqual(folder.leftovers(), []);
    });

    it('are unchanged if the plan fails, and arguments that would write are rejected', async () => {
      folder = new PlanFolder({ 'main.tf': 'resource "terraform_data" "a" {\n  input = nothing\n}\n' }, program);
      folder.run(['workspace', 'new', 'ops']);
      const before = folder.contents();
      assert.equal((await folder.runner.plan(folder.request('ops'))).kind, 'errors');
      const refused = ['-out=x', '--json', '-chdir=..', '-destroy', '-generate-config-out=a.tf'];
      const outcome = await folder.runner.plan({ ...folder.request('ops'), arguments: [...refused, '-parallelism=2'] });
      assert.deepEqual(outcome, { kind: 'argumentsRefused', refused });
      assert.deepEqual(folder.contents(), before);
      assert.deepEqual(folder.leftovers(), []);
    });

    it('keep sensitive values out of the model, the texts, the log and the temporary folder', async () => {
      const since = Date.now();
      folder = new PlanFolder({ 'main.tf': secretModule(1), 'terraform.tfvars': `secret = "${secret}"\n` }, program);
      folder.apply('ops');
      folder.write('main.tf', secretModule(2));
      folder.write('terraform.tfvars', `secret = "${other}"\n`);
      const outcome = await folder.runner.plan({ ...folder.request('ops'), arguments: ['-var', `more=${secret}`] });
      assert.ok(outcome.kind === 'planned', JSON.stringify(outcome));
      const { plan } = outcome;
      const diffs = plan.changes.map(change => resourceDiff(change));
      const kept = diffs.find(({ after }) => after.includes('terraform_data.kept'));
      assert.match(kept?.after ?? '', /password = \(sensitive value, changed\)/);
      assert.match(kept?.before ?? '', /password = \(sensitive value\)/);
      const texts = [
        JSON.stringify(plan),
        JSON.stringify(diffs),
        JSON.stringify(plan.outputs.map(output => outputDiff(output))),
        planMarkdown([{ environment: 'ops', plan: plan, isStale: false }]),
        outcomeMessage(outcome, 'ops'),
        JSON.stringify(folder.events),
      ];
      for (const text of texts) {
        assert.ok(!text.includes(secret), text);
        assert.ok(!text.includes(other), text);
      }
      assert.deepEqual(folder.leftovers(), []);
      assert.deepEqual(filesWith([secret, other], since, folder.path), []);
    });

    it('are private during the plan, and are removed if the editor is killed', async function () {
      folder = new PlanFolder({ 'main.tf': 'resource "terraform_data" "a" {}\n' }, program);
      folder.apply('ops');
      const modes: number[] = [];
      const onEvent = () => {
        for (const name of readdirSync(folder.storage).filter(each => each.startsWith('run-')))
          modes.push(statSync(join(folder.storage, name)).mode & 0o777);
        modes.push(statSync(folder.storage).mode & 0o777);
      };
      await folder.runner.plan({ ...folder.request('ops'), onEvent });
      assert.ok(modes.length > 0);
      assert.deepEqual([...new Set(modes)], [0o700]);
      folder.write('more.tf', 'resource "terraform_data" "b" {}\n');
      const editor = folder.editor('ops');
      await editor.reached('reading');
      await editor.kill();
      await folder.storageEmptied();
    });
  });
}

function secretModule(count: number): string {
  return `
variable "secret" {
  type      = string
  sensitive = true
}
variable "more" {
  sensitive = true
  default   = "nothing"
}
resource "terraform_data" "kept" {
  input = { password = var.secret, count = ${count} }
}
resource "terraform_data" "plain" {
  input = { all = "x${count}", whole = sensitive("${count}-\${var.secret}") }
}
output "o" {
  value     = [terraform_data.kept.output, var.more]
  sensitive = true
}
`;
}

/** @returns files of the temporary folder that were written since then and contain a secret, except for terraform's own. */
function filesWith(secrets: readonly string[], since: number, except: string): string[] {
  const found: string[] = [];
  const visit = (path: string, depth: number): void => {
    if (path === except || depth > 4) return;
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const name = join(path, entry.name);
      try {
        if (entry.isDirectory()) visit(name, depth + 1);
        else if (entry.isFile() && statSync(name).mtimeMs >= since - 1000 && statSync(name).size < 20_000_000) {
          const text = readFileSync(name, 'latin1');
          if (secrets.some(text.includes.bind(text))) found.push(name);
        }
      } catch {
        // The file belongs to another user, or was removed.
      }
    }
  };
  visit(tmpdir(), 0);
  return found;
}

const samplePlatform: Platform = {
  uri: 'file:///sample',
  environments: ['ops', 'apps', 'apps-prod'],
  baseEnvironment: 'apps-prod',
  frameworkVersions: [],
  services: [],
  clusters: [
    {
      name: 'eks_gc0_eu-west-1',
      provider: 'aws',
      location,
      environments: {},
      nodePools: [{ name: 'eks_gc0_eu-west-1_node_pool_batch', location, environments: {} }],
      services: [
        {
          name: 'eks_gc0_eu-west-1_feature_cert_manager',
          source: './modules/cert_manager',
          location,
          environments: {},
        },
      ],
    },
  ],
};
