/** A workflow of GitHub, Gitea or Forgejo as a pipeline. */
import { runsOf, type PipelineBudget } from '../budget';
import { mergedRuns, runWithin } from '../runWithin';
import type {
  BranchFilter,
  BranchName,
  MissingName,
  PipelineDefinition,
  PipelineEvent,
  PossibleRun,
  TagFilter,
} from '../event';
import { anyText, literal, sequence } from '../../regex/pattern';
import type { Repository } from '../repository';
import { refPatterns } from '../shell/refPatterns';
import { scriptNames } from '../scriptNames';
import { shellGlob } from '../../regex/shellGlob';
import { distinctFilters, tagFilter } from '../tagFilter';
import { rangeInScalar } from '../yaml/scalarSource';
import {
  valueOfKey,
  entriesOfMap,
  itemsOfList,
  textOf,
  type YamlFile,
  type TextRange,
  type YamlNode,
  type YamlScalar,
} from '../yaml/tree';
import { parseGithubExpression, subexpressions, templateParts, type WorkflowExpression } from './expression';
import { filterPattern } from './filterPatterns';
import { runWorkflow } from './jobs';
import { branchPasses, occasionsAt, possibleWorkflowStarts, type WorkflowStart } from './occasions';
import { originOf } from './values';
import { workflowOf, type Workflow } from './workflow';

/** @returns undefined if the file can't be read, or is not a workflow */
export function* githubPipeline(
  file: YamlFile,
  repository: Repository,
): Generator<undefined, PipelineDefinition | undefined> {
  const workflow = workflowOf(file, (yield* repository.yaml(file.path))?.[0]);
  if (!workflow) return undefined;
  const runs = (occasions: readonly WorkflowStart[], budget: PipelineBudget): Generator<undefined, PossibleRun[]> =>
    runsOf(occasions, occasion => runAt(workflow, occasion, repository, budget));
  return {
    file,
    system: 'github',
    *runAt(event: PipelineEvent, budget) {
      return mergedRuns(yield* runs(occasionsAt(workflow, event), budget));
    },
    possibleRuns: budget => runs(possibleWorkflowStarts(workflow), budget),
    tagFilters: () => tagFilters(workflow),
    branchNames: () => branchNames(workflow),
    branchFilters: () => branchFilters(workflow),
    missingNames: () => missingNames(workflow),
  };
}

/** `needs` of jobs that the workflow lacks. Source: "Workflow syntax for GitHub Actions", `jobs.<job_id>.needs`. */
function missingNames({ jobs, root }: Workflow): MissingName[] {
  const others = entriesOfMap(valueOfKey(root, 'jobs')).map(([id]) => id);
  const has = new Set(others);
  return jobs.flatMap(({ node }) =>
    itemsOfList(valueOfKey(node, 'needs')).flatMap(item => {
      const name = textOf(item);
      const isMissing = name !== undefined && !has.has(name) && !name.includes('${{');
      return isMissing ? [{ kind: 'job' as const, name, range: item, others }] : [];
    }),
  );
}

const runAt = (
  workflow: Workflow,
  occasion: WorkflowStart,
  repository: Repository,
  budget: PipelineBudget,
): Generator<undefined, PossibleRun> =>
  runWithin(incomplete => runWorkflow({ workflow, occasion, repository, budget, prefix: '', depth: 0, incomplete }));

const pushOf = ({ triggers }: Workflow): YamlNode | undefined => triggers.find(({ name }) => name === 'push')?.settings;

/** Maximum number of strings of a workflow that are searched. */
const MAX_SCALARS = 20_000;

/** Every string of the jobs, with its key. */
function* scalarsOf(workflow: Workflow): Generator<{ key: string; node: YamlScalar }> {
  const open: { key: string; node: YamlNode }[] = [{ key: '', node: workflow.root }];
  let left = MAX_SCALARS;
  for (let next = open.pop(); next && left > 0; next = open.pop()) {
    const { key, node } = next;
    if (node.kind === 'scalar') {
      left--;
      if (typeof node.value === 'string') yield { key, node };
    } else if (node.kind === 'list') for (const item of [...node.items].reverse()) open.push({ key, node: item });
    else for (const [name, { value }] of [...node.entries].reverse()) open.push({ key: name, node: value });
  }
}

/** The expressions in a string; a condition is a single expression. */
function expressionsOf(key: string, { value }: YamlScalar): WorkflowExpression[] {
  const text = String(value);
  if (key === 'if' && !text.includes('${{')) return [parseGithubExpression(text)].flatMap(each => each ?? []);
  if (!text.includes('${{')) return [];
  return templateParts(text).flatMap(part => (part.kind === 'expression' && part.expression ? [part.expression] : []));
}

