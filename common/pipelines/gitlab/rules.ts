/**
 * Whether a pipeline includes a job: `rules`, `only` and `except`, `when`. Source: "CI/CD YAML syntax reference" of GitLab's documentation.
 */
import { isFoundIn } from '../../regex/pattern';
import { agreement, and, not, or, type Truth } from '../values/truth';
import { possibilities, scalarText, stringOf, unknownValue } from '../values/value';
import { valueOfKey, entriesOfMap, itemsOfList, textOf, type YamlNode } from '../yaml/tree';
import { gitlabTruth, parseGitlabExpression, refExpression, type VariableReader } from './expression';
import type { PipelineStart } from './occasions';

export interface Inclusion {
  readonly happens: Truth;
  readonly isManual: boolean;
  /** Variables that the rule sets; several sets if it is unknown which rule applies. */
  readonly variables: readonly ReadonlyMap<string, YamlNode>[];
}

/** Maximum number of rules that are analyzed. */
const MAX_RULES = 100;

/** Whether a pipeline includes a job, and whether the job is manual. */
export function inclusionOf(job: YamlNode, occasion: PipelineStart, variable: VariableReader): Inclusion {
  const when = textOf(valueOfKey(job, 'when')) ?? 'on_success';
  const rules = valueOfKey(job, 'rules');
  if (rules) return byRules(rules, when, occasion, variable);
  const only = valueOfKey(job, 'only');
  const except = valueOfKey(job, 'except');
  const isWanted = only ? policyHolds(only, 'all', occasion, variable) : isBranchOrTag(occasion);
  const isExcluded = except ? policyHolds(except, 'any', occasion, variable) : false;
  return { ...started(when, and(isWanted, not(isExcluded)), occasion), variables: [] };
}

/** The first matching rule decides; if none matches, the job is not included. */
export function byRules(rules: YamlNode, preset: string, occasion: PipelineStart, variable: VariableReader): Inclusion {
  const possible: Inclusion[] = [];
  const all = rules.kind === 'list' ? rules.items : [rules];
  if (all.length > MAX_RULES) return { happens: undefined, isManual: false, variables: [] };
  for (const rule of all) {
    const truth = ruleHolds(rule, variable);
    if (truth === false) continue;
    const when = textOf(valueOfKey(rule, 'when')) ?? preset;
    const variables = new Map<string, YamlNode>(entriesOfMap(valueOfKey(rule, 'variables')));
    possible.push({ ...started(when, true, occasion), variables: [variables] });
    if (truth === true) return decided(possible);
  }
  return decided([...possible, { happens: false, isManual: false, variables: [] }]);
}

/** What all candidate rules agree on. */
function decided(possible: readonly Inclusion[]): Inclusion {
  const [only] = possible;
  if (possible.length === 1 && only) return only;
  const happening = possible.filter(({ happens }) => happens !== false);
  return {
    happens: happening.length === 0 ? false : agreement(possible.map(({ happens }) => happens)),
    isManual: happening.length > 0 && happening.every(({ isManual }) => isManual),
    variables: happening.flatMap(({ variables }) => variables),
  };
}

function started(when: string, holds: Truth, { succeeds }: PipelineStart): { happens: Truth; isManual: boolean } {
  if (when === 'never') return { happens: false, isManual: false };
  // Jobs that run after a failure.
  if (when === 'on_failure') return { happens: and(holds, succeeds ? false : undefined), isManual: false };
  return { happens: holds, isManual: when === 'manual' };
}

/** `changes` is assumed to match the platform's files; the result of `exists` is unknown. */
function ruleHolds(rule: YamlNode, variable: VariableReader): Truth {
  if (rule.kind !== 'map') return undefined;
  const condition = textOf(valueOfKey(rule, 'if'));
  const holds = condition === undefined ? true : gitlabTruth(parseGitlabExpression(condition), variable);
  return and(holds, valueOfKey(rule, 'exists') ? undefined : true);
}

const isBranchOrTag = ({ kind }: PipelineStart): Truth =>
  kind === 'other' ? undefined : kind === 'branch' || kind === 'tag';

/** `only` requires all of its keys to match, `except` any of them. */
function policyHolds(policy: YamlNode, mode: 'all' | 'any', occasion: PipelineStart, variable: VariableReader): Truth {
  if (policy.kind !== 'map') return anyRef(itemsOfList(policy), occasion);
  const truths: Truth[] = [];
  const [refs, variables] = [valueOfKey(policy, 'refs'), valueOfKey(policy, 'variables')];
  if (refs) truths.push(anyRef(itemsOfList(refs), occasion));
  else if (mode === 'all') truths.push(isBranchOrTag(occasion));
  if (variables)
    truths.push(
      or(...itemsOfList(variables).map(item => gitlabTruth(parseGitlabExpression(textOf(item) ?? ''), variable))),
    );
  if (valueOfKey(policy, 'changes')) truths.push(mode === 'all' ? true : undefined);
  if (valueOfKey(policy, 'kubernetes')) truths.push(undefined);
  return mode === 'all' ? and(...truths) : or(...truths);
}

/** Names of pipeline sources in `only`. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ['merge_requests', 'merge_request_event'],
  ['pushes', 'push'],
  ['schedules', 'schedule'],
  ['web', 'web'],
  ['api', 'api'],
  ['triggers', 'trigger'],
  ['pipelines', 'pipeline'],
  ['chat', 'chat'],
  ['external', 'external'],
  ['external_pull_requests', 'external_pull_request_event'],
]);

const anyRef = (items: readonly YamlNode[], occasion: PipelineStart): Truth =>
  or(...items.map(item => refHolds(textOf(item) ?? '', occasion)));

function refHolds(written: string, { kind, source, variables }: PipelineStart): Truth {
  // A project after @ is assumed to be this one.
  const text = written.startsWith('/')
    ? written.replace(/(\/[ismU]*)@[^/]*\/.*$/s, '$1')
    : written.replace(/@.*$/s, '');
  if (text === 'branches') return kind === 'other' ? undefined : kind === 'branch';
  if (text === 'tags') return kind === 'other' ? undefined : kind === 'tag';
  const wanted = SOURCES.get(text);
  if (wanted !== undefined) {
    const known = stringOf(source);
    return known === undefined ? undefined : known === wanted;
  }
  if (kind === 'mergeRequest') return false;
  const own = possibilities(variables.get('CI_COMMIT_REF_NAME') ?? unknownValue);
  const expression = text.startsWith('/') ? refExpression(text) : undefined;
  if (!own || (text.startsWith('/') && !expression)) return undefined;
  return agreement(
    own.map(name => (expression ? isFoundIn(expression.pattern, scalarText(name) ?? '') : scalarText(name) === text)),
  );
}
