// What is reported about versions of Kubernetes on a day: cloud, version, day and framework.
import assert from 'node:assert/strict';
import { dayOf } from '../../../../server/kubestack/lifecycle/lifecycle';
import { foundIn } from '../../../support/checks/checkedWorkspace';
import { lifecycleOn } from '../../../support/lifecycleOn';
import { workspaceOf } from '../../../support/testWorkspace';

const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
const RELEASE = 'v0.19.2-beta.0';
const CLOUDS = {
  eks: ['aws', 'cluster_version'],
  aks: ['azurerm', 'kubernetes_version'],
  gke: ['google', 'cluster_min_master_version'],
  scw: ['scaleway', 'cluster_version'],
} as const;
type Cloud = keyof typeof CLOUDS;

function platform(cloud: Cloud, apps: string, ops: string | undefined, ref: string): Record<string, string> {
  const [folder, name] = CLOUDS[cloud];
  const own = ops === undefined ? '' : `${name} = "${ops}"`;
  return {
    'main.tf': `module "${cloud}_gc0_region" {
  source = "github.com/kbst/terraform-kubestack//${folder}/cluster?ref=${ref}"
  configuration = {
    apps = { ${name} = "${apps}" }
    ops  = { ${own} }
  }
}
`,
  };
}

/** `KS801 warning` of each finding about versions. What is retired has its own tests: retiredSoftware.test.ts. */
async function found(cloud: Cloud, versions: string, day: string, ref: string): Promise<string> {
  const [apps = '', ops] = versions.split(' ops ');
  const workspace = await workspaceOf(platform(cloud, apps, ops, ref), {}, lifecycleOn(day));
  return foundIn(workspace)
    .filter(({ check }) => check.code.startsWith('KS8') && check.code !== 'KS809')
    .map(({ check, level }) => `${check.code} ${level}`)
    .join(', ');
}

/** Cloud, version of `apps` (and of `ops`, if it differs), day, expected findings, framework. */
const SITUATIONS: readonly (readonly [Cloud, string, string, string, string?])[] = [
  // The last day of support is the one that the source names.
  ['aks', '1.34', '2026-09-30', ''],
  ['aks', '1.34', '2026-10-01', 'KS801 information'],
  ['aks', '1.34', '2026-11-30', 'KS801 information'],
  ['aks', '1.34', '2026-12-01', 'KS801 warning'],
  ['aks', '1.33', '2026-11-23', 'KS801 warning'],
  ['aks', '1.35', '2026-11-23', ''],
  ['aks', '1.31', '2026-11-23', 'KS801 warning'],
  // Older than all versions of the source.
  ['aks', '1.18', '2026-11-23', 'KS801 warning'],
  // What a cloud has announced is used for 430 days after its source was read, and the predictions for GKE for 180 days.
  ['aks', '1.34', '2026-12-31', 'KS801 warning'],
  ['aks', '1.34', '2027-10-26', 'KS801 warning'],
  ['aks', '1.34', '2027-10-27', ''],
  ['aks', '1.32', '2028-06-01', 'KS801 warning'],
  ['gke', '1.35', '2027-02-17', 'KS801 information'],
  ['gke', '1.35', '2027-02-18', ''],
  ['gke', '1.33', '2027-06-01', 'KS801 information'],
  // The newest known version, and newer ones, are never wrong.
  ['aks', '1.36', '2027-07-01', ''],
  ['aks', '1.37', '2026-11-23', ''],
  ['aks', '1.36', '2026-11-23', ''],
  // EKS: standard and extended support.
  ['eks', '1.34', '2026-10-02', ''],
  ['eks', '1.34', '2026-10-03', 'KS801 information'],
  ['eks', '1.34', '2026-12-02', 'KS801 information'],
  ['eks', '1.34', '2026-12-03', 'KS801 warning'],
  ['eks', '1.33', '2026-11-23', 'KS801 warning'],
  ['eks', '1.31', '2026-11-23', 'KS801 warning'],
  ['eks', '1.31', '2026-11-27', 'KS801 warning'],
  ['eks', '1.36', '2026-11-23', ''],
  // EKS has no Amazon Linux 2 from 1.33 on, which releases use.
  ['eks', '1.33', '2026-06-01', 'KS801 information, KS804 error', RELEASE],
  ['eks', '1.35', '2026-11-23', 'KS804 error', RELEASE],
  ['eks', '1.32', '2026-01-01', '', RELEASE],
  ['eks', '1.35', '2026-11-23', '', 'v0.15.1-beta.1'],
  ['eks', '1.35', '2026-11-23', '', 'main'],
  // GKE: a minimum.
  ['gke', '1.33', '2026-06-03', ''],
  ['gke', '1.33', '2026-06-04', 'KS801 information'],
  ['gke', '1.33', '2026-11-23', 'KS801 information'],
  ['gke', '1.35', '2026-11-23', ''],
  ['gke', '1.34.1-gke.100', '2026-11-23', 'KS801 information'],
  ['gke', 'latest', '2026-11-23', ''],
  // Scaleway.
  ['scw', '1.33', '2026-11-04', 'KS801 information'],
  ['scw', '1.33', '2026-11-05', 'KS801 warning'],
  ['scw', '1.34', '2026-11-23', 'KS801 information'],
  ['scw', '1.32', '2026-11-23', 'KS801 warning'],
  // Environments.
  ['aks', '1.36 ops 1.35', '2026-11-23', 'KS802 warning'],
  ['aks', '1.35 ops 1.36', '2026-11-23', 'KS803 information'],
  ['eks', '1.35 ops 1.36', '2026-11-23', ''],
  ['aks', '1.34 ops 1.33', '2026-11-23', 'KS801 warning, KS801 information, KS802 warning'],
  ['gke', '1.36 ops 1.35', '2026-11-23', 'KS802 warning'],
];

