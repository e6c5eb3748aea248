/**
 * `npm run sample`: writes to `media/sample` what the sample platform has in addition to its files. This is the pipeline, as New Platform writes it,
 * and the state of each environment after its last deployment. Tests fail if the files are outdated.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { SAMPLE_HISTORY, textInCommit } from '../client/walkthrough/sampleHistory';
import { scaffolded } from '../test/support/scaffold/scaffolded';

const project = resolve(__dirname, '..');
const PIPELINE = '.github/workflows/main.yaml';

/** The pipeline and the states. */
export const SAMPLE_ADDITIONS = join(project, 'media/sample');

/** Absolute path of the pipeline. */
export const SAMPLE_PIPELINE = join(SAMPLE_ADDITIONS, PIPELINE);

/** The files of the sample platform, by path. */
function sampleTexts(): Record<string, string> {
  const root = join(project, 'test/platforms/multi-cloud');
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(entry => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map(file => [file.slice(root.length + 1), readFileSync(file, 'utf8')]));
}

/** @returns the text of the pipeline that the scaffold writes for the current sample platform */
export async function samplePipeline(): Promise<string> {
  const text = (await scaffolded(sampleTexts(), 'pipeline', { ci: 'github' })).texts[PIPELINE];
  if (text === undefined) throw new Error('The scaffold wrote no pipeline.');
  return text;
}

/** The last commit that was applied to an environment. The pipeline of the newest commit hasn't run, so `ops` lacks it. */
const appliedCommit = (environment: string): number =>
  environment === 'ops'
    ? SAMPLE_HISTORY.length - 2
    : SAMPLE_HISTORY.findLastIndex(({ promotedTo }) => promotedTo?.includes(environment));

/** Applies the commit of an environment to an empty state. Random values of the state are replaced, so that it is the same in each run. */
function sampleState(environment: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubestack-sample-'));
  try {
    for (const [path, text] of Object.entries(sampleTexts())) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), textInCommit(path, text, appliedCommit(environment)));
    }
    const terraform = (...parameters: string[]): void =>
      void execFileSync('terraform', parameters, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    terraform('init', '-input=false');
    terraform('workspace', 'new', environment);
    terraform('apply', '-input=false', '-auto-approve');
    const state = JSON.parse(
      readFileSync(join(folder, 'terraform.tfstate.d', environment, 'terraform.tfstate'), 'utf8'),
    ) as Record<string, unknown>;
    // Terraform writes the results of preconditions in random order, and replaces them in each run.
    const same = { ...state, check_results: null, terraform_version: '1.5.0', serial: 1, lineage: uuidOf(environment) };
    let count = 0;
    return JSON.stringify(same, (name, value: unknown) =>
      name === 'id' && typeof value === 'string' ? uuidOf(`${environment} ${++count}`) : value,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In the folder that `media/sample/state.tf` sets: with states in the default folder, the first `init` would ask whether to migrate them. */
const statePath = (environment: string): string => `states/${environment}/terraform.tfstate`;

function uuidOf(text: string): string {
  const digits = createHash('sha256').update(text).digest('hex');
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}

async function main(): Promise<void> {
  const written: Record<string, string> = { [PIPELINE]: await samplePipeline() };
  for (const environment of ['ops', 'apps', 'apps-prod']) written[statePath(environment)] = sampleState(environment);
  for (const [path, text] of Object.entries(written)) {
    mkdirSync(dirname(join(SAMPLE_ADDITIONS, path)), { recursive: true });
    writeFileSync(join(SAMPLE_ADDITIONS, path), text);
  }
}

if (require.main === module) void main();
