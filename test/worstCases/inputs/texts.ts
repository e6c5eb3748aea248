/** Files other than configuration: README, Dockerfile, pipelines, manifests, settings. */
import { HOSTILE_PIPELINES } from '../../support/pipelines/hostilePipelines';
import { cluster, lines, numbered, type WorstCase } from '../worstCase';

const WORKFLOW = '.github/workflows/main.yml';

const beside = (name: string, path: string, size: number, text: (size: number) => string): WorstCase => ({
  name,
  size,
  open: path,
  files: count => ({ 'main.tf': cluster(), [path]: text(count) }),
});

/** A cluster with a service that applies these manifests. */
const applying = (paths: readonly string[]): string =>
  `${cluster()}module "s" {\n  source = "kbst.xyz/catalog/custom-manifests/kustomization"\n  version = "0.4.0"\n  configuration_base_key = "apps"\n  configuration = {\n    apps = { resources = [${paths.map(path => `"${path}"`).join(', ')}] }\n    ops = {}\n  }\n}\n`;

export const TEXTS: readonly WorstCase[] = [
  beside(
    'a README with a long table',
    'README.md',
    60_000,
    count =>
      `# Platform\n\n## Environments\n\n| Environment | Cluster |\n| --- | --- |\n${lines(count, index => `| e${index} | gke |`)}`,
  ),
  beside('a README with many tables', 'README.md', 20_000, count =>
    lines(count, () => '| Environment | a |\n| --- | --- |\n| apps | b |\n'),
  ),
  beside(
    'a README with a wide table',
    'README.md',
    100_000,
    count => `|${' a |'.repeat(count)}\n|${' --- |'.repeat(count)}\n|${' b |'.repeat(count)}\n`,
  ),
  beside('a README with many headings', 'README.md', 100_000, count => lines(count, () => '# a')),
  beside('a README of pipes', 'README.md', 900_000, count => '|'.repeat(count)),
  beside('a README of backslashes', 'README.md', 900_000, count => `| ${'\\'.repeat(count)}`),
  beside('a README of dashes', 'README.md', 900_000, count => `| a |\n|${'-'.repeat(count)}x`),
  beside('a README of spaces', 'README.md', 900_000, count => `| a${' '.repeat(count)}b`),
  beside('a README of code', 'README.md', 100_000, count => lines(count, () => '`````')),
  beside('a README of brackets', 'README.md', 900_000, count => '['.repeat(count)),
  beside('a Dockerfile with many lines', 'Dockerfile', 60_000, count =>
    lines(count, () => 'FROM kbst/framework:v0.18.1-beta.0'),
  ),
  beside('a Dockerfile with continued lines', 'Dockerfile', 100_000, count => `FROM ${lines(count, () => '\\')}`),
  beside('a Dockerfile of spaces', 'Dockerfile', 900_000, count => `FROM${' '.repeat(count)}`),
  beside('a Dockerfile with arguments', 'Dockerfile', 40_000, count =>
    lines(count, index => `ARG A${index}=\${A${index - 1}}`),
  ),
  beside('a .gitignore', '.gitignore', 100_000, count => lines(count, () => '*.tfstate')),
  beside(
    'jobs of a pipeline',
    WORKFLOW,
    40_000,
    count =>
      `on: push\njobs:\n${lines(count, index => `  j${index}:\n    steps:\n      - run: terraform workspace select apps`)}`,
  ),
  beside(
    'steps of a pipeline',
    WORKFLOW,
    40_000,
    count => `on: push\njobs:\n  a:\n    steps:\n${lines(count, () => `      - run: terraform workspace select apps`)}`,
  ),
  beside('a nested pipeline', WORKFLOW, 300_000, count => `on: ${'['.repeat(count)}`),
  beside('a pipeline of dashes', WORKFLOW, 300_000, count => '- '.repeat(count)),
  beside(
    'a pipeline with aliases',
    WORKFLOW,
    40_000,
    count => `a: &a 1\non: push\njobs:\n${lines(count, index => `  j${index}: *a`)}`,
  ),
  beside(
    'a pipeline with aliases that double',
    WORKFLOW,
    60,
    count =>
      `a0: &a0 [1, 1]\n${lines(count, index => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`)}\njobs: *a${count}`,
  ),
  beside(
    'a pipeline with a long script',
    WORKFLOW,
    100_000,
    count =>
      `on: push\njobs:\n  a:\n    steps:\n      - run: |\n${lines(count, () => '          terraform workspace select apps')}`,
  ),
  beside(
    'a pipeline with a long line',
    WORKFLOW,
    900_000,
    count => `on: push\njobs:\n  a:\n    steps:\n      - run: ${'terraform '.repeat(count / 10)}`,
  ),
  {
    name: 'pipelines',
    size: 300,
    files: count => ({
      'main.tf': cluster(),
      ...Object.fromEntries(
        numbered(
          count,
          index =>
            [
              `.github/workflows/a${index}.yml`,
              'on: push\njobs:\n  a:\n    steps:\n      - run: terraform workspace select apps\n',
            ] as const,
        ),
      ),
    }),
  },
  {
    name: 'manifests',
    size: 1000,
    files: count => ({
      'main.tf': applying(numbered(count, index => `manifests/a${index}.yaml`)),
      ...Object.fromEntries(
        numbered(
          count,
          index =>
            [
              `manifests/a${index}.yaml`,
              lines(50, () => '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a'),
            ] as const,
        ),
      ),
    }),
  },
  {
    name: 'nested manifests',
    size: 400_000,
    files: count => ({
      'main.tf': applying(['manifests/a.yaml']),
      'manifests/a.yaml': '- '.repeat(count),
    }),
  },
  {
    name: 'folders',
    size: 5000,
    files: count => ({
      'main.tf': cluster(),
      ...Object.fromEntries(numbered(count, index => [`files/a${index}/b.txt`, ''] as const)),
    }),
  },
  {
    name: 'nested folders',
    size: 300,
    files: count => ({ 'main.tf': cluster(), [`${'a/'.repeat(count)}main.tf`]: cluster() }),
  },
  {
    name: 'a manifest with many values',
    size: 400_000,
    files: count => ({
      'main.tf': applying(['manifests/a.yaml']),
      'manifests/a.yaml': `kind: ConfigMap\ndata:\n${lines(count / 20, index => `  a${index}: { b: c }`)}`,
    }),
  },
  ...Object.entries(HOSTILE_PIPELINES).map(([name, files]) => ({
    name: `a small pipeline: ${name}`,
    size: 1,
    open: Object.keys(files)[0] ?? '',
    // Pipelines that don't mention terraform are not evaluated.
    files: () => ({
      'main.tf': cluster(),
      ...Object.fromEntries(Object.entries(files).map(([path, text]) => [path, `${text}# terraform\n`])),
    }),
  })),
];
