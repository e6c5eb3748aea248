/** A `.gitlab-ci.yml` as a pipeline. */
import { runsOf, type PipelineBudget } from '../budget';
import type { BranchName, PipelineDefinition, PossibleRun, TagFilter } from '../event';
import { anyText, isFoundIn, literal, sequence } from '../../regex/pattern';
import type { Repository } from '../repository';
import { runWithin } from '../runWithin';
import { scriptNames } from '../scriptNames';
import { refPatterns } from '../shell/refPatterns';
import { shellGlob } from '../../regex/shellGlob';
import { distinctFilters, tagFilter } from '../tagFilter';
import { rangeInScalar } from '../yaml/scalarSource';
import {
  valueOfKey,
  entriesOfMap,
  itemsOfList,
  type YamlFile,
  type TextRange,
  type YamlNode,
  type YamlScalar,
} from '../yaml/tree';
import { pipelineConfiguration, type Configuration } from './configuration';
import { parseGitlabExpression, refExpression, type GitlabExpression } from './expression';
import { runPipeline } from './jobs';
import { missingNames } from './missingNames';
import { occasionAt, possiblePipelineStarts, type PipelineStart } from './occasions';

/** @returns undefined if the file can't be read */
export function* gitlabPipeline(
  file: YamlFile,
  repository: Repository,
): Generator<undefined, PipelineDefinition | undefined> {
  const configuration = yield* pipelineConfiguration(file, repository);
  if (!configuration) return undefined;
  const run = (occasion: PipelineStart, budget: PipelineBudget): Generator<undefined, PossibleRun> =>
    runAt(configuration, occasion, repository, budget);
  return {
    file,
    system: 'gitlab',
    runAt: (event, budget) => run(occasionAt(event, configuration.root), budget),
    possibleRuns: budget => runsOf(possiblePipelineStarts(configuration.root), occasion => run(occasion, budget)),
    tagFilters: () => tagFilters(configuration),
    branchNames: () => branchNames(configuration),
    branchFilters: () => [],
    missingNames: () => missingNames(configuration),
  };
}

const runAt = (
  configuration: Configuration,
  occasion: PipelineStart,
  repository: Repository,
  budget: PipelineBudget,
): Generator<undefined, PossibleRun> =>
  runWithin(incomplete =>
    runPipeline({
      configuration,
      occasion,
      repository,
      budget,
      depth: 0,
      given: new Map(),
      happens: true,
      incomplete,
    }),
  );

/** A condition on the ref. */
interface Condition {
  /** Its source: `if` of rules, a line of `only` or `except`, or a script. */
  readonly kind: 'expression' | 'ref' | 'script';
  readonly node: YamlScalar;
}

/** Maximum number of conditions that are analyzed. */
const MAX_CONDITIONS = 5_000;

function conditionsOf({ root }: Configuration): Condition[] {
  const found: Condition[] = [];
  const add = (kind: Condition['kind'], node: YamlNode | undefined): void => {
    for (const item of itemsOfList(node)) if (item.kind === 'scalar') found.push({ kind, node: item });
  };
  const addRules = (node: YamlNode | undefined): void => {
    for (const rule of itemsOfList(node)) add('expression', valueOfKey(rule, 'if'));
  };
  addRules(valueOfKey(valueOfKey(root, 'workflow'), 'rules'));
  for (const [, job] of entriesOfMap(root).slice(0, MAX_CONDITIONS)) {
    if (found.length > MAX_CONDITIONS) break;
    addRules(valueOfKey(job, 'rules'));
    for (const policy of [valueOfKey(job, 'only'), valueOfKey(job, 'except')]) {
      add('ref', policy?.kind === 'map' ? valueOfKey(policy, 'refs') : policy);
      add('expression', valueOfKey(policy, 'variables'));
    }
    for (const script of ['before_script', 'script', 'after_script']) add('script', valueOfKey(job, script));
  }
  return found.slice(0, MAX_CONDITIONS);
}

/** The values that a ref variable is compared with. */
function* comparisonsOf(expression: GitlabExpression): Generator<{ variable: string; with: GitlabExpression }> {
  switch (expression.kind) {
    case 'and':
    case 'or':
      for (const operand of expression.operands) yield* comparisonsOf(operand);
      return;
    case 'not':
      yield* comparisonsOf(expression.operand);
      return;
    case 'compare':
      for (const [one, other] of [
        [expression.left, expression.right],
        [expression.right, expression.left],
      ] as const)
        if (one.kind === 'variable') yield { variable: one.name, with: other };
      return;
    default:
      return;
  }
}

const TAGS = /^CI_COMMIT_(?:TAG|REF_NAME|REF_SLUG)$/;
const BRANCHES = /^CI_(?:COMMIT_BRANCH|COMMIT_REF_NAME|MERGE_REQUEST_TARGET_BRANCH_NAME)$/;

function tagFilters(configuration: Configuration): TagFilter[] {
  return distinctFilters(
    (function* () {
      for (const condition of conditionsOf(configuration)) yield* filtersIn(condition);
    })(),
  );
}

function filtersIn({ kind, node }: Condition): (TagFilter | undefined)[] {
  const text = String(node.value);
  if (kind === 'script')
    return refPatterns(text).map(({ text: written, start, end, isTag }) => {
      const pattern = isTag ? shellGlob(written) : undefined;
      return pattern && tagFilter(pattern, rangeInScalar(node, start, end));
    });
  if (kind === 'ref') return [fromExpression(refExpression(text), rangeInScalar(node, 0, text.length))];
  const parsed = parseGitlabExpression(text);
  if (!parsed) return [];
  return [...comparisonsOf(parsed)].map(({ variable, with: other }) => {
    if (!TAGS.test(variable) || other.kind === 'variable') return undefined;
    if (other.kind === 'pattern')
      return fromExpression(other.expression, rangeInScalar(node, other.start, other.start + other.source.length));
    return other.kind === 'string' && variable === 'CI_COMMIT_TAG' && other.value !== ''
      ? tagFilter(literal(other.value), rangeInScalar(node, other.start, other.end))
      : undefined;
  });
}

/** Only an anchored expression determines the prefix of tags. */
function fromExpression(expression: ReturnType<typeof refExpression>, range: TextRange): TagFilter | undefined {
  if (!expression || expression.prefix === '') return undefined;
  const { pattern, prefix } = expression;
  return tagFilter(sequence(literal(prefix), anyText), range, tag => isFoundIn(pattern, tag));
}

function branchNames(configuration: Configuration): BranchName[] {
  return conditionsOf(configuration).flatMap(({ kind, node }): BranchName[] => {
    const text = String(node.value);
    const names = new Map<string, TextRange>();
    if (kind === 'script') return scriptNames(node);
    if (kind === 'ref' && !text.startsWith('/')) names.set(text, rangeInScalar(node, 0, text.length));
    const parsed = kind === 'expression' ? parseGitlabExpression(text) : undefined;
    if (parsed)
      for (const { variable, with: other } of comparisonsOf(parsed))
        if (other.kind === 'string' && BRANCHES.test(variable))
          names.set(other.value, rangeInScalar(node, other.start, other.end));
    return names.size > 0 ? [{ names }] : [];
  });
}
