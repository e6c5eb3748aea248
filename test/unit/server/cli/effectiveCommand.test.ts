// The command line's output of an environment's values.
import * as assert from 'node:assert/strict';
import { runEffective } from '../../../../server/cli/effectiveCommand';
import { framework } from '../../../support/kubestack/effectiveOf';
import { workspaceOf } from '../../../support/testWorkspace';

async function reportOf(base: string): Promise<string[]> {
  const { snapshot, uri } = await workspaceOf({
    'main.tf': `module "m" {
  source = "${framework('kustomization/overlay')}"
  configuration = {
    apps = { namespace = ${base} }
    ops  = { namespace = "own" }
  }
}
`,
    'variables.tf': 'variable "y" {}\nvariable "s" {\n  sensitive = true\n  default = "hunter2"\n}\n',
  });
  const question = {
    uri: uri('main.tf'),
    isFile: true,
    environment: 'ops',
    module: undefined,
    format: 'text',
    currentFolder: '/elsewhere',
  } as const;
  const { text = '' } = runEffective(snapshot.model, snapshot.settings, question) as { text?: string };
  return text.split('\n').filter(line => line.includes('namespace'));
}

describe('kubestack effective', () => {
  it('prints the overridden value, also if it is unknown or sensitive', async () => {
    assert.deepEqual(await reportOf('"a"'), ['    namespace = "own"  (instead of "a")']);
    assert.deepEqual(await reportOf('var.y'), ['    namespace = "own"  (instead of var.y)']);
    assert.deepEqual(await reportOf('var.s'), ['    namespace = "own"  (instead of (sensitive value))']);
  });

  for (const name of ['constructor', 'toString', '__proto__'])
    it(`prints an environment called ${name} that only one of two modules has`, async () => {
      const overlay = (label: string, environments: string): string =>
        `module "${label}" {\n  source = "${framework('kustomization/overlay')}"\n  configuration = {\n${environments}\n  }\n}\n`;
      const { snapshot, uri } = await workspaceOf({
        'main.tf': `${overlay('one', `apps = { namespace = "a" }\n${name} = { namespace = "b" }`)}${overlay('two', 'apps = {}')}`,
      });
      const question = { uri: uri(''), isFile: false, environment: undefined, module: undefined, currentFolder: '/' };
      const reported = (format: 'text' | 'json'): string => {
        const report = runEffective(snapshot.model, snapshot.settings, { ...question, format });
        assert.ok('text' in report);
        return report.text;
      };
      assert.ok(reported('text').includes(`  ${name}\n    namespace = "b"`), reported('text'));
      const { modules } = JSON.parse(reported('json')) as { modules: { environments: object }[] };
      assert.deepEqual(
        modules.map(({ environments }) => Object.keys(environments)),
        [[name, 'apps'], ['apps']],
      );
    });
});
