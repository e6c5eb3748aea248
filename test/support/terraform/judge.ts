import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExactJson } from './effectiveValues';
import { writeJudgedRoot, type JudgedCall, type JudgedPlatform, type Placement } from './judgedRoot';
import { judgedModule } from './judgedModule';
import { evaluateOutputs, type TerraformError } from './terraformRun';

/** A single module call: the source text of its arguments, and the files that it refers to. */
export interface JudgeCase {
  readonly id: string;
  /** Module source of the call. */
  readonly source: string;
  /** HCL text of `configuration`; undefined if the argument is absent. */
  readonly configuration?: string;
  /** HCL text of the base key; undefined if the argument is absent. */
  readonly baseKey?: string;
  /** Environments to evaluate. */
  readonly environments: readonly string[];
  /** Other files of the root module (locals, variables, tfvars, local modules). Cases with the same object share a root. */
  readonly surroundings?: Readonly<Record<string, string>>;
}

/**
 * Terraform's result for one environment of a call. `undetermined`: there is no result, because something that the call refers to, or that is in
 * the same file, failed.
 */
export type Verdict =
  | { readonly kind: 'value'; readonly value: ExactJson }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'undetermined'; readonly message: string };

/** Verdicts by environment. A failed call has its error in all requested environments. */
export interface JudgeResult {
  /** Id of the case, or address of the call. */
  readonly id: string;
  readonly environments: Readonly<Record<string, Verdict>>;
}

/** Maximum number of rounds. Few are needed, since loading, validation and evaluation each report all their errors at once. */
const maximumRounds = 12;

/**
 * Evaluates the effective configuration of single module calls with terraform. All cases with the same surroundings are in one root, and
 * evaluated in one run (or one for each workspace, if an expression depends on it). Failed cases are recorded and omitted in the next run. Takes
 * about 15 ms for each case.
 *
 * @returns one result for each case, in order
 * @throws Error if the surroundings are invalid, or terraform is missing
 */
export async function judge(cases: readonly JudgeCase[]): Promise<JudgeResult[]> {
  const groups = groupBySurroundings(cases);
  const results = new Map<JudgeCase, JudgeResult>();
  for (const group of [...groups.values()].flatMap(inBatches)) {
    const judged = await judgePlatform(asPlatform(group));
    group.forEach((one, index) => results.set(one, { id: one.id, environments: judged[index]?.environments ?? {} }));
  }
  return cases.flatMap(one => results.get(one) ?? []);
}

/**
 * Evaluates calls of a whole platform, with its root files, local modules and tfvars.
 *
 * @returns one result for each call, in order
 */
export async function judgePlatform(platform: JudgedPlatform): Promise<JudgeResult[]> {
  const everywhere = Object.entries(platform.files).filter(([file]) => file.endsWith('.tf'));
  const depends = everywhere.some(([, text]) => /terraform\s*\.\s*workspace|current_(?:config|metadata)/.test(text));
  if (!depends) return judgeInWorkspace(platform, platform.calls, undefined);
  const found = platform.calls.map((): Record<string, Verdict> => ({}));
  for (const environment of new Set(platform.calls.flatMap(call => call.environments))) {
    const asked = await judgeInWorkspace(platform, platform.calls, environment);
    for (const [index, call] of platform.calls.entries()) {
      const verdict = asked[index]?.environments[environment];
      const verdicts = found[index];
      if (verdict !== undefined && verdicts !== undefined && call.environments.includes(environment)) {
        verdicts[environment] = verdict;
      }
    }
  }
  return platform.calls.map((call, index) => ({ id: call.address, environments: found[index] ?? {} }));
}