/** Names of context properties that contain the ref of the run. */
const REFS = new Set(['ref', 'ref_name', 'base_ref']);

/** Whether an expression is the ref: `github.ref`, `github.ref_name`. */
function refProperty(expression: WorkflowExpression): string | undefined {
  if (expression.kind !== 'index' || expression.object.kind !== 'context') return undefined;
  const { key } = expression;
  const isContext = ['github', 'gitea', 'forgejo'].includes(expression.object.name);
  return isContext && key.kind === 'literal' && REFS.has(String(key.value)) ? String(key.value) : undefined;
}

interface Comparison {
  readonly property: string;
  /** `==`, `startswith`. */
  readonly by: string;
  readonly literal: Extract<WorkflowExpression, { kind: 'literal' }>;
}

/** The literals that an expression compares the ref with. */
function comparisonsOf(expression: WorkflowExpression): Comparison[] {
  const found: Comparison[] = [];
  for (const each of subexpressions(expression)) {
    const operands = each.kind === 'compare' ? [each.left, each.right] : each.kind === 'call' ? each.args : [];
    const property = operands.map(refProperty).find(name => name !== undefined);
    if (property === undefined) continue;
    for (const operand of operands)
      if (operand.kind === 'literal' && typeof operand.value === 'string')
        found.push({ property, by: each.kind === 'call' ? each.name : '==', literal: operand });
  }
  return found;
}

const tagFilters = (workflow: Workflow): TagFilter[] => distinctFilters(filtersIn(workflow));

function* filtersIn(workflow: Workflow): Generator<TagFilter | undefined> {
  for (const node of itemsOfList(valueOfKey(pushOf(workflow), 'tags'))) {
    const parsed = filterPattern(textOf(node) ?? '!');
    if (node.kind === 'scalar' && parsed && !parsed.isNegative) yield tagFilter(parsed.pattern, originOf(node));
  }
  for (const { key, node } of scalarsOf(workflow)) {
    for (const expression of expressionsOf(key, node))
      for (const { property, by, literal: text } of comparisonsOf(expression)) {
        const name = tagIn(String(text.value), property);
        if (name === undefined || name === '') continue;
        const pattern =
          by === 'startswith' ? sequence(literal(name), anyText) : by === '==' ? literal(name) : undefined;
        if (pattern) yield tagFilter(pattern, rangeInScalar(node, text.start, text.end));
      }
    if (key === 'run') yield* scriptFilters(node);
  }
}

/** The name of a tag; undefined for other refs. */
function tagIn(text: string, property: string): string | undefined {
  if (text.startsWith('refs/tags/')) return text.slice('refs/tags/'.length);
  // A short name may be a branch: it counts as a tag only if it begins like a deploy tag.
  return property === 'ref_name' && /-deploy\b/.test(text) ? text : undefined;
}

function scriptFilters(node: YamlScalar): (TagFilter | undefined)[] {
  return refPatterns(String(node.value)).map(({ text, start, end, isTag }) => {
    const pattern = isTag ? shellGlob(text.replace(/^refs\/tags\//, '')) : undefined;
    return pattern && tagFilter(pattern, rangeInScalar(node, start, end));
  });
}

function branchNames(workflow: Workflow): BranchName[] {
  const found: BranchName[] = [];
  for (const { name, settings } of workflow.triggers) {
    if (!/^(?:push|pull_request|pull_request_target)$/.test(name)) continue;
    const names = new Map<string, TextRange>();
    for (const item of itemsOfList(valueOfKey(settings, 'branches')))
      if (item.kind === 'scalar') names.set(String(item.value), originOf(item));
    if (names.size > 0) found.push({ names });
  }
  for (const { key, node } of scalarsOf(workflow)) {
    const names = new Map<string, TextRange>();
    for (const expression of expressionsOf(key, node))
      for (const { property, literal: text } of comparisonsOf(expression)) {
        const written = String(text.value);
        const name = property === 'ref' ? /^refs\/heads\/(.+)$/.exec(written)?.[1] : written;
        if (name !== undefined) names.set(name, rangeInScalar(node, text.end - 1 - name.length, text.end - 1));
      }
    if (names.size > 0) found.push({ names });
    if (key === 'run') found.push(...scriptNames(node));
  }
  return found;
}

function branchFilters(workflow: Workflow): BranchFilter[] {
  const settings = pushOf(workflow);
  const list = valueOfKey(settings, 'branches');
  if (!list) return [];
  const patterns = itemsOfList(list).flatMap(node =>
    node.kind === 'scalar'
      ? [{ text: String(node.value), range: { file: node.file, start: node.start, end: node.end } }]
      : [],
  );
  return [{ patterns, passes: name => branchPasses(settings, name) }];
}