describe('findings about versions of Kubernetes', () => {
  assert.ok(SITUATIONS.length >= 40);
  for (const [cloud, versions, day, expected, ref = HEAD] of SITUATIONS)
    it(`${cloud} ${versions} on ${day} at ${ref.slice(0, 14)}: ${expected || 'none'}`, async () => {
      assert.equal(await found(cloud, versions, day, ref), expected);
    });

  it('do not exist without a date', async () => {
    const workspace = await workspaceOf(platform('aks', '1.30', undefined, HEAD));
    assert.deepEqual(
      foundIn(workspace).filter(({ check }) => check.code === 'KS801'),
      [],
    );
  });

  it('say what happens in each environment, when, and from where the date is', async () => {
    const workspace = await workspaceOf(platform('eks', '1.34', '1.33', HEAD), {}, lifecycleOn('2026-11-23'));
    const findings = foundIn(workspace).filter(({ check }) => check.code === 'KS801');
    assert.deepEqual(
      findings.map(({ finding }) => [finding.message, finding.related?.[0]?.message]),
      [
        [
          '"ops": Standard support of Kubernetes 1.33 on EKS ended on 2026-07-29, and the cluster costs more. Extended support ends on 2027-07-29. AWS then upgrades the cluster.',
          'Source: endoflife-date/endoflife.date, products/amazon-eks.md, last changed on 2026-07-08.',
        ],
        [
          '"apps": Standard support of Kubernetes 1.34 on EKS ends on 2026-12-02. The cluster then costs more.',
          'Source: endoflife-date/endoflife.date, products/amazon-eks.md, last changed on 2026-07-08.',
        ],
      ],
    );
  });

  for (const zone of ['Pacific/Kiritimati', 'UTC', 'America/Los_Angeles'])
    it(`are the same in the time zone ${zone}`, async () => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      try {
        for (const [cloud, versions, day, expected, ref = HEAD] of SITUATIONS)
          assert.equal(await found(cloud, versions, day, ref), expected, `${cloud} ${versions} on ${day}`);
        const state = (time: string): string => lifecycleOn(dayOf(new Date(time))).support('azurerm', 34).state;
        assert.deepEqual([state('2026-11-30T23:59:59Z'), state('2026-12-01T00:00:00Z')], ['ending', 'ended']);
      } finally {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      }
    });

  it('use the day in UTC', () => {
    assert.equal(dayOf(new Date('2026-11-30T23:30:00-05:00')), '2026-12-01');
  });
});