/** Runs terraform in a workspace until there are no errors. If the workspace is undefined, one run evaluates all environments. */
async function judgeInWorkspace(
  platform: JudgedPlatform,
  calls: readonly JudgedCall[],
  workspace: string | undefined,
): Promise<JudgeResult[]> {
  const failures = new Map<string, Verdict>();
  const leftOut = new Set<string>();
  let outputs: Readonly<Record<string, ExactJson>> = {};
  let placements: Placement[] = [];
  for (let round = 0; round < maximumRounds; round += 1) {
    const folder = mkdtempSync(path.join(tmpdir(), 'judge-'));
    try {
      placements = writeJudgedRoot(platform, folder, leftOut);
      const result = await evaluateOutputs(folder, workspace ?? 'default');
      if ('outputs' in result) {
        outputs = result.outputs;
        break;
      }
      blame(result.errors, placements, failures, leftOut);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return calls.map(call => {
    const output = placements.find(placement => placement.call === call)?.output;
    return { id: call.address, environments: verdicts(call, workspace, failures, output, outputs) };
  });
}

function verdicts(
  call: JudgedCall,
  workspace: string | undefined,
  failures: ReadonlyMap<string, Verdict>,
  output: string | undefined,
  outputs: Readonly<Record<string, ExactJson>>,
): Record<string, Verdict> {
  const failure = [...failures].find(([address]) => isInside(call.address, address))?.[1];
  const environments = workspace === undefined ? call.environments : [workspace];
  if (failure !== undefined) return Object.fromEntries(environments.map(name => [name, failure]));
  const merged = (output === undefined ? {} : (outputs[output] ?? {})) as Record<string, ExactJson>;
  const wanted = Object.entries(merged).filter(([name]) => workspace === undefined || name === workspace);
  return Object.fromEntries(wanted.map(([name, value]) => [name, { kind: 'value', value }]));
}

/** Records errors for the calls that they belong to, and omits these calls in the next rounds. */
function blame(
  errors: readonly TerraformError[],
  placements: readonly Placement[],
  failures: Map<string, Verdict>,
  leftOut: Set<string>,
): void {
  const before = leftOut.size;
  for (const error of errors) {
    const named = placements.filter(({ file }) => error.file === file);
    const around = placements.filter(({ folder }) => path.posix.dirname(error.file ?? '') === folder);
    const at = named.length > 0 ? named : around;
    const exact = at.length === 1 && !/reference to undeclared module|unsupported attribute/i.test(error.message);
    for (const { address } of at) {
      if (!failures.has(address)) {
        failures.set(address, { kind: exact ? 'error' : 'undetermined', message: error.message });
      }
      leftOut.add(address);
    }
  }
  if (leftOut.size > before) return;
  const messages = errors.map(({ file, line, message }) => `${file ?? '?'}:${line ?? '?'}: ${message}`);
  throw new Error(`terraform refuses what surrounds the calls:\n${messages.join('\n')}`);
}

function isInside(address: string, outer: string): boolean {
  return address === outer || address.startsWith(`${outer}.`);
}

function asPlatform(group: readonly JudgeCase[]): JudgedPlatform {
  const files: Record<string, string> = { ...group[0]?.surroundings };
  const calls = group.map((one, index) => {
    const { baseKeyArgument } = judgedModule(one.source);
    const lines = [
      `source = "${one.source}"`,
      ...(one.configuration === undefined ? [] : [`configuration = ${one.configuration}`]),
      ...(one.baseKey === undefined ? [] : [`${baseKeyArgument ?? 'configuration_base_key'} = ${one.baseKey}`]),
    ];
    files[`judged_case_${index}.tf`] = [`module "case_${index}" {`, ...lines, '}', ''].join('\n');
    return { address: `module.case_${index}`, source: one.source, environments: one.environments };
  });
  return { files, calls };
}

/** Divides cases into several roots, which are faster than one, since terraform's time grows faster than its graph. */
function inBatches(cases: readonly JudgeCase[]): JudgeCase[][] {
  const size = 40;
  const starts = Array.from({ length: Math.ceil(cases.length / size) }, (_, index) => index * size);
  return starts.map(start => cases.slice(start, start + size));
}

function groupBySurroundings(cases: readonly JudgeCase[]): Map<JudgeCase['surroundings'], JudgeCase[]> {
  const groups = new Map<JudgeCase['surroundings'], JudgeCase[]>();
  for (const one of cases) groups.set(one.surroundings, [...(groups.get(one.surroundings) ?? []), one]);
  return groups;
}
