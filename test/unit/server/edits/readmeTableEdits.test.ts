import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  addSection,
  applySpanEdits,
  platformSection,
  removeRows,
  setRow,
  setSetting,
} from '../../../../server/edits/readmeTableEdits';
import { nameInCell, readReadmePlatform } from '../../../../server/kubestack/readme/readmeTables';

const ROWS = {
  configuration: [
    ['Framework version', 'v0.19.2-beta.0'],
    ['State backend', ''],
  ],
  clusters: [['eks_web0_eu-west-1', 'EKS (AWS)', 'eu-west-1', 'web0']],
  nodePools: [],
  features: [['eks_web0_eu-west-1_feature_cert_manager', 'eks_web0_eu-west-1', '']],
};
const README = `# Tidewater\n\nWords.\n\n${platformSection(ROWS)}\n## Making changes\n`;
const platform = readReadmePlatform(README)!;

describe('edits of README tables', () => {
  it('write a section that can be read back', () => {
    assert.equal(platform.tables.clusters?.table?.rows[0]?.cells[1]?.text, 'EKS (AWS)');
    assert.ok(README.includes('| State backend | |\n'), README);
    const added = applySpanEdits('# A\n\nIntro.\n\n## Use\n', [addSection('# A\n\nIntro.\n\n## Use\n', ROWS)]);
    assert.equal(added, `# A\n\nIntro.\n\n${platformSection(ROWS)}\n## Use\n`);
    assert.equal(applySpanEdits('', [addSection('', ROWS)]), platformSection(ROWS));
  });

  it('change one cell and nothing else', () => {
    const edits = setSetting(README, platform, 'frameworkVersion', 'v0.20.0-beta.0');
    assert.equal(applySpanEdits(README, edits), README.replace('v0.19.2-beta.0', 'v0.20.0-beta.0'));
    assert.deepEqual(setSetting(README, platform, 'frameworkVersion', 'v0.19.2-beta.0'), []);
    const backend = applySpanEdits(README, setSetting(README, platform, 'stateBackend', 'S3'));
    assert.ok(backend.includes('| State backend | S3 |\n'), backend);
  });

  it('keep notes in existing rows, and add missing rows and settings', () => {
    const row = ['eks_web0_eu-west-1', 'EKS (AWS)', 'eu-west-1', undefined];
    assert.deepEqual(setRow(README, platform, 'clusters', row), []);
    const added = applySpanEdits(
      README,
      setRow(README, platform, 'nodePools', ['eks_web0_eu-west-1_node_pool_gpu', 'eks_web0_eu-west-1', 'models']),
    );
    assert.ok(
      added.includes('|---|---|---|\n| eks_web0_eu-west-1_node_pool_gpu |') ||
        added.includes('| --- | --- | --- |\n| eks_web0_eu-west-1_node_pool_gpu | eks_web0_eu-west-1 | models |\n'),
      added,
    );
    const domain = applySpanEdits(README, setSetting(README, platform, 'baseDomain', 'infra.example.org'));
    assert.ok(domain.includes('| State backend | |\n| `base_domain` | infra.example.org |\n\n### Clusters'), domain);
  });

  it('remove rows, also the last one of the file', () => {
    const gone = removeRows(README, platform, 'clusters', row => nameInCell(row.cells[0]).startsWith('eks_web0'));
    assert.equal(applySpanEdits(README, gone), README.replace(/\| eks_web0_eu-west-1 \|.*\n/, ''));
    const text = '## Platform\n### Clusters\n| Cluster name |\n|---|\n| a |';
    const last = removeRows(text, readReadmePlatform(text)!, 'clusters', () => true);
    assert.equal(applySpanEdits(text, last), text.replace('\n| a |', ''));
  });

  it('add a table with a missing heading at its place', () => {
    const text =
      '## Platform\n\n### Configuration\n\n| Setting | Value |\n|---|---|\n\n### Platform Features\n\n## More\n';
    const clusters = setRow(text, readReadmePlatform(text)!, 'clusters', ['a', 'EKS', 'x', 'y']);
    const result = applySpanEdits(text, clusters);
    assert.ok(result.indexOf('### Clusters') < result.indexOf('### Platform Features'), result);
    const features = applySpanEdits(
      result,
      setRow(result, readReadmePlatform(result)!, 'features', ['a_feature_b', 'a', '']),
    );
    assert.ok(features.includes('| a_feature_b | a | |\n\n## More'), features);
  });

  it('keep aligned columns aligned', () => {
    const text =
      '## Platform\n### Clusters\n| Cluster name | Provider |\n| ------------ | -------- |\n| a            | EKS      |\n';
    const result = applySpanEdits(text, setRow(text, readReadmePlatform(text)!, 'clusters', ['bb', 'GKE']));
    assert.ok(result.endsWith('| a            | EKS      |\n| bb           | GKE      |\n'), result);
  });
});
