// data/kubernetes.json: its form, and how the script reads its sources.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDay } from '../../../server/kubestack/lifecycle/lifecycle';
import {
  apiRows,
  kubernetesApis,
  oldRetirements,
  oldSources,
  plutoApis,
  printed,
  productOf,
  readOn,
  scalewayTable,
} from '../../../scripts/generateLifecycle.mjs';
import { RETIRABLE_ATTRIBUTES } from '../../../server/semantics/retiredUses';
import { KUBERNETES_FILE } from '../../support/lifecycleOn';

const TEXT = readFileSync(join(__dirname, '../../../data/kubernetes.json'), 'utf8');

describe('data/kubernetes.json', () => {
  it('has a day for each version, and a source with commit and day for each cloud', () => {
    const { sources, support } = KUBERNETES_FILE;
    assert.deepEqual(Object.keys(support).sort(), ['aws', 'azurerm', 'google', 'scaleway']);
    for (const [cloud, dates] of Object.entries(support)) {
      const [repository, path, commit, changed, read] = sources[cloud]!;
      assert.ok(repository.includes('/') && path !== '' && /^[\da-f]{40}$/.test(commit) && isDay(changed), cloud);
      assert.ok(isDay(read) && read >= changed, cloud);
      for (const [minor, days] of Object.entries(dates)) {
        assert.match(minor, /^1\.\d+$/);
        assert.ok(days.length > 0 && days.every(isDay), `${cloud} ${minor}`);
      }
    }
  });

  it('has an address, days and one way to be found for each retirement', () => {
    for (const each of KUBERNETES_FILE.retirements) {
      const { name, known, read, ends, source, service, attribute, minors, manifest } = each;
      assert.ok([known, read, ends].every(isDay) && read >= known && source.startsWith('https://'), name);
      const ways = [service ?? manifest, attribute, manifest ? undefined : minors];
      assert.equal(ways.filter(way => way !== undefined).length, 1, name);
      if (attribute !== undefined) assert.ok(RETIRABLE_ATTRIBUTES.includes(attribute), name);
    }
    for (const days of Object.values(KUBERNETES_FILE.programs)) assert.ok(Object.values(days).every(isDay));
  });

  it('is printed as the script prints it, in few bytes', () => {
    assert.equal(printed(KUBERNETES_FILE), TEXT);
    assert.ok(TEXT.length < 10_000, String(TEXT.length));
  });

  it('names each API once, with a removal after its deprecation', () => {
    const names = KUBERNETES_FILE.apis.flatMap(([version, deprecated, removed, , ...kinds]) => {
      assert.ok(removed === 0 || removed >= deprecated, version);
      return kinds.map(kind => `${version} ${kind}`);
    });
    assert.equal(new Set(names).size, names.length);
  });
});

describe('the script that writes data/kubernetes.json', () => {
  it('names announced retirements that were read long ago, so that a release reads them again', () => {
    const { retirements } = KUBERNETES_FILE;
    assert.deepEqual(oldRetirements(retirements, '2027-05-01'), []);
    assert.deepEqual(oldRetirements(retirements, '2027-06-01'), [
      'Managed NGINX on AKS (2026-11-24)',
      'kubenet (2026-11-24)',
      'Ubuntu 22.04 (2026-11-24)',
    ]);
  });

  it('reads the pages of endoflife.date', () => {
    const page = `---
title: Amazon EKS
releases:
  - releaseCycle: "1.36"
    releaseDate: 2026-06-02
    eol: 2027-08-02 # a comment
    eoes: 2028-08-02
  - releaseCycle: "1.10"
    eol: false
---

> text
`;
    assert.deepEqual(productOf('eol', 'eoes')(page), { '1.36': ['2027-08-02', '2028-08-02'] });
  });

  it("reads Scaleway's table, and rejects a page without it", () => {
    const table = `| Kubernetes version | Official release | Deprecation | End of Support |
|---|---|---|---|
| 1.34 | September 2025 | September 29, 2026 | November 29, 2026 |
| 1.32 | December 2024 | March 24, 2026 | Mai 24, 2026 |
`;
    assert.throws(() => scalewayTable('# Nothing'), /no table/);
    assert.throws(() => scalewayTable('| 1.32 | May 24, 2026 | soon |'), /1\.32/);
    assert.throws(() => scalewayTable(table), /1\.32/);
    assert.deepEqual(scalewayTable(table.replace('Mai', 'May')), { '1.34': ['2026-11-29'], '1.32': ['2026-05-24'] });
  });

  it("reads Kubernetes' generated code and Pluto's file, of which the first counts", () => {
    const files = new Map([
      ['policy/v1beta1/register.go', 'const GroupName = "policy"\n'],
      [
        'policy/v1beta1/zz_generated.prerelease-lifecycle.go',
        `func (in *PodDisruptionBudget) APILifecycleDeprecated() (major, minor int) {
\treturn 1, 21
}
func (in *PodDisruptionBudget) APILifecycleReplacement() schema.GroupVersionKind {
\treturn schema.GroupVersionKind{Group: "policy", Version: "v1", Kind: "PodDisruptionBudget"}
}
func (in *PodDisruptionBudget) APILifecycleRemoved() (major, minor int) {
\treturn 1, 25
}
`,
      ],
    ]);
    const pluto = `deprecated-versions:
  - {version: policy/v1beta1, kind: PodDisruptionBudget, deprecated-in: v1.20.0, removed-in: v1.26.0, replacement-api: policy/v2, component: k8s}
  - {version: policy/v1beta1, kind: PodSecurityPolicy, deprecated-in: v1.21.0, removed-in: v1.25.0, replacement-api: "", component: k8s}
  - {version: cert-manager.io/v1beta1, kind: Issuer, deprecated-in: v1.4.0, removed-in: v1.6.0, component: cert-manager}
`;
    assert.deepEqual(apiRows(kubernetesApis(files), plutoApis(pluto)), [
      ['policy/v1beta1', 21, 25, '', 'PodSecurityPolicy'],
      ['policy/v1beta1', 21, 25, 'policy/v1', 'PodDisruptionBudget'],
    ]);
  });

  it('advances the day on which an unchanged source was read once a month', () => {
    assert.deepEqual(
      [readOn('2026-08-22', undefined), readOn('2026-08-22', '2026-07-24'), readOn('2026-08-22', '2026-07-23')],
      ['2026-08-22', '2026-07-24', '2026-08-22'],
    );
  });

  it('names the sources that are too old for a release on a day', () => {
    const source = (read: string): readonly [string, string, string, string, string] => [
      'a/b',
      'c',
      'd',
      '2026-01-01',
      read,
    ];
    const sources = { aws: source('2026-08-22'), scaleway: source('2026-07-07'), pluto: source('2026-03-02') };
    assert.deepEqual(oldSources(sources, '2027-01-03'), []);
    assert.deepEqual(oldSources(sources, '2027-01-04'), ['scaleway (2026-07-07)']);
  });
});
