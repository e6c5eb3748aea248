import assert from 'node:assert/strict';
import {
  commandText,
  DATE,
  planStep,
  runs,
  step,
  stepText,
  type Step,
  type StepCommand,
} from '../../../../common/steps';
import {
  checklistDocument,
  checklistSteps,
  doneVariables,
  isInImage,
  isOpen,
  openSteps,
  isRunBy,
  isSettled,
  parseChecklists,
  ticked,
  toggled,
  withChecklist,
  withResult,
  type Checklist,
} from '../../../../client/scaffold/checklist';

const BRANCH = step('Create a branch: {0}, then {1}.', { commands: runs('git checkout -b add-b', 'git add -- b.tf') });
const REVIEW = step('Create a pull request. A colleague reviews the change and its plan.', { kind: 'pullRequest' });
const IMAGE = step('Build it: {0}.', { kind: 'image', commands: runs('docker build -t kubestack .') });
const list = (title: string, ...steps: Step[]): Checklist => ({
  title,
  notes: [],
  steps: steps.map(each => ({ ...each, done: false })),
});

describe('the variables that steps have set in a terminal', () => {
  it('are those of completed steps whose values are given', () => {
    const key: StepCommand = { variable: 'AWS_ACCESS_KEY_ID', output: 'scw config get access-key' };
    const steps = [
      step('{0}', {
        commands: [...runs('az account set'), { variable: 'ARM_SUBSCRIPTION_ID', value: '{SUBSCRIPTION_ID}' }],
        asks: ['SUBSCRIPTION_ID'],
      }),
      step('{0}', { commands: [key] }),
      step('{0}', { commands: [{ variable: 'LATER', value: 'x' }] }),
    ];
    const done = (values?: Record<string, string>): Checklist => ({
      ...list('Platform'),
      steps: steps.map((each, index) => ({ ...each, done: index < 2 })),
      ...(values && { values }),
    });
    assert.deepEqual(doneVariables(done()), [key]);
    assert.deepEqual(doneVariables(done({ SUBSCRIPTION_ID: '5a7e0f6c' })), [
      { variable: 'ARM_SUBSCRIPTION_ID', value: '5a7e0f6c' },
      key,
    ]);
  });
});

describe('the steps after a change', () => {
  const texts = (git: Parameters<typeof checklistSteps>[2]) =>
    checklistSteps([BRANCH], 'ops', git).map(each => stepText(each));

  it('begin with creating a repository and a remote if they are missing', () => {
    const [init, remote] = ['git init -b main', 'git remote add origin URL'].map(command => new RegExp(command));
    const missing = texts({ isRepository: false, hasRemote: false, mainBranch: 'main' });
    assert.match(missing[0] ?? '', init!);
    assert.match(missing[1] ?? '', remote!);
    assert.deepEqual(missing.slice(2), ['Plan ops.', stepText(BRANCH)]);
    assert.match(texts({ isRepository: true, hasRemote: false, mainBranch: 'main' })[0] ?? '', remote!);
    assert.deepEqual(texts({ isRepository: true, hasRemote: true, mainBranch: 'main' }), [
      'Plan ops.',
      stepText(BRANCH),
    ]);
  });

  it('create the branch on which the pipeline applies', () => {
    const git = { isRepository: false, hasRemote: true, mainBranch: 'trunk' };
    const [configured] = checklistSteps([], undefined, git);
    assert.match(stepText(configured!), /`git init -b trunk`/);
    const [ofPipeline] = checklistSteps([], undefined, git, 'release');
    assert.match(stepText(ofPipeline!), /`git init -b release`/);
  });

  it('have the plan where the change has it, for example after the initialization of a new platform', () => {
    const given = [step('Install modules.'), planStep('ops'), BRANCH];
    assert.deepEqual(
      checklistSteps(given, 'ops', undefined),
      given.map(each => ({ ...each, done: false })),
    );
  });

  it('omit Git if its state is unknown, and plans if no environment can be planned', () => {
    assert.deepEqual(texts(undefined), ['Plan ops.', stepText(BRANCH)]);
    assert.deepEqual(checklistSteps([BRANCH], undefined, undefined), [{ ...BRANCH, done: false }]);
  });
});

