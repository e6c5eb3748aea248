import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import type { CheckedDrift } from '../../../../common/drift/drift';
import { acceptedDrift, newDriftEntry } from '../../../../server/features/drift';
import { checkDiagnostics, linesWith } from '../../../support/checks/checkedWorkspace';
import { lifecycleOn } from '../../../support/lifecycleOn';
import { workspaceOf } from '../../../support/testWorkspace';

const CLUSTER = 'module.eks_gc0_eu-west-1.module.cluster.aws_eks_cluster.current';
const TODAY = '2026-11-23';
const platform = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"

  configuration_base_key = "apps"
  configuration = {
    apps = { name_prefix = "gc0" }
    ops  = {}
  }
}
`;

const entry = (attributes: string, address = CLUSTER): string => `drift "${address}" {\n${attributes}\n}\n`;
const lasting = 'reason = "known"\nuntil = "2026-11-23"\n';

const drifted = (environment: string, ...paths: string[]): CheckedDrift => ({
  environment,
  drift: [{ address: CLUSTER, isDeleted: false, paths }],
});

/** The reasons of accepted drift, and the lines of unused entries. */
async function judged(
  text: string,
  checks: readonly CheckedDrift[],
  today: string | null = TODAY,
): Promise<{ accepted: (string | undefined)[][]; unused: number[] }> {
  const files = { 'main.tf': platform, 'a.drift.hcl': text };
  const lifecycle = today === null ? undefined : lifecycleOn(today);
  const { snapshot, uri } = await workspaceOf(files, {}, lifecycle);
  const { accepted, unused } = now(acceptedDrift(snapshot, { uri: uri(''), checks }));
  return {
    accepted: accepted.map(each => each.map(found => found?.reason)),
    unused: unused.map(({ range }) => range.start.line + 1),
  };
}

const isAccepted = async (text: string, check: CheckedDrift, today?: string | null): Promise<boolean> =>
  (await judged(text, [check], today)).accepted[0]?.[0] !== undefined;

describe('accepted drift', () => {
  it('takes out the attributes and environments that an entry names', async () => {
    const text = entry(`environments = ["ops"]\narguments = ["version", "scaling"]\n${lasting}`);
    assert.equal(await isAccepted(text, drifted('ops', 'version')), true);
    assert.equal(await isAccepted(text, drifted('ops', 'version', 'scaling.max')), true);
    assert.equal(await isAccepted(text, drifted('ops', 'version', 'tags')), false);
    assert.equal(await isAccepted(text, drifted('ops', 'versions')), false);
    assert.equal(await isAccepted(text, drifted('apps', 'version')), false);
    // Too many attributes to list.
    const drift = [{ address: CLUSTER, isDeleted: false }];
    assert.equal(await isAccepted(text, { environment: 'ops', drift }), false);
  });

  it('takes out a deleted resource only if the entry names no attributes', async () => {
    const deleted = { environment: 'ops', drift: [{ address: CLUSTER, isDeleted: true }] };
    assert.equal(await isAccepted(entry(lasting), deleted), true);
    assert.equal(await isAccepted(entry(`arguments = ["version"]\n${lasting}`), deleted), false);
  });

  it('never hides drift if the entry is expired or invalid, or if the day is unknown', async () => {
    const check = drifted('ops', 'version');
    assert.equal(await isAccepted(entry(lasting), check), true);
    assert.equal(await isAccepted(entry(lasting), check, '2026-11-24'), false);
    assert.equal(await isAccepted(entry(lasting), check, null), false);
    const invalid = [
      entry('until = "2027-01-31"'),
      entry('reason = "known"'),
      entry('reason = ""\nuntil = "2027-01-31"'),
      entry('reason = "known"\nuntil = "2027-02-30"'),
      entry('reason = "known"\nuntil = "9999"'),
      entry('reason = "known"\nuntil = var.day'),
      entry('reason = "${"known"}"\nuntil = "2027-01-31"'),
      entry(`environments = []\n${lasting}`),
      entry(`environments = "ops"\n${lasting}`),
      entry(`arguments = [version]\n${lasting}`),
      entry(`environment = ["apps"]\n${lasting}`),
      entry(`${lasting}${lasting}`),
      entry(`nested {}\n${lasting}`),
      entry(lasting, `${CLUSTER}" "more`),
      entry(lasting, 'module.*'),
      `ignore "${CLUSTER}" {\n${lasting}}\n`,
      `drift {\n${lasting}}\n`,
      `drift "${CLUSTER}" {\n${lasting}`,
      'x'.repeat(600_000),
    ];
    for (const text of invalid) {
      assert.equal(await isAccepted(text, check), false, text.slice(0, 200));
      const lines = await linesWith('KS517', { 'main.tf': platform, 'a.drift.hcl': text });
      assert.ok(lines.length > 0, `no diagnostic: ${text.slice(0, 200)}`);
    }
  });

  it('still accepts what the other entries of a file accept', async () => {
    const text = `${entry('until = "tomorrow"')}\n${entry(lasting)}`;
    assert.equal(await isAccepted(text, drifted('ops', 'version')), true);
  });

  it('reports entries that accept nothing when all of their environments were checked', async () => {
    const text = `${entry(`environments = ["ops"]\n${lasting}`)}${entry(lasting)}`;
    const nothing = (environment: string): CheckedDrift => ({ environment, drift: [] });
    assert.deepEqual((await judged(text, [nothing('ops')])).unused, [1]);
    assert.deepEqual((await judged(text, [nothing('ops'), nothing('apps')])).unused, [1, 7]);
    assert.deepEqual((await judged(text, [nothing('ops'), drifted('apps', 'version')])).unused, [1]);
    // Expired entries have another diagnostic.
    assert.deepEqual((await judged(text, [nothing('ops'), nothing('apps')], '2027-01-01')).unused, []);
  });

  it('is written as an entry that accepts exactly that drift', async () => {
    const { snapshot, uri } = await workspaceOf({ 'main.tf': platform }, {}, lifecycleOn(TODAY));
    const reason = 'quotes " and ${templates}\nand lines';
    const written = newDriftEntry(snapshot, {
      uri: uri(''),
      address: `${CLUSTER}["a\\"b"]`,
      environments: ['ops'],
      arguments: ['version'],
      reason,
      until: '2026-12-31',
    });
    assert.equal(written.uri, uri('accepted.drift.hcl'));
    const check = {
      environment: 'ops',
      drift: [{ address: `${CLUSTER}["a\\"b"]`, isDeleted: false, paths: ['version'] }],
    };
    assert.deepEqual((await judged(written.text, [check])).accepted, [[reason]]);
    await checkDiagnostics('KS517', { 'main.tf': platform, 'a.drift.hcl': written.text }, []);
  });

  it('can be silenced like other findings', async () => {
    const text = `# kubestack:ignore KS517 under discussion\n${entry('until = "2027-01-31"')}`;
    await checkDiagnostics('KS517', { 'main.tf': platform, 'a.drift.hcl': text }, []);
  });
});
