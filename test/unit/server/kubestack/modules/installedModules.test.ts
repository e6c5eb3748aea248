// An installed copy is used for a module only while the call refers to its version.
import * as assert from 'node:assert/strict';
import { effectiveOf, framework, plainAttributes } from '../../../../support/kubestack/effectiveOf';

interface Call {
  readonly source: string;
  readonly version?: string;
}
interface Entry {
  readonly Source: string;
  readonly Version?: string;
}

/** Whether the installed copy is used, which accepts numbers, unlike the bundled modules. */
async function isUsed({ source, version }: Call, entry: Entry): Promise<boolean> {
  const versionLine = version === undefined ? '' : `  version = "${version}"\n`;
  const text = `module "m" {\n  source = "${source}"\n${versionLine}  configuration = { apps = { own = "5" } }\n}\n`;
  const { environments } = await effectiveOf(text, {
    '.terraform/modules/modules.json': JSON.stringify({
      Modules: [{ Key: 'm', Dir: '.terraform/modules/m', ...entry }],
    }),
    '.terraform/modules/m/variables.tf':
      'variable "configuration" {\n  type = map(object({ own = optional(number) }))\n}\nvariable "configuration_base_key" {\n  default = "apps"\n}\n',
  });
  return (plainAttributes(environments['apps']) as { own?: unknown } | undefined)?.own === 5;
}

const RELEASE = framework('aws/cluster', 'v0.18.0-beta.0');
const spelledOut = (ref: string, path = 'aws/cluster'): string =>
  `git::https://github.com/kbst/terraform-kubestack.git//${path}?ref=${ref}`;

describe('a modules.json file', () => {
  const texts: Readonly<Record<string, string>> = {
    'is nested too deep': `{"Modules":${'['.repeat(500_000)}`,
    'is no JSON': '{"Modules":',
    'has no list of modules': '{"Modules":{"Key":"m"}}',
    'is null': 'null',
    'has a list of something else': '{"Modules":[null,1,[],{"Key":1}]}',
    'has modules of which nothing but the prototype says anything':
      '{"Modules":[{"__proto__":{"Key":"m","Dir":"x","Source":"y"}}]}',
  };
  for (const [what, text] of Object.entries(texts))
    it(`that ${what} does not affect the configuration`, async () => {
      const call = `module "m" {\n  source = "${RELEASE}"\n  configuration = { apps = { name_prefix = "a" } }\n}\n`;
      const { environments } = await effectiveOf(call, { '.terraform/modules/modules.json': text });
      assert.deepEqual(plainAttributes(environments['apps']), { name_prefix: 'a' });
    });
});

describe('an installed copy', () => {
  it('is used for the same source in another notation', async () => {
    for (const Source of [RELEASE, spelledOut('v0.18.0-beta.0'), `https://${RELEASE}`])
      assert.equal(await isUsed({ source: RELEASE }, { Source }), true, Source);
  });

  it('is not used for another ref, another path, or no ref', async () => {
    const others = [
      spelledOut('v0.19.2-beta.0'),
      spelledOut('v0.18.0-beta.0', 'google/cluster'),
      'git::https://github.com/kbst/terraform-kubestack.git//aws/cluster',
      '',
    ];
    for (const Source of others) assert.equal(await isUsed({ source: RELEASE }, { Source }), false, Source);
  });

  it('from a registry is used for the requested version', async () => {
    const source = 'kubestack-modules/nginx/kustomization';
    const entry = { Source: `registry.terraform.io/${source}`, Version: '1.3.1-kbst.1' };
    for (const version of ['1.3.1-kbst.1', '= 1.3.1-kbst.1', '~> 1.3', undefined]) {
      const call = version === undefined ? { source } : { source, version };
      assert.equal(await isUsed(call, entry), true, version);
    }
    assert.equal(await isUsed({ source, version: '1.3.0-kbst.0' }, entry), false);
    assert.equal(await isUsed({ source: source.replace('nginx', 'argo-cd'), version: '1.3.1-kbst.1' }, entry), false);
  });
});
