import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { readSamplePlatform } from '../../../../support/scaffold/platformFiles';
import { effects, gitlabRun } from '../../../../support/scaffold/pipelineTriggers';
import { answerProblems, scaffolded, type Texts } from '../../../../support/scaffold/scaffolded';
import { checkDiagnostics, linesWith } from '../../../../support/checks/checkedWorkspace';

const WORKFLOW = '.github/workflows/drift.yaml';
const GITLAB = '.gitlab-ci.yml';
const platform = readSamplePlatform('three-environments');
const without = Object.fromEntries(
  Object.entries(platform).filter(([path]) => path !== GITLAB && !path.startsWith('.github/')),
);
const CHECKS = ['KS701', 'KS702', 'KS703', 'KS704', 'KS705', 'KS706', 'KS707'];

const withPipeline = async (ci: 'github' | 'gitlab'): Promise<Texts> =>
  (await scaffolded(without, 'pipeline', { ci })).texts;

describe('the drift job', () => {
  it('is a workflow of its own on GitHub: it checks every environment each night, and applies nothing', async () => {
    const { texts, changed } = await scaffolded(await withPipeline('github'), 'driftJob', { ci: 'github' });
    assert.deepEqual(changed, [WORKFLOW]);
    const { on, jobs } = parse(texts[WORKFLOW]!) as {
      on: Record<string, unknown>;
      jobs: { drift: { strategy: { matrix: { environment: string[] } }; steps: { run?: string }[] } };
    };
    assert.deepEqual(Object.keys(on), ['schedule', 'workflow_dispatch']);
    assert.deepEqual(jobs.drift.strategy.matrix.environment, ['ops', 'apps', 'apps-prod']);
    const commands = jobs.drift.steps.flatMap(({ run }) => run ?? []).join('\n');
    assert.match(commands, /plan --refresh-only --lock=false/);
    assert.doesNotMatch(commands, / apply/);
  });

  it('is a job for each environment on GitLab: a schedule on the main branch no longer applies', async () => {
    const before = await withPipeline('gitlab');
    const scheduled = (texts: Texts): string[] => effects(gitlabRun(texts[GITLAB]!, 'refs/heads/main', 'schedule'));
    assert.deepEqual(scheduled(before), ['plan ops', 'apply ops', 'plan apps']);
    const { texts, changed } = await scaffolded(before, 'driftJob', {});
    assert.deepEqual(changed, [GITLAB]);
    assert.deepEqual(scheduled(texts), ['plan ops', 'plan apps', 'plan apps-prod']);
    const plans = gitlabRun(texts[GITLAB]!, 'refs/heads/main', 'schedule').filter(command => / plan /.test(command));
    for (const plan of plans) assert.match(plan, /--refresh-only/);
  });

  it('stays when the pipeline is changed later', async () => {
    for (const ci of ['github', 'gitlab'] as const) {
      const { texts } = await scaffolded(await withPipeline(ci), 'driftJob', { ci });
      const added = await scaffolded(texts, 'environment', { env: 'stage' });
      const file = added.texts[ci === 'github' ? WORKFLOW : GITLAB]!;
      assert.match(file, ci === 'github' ? /- stage/ : /drift stage:/, ci);
      assert.match(file, /refresh-only/);
    }
  });

  it('causes no findings, and hides none', async () => {
    for (const ci of ['github', 'gitlab'] as const) {
      const { texts } = await scaffolded(await withPipeline(ci), 'driftJob', { ci });
      for (const code of CHECKS) await checkDiagnostics(code, texts, [], `${ci} ${code}`);
    }
    const { texts } = await scaffolded(await withPipeline('github'), 'driftJob', { ci: 'github' });
    const onlyOps = {
      ...texts,
      '.github/workflows/main.yaml':
        'on: push\njobs:\n  ops:\n    runs-on: ubuntu-latest\n    steps:\n      - run: terraform workspace select ops\n      - run: terraform plan\n',
    };
    const found = await linesWith('KS702', onlyOps);
    assert.match(found.join('\n'), /No pipeline plans apps-prod, apps/);
  });

  it('is refused where it exists, where there is no pipeline, and in a pipeline that differs too much', async () => {
    const github = await scaffolded(await withPipeline('github'), 'driftJob', { ci: 'github' });
    const changed = { ...github.texts, [WORKFLOW]: 'on: push\n' };
    assert.match((await answerProblems(changed, 'driftJob', { ci: 'github' })).join(), /already exists/);
    assert.match((await answerProblems(without, 'driftJob', { ci: 'gitlab' })).join(), /Add a pipeline first/);
    const gitlab = await scaffolded(await withPipeline('gitlab'), 'driftJob', {});
    assert.match((await answerProblems(gitlab.texts, 'driftJob', { ci: 'gitlab' })).join(), /already checks drift/);
    const own = { ...without, [GITLAB]: 'plan:\n  script:\n    - terraform plan\n' };
    assert.match((await answerProblems(own, 'driftJob', { ci: 'gitlab' })).join(), /differs from the generated/);
  });
});
