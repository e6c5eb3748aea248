import assert from 'node:assert/strict';
import { issueReport, logExcerpt } from '../../../../client/issueReport/issueReport';
import type { Location } from 'vscode-languageserver-types';
import type { Platform } from '../../../../common/protocol';

const location: Location = {
  uri: 'file:///home/jane/acme/main.tf',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
};
const service = {
  name: 'eks_payments_nginx',
  source: 'kbst.xyz/catalog/nginx/kustomization',
  location,
  environments: {},
};
const platform: Platform = {
  uri: 'file:///home/jane/acme',
  environments: ['ops', 'apps', 'acme-live'],
  baseEnvironment: 'acme-live',
  frameworkVersions: ['v0.18.2-beta.0', 'feature/payments'],
  clusters: [
    {
      name: 'eks_payments_eu-west-1',
      provider: 'aws',
      region: 'eu-west-1',
      location,
      environments: {},
      nodePools: [{ name: 'eks_payments_batch', location, environments: {} }],
      services: [service],
    },
  ],
  services: [],
};

const log = [
  '2026-01-02 03:04:05.678 [info] Kubestack found in /home/jane/acme/eks_payments_eu-west-1_cluster.tf.',
  '2026-01-02 03:04:05.700 [warning] module eks_payments_batch: "hunter2" is not a number',
  '2026-01-02 03:04:05.800 [error] push to https://jane:ghp_abcdefghijklmnopqrstuvwxyz0123456789@git.acme.example/acme/live failed',
  '2026-01-02 03:04:05.900 [error] Authorization: Bearer abc.def.ghi, base_domain = k8s.acme.example from 10.1.2.3, jane@acme.example',
  '2026-01-02 03:04:06.000 [info] acme-live: C:\\Users\\jane\\acme, token=s3cr3t',
].join('\n');

const report = (): string =>
  issueReport({
    versions: [['Kubestack extension', '1.2.3']],
    settings: { 'plan.arguments': ['-var=password=hunter2'], codeLens: false },
    serverState: 'ready',
    platforms: [platform],
    log,
    names: ['jane'],
  });

describe('the issue report', () => {
  it('contains versions, settings, and the structure of each platform', () => {
    const text = report();
    assert.match(text, /- Kubestack extension: 1\.2\.3\n/);
    assert.match(text, /- plan\.arguments: \(set\)\n- codeLens: false\n/);
    assert.match(
      text,
      /- platform 1: environments: 3, clusters: 1 \(aws\), node pools: 1, platform services: 1, framework versions: v0\.18\.2-beta\.0\n/,
    );
  });

  it('contains no names, values, addresses or secrets', () => {
    const text = report();
    for (const private_ of ['jane', 'acme', 'payments', 'hunter2', 'ghp_', 'abc.def', '10.1.2.3', 's3cr3t', 'k8s'])
      assert.ok(!text.toLowerCase().includes(private_), `${private_}:\n${text}`);
  });

  it('keeps times, levels and words of log messages', () => {
    assert.equal(
      logExcerpt(log, ['eks_payments_batch']).split('\n')[1],
      '2026-01-02 03:04:05.700 [warning] module (name): (string) is not a number',
    );
  });

  it('contains the last 60 lines of the log, each shortened', () => {
    const long = Array.from({ length: 1000 }, (_, line) => `entry ${line} ${'word '.repeat(200)}`).join('\n');
    const lines = logExcerpt(long, []).split('\n');
    assert.equal(lines.length, 60);
    assert.match(lines.at(-1) ?? '', /^entry 999 /);
    assert.ok(lines.every(line => line.length <= 300));
  });

  it('does not let the log end its code block', () => {
    const text = issueReport({
      ...{ versions: [], settings: {}, serverState: 'ready', platforms: [], names: [] },
      log: 'before\n`````\n# after',
    });
    assert.equal(text.split('`````').length, 3);
  });
});
