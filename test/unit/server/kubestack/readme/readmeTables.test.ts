import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  isFilledIn,
  nameInCell,
  readmeSetting,
  readReadmePlatform,
  columnOf,
} from '../../../../../server/kubestack/readme/readmeTables';

const README = `# Tidewater

Words.

## Platform

Shared.

### Configuration

| Setting | Value |
|---|---|
| Framework version | v0.19.2-beta.0 |
| Environment names | apps, ops |
| \`base_domain\` | infra.example.org |

### Clusters

| Cluster name | Provider | Region | \`name_prefix\` |
| --- | --- | --- | --- |
| [eks_web0_eu-west-1](eks.tf) | EKS \\| AWS | eu-west-1 | web0

### Node Pools

Only additional ones.

## Making changes

\`\`\`md
### Platform Features
\`\`\`
`;

describe('README tables', () => {
  it('are found with their settings and rows', () => {
    const platform = readReadmePlatform(README)!;
    assert.deepEqual(Object.keys(platform.tables), ['configuration', 'clusters', 'nodePools']);
    const version = readmeSetting(platform, 'frameworkVersion')!;
    assert.equal(README.slice(version.start, version.end), 'v0.19.2-beta.0');
    assert.equal(readmeSetting(platform, 'baseDomain')?.text, 'infra.example.org');
    assert.equal(readmeSetting(platform, 'stateBackend'), undefined);
    const clusters = platform.tables.clusters!.table!;
    assert.deepEqual(
      clusters.rows.map(({ cells }) => cells.map(cell => cell.text)),
      [['[eks_web0_eu-west-1](eks.tf)', 'EKS | AWS', 'eu-west-1', 'web0']],
    );
    assert.equal(nameInCell(clusters.rows[0]!.cells[0]), 'eks_web0_eu-west-1');
    assert.equal(columnOf(clusters, 'clusters', 3), 3);
    assert.equal(platform.tables.nodePools?.table, undefined);
    assert.equal(README.slice(platform.end).startsWith('## Making changes'), true);
  });

  it('are not expected in a section that only shares the name', () => {
    assert.equal(readReadmePlatform('# App\n\n## Platform\n\nLinux and macOS.\n'), undefined);
    assert.equal(readReadmePlatform('```\n## Platform\n### Clusters\n```\n'), undefined);
    assert.equal(readReadmePlatform('<!--\n## Platform\n### Clusters\n-->\n'), undefined);
  });

  it('are recognized as an unfilled template', () => {
    const untouched =
      '## Platform\n\n### Configuration\n\n| Setting | Value |\n|---|---|\n| Framework version | |\n\n### Clusters\n';
    assert.equal(isFilledIn(readReadmePlatform(untouched)!), false);
    assert.equal(isFilledIn(readReadmePlatform(README)!), true);
  });

  it('without a delimiter row are read as tables', () => {
    const platform = readReadmePlatform('## Platform\n### Clusters\n| Cluster name |\n| eks_a |\n')!;
    const table = platform.tables.clusters!.table!;
    assert.equal(table.delimiter, undefined);
    assert.equal(table.rows.length, 1);
  });
});
