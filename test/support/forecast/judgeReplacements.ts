/**
 * `npm run judge -- --replacements N`: replaces random parts of platforms with the framework's own modules in stages. After each stage, in each
 * environment, the plan of a real Terraform may lose nothing that serves pods, and the end is what the change itself would have been.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replacementsIn, revisionOfPlatform } from '../../../server/scaffold/replacement/stagesInCode';
import { plainValue } from '../../../server/semantics/plainValue';
import { answered, withEdit } from '../scaffold/scaffolded';
import { workspaceOf } from '../testWorkspace';
import { planInOrder, UnusableCase, type AppliedRevisions, type CaseFiles, type Planned } from './forecastCase';
import { FrameworkCorpus, randomFrom, type ReplacementCase } from './frameworkCorpus';
import { builtStubProvider } from './stubProvider';
import type { FactsFile } from './stubSchema';

/** The files after each stage, and the one before. */
export interface StagedRevision {
  readonly stage: string;
  readonly files: CaseFiles;
}

/** @returns the exit code */
export async function judgeReplacements(count: number, seed: number): Promise<number> {
  const clone = process.env['KUBESTACK_FRAMEWORK_CLONE'];
  if (clone === undefined || clone === '')
    throw new Error('KUBESTACK_FRAMEWORK_CLONE has to name a clone of the framework.');
  const program = await builtStubProvider();
  if (program === undefined) throw new Error("The stub provider can't be built: its modules can't be downloaded.");
  const facts = JSON.parse(readFileSync(join(__dirname, '../../../data/resources.json'), 'utf8')) as FactsFile;
  const corpus = new FrameworkCorpus(clone, facts);
  const totals = { cases: 0, stages: 0, unusable: 0, losses: 0 };
  for (let index = 0; index < count; index++) {
    const each = corpus.replacement(randomFrom(seed * 100_000 + index), index);
    const plan = (applied: AppliedRevisions): Promise<Planned[]> => planInOrder(applied, program);
    try {
      const revisions = await stagedRevisions(each);
      const losses = [...(await lossesOf(each, revisions, plan)), ...(await differencesAtEnd(each, revisions))];
      for (const loss of losses) console.log(`${each.title}\n  ${loss}`);
      totals.losses += losses.length;
      totals.stages += revisions.length - 1;
    } catch (error) {
      const { message } = error as Error;
      if (error instanceof UnusableCase) totals.unusable++;
      else totals.losses++;
      console.log(`${each.title}: can't be applied: ${/Error: ([^\n]*)/.exec(message)?.[1] ?? message}`);
    }
    totals.cases++;
    if (index % 10 === 9) console.log(`${totals.cases} replacements, ${totals.losses} losses`);
  }
  console.log(
    `${totals.cases} replacements (${totals.unusable} that can't be applied), ${totals.stages} stages in two environments, ${totals.losses} losses or differences`,
  );
  return totals.losses === 0 && totals.unusable < totals.cases ? 0 : 1;
}

/** Writes all stages. */
export async function stagedRevisions({ before, name, values }: ReplacementCase): Promise<StagedRevision[]> {
  const revisions: StagedRevision[] = [{ stage: 'before', files: before }];
  let answers: Record<string, unknown> = { name, values };
  for (;;) {
    const { files } = revisions.at(-1)!;
    const result = await answered(files, 'replacement', answers);
    if (!('edit' in result)) throw new Error(`${name}: ${JSON.stringify(result.problems)}`);
    const after = withEdit(files, result.edit);
    const [change] = await begunIn(after);
    const [was] = await begunIn(files);
    revisions.push({ stage: was ? was.stages[was.done]! : 'add', files: after });
    if (!change || change.done === change.stages.length) return revisions;
    answers = { name, applied: true, moved: true };
  }
}

async function begunIn(files: CaseFiles): Promise<ReturnType<typeof replacementsIn>> {
  const { snapshot, uri } = await workspaceOf(files);
  const platform = revisionOfPlatform(snapshot, uri(''));
  return platform ? replacementsIn(platform.request, platform.root) : [];
}

/** The modules for AKS and GKE up to v0.19 have providers of their own. The next steps begin with a targeted destroy: see docs/scaffolding.md. */
const ORPHANED = /Provider configuration not present/;

/**
 * What the plans lose too early.
 * @param revisions in the order in which they are applied
 */
export async function lossesOf(
  { name, part, facts, environments }: ReplacementCase,
  revisions: readonly StagedRevision[],
  plan: (applied: AppliedRevisions) => Promise<Planned[]>,
): Promise<string[]> {
  const losses: string[] = [];
  for (const environment of environments) {
    const plans = await plan({ revisions: revisions.map(({ files }) => files), environment, facts });
    for (const [index, planned] of plans.entries()) {
      const { stage } = revisions[index + 1]!;
      const applied = new Set(revisions.slice(0, index + 1).map(each => each.stage));
      if ('error' in planned && !(stage === 'remove' && part === 'cluster' && ORPHANED.test(planned.error)))
        losses.push(`${stage} in ${environment}: the plan fails: ${planned.error}`);
      for (const [address, action] of 'error' in planned ? [] : planned.actions) {
        if (action !== 'destroy' && action !== 'replace') continue;
        const isOld = part === 'cluster' ? address.startsWith(`module.${name}`) : address.startsWith(`module.${name}.`);
        const isStandIn = /^module\.\S*_node_pool_interim\./.test(address);
        // Its pods have another place to run, and have moved there.
        const mayGo = applied.has('add') && (isOld || (part === 'defaultPool' && isStandIn && applied.has('change')));
        if (!mayGo) losses.push(`${stage} in ${environment}: ${action} ${address}`);
      }
    }
  }
  return losses;
}

/** Effective values at the end that differ from those of the change itself, apart from names. */
async function differencesAtEnd(
  { direct, before, name, part, values }: ReplacementCase,
  revisions: readonly StagedRevision[],
): Promise<string[]> {
  const end = revisions.at(-1)!.files;
  const added = Object.keys(end).find(
    path => path.endsWith('.tf') && !(path in before) && !path.includes('_providers'),
  );
  const next = added?.replace(/(?:_cluster)?\.tf$/, '');
  // On Azure, the new pool stays beside the default node pool, which can't be changed.
  const isBeside = part === 'defaultPool' && next !== undefined;
  const wanted = await valuesOf(isBeside ? before : direct, name);
  const real = await valuesOf(end, part === 'defaultPool' ? name : (next ?? ''));
  const differences =
    JSON.stringify(wanted) === JSON.stringify(real) ? [] : [`${print(real)} instead of ${print(wanted)}`];
  const [[path, value] = ['', undefined]] = Object.entries(values);
  const stays = isBeside ? print(await valuesOf(end, next)) : print(value);
  if (!stays.includes(print(value))) differences.push(`${stays} without ${path} = ${print(value)}`);
  return differences.map(each => `the end differs from the change: ${each}`);
}

const print = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** The effective values of a module by environment, without its names. */
async function valuesOf(files: CaseFiles, name: string): Promise<unknown> {
  const { snapshot, uri } = await workspaceOf(files);
  const { model } = snapshot;
  const root = model.tree.rootInstances().find(({ folderUri }) => folderUri === uri(''));
  const call = root && model.call(root, name);
  if (!call) return undefined;
  const names = { name: undefined, node_pool_name: undefined, name_prefix: undefined };
  return [...model.effectiveConfiguration(call).environments].map(([environment, { value }]) => {
    const { value: plain } = value ? plainValue(value) : { value: undefined };
    return [environment, { ...(plain as object), ...names }];
  });
}
