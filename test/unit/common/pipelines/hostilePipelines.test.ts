// Untrusted pipelines: reading them is fast, limited, and gives no wrong results.
import assert from 'node:assert/strict';
import { Parser } from 'yaml';
import { now } from '../../../../common/now';
import { YamlLimitError } from '../../../../common/yaml/boundedYaml';
import { MAX_SCRIPT_STEPS, PipelineBudget } from '../../../../common/pipelines/budget';
import { Pipelines } from '../../../../common/pipelines/pipelines';
import {
  MAX_YAML_LENGTH,
  readYaml,
  textOf,
  valueOfKey,
  type YamlContents,
} from '../../../../common/pipelines/yaml/tree';
import { GITHUB, GITLAB, HOSTILE_PIPELINES } from '../../../support/pipelines/hostilePipelines';
import { withMethod } from '../../../support/withMethod';
import { doneAt, eventOf, everythingIn, pipelinesIn, type Files } from '../../../support/pipelines/pipelineTable';

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');
const contentsOf = (text: string): YamlContents => now(readYaml({ path: 'a.yml', text }));
const read = (text: string): YamlContents['documents'] => contentsOf(text).documents;
const refuse = (text: string): void => assert.throws(() => read(text), YamlLimitError, text.slice(0, 20));

/** Calls all queries of a repository's pipelines. */
function askAll(files: Files): Pipelines {
  const pipelines = pipelinesIn(files);
  for (const event of ['main', 'branch x', 'tag apps-deploy-1', 'request main', 'schedule', 'manual'])
    now(pipelines.at(eventOf(event)));
  now(pipelines.possibleRuns());
  now(pipelines.tagFilters());
  for (const definition of pipelines.definitions) {
    definition.branchNames();
    definition.branchFilters();
  }
  return pipelines;
}

describe('YAML in a repository', function () {
  it('may use names of JavaScript properties', () => {
    const [node] = read('__proto__: { toString: 1 }\nconstructor: x\nhasOwnProperty: y\n') ?? [];
    assert.equal(textOf(valueOfKey(node, 'constructor')), 'x');
    assert.equal(textOf(valueOfKey(valueOfKey(node, '__proto__'), 'toString')), '1');
    assert.equal(valueOfKey(node, 'toString'), undefined);
    assert.equal(typeof Object.prototype.toString, 'function');
    const jobs = `on: push\njobs:\n  __proto__:\n    runs-on: ubuntu-latest\n    needs: [constructor]\n    env: { __proto__: x, TF_WORKSPACE: ops }\n    strategy: { matrix: { __proto__: [a], toString: [b] } }\n    steps: [{ run: 'terraform plan' }]\n`;
    assert.deepEqual(doneAt({ [GITHUB]: jobs }, 'main'), ['maybe plan ops']);
    const gitlab =
      'constructor:\n  extends: toString\n  variables: { __proto__: x }\n  script: TF_WORKSPACE=ops terraform plan\n';
    assert.deepEqual(doneAt({ [GITLAB]: gitlab }, 'main'), ['maybe plan ops', 'and more']);
  });

  it('may contain aliases that are undefined, circular or too many', () => {
    const alias = { [GITLAB]: 'a: { script: *gone }\nb: { script: TF_WORKSPACE=ops terraform plan }' };
    assert.deepEqual(doneAt(alias, 'main'), ['and more'], 'GitLab refuses all of it');
    assert.equal(read('a: &a { script: [terraform plan], x: *a }'), undefined);
    const bomb = lines(
      30,
      index =>
        `a${index}: &a${index} [${
          index === 0
            ? 'x'
            : Array(10)
                .fill(`*a${index - 1}`)
                .join()
        }]\n`,
    );
    refuse(bomb);
    const merges = lines(
      40,
      index => `.a${index}: &a${index} { <<: [${index === 0 ? '{ k: v }' : `*a${index - 1}, *a${index - 1}`}] }\n`,
    );
    refuse(merges);
  });

  it('merges maps as GitLab does: own keys first, then the first merged map', () => {
    const [node] =
      read('a: &a { x: 1, y: 1 }\nb: &b { y: 2, z: 2 }\nc: { <<: [*a, *b], x: 3 }\nd: { <<: not a map }\n') ?? [];
    const c = valueOfKey(node, 'c');
    assert.deepEqual(
      ['x', 'y', 'z'].map(key => textOf(valueOfKey(c, key))),
      ['3', '1', '2'],
    );
  });

  it('is not parsed if it is too long, too deep or invalid', () => {
    for (const text of [
      'x'.repeat(MAX_YAML_LENGTH + 1),
      '['.repeat(45_000),
      '{a: '.repeat(11_000),
      '- '.repeat(22_000),
      '? '.repeat(22_000),
      // Deeper than GitLab allows.
      `${'['.repeat(150)}${']'.repeat(150)}`,
      // Each comma is an error.
      `[${','.repeat(10_000)}]`,
      'a:\n'.repeat(6_000),
    ])
      refuse(text);
    for (const text of ['\t{', 'a: b: c', '"']) assert.equal(read(text), undefined, text);
    assert.ok(read(`${'['.repeat(80)}${']'.repeat(80)}`));
    assert.deepEqual(read(''), []);
    assert.deepEqual(read('# nothing'), []);
  });
});

