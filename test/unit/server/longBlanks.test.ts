// A million blanks, or a pattern from the repository, must not keep a regular expression busy: time would be quadratic or exponential, so a test of
// this file would run for many minutes.
import assert from 'node:assert/strict';
import { onOneLine } from '../../../common/shortened';
import { RegexBudget } from '../../../common/regex/regexSearch';
import { selectsOne } from '../../../server/hcl/functions/regex/nameSelector';
import { string } from '../../../server/hcl/values/value';
import { readReadmePlatform } from '../../../server/kubestack/readme/readmeTables';
import { sourcesIn } from '../../../server/manifests/manifestSources';
import { printShort } from '../../../server/semantics/hclPrinter';
import { linesWith } from '../../support/checks/checkedWorkspace';

const BLANKS = ' '.repeat(1_000_000);

describe('texts with a million blanks', () => {
  it('are shortened when they are values', () => {
    assert.equal(printShort(string(`${BLANKS}a`)).length, 2);
    assert.equal(onOneLine(`a\n${BLANKS}\n${BLANKS}b${BLANKS}`), 'a b');
  });

  it('are read as tables and headings of a README', () => {
    const table = `| Cluster name |${BLANKS}x\n|---${BLANKS}x\n| a${BLANKS}b |\n`;
    const read = readReadmePlatform(`# a${BLANKS}x\n\n## Platform\n\n### Clusters ##${BLANKS}\n\n${table}`);
    assert.deepEqual(Object.keys(read?.tables ?? {}), ['clusters']);
    assert.equal(read?.tables.clusters?.table?.rows.at(-1)?.cells[0]?.text.length, BLANKS.length + 2);
  });

  it('are read as manifests', () => {
    const text = `kind: ConfigMap\nmetadata:\n  name: a${BLANKS}b # c\n  namespace: d${BLANKS}# e\n`;
    const [found] = sourcesIn('a.yaml', new TextEncoder().encode(text), 'file:///w');
    assert.equal(found?.name, `a${BLANKS}b`);
    assert.equal(found.namespace, 'd');
  });
});

describe('a name that kustomize uses as a regular expression', () => {
  const selects = (pattern: string, ...names: string[]) => selectsOne(pattern, new Set(names), new RegexBudget());

  it('selects whole names', () => {
    assert.equal(selects('web-.*', 'db', 'web-1'), true);
    assert.equal(selects('web', 'web-1', 'my-web'), false);
    assert.equal(selects('web|db', 'db-1'), false);
  });

  it('selects only itself if it is not valid', () => {
    assert.equal(selects('web(', 'web('), true);
    assert.equal(selects('web(', 'web'), false);
  });

  it('is not decided if that takes too long', () =>
    assert.equal(selects('(?:a|a)*b', 'a'.repeat(1_000_000)), undefined));

  it('is compared with manifests in linear time', async () => {
    const name = 'a'.repeat(200);
    const main = `module "eks_gc0_eu-west-1_service_web" {
  source  = "kbst.xyz/catalog/custom-manifests/kustomization"
  version = "0.4.0"
  configuration = {
    apps = { resources = ["a.yaml"] }
    ops  = { images = [{ name = "(a+)+b", new_tag = "1" }] }
  }
}
`;
    const found = await linesWith('KS515', {
      'main.tf': main,
      'a.yaml': `kind: Pod\nmetadata:\n  name: web\nspec:\n  containers: [{ name: web, image: ${name} }]\n`,
    });
    assert.deepEqual(found, [
      'main.tf:6: The manifests have no image called "(a+)+b", so it changes nothing in "ops". (KS515)',
    ]);
  });
});
