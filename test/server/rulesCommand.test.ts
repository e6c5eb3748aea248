// `check --rules` on the command line, and as the generated pipelines run it before an apply.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { tagMessage } from '../../client/promotion/tagMessage';
import { githubPipelineText } from '../../server/scaffold/pipeline/githubPipeline';
import { gitlabPipelineText } from '../../server/scaffold/pipeline/gitlabPipeline';
import { runCommand } from '../support/server/runCommand';
import { gitIn } from '../support/gitIn';

const main = (minimum: number): string => `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"

  configuration = {
    apps = {
      name_prefix                = "gc0"
      base_domain                = "example.com"
      cluster_availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
      default_node_pool          = { min_size = ${minimum}, max_size = 9, instance_types = ["t3.xlarge"] }
    }
    ops = {}
  }
}
`;
const RULE = `rule "min_size" {
  target = "cluster"
  enforce {
    condition     = attributes.default_node_pool.min_size >= 2
    error_message = "Two nodes at least."
  }
}
`;
const TEST = `rule_test "one" {
  rule       = "min_size"
  attributes = { default_node_pool = { min_size = 1 } }
  expect     = "fail"
}
`;
const FREEZE = `freeze "year_end" {
  environments = ["apps"]
  from         = "2026-12-18"
  until        = "2027-01-04"
  reason       = "Year-end business"
  allow        = ["rollback"]
}
`;