describe('a pipeline of any size', function () {
  for (const [name, files] of Object.entries(HOSTILE_PIPELINES))
    it(`is evaluated in time: ${name}`, () => {
      for (const [path, text] of Object.entries(files)) assert.ok(text.length <= MAX_YAML_LENGTH, path);
      assert.doesNotThrow(() => askAll(files));
    });

  describe('is evaluated in short stretches', () => {
    for (const [name, files] of Object.entries(HOSTILE_PIPELINES))
      it(name, () => {
        const [definition] = pipelinesIn(files).definitions;
        const budget = new PipelineBudget(20_000);
        let [longest, before] = [0, 0];
        for (const steps = definition?.possibleRuns(budget); steps && !steps.next().done; before = budget.spent)
          longest = Math.max(longest, budget.spent - before);
        // References and `extends` are resolved before the first script, in cheap steps.
        const isResolving = /^(?:references|extends) of/.test(name);
        assert.ok(isResolving || longest < MAX_SCRIPT_STEPS * 1.5, `${longest} steps at a stretch`);
      });
  });

  it('reports what was left out, and why', () => {
    const evaluated = (files: Files): [string, string][] => {
      const pipelines = pipelinesIn(files);
      now(pipelines.possibleRuns());
      return [...pipelines.leftOut];
    };
    const [scripts, actions] = ['scripts that run each other', 'actions that use themselves'].map(
      name => HOSTILE_PIPELINES[name] ?? {},
    );
    assert.deepEqual(evaluated(scripts ?? {}), [[GITLAB, 'It has too many jobs or commands.']]);
    assert.deepEqual(evaluated(actions ?? {}), [[GITHUB, 'It has too many jobs or commands.']]);
    const values = 'a:\n'.repeat(6_000);
    assert.deepEqual(evaluated({ [GITLAB]: values }), [[GITLAB, 'The YAML has too many values.']]);
    assert.deepEqual(evaluated({ [GITLAB]: 'a: { script: terraform plan }' }), []);
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `.github/workflows/${index}.yml`,
        `# ${'a'.repeat(49_000)}\non: push\n`,
      ]),
    );
    assert.deepEqual(evaluated(many), [['.github/workflows/11.yml', 'The pipelines before it are too long.']]);
  });

  it('parses only changed files again after an edit', () => {
    const texts: Record<string, string> = {
      '.github/workflows/a.yml': 'on: push',
      '.github/workflows/b.yml': 'on: push',
    };
    let parsed = 0;
    const read = (before?: Pipelines): Pipelines =>
      withMethod(
        Parser.prototype,
        'end',
        end =>
          function* (this: Parser) {
            parsed++;
            yield* end.call(this);
          },
        () => now(Pipelines.read(Object.keys(texts), path => texts[path], before)),
      );
    const before = read();
    assert.equal(parsed, 2);
    texts['.github/workflows/b.yml'] = 'on: [push]';
    const after = read(before);
    assert.equal(parsed, 3);
    assert.equal(after.definitions.length, 2);
  });

  it('is evaluated completely, or not at all if it has too many jobs', () => {
    const files = {
      [GITLAB]: `.a: &a { script: echo }\nops: { script: TF_WORKSPACE=ops terraform plan }\n${lines(1_100, index => `j${index}: *a\n`)}`,
    };
    assert.deepEqual(doneAt(files, 'main'), ['and more']);
    assert.deepEqual(everythingIn(files), ['and more']);
    const few = {
      [GITLAB]: `ops: { script: TF_WORKSPACE=ops terraform plan }\n${lines(900, index => `j${index}: { script: echo }\n`)}`,
    };
    assert.deepEqual(everythingIn(few), ['ops']);
  });

  it('is evaluated in linear time', () => {
    const jobs = (count: number): string =>
      lines(count, index => `job${index}:\n  script:\n    - terraform workspace select apps\n`);
    const [small, big] = [contentsOf(jobs(100)).nodes, contentsOf(jobs(800)).nodes];
    assert.ok(big < small * 8.5, `${small}, ${big}`);
  });

  it('reads a limited number of files', () => {
    const asked: string[] = [];
    const reader = (path: string): string => {
      asked.push(path);
      return path === GITLAB ? `a:\n  script:\n${lines(2_400, index => `    - ./s${index}.sh\n`)}` : 'echo';
    };
    now(now(Pipelines.read([GITLAB], reader)).at({ kind: 'branch', name: 'main' }));
    assert.ok(asked.length <= 200, String(asked.length));
  });

  it('includes no file outside of the repository', () => {
    const asked: string[] = [];
    const text = `include: [/../../etc/passwd, ../x.yml, /.git/config, "C:\\\\x.yml"]
a:
  script: [../../x.sh, bash /etc/passwd, source ../../y.sh, ./.git/hooks/z.sh, cd / && ./w.sh]
`;
    const reader = (path: string): string | undefined => {
      asked.push(path);
      return path === GITLAB ? text : undefined;
    };
    now(now(Pipelines.read([GITLAB], reader)).at({ kind: 'branch', name: 'main' }));
    assert.deepEqual(asked, [GITLAB]);
  });
});
