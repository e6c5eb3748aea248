/** Small pipelines that are designed to take long: commands that repeat, files that include themselves, variables that double. */
import type { Files } from './pipelineTable';

export const GITLAB = '.gitlab-ci.yml';
export const GITHUB = '.github/workflows/main.yaml';

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

/** A script that repeats a command as often as its file may be long. */
const repeated = (command: string): Files => ({
  [GITLAB]: `a:\n  variables: { X: "${'a'.repeat(290)}", W: "${'a '.repeat(2_400)}" }\n  script:\n${lines(
    Math.max(1, Math.min(500, Math.floor(40_000 / (command.length + 10)))),
    () => `    - ${JSON.stringify(command)}\n`,
  )}`,
});

export const HOSTILE_PIPELINES: Readonly<Record<string, Files>> = {
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
  ...Object.fromEntries(
    Object.entries({
      'a command with many words': `echo ${'a '.repeat(20_000)}`,
      'a value of many words': 'echo $W $W $W $W',
      'a long pattern': `[[ $X == ${'*a'.repeat(400)}b ]] && echo`,
      'a long pattern of a suffix': `echo \${X%%${'*a'.repeat(200)}b}`,
      'an expression that repeats': '[[ $X =~ (a|aa|aaa){400} ]] && echo',
      'a long command of another shell': `bash -c '${'echo; '.repeat(1_500)}'`,
      'many options of a container': `docker run ${'-e A '.repeat(2_000)} x terraform plan`,
      'an unknown condition': 'if $Y; then A=1; fi',
    }).map(([name, command]) => [`${name}, repeated`, repeated(command)] as const),
  ),
};
