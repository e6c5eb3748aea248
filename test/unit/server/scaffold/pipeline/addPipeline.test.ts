import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { githubPipelineText } from '../../../../../server/scaffold/pipeline/githubPipeline';
import { gitlabPipelineText } from '../../../../../server/scaffold/pipeline/gitlabPipeline';
import type { PipelineInput } from '../../../../../server/scaffold/pipeline/pipelineFacts';
import { answered, scaffolded } from '../../../../support/scaffold/scaffolded';
import { effects, githubExpression, githubRun, gitlabRun } from '../../../../support/scaffold/pipelineTriggers';

const facts: PipelineInput = {
  mainBranch: 'main',
  environments: ['ops', 'apps', 'apps-prod'],
  providers: ['aws', 'scaleway'],
  program: 'tofu',
  showsPlans: true,
};

const NEW_PLATFORM = {
  layout: 'eks',
  region: 'eu-north-1',
  base_domain: 'infra.acme.example',
  environments: ['apps', 'ops'],
  base: 'apps',
  version: 'v0.19.2-beta.0',
  agents_file: false,
};

/** Whether a plan on GitHub takes the lock. */
const lockOf = (text: string, ref: string): unknown => {
  const { jobs } = parse(text) as { jobs: { platform: { env: { LOCK: string } } } };
  return githubExpression(/\$\{\{(.*)\}\}/.exec(jobs.platform.env.LOCK)?.[1] ?? '', ref);
};

const systems = [
  { name: 'GitHub Actions', text: githubPipelineText, run: githubRun },
  { name: 'GitLab CI', text: gitlabPipelineText, run: gitlabRun },
];

