import * as assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import type { Forecast } from '../../../../common/forecast/forecast';
import { sideContext, textFiles } from '../../../../server/comparison/sideContext';
import { forecastContexts } from '../../../../server/forecast/forecast';
import { locateIn } from '../../../../server/forecast/locateRange';
import { RememberedForecasts } from '../../../../server/forecast/rememberedForecasts';
import { loadFacts } from '../../../../server/forecast/resourceFacts';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';

const FACTS = loadFacts({
  format: 1,
  resources: {
    stub_pool: { replace: ['name'], outputs: ['id'], types: { size: 'number', text: 'string', name: 'string' } },
  },
  dataSources: { stub_pool: { reads: 'stub_pool', by: { name: 'name' } } },
});

type Files = Readonly<Record<string, string>>;

const call = (name: string, argument: string, more = ''): string =>
  `module "${name}" {\n  source = "./m"\n  name   = ${argument}\n${more}}\n`;

const BASE: Files = {
  'platform.tf': `module "eks_zero" {
  source        = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=v0.19.2-beta.0"
  configuration = { apps = {}, ops = {} }
}
variable "size" { default = 1 }
`,
  'm/main.tf': `variable "name" {}
variable "size" { default = 1 }
resource "stub_pool" "a" {
  name = var.name
  size = var.size
  lifecycle {
    precondition {
      condition     = var.size < 100
      error_message = "Too large."
    }
  }
}
data "stub_pool" "a" {
  name = "\${var.name}-read"
}
resource "stub_pool" "b" {
  name = "\${var.name}-b-\${terraform.workspace}"
  text = data.stub_pool.a.id
}
output "id" { value = stub_pool.a.id }
`,
  'a.tf': call('a', '"a"', '  size   = var.size\n'),
  'b.tf': call('b', '"b"', '  size   = var.size\n'),
  'c.tf': call('c', 'module.b.id'),
  'd.tf': call('d', '"d"'),
};

/** Edits in turn; each applies to the result of the ones before. */
const EDITS: readonly (readonly [what: string, file: string, text: string])[] = [
  ['a shared variable', 'platform.tf', BASE['platform.tf']!.replace('default = 1', 'default = 2')],
  ['lines above a call', 'a.tf', `\n# A comment.\n${BASE['a.tf']!}`],
  ['one call', 'a.tf', call('a', '"a2"', '  size   = var.size\n')],
  ['a call that another refers to', 'b.tf', call('b', '"b2"', '  size   = var.size\n')],
  ['a name that a data source of another call reads', 'd.tf', call('d', '"a2-read"')],
  ['that name again', 'd.tf', call('d', '"d3"')],
  ['a call that fails', 'b.tf', call('b', '"b2"', '  size   = 100\n')],
  ['a syntax error', 'c.tf', 'module "c" {'],
  ['its correction', 'c.tf', call('c', 'module.b.id')],
  ['the module of all calls', 'm/main.tf', BASE['m/main.tf']!.replace('-b-', '-c-')],
  ['a call that becomes what it was', 'a.tf', BASE['a.tf']!],
  ['a call that is removed', 'd.tf', ''],
  ['a resource of the root module', 'e.tf', 'resource "stub_pool" "root" {\n  name = "${module.a.id}-b"\n}\n'],
  ['a resource that a data source reads', 'e.tf', 'resource "stub_pool" "root" {\n  name = "a-read"\n}\n'],
  ['a call that is repeated', 'c.tf', call('c', 'module.b.id', '  count  = 2\n')],
  ['a call that is moved', 'a.tf', `${call('e', '"a"')}moved {\n  from = module.a\n  to   = module.e\n}\n`],
];

async function forecast(
  { snapshot }: TestWorkspace,
  [before, after]: readonly [Files, Files],
  remembered?: RememberedForecasts,
): Promise<Forecast> {
  const from = await sideContext(snapshot, 'file:///w', textFiles(before));
  const to = await sideContext(snapshot, 'file:///w', textFiles(after));
  return now(
    forecastContexts(from, to, 'file:///w', {
      facts: FACTS,
      folderOf: () => undefined,
      locate: locateIn([to.model.workspace, from.model.workspace], uri => uri),
      ...(remembered && { remembered }),
    }),
  );
}

describe('a forecast after another one', () => {
  for (const [what, committed] of [
    ['a revision', BASE],
    ['nothing', {}],
  ] as const)
    it(`of changes since ${what} equals the first forecast of the same change`, async () => {
      const session = await workspaceOf({});
      const remembered = new RememberedForecasts();
      let files = BASE;
      for (const [edit, file, text] of EDITS) {
        files = { ...files, [file]: text };
        const later = await forecast(session, [committed, files], remembered);
        assert.deepEqual(later, await forecast(await workspaceOf({}), [committed, files]), edit);
        // Nothing was there before, so nothing can be said about files that could not be read.
        if (edit !== 'a syntax error') assert.notEqual(later.environments['ops']?.resources.length, 0, edit);
      }
    });

  it('equals the first one after another commit', async () => {
    const session = await workspaceOf({});
    const remembered = new RememberedForecasts();
    const [, , text] = EDITS[0]!;
    const after = { ...BASE, 'platform.tf': text };
    let committed = BASE;
    for (const [edit, file, changed] of EDITS.slice(1)) {
      committed = { ...committed, [file]: changed };
      const later = await forecast(session, [committed, after], remembered);
      assert.deepEqual(later, await forecast(await workspaceOf({}), [committed, after]), edit);
    }
  });
});
