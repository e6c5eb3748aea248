// Paths and names of a repository in the commands of next steps, which are run by a real shell and a real git.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { commandText, stepText, withGiven, type Step } from '../../../../common/steps';
import { followUpSteps, quotedWord } from '../../../../server/scaffold/followUp';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { scaffolded } from '../../../support/scaffold/scaffolded';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';
import { skipOnWindows } from '../../../support/skipWithout';

const commandsOf = ({ commands, asks }: Step): string[] => commands.map(each => commandText(withGiven(each, asks, {})));

const flow = { branch: 'add-it', summary: 'Add it', environments: ['ops', 'apps'], program: 'tofu' } as const;

describe('the next steps after a change', () => {
  const steps = async (pipeline: Record<string, string>): Promise<string> => {
    const answers = { cluster: 'scw_web0_fr-par', pool: 'spare' };
    const texts = { ...readSamplePlatform('three-environments'), ...pipeline };
    return (await scaffolded(texts, 'nodePool', answers)).followUp.join('\n');
  };
  const file = '.github/workflows/main.yaml';
  const apply = (events: string): Record<string, string> => ({
    [file]: `on:\n  push:\n${events}jobs:\n  platform:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: terraform workspace select "\${GITHUB_REF_NAME%-deploy-*}" && terraform apply -auto-approve\n`,
  });
  const main = '    branches: [main]\n';

  it('promise only what a pipeline does', async () => {
    const none = await steps({});
    assert.match(none, /Merge it\. No pipeline here applies changes/);
    assert.doesNotMatch(none, /git tag|The pipeline/);
    const noTags = await steps(apply(main));
    assert.match(noTags, /Merge it: the pipeline applies the change to ops\./);
    assert.match(noTags, /No pipeline here applies a deploy tag to apps and apps-prod/);
    assert.doesNotMatch(noTags, /git tag/);
    const one = await steps(apply(`${main}    tags: ["apps-deploy-*"]\n`));
    assert.match(
      one,
      /git tag -a -m "Promote to apps" apps-deploy-[\s\S]*No pipeline here applies a deploy tag to apps-prod:/,
    );
    const all = await steps(apply(`${main}    tags: ["*-deploy-*"]\n`));
    assert.match(
      all,
      /git tag -a -m "Promote to apps" apps-deploy-[\s\S]*git tag -a -m "Promote to apps-prod" apps-prod-deploy-/,
    );
    assert.doesNotMatch(all, /No pipeline/);
  });

  it('assume what another system for pipelines can do', async () => {
    assert.match(await steps({ Jenkinsfile: 'node {}\n' }), /git tag -a -m "Promote to apps" apps-deploy-/);
  });
});

describe('the commands of next steps', () => {
  it('git add in the follow-up adds the changed files, whatever their names, and runs nothing else', function () {
    // Windows does not allow these names.
    skipOnWindows(this);
    const paths = [
      '--dry-run.tf',
      ':(exclude)*.tf',
      'a b.tf',
      'a"b.tf',
      "it's.tf",
      '$(touch was-run).tf',
      '`touch was-run`.tf',
      'x` `git commit` `.tf',
      '!!.tf',
      'line\ntouch was-run\n.tf',
      'line\u2028touch was-run\u2028.tf',
      '\u201d; touch was-run; \u201c.tf',
      "'$; touch was-run #.tf",
      'a"$ & touch was-run & .tf',
      '%PATH:~0,1%.tf',
      'main.tf',
    ];
    const folder = new TemporaryFolder(Object.fromEntries(paths.map(path => [path, 'locals {}\n'])));
    const run = (command: string): string => {
      const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: folder.path, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      return stdout;
    };
    run('git init --quiet --initial-branch main');
    const [branch] = followUpSteps(flow, paths);
    const commands = commandsOf(branch!);
    assert.equal(commands.length, 2);
    assert.doesNotMatch(commands.join(), /\p{Cc}/u);
    // Between double quotes, no other character has a meaning in bash, zsh, fish, PowerShell and cmd.
    assert.match(commands[1]!, /^git add --(?: (?:[\w./@:=-]+|"[^"\u201c-\u201f$\\`!%]*"))+$/u);
    for (const command of commands) run(command);
    assert.deepEqual(run('git diff --cached --name-only -z').split('\0').filter(Boolean).sort(), [...paths].sort());
    assert.ok(!existsSync(folder.at('was-run')));
    folder.delete();
  });

  it('plan after the installation of what the change needs, and promote with the same tags as the extension', () => {
    const steps = followUpSteps({ ...flow, init: 'upgrade' }, ['a.tf']);
    assert.match(stepText(steps[0]!), /`tofu init -upgrade`/);
    assert.equal(stepText(steps[1]!), 'Plan ops.');
    const [promotion] = steps.filter(({ kind, environment }) => kind === 'promotion' && environment === 'apps');
    assert.match(stepText(promotion!), /\*Kubestack: Promote…\*/);
    const tags = commandsOf(promotion!).map(command => /apps-deploy-.*$/.exec(command)?.[0] ?? '');
    for (const tag of tags) {
      const named = spawnSync('bash', ['-c', `echo ${tag}`], { encoding: 'utf8' }).stdout.trim();
      assert.match(named, /^apps-deploy-\d{4}-\d{2}-\d{2}-0$/);
    }
    assert.equal(tags.length, 2);
  });

  it('commands of the follow-up quote only words that need it', () => {
    assert.equal(quotedWord('module.eks_gc0'), 'module.eks_gc0');
    assert.equal(quotedWord('a b'), '"a b"');
    assert.equal(quotedWord('module.a["b"]'), `'module.a["b"]'`);
  });
});
