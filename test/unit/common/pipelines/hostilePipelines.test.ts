// Untrusted pipelines: reading them is fast, limited, and gives no wrong results.
import assert from 'node:assert/strict';
import * as yaml from 'yaml';
import { Pipelines } from '../../../../common/pipelines/pipelines';
import {
  MAX_YAML_LENGTH,
  readYaml,
  textOf,
  valueOfKey,
  type YamlLibrary,
} from '../../../../common/pipelines/yaml/tree';
import { doneAt, eventOf, everythingIn, pipelinesIn, type Files } from '../../../support/pipelines/pipelineTable';

const GITLAB = '.gitlab-ci.yml';
const GITHUB = '.github/workflows/main.yaml';
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');
const read = (text: string, library: YamlLibrary = yaml) => readYaml({ path: 'a.yml', text }, library);

/** Number of nodes that the YAML package creates for a text. */
function workOf(text: string): number {
  let nodes = 0;
  const isScalar = (node: unknown): boolean => {
    nodes++;
    return yaml.isScalar(node);
  };
  read(text, { ...yaml, isScalar });
  return nodes;
}

/** Calls all queries of a repository's pipelines. */
function askAll(files: Files): Pipelines {
  const pipelines = pipelinesIn(files);
  for (const event of ['main', 'branch x', 'tag apps-deploy-1', 'request main', 'schedule', 'manual'])
    pipelines.at(eventOf(event));
  pipelines.possibleRuns();
  pipelines.tagFilters();
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
    assert.equal(read(bomb), undefined);
    assert.ok(workOf(bomb) < 500_000);
    const merges = lines(
      40,
      index => `.a${index}: &a${index} { <<: [${index === 0 ? '{ k: v }' : `*a${index - 1}, *a${index - 1}`}] }\n`,
    );
    assert.equal(read(merges), undefined);
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
    assert.equal(read('x'.repeat(MAX_YAML_LENGTH + 1)), undefined);
    for (const text of [
      '['.repeat(45_000),
      '{a: '.repeat(11_000),
      '- '.repeat(22_000),
      '? '.repeat(22_000),
      '\t{',
      'a: b: c',
      '"',
    ])
      assert.equal(read(text), undefined, text.slice(0, 20));
    assert.equal(read(`${'['.repeat(150)}${']'.repeat(150)}`), undefined, 'deeper than GitLab allows');
    assert.ok(read(`${'['.repeat(80)}${']'.repeat(80)}`));
    assert.deepEqual(read(''), []);
    assert.deepEqual(read('# nothing'), []);
  });
});