describe('a checklist', () => {
  it('is a document with boxes', () => {
    const lists = toggled([{ ...list('Add b', BRANCH, REVIEW), notes: ['Costs money.'] }], { list: 0, step: 1 });
    const { text, steps } = checklistDocument(lists);
    assert.equal(
      text,
      `# Next Steps

## Add b

> Costs money.

1 of 2 steps are done.

- [ ] ${stepText(BRANCH)}
- [x] ${REVIEW.text}
`,
    );
    const lines = text.split('\n');
    assert.deepEqual(
      [...steps].map(([line, { step }]) => [lines[line]?.slice(0, 5), step]),
      [
        ['- [ ]', 0],
        ['- [x]', 1],
      ],
    );
  });

  it('stays until everything is done, below the lists of later changes', () => {
    const first = list('Add a', BRANCH);
    const both = withChecklist([first], list('Add b', REVIEW));
    assert.deepEqual(
      both.map(({ title }) => title),
      ['Add b', 'Add a'],
    );
    const done = toggled(both, { list: 1, step: 0 });
    assert.deepEqual(
      withChecklist(done, list('Add c', REVIEW)).map(({ title }) => title),
      ['Add c', 'Add b'],
    );
  });

  it('is updated by commands that ran in a terminal', () => {
    const lists = [list('Add b', BRANCH, REVIEW)];
    const after = ticked(lists, step => isRunBy(step, 'git checkout -b add-b && git add -- b.tf'));
    assert.deepEqual(
      after[0]?.steps.map(({ done }) => done),
      [true, false],
    );
    assert.equal(
      ticked(lists, step => isRunBy(step, 'git checkout -b add-b')),
      lists,
    );
  });

  it('is updated when a repository and a remote exist, regardless of how they were created', () => {
    const [init, remote] = checklistSteps([], undefined, { isRepository: false, hasRemote: false, mainBranch: 'main' });
    assert.ok(init && remote);
    const made = { isRepository: true, hasRemote: false, mainBranch: 'main' };
    assert.deepEqual([isSettled(init, made), isSettled(remote, made)], [true, false]);
    assert.ok(isSettled(remote, { isRepository: true, hasRemote: true, mainBranch: 'main' }));
  });

  it('has the results of checks, values that the user has given, and no count of an optional step', () => {
    const apply = step('Sign in: {0}.', {
      commands: runs('az account set --subscription {SUBSCRIPTION_ID}'),
      asks: ['SUBSCRIPTION_ID'],
      check: { command: 'az account show', failure: 'open' },
    });
    const first = { ...list('New Platform', IMAGE, apply, REVIEW), values: { SUBSCRIPTION_ID: 'a-b' } };
    const reason = 'run `az login` <img>';
    const open = withResult([first], { list: 0, step: 1 }, { state: 'open', reason });
    assert.match(
      checklistDocument(open).text,
      /--subscription a-b`\.\n {2}- Not done yet\. `` run `az login` <img> ``\n/,
    );
    const [done] = withResult(open, { list: 0, step: 1 }, { state: 'done', reason: '' });
    assert.deepEqual(done?.steps[1], { ...apply, done: true });
    assert.deepEqual(toggled(open, { list: 0, step: 1 })[0]?.steps[1], { ...apply, done: true });
    assert.deepEqual(ticked(open, each => each.check !== undefined)[0]?.steps[1], { ...apply, done: true });
    assert.match(checklistDocument([done]).text, /\n1 of 2 steps are done\.\n/);
    assert.deepEqual([isInImage(done), isOpen(done), openSteps([done, done]) > 1], [false, true, true]);
    const all = toggled(toggled([done], { list: 0, step: 0 }), { list: 0, step: 2 })[0]!;
    assert.deepEqual([isInImage(all), isOpen(all)], [true, false]);
    const stored = [{ ...all, values: { SUBSCRIPTION_ID: 'a; b', URL: 'x' } }];
    assert.deepEqual(parseChecklists(stored)[0]?.values, { URL: 'x' });
    assert.deepEqual(parseChecklists([{ ...all, steps: [{ ...all.steps[0], check: { command: 1 } }] }]), []);
  });

  it('knows the line of the next step after something was done, which is no optional one', () => {
    const started = toggled([list('Add a', step('Commit.'), IMAGE, REVIEW)], { list: 0, step: 0 });
    const { text, next } = checklistDocument(started);
    assert.equal(text.split('\n')[next ?? 0], `- [ ] ${REVIEW.text}`);
    assert.equal(checklistDocument([list('Add a', REVIEW)]).next, undefined);
    assert.equal(checklistDocument(toggled(started, { list: 0, step: 2 })).next, undefined);
  });

  it('is updated by commands as they are typed into the terminal', () => {
    const typed = (command: StepCommand): string => `docker run kubestack ${commandText(command)}`;
    const init = { ...step('Install: {0}.', { commands: runs('tofu init') }), done: false };
    assert.ok(isRunBy(init, 'docker run kubestack tofu init', typed));
    assert.ok(!isRunBy(init, 'tofu init', typed));
  });

  it('has the date in the names of deploy tags, which not every shell can print', () => {
    const promotion = step('Promote it: {0}.', { commands: runs('git tag apps-deploy-{DATE}-0'), asks: [DATE] });
    assert.match(stepText(promotion), /`git tag apps-deploy-\$\(date -u \+%F\)-0`/);
    const { text } = checklistDocument([list('Add b', promotion)], new Date('2026-11-23T23:59:00Z'));
    assert.match(text, /`git tag apps-deploy-2026-11-23-0`/);
  });

  it('shows names as text', () => {
    const { text } = checklistDocument([list('Add \u202eb', step('Do\u0007 it.'))]);
    assert.doesNotMatch(text, /[\u202e\u0007]/);
  });

  it('accepts only valid stored values', () => {
    const good = list('Add b', BRANCH);
    assert.deepEqual(parseChecklists(JSON.parse(JSON.stringify([good, { title: 1 }, null, { ...good, steps: [1] }]))), [
      good,
    ]);
    assert.deepEqual(parseChecklists('x'), []);
  });
});