describe('rules on the command line', () => {
  let folder: string;
  const git = (...args: string[]): string => gitIn(folder, ...args);
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const commit = (): string => {
    git('add', '.');
    git('commit', '--quiet', '--allow-empty', '--message', 'Change');
    return git('rev-parse', 'HEAD');
  };
  const check = (...args: string[]): { readonly code: number | null; readonly out: string; readonly error: string } =>
    runCommand(['check', '--rules', ...args], { cwd: folder });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubestack-rules-'));
    git('init', '--quiet', '--initial-branch=main');
    write('main.tf', main(3));
    write('team.rules.hcl', RULE + TEST + FREEZE);
    commit();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('pass, with their tests, and fail with the sentence of the editor', () => {
    assert.deepEqual(check('--test'), { code: 0, out: 'Tests of rules: 1, failed: 0\n', error: '' });
    write('main.tf', main(1));
    const { code, out } = check();
    assert.equal(code, 1);
    assert.equal(out, 'error: module.eks_gc0_eu-west-1: Two nodes at least. (ops, apps) (rule:min_size)\n');
    const { platforms } = JSON.parse(check('--format', 'json').out) as { platforms: { broken: { name: string }[] }[] };
    assert.deepEqual(
      platforms.map(({ broken }) => broken.map(({ name }) => name)),
      [['min_size']],
    );
    write('team.rules.hcl', RULE + TEST.replace('"fail"', '"pass"'));
    assert.equal(check('--test').code, 1);
  });

  it('are among the findings of all checks, with their codes', () => {
    write('main.tf', main(1));
    const all = runCommand(['check', '--format', 'sarif'], { cwd: folder });
    assert.equal(all.code, 1);
    assert.match(all.out, /"ruleId": "rule:min_size"/);
    write('main.tf', main(1).replace('      default', '      # kubestack:ignore rule:min_size a test\n      default'));
    assert.doesNotMatch(runCommand(['check', '--format', 'sarif'], { cwd: folder }).out, /"ruleId": "rule:/);
  });

  it('stop a promotion during a freeze, and only to its environment', () => {
    const frozen = check('--promote', 'apps', '--date', '2026-12-24');
    assert.equal(frozen.code, 1);
    assert.equal(frozen.out, 'apps is frozen until 2027-01-04: Year-end business (year_end)\n');
    assert.equal(check('--promote', 'apps', '--date', '2026-12-17').code, 0);
    assert.equal(check('--promote', 'apps', '--date', '2027-01-04').code, 0);
    assert.equal(check('--promote', 'ops', '--date', '2026-12-24').code, 0);
    assert.match(check('--promote', 'prod').error, /no environment "prod"/);
  });

  it('stop every promotion if a file with rules exists and can not be read', () => {
    const rules = join(folder, 'team.rules.hcl');
    const outside = mkdtempSync(join(tmpdir(), 'kubestack-outside-'));
    writeFileSync(join(outside, 'team.rules.hcl'), FREEZE);
    const unreadable: Readonly<Record<string, () => void>> = {
      'team.rules.hcl:1: This file is not text.': () => writeFileSync(rules, Buffer.from(`\ufeff${FREEZE}`, 'utf16le')),
      "team.rules.hcl:1: This file can't be read: it is too large.": () =>
        writeFileSync(rules, FREEZE + '#'.repeat(3_000_000)),
      "team.rules.hcl:1: This file can't be read: it is outside the workspace.": () =>
        symlinkSync(join(outside, 'team.rules.hcl'), rules),
      "team.rules.hcl:1: This file can't be read.": () => symlinkSync('missing.hcl', rules),
      "team.rules.hcl:1: This file can't be read: it is not a regular file.": () => execFileSync('mkfifo', [rules]),
      "rules:1: This file can't be read: it is outside the workspace.": () =>
        symlinkSync(outside, join(folder, 'rules')),
    };
    try {
      for (const [sentence, make] of Object.entries(unreadable)) {
        rmSync(rules, { force: true });
        make();
        assert.deepEqual(check('--promote', 'apps', '--date', '2026-12-01'), {
          code: 1,
          out: `${sentence}\n`,
          error: '',
        });
      }
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it('let a tag pass whose message passes what stops it, with a reason', () => {
    write('main.tf', main(1));
    const hash = commit();
    const message = (reason: string, kinds: readonly ('frozen' | 'ruleBroken')[]): string =>
      tagMessage({
        ...{ environment: 'apps', commit: hash, commits: [], isRollback: false, reason },
        passed: kinds.map(kind =>
          kind === 'frozen'
            ? { kind, name: 'n', reason: 'r', until: '2027-01-04' }
            : { kind, name: 'n', subject: 's', message: 'm' },
        ),
      });
    const promote = (): ReturnType<typeof check> => check('--promote', 'apps', '--date', '2026-12-24');
    git('tag', 'apps-deploy-2026-12-24-0');
    assert.equal(promote().code, 1);
    git('tag', '--annotate', '--message', message('', ['frozen', 'ruleBroken']), 'apps-deploy-2026-12-24-1');
    assert.equal(promote().code, 1);
    git('tag', '--annotate', '--message', message('Urgent', ['frozen']), 'apps-deploy-2026-12-24-2');
    const { code, out } = promote();
    assert.equal(code, 1);
    assert.doesNotMatch(out, /frozen until/);
    git('tag', '--annotate', '--message', message('Urgent', ['frozen', 'ruleBroken']), 'apps-deploy-2026-12-24-3');
    assert.deepEqual(promote(), {
      ...{ code: 0, error: '' },
      out: 'The tag apps-deploy-2026-12-24-3 passes what stops this promotion: Urgent\n',
    });
    // Another commit needs a reason of its own.
    commit();
    assert.equal(promote().code, 1);
  });

  it('are judged by the generated pipelines before a deploy tag is applied', () => {
    const facts = {
      ...{ mainBranch: 'main', environments: ['ops', 'apps'], checksRules: true },
      ...{ providers: ['aws' as const], program: 'tofu' as const },
    };
    const { steps } = (parse(githubPipelineText(facts)) as { jobs: { platform: { steps: { run?: string }[] } } }).jobs
      .platform;
    const [rules, plan] = ['check --rules', ' plan --lock'].map(text =>
      steps.findIndex(({ run }) => run?.includes(text)),
    );
    assert.ok(rules! > 0 && rules! < plan!);
    assert.match(steps[rules!]?.run ?? '', /kubestack-language-server check --rules --promote "\$PLANNED"$/);
    const jobs = parse(gitlabPipelineText(facts)) as Record<
      string,
      { stage: string; script: string[]; rules: object[] }
    >;
    assert.match(jobs['check apps']?.script.at(-1) ?? '', /kubestack-language-server check --rules --promote "apps"$/);
    assert.deepEqual([jobs['check apps']?.stage, jobs['apply apps']?.stage], ['test', 'deploy']);
    assert.deepEqual(jobs['check apps']?.rules, [{ if: '$CI_COMMIT_TAG =~ /^apps-deploy-/ && $KUBESTACK_PACKAGE' }]);
    assert.equal(jobs['check ops'], undefined);
  });
});
