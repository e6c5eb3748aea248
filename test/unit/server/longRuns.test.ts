// A long run of one character in a repository must not keep a regular expression busy: without the protections, each test of this
// file runs for at least half a minute, and most for many.
import { now } from '../../../common/now';
import assert from 'node:assert/strict';
import { withoutCredentials } from '../../../common/withoutCredentials';
import { lockedProgram } from '../../../common/program';
import { effectiveConfiguration } from '../../../server/features/effective/effectiveConfiguration';
import { allDiagnostics } from '../../../server/diagnostics/checkedDiagnostics';
import { framework, plainAttributes } from '../../support/kubestack/effectiveOf';
import { clusterText } from '../../support/server/clusterText';
import { outcome } from '../../support/hcl/functions/call';
import { workspaceOf } from '../../support/testWorkspace';

/** Codes of the diagnostics in all files of a platform. */
async function codesOf(files: Readonly<Record<string, string>>): Promise<unknown[]> {
  const { snapshot, uri } = await workspaceOf(files);
  return Object.keys(files).flatMap(path => now(allDiagnostics(snapshot, uri(path))).map(({ code }) => code));
}

/** A platform with one cluster. @param attributes of its environment `apps` */
const platform = (attributes: string): Readonly<Record<string, string>> => ({ 'main.tf': clusterText(attributes) });

const slashes = '/'.repeat(90_000);

describe('a long run of one character', () => {
  it('does not delay the checks of a domain', async () =>
    assert.ok((await codesOf(platform(`base_domain = "${slashes}\\nx"`))).includes('KS311')));

  it('does not delay the reading of a source', async () => {
    const source = framework('aws/cluster').replace('?', `${slashes}x?`);
    assert.deepEqual(await codesOf({ 'main.tf': `module "eks_gc0_eu-west-1" {\n  source = "${source}"\n}\n` }), []);
  });

  it('does not delay functions of paths', () => {
    assert.equal(outcome('basename', `${slashes}x`), '"x"');
    assert.equal(outcome('dirname', `${slashes}x`), '"/"');
  });

  for (const [what, row] of [
    ['brackets', '['.repeat(300_000)],
    ['links', '[]('.repeat(100_000)],
  ] as const)
    it(`does not delay the reading of a table with ${what}`, async () => {
      const table = `| Cluster name | Cloud |\n|---|---|\n| ${row} | b |\n`;
      await codesOf({ ...platform(''), 'README.md': `# a\n\n## Platform\n\n### Clusters\n\n${table}` });
    });

  it('does not delay the reading of headings and versions', async () => {
    const blanks = ' '.repeat(900_000);
    await codesOf({ ...platform(''), 'README.md': `# a\n\n## Platform\n\n#${blanks}\rx\n\n#${blanks}\u2028x\n` });
  });

  it('does not delay the reading of a lock file', () =>
    assert.equal(lockedProgram(`${'\n'.repeat(1_000_000)}x`), undefined));

  it('does not delay the removal of credentials', () => {
    const colons = ':'.repeat(500_000);
    assert.equal(withoutCredentials(`https://a?token=${colons}x`), 'https://a?token=…');
    assert.equal(withoutCredentials(`https://a${colons}x`), 'https://a:…');
  });

  it('makes a file pattern that is longer than a path unknown', async () => {
    const main = `module "eks_a_eu-west-1" {
  source = "${framework('kustomization/overlay')}"
  configuration = { apps = { resources = fileset(path.module, "${'['.repeat(90_000)}") } }
}
`;
    const { snapshot, uri } = await workspaceOf({ 'main.tf': main });
    const [module] = effectiveConfiguration(snapshot, uri('main.tf')).modules;
    assert.match(JSON.stringify(plainAttributes(module?.environments['apps'])), /^\{"resources":"unknown: fileset/);
  });
});