for (const { name, text, run } of systems) {
  describe(`the pipeline for ${name}`, () => {
    const done = (ref: string, changed: Partial<PipelineInput> = {}): string[] =>
      effects(run(text({ ...facts, ...changed }), ref));

    it('only plans on a branch, also with a slash in its name', () => {
      assert.deepEqual(done('refs/heads/feature/x'), ['plan ops']);
      assert.deepEqual(done('refs/heads/x'), ['plan ops']);
    });

    it('applies the main branch to the internal environment, then plans the next', () => {
      assert.deepEqual(done('refs/heads/main'), ['plan ops', 'apply ops', 'plan apps']);
    });

    it('uses the name of the main branch', () => {
      assert.deepEqual(done('refs/heads/trunk', { mainBranch: 'trunk' }), ['plan ops', 'apply ops', 'plan apps']);
      assert.deepEqual(done('refs/heads/main', { mainBranch: 'trunk' }), ['plan ops']);
    });

    it('applies a deploy tag only to its environment', () => {
      assert.deepEqual(done('refs/tags/apps-deploy-20260101000000'), ['plan apps', 'apply apps']);
      assert.deepEqual(done('refs/tags/apps-prod-deploy-1'), ['plan apps-prod', 'apply apps-prod']);
    });

    it('applies nothing for a branch or tag whose name differs from another one only in case', () => {
      for (const ref of ['refs/heads/Main', 'refs/heads/MAIN', 'refs/tags/APPS-deploy-1'])
        assert.ok(!done(ref).some(effect => effect.startsWith('apply')), ref);
    });

    it('applies a deploy tag only to the environment that it names, also with a dot or a plus sign', () => {
      const environments = ['ops', 'a.b', 'a+b', 'aab', 'axb'];
      for (const name of environments.slice(1))
        assert.deepEqual(done(`refs/tags/${name}-deploy-1`, { environments }), [`plan ${name}`, `apply ${name}`]);
    });

    it('takes the lock of the state only for plans that are applied', () => {
      const locks = (ref: string): string[] =>
        run(text(facts), ref)
          .filter(command => / tofu plan /.test(command))
          .map(command => /--lock=(\S+)/.exec(command)?.[1] ?? 'true')
          .map(each => (each === '$LOCK' ? String(lockOf(text(facts), ref)) : each));
      assert.deepEqual(locks('refs/heads/x'), ['false']);
      assert.deepEqual(locks('refs/heads/main'), ['true', 'false']);
      assert.deepEqual(locks('refs/tags/apps-deploy-1'), ['true']);
    });

    it('installs the pinned package outside of the checkout, before anything else of the commit runs with it', () => {
      const commands = run(text(facts), 'refs/heads/x').join('\n');
      assert.doesNotMatch(commands, /npx/);
      assert.match(commands, /npm install --global --prefix "(?:\$RUNNER_TEMP|\/opt)\/kubestack"/);
    });

    it('checks before a build whether a deploy tag is on the main branch', () => {
      const commands = run(text({ ...facts, mainBranch: 'trunk' }), 'refs/tags/apps-deploy-1');
      const [check, build] = ['merge-base --is-ancestor HEAD "refs/remotes/origin/trunk"', 'docker build'].map(part =>
        commands.findIndex(command => command.includes(part)),
      );
      assert.ok(check! >= 0 && check! < build!, commands.join('\n'));
    });

    it('does nothing for other tags', () => {
      for (const tag of ['v1.0.0', 'ops-deploy-1', 'apps-prod-2', 'my-apps-deploy-1', 'apps-deploy'])
        assert.deepEqual(run(text(facts), `refs/tags/${tag}`), [], tag);
      assert.deepEqual(run(text({ ...facts, environments: ['ops', 'apps'] }), 'refs/tags/apps-prod-deploy-1'), []);
    });

    it('passes the credentials of the clouds in use only to init', () => {
      const commands = run(text(facts), 'refs/heads/main');
      const given = commands.filter(command => command.includes('KBST_AUTH_'));
      assert.equal(given.length, 1);
      assert.match(given[0] ?? '', /--env KBST_AUTH_AWS --env KBST_AUTH_SCW .* tofu init --input=false/s);
      assert.doesNotMatch(text(facts), /KBST_AUTH_(?:AZ|GCLOUD)/);
    });

    it('passes the credentials of the state to every command that reads it', () => {
      const stateVariables = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
      const written = text({ ...facts, providers: ['scaleway'], stateVariables });
      const commands = run(written, 'refs/heads/main').filter(command => /" tofu (?!show)/.test(command));
      assert.equal(commands.length, 6);
      for (const command of commands) assert.match(command, /--env AWS_ACCESS_KEY_ID --env AWS_SECRET_ACCESS_KEY/);
    });

    it('does the same for pushes with a drift job', () => {
      for (const ref of ['refs/heads/x', 'refs/heads/main', 'refs/tags/apps-deploy-1', 'refs/tags/v1'])
        assert.deepEqual(done(ref, { driftJob: true }), done(ref), ref);
    });

    it('creates a report of each plan right after the plan, before anything is applied', () => {
      const commands = run(text(facts), 'refs/heads/main');
      const reports = commands.filter(command => command.includes('plan-report -'));
      assert.equal(reports.length, 2);
      assert.deepEqual(
        reports
          .map(command => /> "(?:\$RUNNER_TEMP\/plan-reports\/)?plan-report-([\w$-]+)\.json/.exec(command)?.[1])
          .at(-1),
        'apps',
      );
      for (const command of reports) assert.match(command, /tofu show -json tfplan \|\n/);
      const [firstPlan, firstReport] = [/ tofu plan /, /plan-report -/].map(part =>
        commands.findIndex(command => part.test(command)),
      );
      assert.ok(firstReport === (firstPlan ?? 0) + 1);
      assert.ok(commands.findIndex(command => / apply /.test(command)) > (firstReport ?? 0));
    });

    it('runs terraform if the image has no tofu', () => {
      const other = text({ ...facts, program: 'terraform', providers: ['google'] });
      assert.doesNotMatch(other, /\btofu\b|AWS/);
      assert.match(other, /terraform init/);
      assert.deepEqual(effects(run(other, 'refs/heads/main')), ['plan ops', 'apply ops', 'plan apps']);
    });

    it('supports any number of environments', () => {
      const environments = ['ops', 'dev', 'stage', 'prod'];
      assert.deepEqual(done('refs/tags/prod-deploy-1', { environments }), ['plan prod', 'apply prod']);
      assert.deepEqual(done('refs/heads/main', { environments }), ['plan ops', 'apply ops', 'plan dev']);
    });
  });
}

describe('the pipeline for GitHub Actions', () => {
  const group = (ref: string): unknown => {
    const { concurrency } = parse(githubPipelineText(facts)) as { concurrency: { group: string } };
    return githubExpression(/\$\{\{(.*)\}\}/.exec(concurrency.group)?.[1] ?? '', ref);
  };

  it('applies to an environment in one run at a time', () => {
    assert.equal(group('refs/heads/main'), 'ops');
    assert.equal(group('refs/tags/apps-deploy-1'), 'apps');
    assert.equal(group('refs/tags/apps-prod-deploy-1'), 'apps-prod');
    assert.notEqual(group('refs/heads/x'), 'ops');
  });

  it('runs only the comment for pull requests, without secrets, and nothing for forks', () => {
    const text = githubPipelineText(facts);
    assert.deepEqual(githubRun(text, 'refs/heads/main', 'pull_request_target'), []);
    const commands = githubRun(text, 'refs/heads/x', 'pull_request');
    assert.equal(commands.length, 1);
    assert.match(commands[0] ?? '', /issues/);
    assert.deepEqual(
      githubRun(githubPipelineText({ ...facts, showsPlans: false }), 'refs/heads/x', 'pull_request'),
      [],
    );
    const { jobs } = parse(text) as { jobs: Record<'comment' | 'platform', { if: string; permissions?: object }> };
    assert.equal(githubExpression(jobs.comment.if, 'refs/pull/1/merge', 'pull_request', 'ada/platform'), false);
    assert.doesNotMatch(JSON.stringify(jobs.comment), /secrets\.|checkout/);
    assert.deepEqual(jobs.comment.permissions, { actions: 'read', 'pull-requests': 'write' });
    for (const ref of ['refs/heads/main', 'refs/tags/apps-deploy-1'])
      assert.equal(githubExpression(jobs.comment.if, ref), false, ref);
  });
});

describe('a GitHub pipeline without keys', () => {
  const providers = ['aws', 'azurerm', 'google', 'scaleway'] as const;
  const keyless: PipelineInput = { ...facts, providers, oidc: true, region: 'eu-north-1' };
  interface KeylessJob {
    permissions: object;
    env: Record<string, string>;
    steps: { uses?: string; run?: string; with?: Record<string, string> }[];
  }
  const job = (): KeylessJob =>
    (parse(githubPipelineText(keyless)) as { jobs: { platform: KeylessJob } }).jobs.platform;
  const roleOf = (text: string | undefined, ref: string): unknown => {
    const names = {
      vars: Object.fromEntries(
        [...(text ?? '').matchAll(/vars\.(\w+)/g)].map(([, name = '']) => [name, name] as const),
      ),
    };
    return githubExpression(/\$\{\{(.*)\}\}/.exec(text ?? '')?.[1] ?? '', ref, 'push', '', names);
  };

  it('gets only the secret of Scaleway, and may request tokens', () => {
    const secrets = [...githubPipelineText(keyless).matchAll(/secrets\.(\w+)/g)].map(([, name]) => name);
    assert.deepEqual(secrets, ['KBST_AUTH_SCW']);
    assert.deepEqual(job().permissions, { contents: 'read', 'id-token': 'write' });
  });

  it('changes the clouds only for the main branch and deploy tags', () => {
    const { steps, env } = job();
    const roles = [
      steps.find(({ uses }) => uses?.startsWith('aws-actions/'))?.with?.['role-to-assume'],
      env['ARM_CLIENT_ID'],
      steps.find(({ uses }) => uses?.startsWith('google-github-actions/'))?.with?.['service_account'],
    ];
    const planned = ['AWS_PLAN_ROLE', 'ARM_PLAN_CLIENT_ID', 'GOOGLE_PLAN_ACCOUNT'];
    for (const ref of ['refs/heads/x', 'refs/heads/apps-deploy-1', 'refs/tags/v1'])
      assert.deepEqual(
        roles.map(each => roleOf(each, ref)),
        planned,
        ref,
      );
    for (const ref of ['refs/heads/main', 'refs/tags/apps-deploy-1'])
      assert.deepEqual(
        roles.map(each => roleOf(each, ref)),
        planned.map(name => name.replace('PLAN', 'APPLY')),
        ref,
      );
  });

  it('signs in after the image is built, and passes what it gets to every command', () => {
    const { steps } = job();
    const signIn = steps.findIndex(({ uses }) => uses?.startsWith('google-github-actions/'));
    assert.ok(signIn > steps.findIndex(({ run }) => run?.startsWith('docker build')));
    const commands = steps.flatMap(({ run }) => (run && /" tofu (?!show)/.test(run) ? [run] : []));
    assert.ok(commands.length > 5);
    for (const command of commands) {
      for (const name of ['AWS_SESSION_TOKEN', 'ARM_USE_OIDC', 'ARM_CLIENT_ID', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'])
        assert.match(command, new RegExp(`--env ${name}\\b`));
      assert.match(
        command,
        /--env GOOGLE_APPLICATION_CREDENTIALS="\/infra\/\$\{GOOGLE_APPLICATION_CREDENTIALS##\*\/\}"/,
      );
    }
  });

  it('is made from one with secrets, and stays without keys after other changes', async () => {
    const { texts } = await scaffolded({}, 'platform', { ...NEW_PLATFORM, ci: 'github' });
    const changed = await scaffolded(texts, 'pipeline', { ci: 'github', credentials: 'oidc' });
    const path = '.github/workflows/main.yaml';
    assert.match(changed.texts[path] ?? '', /aws-region: eu-north-1\n/);
    assert.doesNotMatch(changed.texts[path] ?? '', /secrets\./);
    assert.match(changed.followUp.join('\n'), /gh variable set AWS_PLAN_ROLE/);
    const grown = await scaffolded(changed.texts, 'environment', { env: 'apps-prod', position: 1 });
    assert.match(grown.texts[path] ?? '', /id-token: write[^]*Select apps-prod/);
    const back = await scaffolded(grown.texts, 'pipeline', { ci: 'github', credentials: 'secrets' });
    assert.match(back.texts[path] ?? '', /secrets\.KBST_AUTH_AWS/);
    assert.doesNotMatch(back.texts[path] ?? '', /id-token|AWS_SESSION_TOKEN/);
  });
});

describe('a pipeline of an earlier version', () => {
  for (const ci of ['github', 'gitlab'] as const) {
    const path = ci === 'github' ? '.github/workflows/main.yaml' : '.gitlab-ci.yml';
    it(`shows plans in pull requests and checks rules after the scaffold, and keeps its own changes (${ci})`, async () => {
      const { texts } = await scaffolded({}, 'platform', { ...NEW_PLATFORM, ci });
      const present = texts[path] ?? '';
      const render = ci === 'github' ? githubPipelineText : gitlabPipelineText;
      const input = {
        mainBranch: 'main',
        environments: ['ops', 'apps'],
        providers: ['aws' as const],
        program: 'terraform' as const,
      };
      assert.equal(present, render({ ...input, showsPlans: true, checksRules: true }));
      const before = `# Ours.\n${render(input)}`;
      const after = await scaffolded({ ...texts, [path]: before }, 'pipeline', { ci });
      assert.equal(after.texts[path], `# Ours.\n${present}`);
      const again = await scaffolded(after.texts, 'pipeline', { ci });
      assert.equal(again.texts[path], after.texts[path]);
      const other = await answered({ ...texts, [path]: 'jobs: {}\n' }, 'pipeline', { ci });
      assert.ok('problems' in other);
    });

    it(`is refused if a commit can replace the package that it runs (${ci})`, async () => {
      const { texts } = await scaffolded({}, 'platform', { ...NEW_PLATFORM, ci });
      const insecure = `${texts[path] ?? ''}# npx --yes --package="$KUBESTACK_PACKAGE" kubestack-language-server plan-report\n`;
      const result = await answered({ ...texts, [path]: insecure }, 'pipeline', { ci });
      assert.match(JSON.stringify(result), /where a commit can replace the package/);
    });
  }
});

describe('the answer to a scaffold', () => {
  it('names the branch on which the pipeline applies, which the next steps create', async () => {
    const written = await scaffolded({}, 'platform', { ...NEW_PLATFORM, ci: 'gitlab', main_branch: 'trunk' });
    const again = await answered(written.texts, 'environment', { env: 'dev', position: 1 });
    assert.equal('edit' in again && again.mainBranch, 'trunk');
    const without = await answered({}, 'platform', NEW_PLATFORM);
    assert.equal('edit' in without && without.mainBranch, undefined);
  });
});
