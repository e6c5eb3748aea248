// A platform whose checks are slow: some diagnostics are available immediately, the others after the checks.
import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { findingsOf, isProvisional } from '../../../../server/checks/engine/checkRunner';
import { CHECKS } from '../../../../server/checks/engine/registry';
import { callFindings } from '../../../../server/checks/engine/callFindings';
import { callDiagnostics } from '../../../../server/diagnostics/callDiagnostics';
import { allCalls } from '../../../../server/kubestack/platform/platform';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { countPauses } from '../../../support/countPauses';
import { lines } from '../../../worstCases/worstCase';
import { workspaceOf } from '../../../support/testWorkspace';

const cluster = (index: number, ops: string): string => `module "eks_gc${index}_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=${index === 0 ? 'v0.18.2-beta.0' : 'v0.19.2-beta.0'}"

  configuration = {
    apps = {
      name_prefix = "gc${index}"
    }
    ops = {
      ${ops}
    }
  }
}
`;

const codesOf = (found: readonly { code?: number | string }[], wanted: readonly string[]): string[] =>
  found.map(({ code }) => String(code)).filter(code => wanted.includes(code));
/** A check of the call itself (KS210), and one of the whole platform (KS102). */
const WANTED = ['KS102', 'KS210'];

describe('the checks of one module call', () => {
  it('run with a pause after each, since a call may have very many attributes', async () => {
    const { snapshot } = await workspaceOf({ 'main.tf': cluster(1, 'name_prefix = "ops"') });
    const [root] = snapshot.model.tree.rootInstances();
    const [call] = now(allCalls(root!, snapshot.model));
    const checks = CHECKS.filter(check => check.scope === 'call');
    assert.equal(countPauses(callFindings(snapshot, call!, checks)).pauses, checks.length);
  });
});

describe('diagnostics of a large platform', () => {
  const texts = Object.fromEntries(
    Array.from({ length: 130 }, (_, index) => [`cluster_${index}.tf`, cluster(index, 'name_prefix = "ops"')]),
  );
  texts['cluster_0.tf'] = cluster(0, 'name_prefix = "gc0"');

  it('contain the problems of single calls first, and those of the whole platform after the background run', async () => {
    const { snapshot: plain, uri, workspace } = await workspaceOf(texts);
    const snapshot = { ...plain, client: { ...plain.client, canRefreshDiagnostics: true } };
    const here = uri('cluster_0.tf');
    assert.deepEqual(codesOf(now(allDiagnostics(snapshot, here)), WANTED), ['KS210']);
    assert.equal(isProvisional(snapshot, here), true);
    const [root] = snapshot.model.tree.rootInstances();
    now(findingsOf(snapshot, root!));
    assert.deepEqual(codesOf(now(allDiagnostics(snapshot, here)), WANTED), ['KS102', 'KS210']);
    assert.equal(isProvisional(snapshot, here), false);
    // After an edit, findings of the rest stay, and those of the edited call are new.
    workspace.setDocument(here, `\n${cluster(0, 'name_prefix = "other"')}`);
    assert.deepEqual(codesOf(now(allDiagnostics(plain, here)), WANTED), ['KS102']);
  });

  it('pause after each check of a module that is called many times', async () => {
    const calls = 130;
    const { snapshot: plain, uri } = await workspaceOf({
      'main.tf': lines(calls, index => `module "c${index}" {\n  source = "./m"\n  prefix = "p${index}"\n}`),
      'm/main.tf': `variable "prefix" {}\n${cluster(1, 'name_prefix = var.prefix')}`,
    });
    const snapshot = { ...plain, client: { ...plain.client, canRefreshDiagnostics: true } };
    const here = uri('m/main.tf');
    assert.equal(isProvisional(snapshot, here), true);
    const { pauses } = countPauses(allDiagnostics(snapshot, here));
    assert.ok(pauses > calls * CHECKS.filter(check => check.scope === 'call').length, `${pauses}`);
  });

  it('pause between the module blocks of a file', async () => {
    const { snapshot, uri } = await workspaceOf({ 'main.tf': lines(640, index => `module "a${index}" {}`) });
    const file = snapshot.model.workspace.file(uri('main.tf'))!;
    assert.equal(countPauses(callDiagnostics(snapshot, file)).pauses, 10);
  });

  it('after an edit need the configurations of the edited call alone, and resolve no folder that was read', async () => {
    const { snapshot, uri, workspace } = await workspaceOf({
      ...texts,
      'services.tf': 'module "nginx" {\n  source = "./modules/nginx"\n}\n',
      'modules/nginx/main.tf': 'locals {}\n',
    });
    const { model } = snapshot;
    const [root] = model.tree.rootInstances();
    now(findingsOf(snapshot, root!));
    const configurationOf = model.effectiveConfiguration.bind(model);
    const evaluated = new Set<string>();
    const resolved: string[] = [];
    const { fileSystem } = workspace;
    Object.assign(model, {
      effectiveConfiguration(...parameters: Parameters<typeof model.effectiveConfiguration>) {
        evaluated.add(parameters[0].name);
        return configurationOf(...parameters);
      },
    });
    Object.assign(fileSystem, { isOutside: (folder: string) => resolved.push(folder) < 0 });
    workspace.setDocument(uri('cluster_7.tf'), cluster(7, 'name_prefix = "other"'));
    now(findingsOf(snapshot, root!));
    assert.deepEqual([...evaluated], ['eks_gc7_eu-west-1']);
    assert.deepEqual(
      resolved.filter(folder => folder.includes('/modules/')),
      [],
    );
  });

  it("are complete at once for a client that can't pull again", async () => {
    const { snapshot, uri } = await workspaceOf(texts);
    assert.deepEqual(codesOf(now(allDiagnostics(snapshot, uri('cluster_0.tf'))), WANTED), ['KS102', 'KS210']);
    assert.equal(isProvisional(snapshot, uri('cluster_0.tf')), false);
  });

  it('depend on the size of the platform, not on how long checks took before', async () => {
    const { snapshot: plain, uri, workspace } = await workspaceOf(texts);
    const small = await workspaceOf({ 'cluster_0.tf': cluster(0, 'name_prefix = "gc0"') });
    const clock = performance.now.bind(performance);
    let milliseconds = 0;
    performance.now = () => (milliseconds += 1_000);
    try {
      for (const [each, file, expected] of [
        [plain, uri('cluster_0.tf'), true],
        [small.snapshot, small.uri('cluster_0.tf'), false],
      ] as const) {
        const snapshot = { ...each, client: { ...each.client, canRefreshDiagnostics: true } };
        now(findingsOf(snapshot, snapshot.model.tree.rootInstances()[0]!));
        assert.equal(isProvisional(snapshot, file), false);
        (expected ? workspace : small.workspace).setDocument(file, `\n${cluster(0, 'name_prefix = "gc0"')}`);
        assert.equal(isProvisional(snapshot, file), expected);
      }
    } finally {
      performance.now = clock;
    }
  });
});