describe('a pipeline of any size', function () {
  // Tests for hangs: without other load, each of these takes less than two seconds.
  const large: Readonly<Record<string, Files>> = {
    '2,000 jobs': { [GITLAB]: lines(2_000, index => `j${index}: {script: make}\n`) },
    '2,000 jobs of a workflow': {
      [GITHUB]: `on: push\njobs:\n${lines(2_000, index => ` j${index}: {steps: []}\n`)}`,
    },
    'many jobs that need all others': {
      [GITHUB]: `on: push\njobs:\n${lines(98, index => `  j${index}: { needs: [${Array.from({ length: 90 }, (_, other) => `j${(index + other) % 98}`).join()}], steps: [] }\n`)}`,
    },
    'many jobs with a large matrix each': {
      [GITHUB]: `on: push\njobs:\n${lines(350, index => `  j${index}: { runs-on: a, strategy: { matrix: { a: [1,2,3,4,5,6,7,8,9,10], b: [1,2,3,4,5,6,7,8,9,10] } }, steps: [{ run: "terraform plan" }] }\n`)}`,
    },
    'a long script': {
      [GITHUB]: `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n${lines(1_900, () => '          terraform plan\n')}`,
    },
    'loops in loops': {
      [GITLAB]: `a:\n  script:\n    - ${'for i in 1 2 3 4 5 6 7 8 9; do '.repeat(12)} terraform plan; ${'done; '.repeat(12)}\n`,
    },
    'branches in branches': {
      [GITLAB]: `a:\n  script:\n    - ${'if $X; then A=$A$A; else '.repeat(30)} terraform plan; ${'fi; '.repeat(30)}\n`,
    },
    'a variable that doubles': {
      [GITLAB]: `a:\n  script:\n${lines(60, () => '    - X="$X$X$X"\n')}    - X=aaaa\n${lines(60, () => '    - X="$X$X$X"\n')}    - terraform plan $X\n`,
    },
    'variables of variables': {
      [GITLAB]: `variables:\n${lines(90, index => `  V${index}: "${`$V${index + 1}`.repeat(90)}"\n`)}  V90: $V0\na: { script: terraform plan }\n`,
    },
    'references of references': {
      [GITLAB]: `${lines(
        12,
        index =>
          `.r${index}: { script: [${Array(12)
            .fill(`!reference [.r${index + 1}, script]`)
            .join()}] }\n`,
      )}.r12: { script: [x] }\na: { script: [!reference [.r0, script]] }\n`,
    },
    'extends of extends': {
      [GITLAB]: `${lines(
        11,
        index =>
          `.e${index}: { extends: [${Array(9)
            .fill(`.e${index + 1}`)
            .join()}] }\n`,
      )}.e11: { script: x }\na: { extends: .e0 }\n`,
    },
    'a file that includes itself': {
      [GITLAB]: `include: [${Array(50).fill(GITLAB).join()}]\na: { script: terraform plan }\n`,
    },
    'scripts that run each other': {
      [GITLAB]: 'a: { script: [./a.sh] }',
      'a.sh': './b.sh\n./b.sh\n',
      'b.sh': './a.sh\n./a.sh\n',
    },
    'a function that calls itself': { [GITLAB]: 'a:\n  script:\n    - |\n      f() { f; f; }\n      f\n' },
    'workflows that call each other': {
      [GITHUB]:
        'on: [push, workflow_call]\njobs:\n  a: { uses: ./.github/workflows/main.yaml }\n  b: { uses: ./.github/workflows/main.yaml }\n',
    },
    'actions that use themselves': {
      [GITHUB]: 'on: push\njobs:\n  a: { runs-on: x, steps: [{ uses: ./x }, { uses: ./x }] }\n',
      'x/action.yml': 'runs:\n  using: composite\n  steps: [{ uses: ./x }, { uses: ./x }, { uses: ./x }]\n',
    },
    'a condition for every branch': {
      [GITHUB]: `on: push\njobs:\n${lines(400, index => `  j${index}: { if: "startsWith(github.ref, 'refs/tags/t${index}-deploy-')", runs-on: x, steps: [{ run: "terraform apply" }] }\n`)}`,
    },
    'many patterns of tags': {
      [GITHUB]: `on:\n  push:\n    tags:\n${lines(2_400, index => `      - "t${index}-*"\n`)}jobs: { a: { runs-on: x, steps: [{ run: terraform apply }] } }\n`,
    },
    'a pattern that is a trap': {
      [GITLAB]: `a:\n  only: ['/^(((a|aa)+)+)+$/', '/^${'(a?){50}'.repeat(10)}$/']\n  script: terraform plan\n`,
    },
    'quotes, brackets and backticks that never end': {
      [GITLAB]: `a:\n  script:\n    - ${JSON.stringify('`$('.repeat(2_500))}\n    - ${JSON.stringify('"${x'.repeat(2_500))}\n    - ${JSON.stringify('<<A '.repeat(5_000))}\n`,
    },
  };

  for (const [name, files] of Object.entries(large))
    it(`is evaluated in time: ${name}`, () => {
      for (const [path, text] of Object.entries(files)) assert.ok(text.length <= MAX_YAML_LENGTH, path);
      assert.doesNotThrow(() => askAll(files));
    });

  it('is evaluated completely, or not at all if it has too many jobs', () => {
    const files = {
      [GITLAB]: `ops: { script: TF_WORKSPACE=ops terraform plan }\n${lines(1_100, index => `j${index}: { script: echo }\n`)}`,
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
    const [small, big] = [workOf(jobs(200)), workOf(jobs(1_600))];
    assert.ok(big < small * 8.5, `${small}, ${big}`);
  });

  it('reads a limited number of files', () => {
    const asked: string[] = [];
    const reader = (path: string): string => {
      asked.push(path);
      return path === GITLAB ? `a:\n  script:\n${lines(2_400, index => `    - ./s${index}.sh\n`)}` : 'echo';
    };
    new Pipelines([GITLAB], reader, yaml).at({ kind: 'branch', name: 'main' });
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
    new Pipelines([GITLAB], reader, yaml).at({ kind: 'branch', name: 'main' });
    assert.deepEqual(asked, [GITLAB]);
  });
});
