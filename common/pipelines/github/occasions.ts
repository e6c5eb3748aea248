/** The possible triggers of a workflow, with their `github` context. Source: "Events that trigger workflows" of GitHub's documentation. */
import type { PipelineEvent } from '../event';
import { ROOT } from '../directory';
import { and, type Truth } from '../values/truth';
import {
  concatenated,
  dictionary,
  knownPrefix,
  lift,
  nothing,
  scalar,
  scalarText,
  stringOf,
  unknownValue,
  type Dictionary,
  type Known,
  type Unknown,
  type PipelineValue,
} from '../values/value';
import { patternPrefix } from '../../regex/pattern';
import { valueOfKey, itemsOfList, textsOf, type YamlNode } from '../yaml/tree';
import { filterPattern, passes, passesIgnoring, type FilterPattern } from './filterPatterns';
import { inputsOf, type Trigger, type Workflow } from './workflow';
import { valueOf } from './values';

/** One way in which a workflow is started. */
export interface WorkflowStart {
  readonly github: Dictionary;
  readonly inputs: Dictionary;
  readonly happens: Truth;
  /** Whether jobs and steps succeed: undefined if both cases are considered. */
  readonly succeeds: Truth;
}

const noContexts = { contexts: new Map<string, PipelineValue>(), succeeds: undefined };

/** The runs that an event starts; empty if no trigger matches. */
export function occasionsAt({ triggers }: Workflow, event: PipelineEvent): WorkflowStart[] {
  return triggers.flatMap(trigger => {
    const { name, settings } = trigger;
    const found = occasionAt(trigger, event);
    if (!found || found.happens === false) return [];
    const { happens, ref, isDefault, ...more } = found;
    const inputs = inputValues(name, settings);
    const facts = { eventName: name, ref, isDefault: isDefault === true, inputs, ...more };
    return [{ github: githubContext(facts), inputs, happens, succeeds: true }];
  });
}

interface Start {
  readonly happens: Truth;
  readonly ref: PipelineValue;
  readonly baseRef?: PipelineValue;
  readonly isDefault?: boolean;
}

function occasionAt({ name, settings }: Trigger, event: PipelineEvent): Start | undefined {
  switch (event.kind) {
    case 'branch':
      if (name !== 'push') return undefined;
      return {
        happens: branchPasses(settings, event.name),
        ref: scalar(`refs/heads/${event.name}`),
        isDefault: event.isDefault === true,
      };
    case 'tag':
      if (name !== 'push' && name !== 'create') return undefined;
      return { happens: name === 'create' || tagPasses(settings, event.name), ref: scalar(`refs/tags/${event.name}`) };
    case 'pullRequest':
      if (name !== 'pull_request' && name !== 'pull_request_target') return undefined;
      return {
        happens: listPasses(settings, 'branches', event.target),
        ref: name === 'pull_request' ? startingWith('refs/pull/') : scalar(`refs/heads/${event.target}`),
        baseRef: scalar(event.target),
      };
    case 'schedule':
      return name === 'schedule' ? { happens: true, ref: startingWith('refs/heads/') } : undefined;
    case 'manual':
      return name === 'workflow_dispatch' ? { happens: true, ref: startingWith('refs/') } : undefined;
  }
}

/** Every way in which a workflow can be started. Values that differ between events of one kind are unknown. */
export function possibleWorkflowStarts({ triggers }: Workflow): WorkflowStart[] {
  return triggers
    .filter(({ name }) => name !== 'workflow_call')
    .flatMap(({ name, settings }) => {
      const inputs = inputValues(name, settings);
      return possibleRefs(name, settings).map(facts => ({
        github: githubContext({ eventName: name, isDefault: false, inputs, ...facts }),
        inputs,
        happens: true,
        succeeds: undefined,
      }));
    });
}

/** Maximum number of patterns that are analyzed one by one; with more of them, the ref is unknown. */
const MAX_PATTERNS = 30;

function possibleRefs(name: string, settings: YamlNode | undefined): { ref: PipelineValue; baseRef?: PipelineValue }[] {
  if (name === 'push') {
    const [branches, tags] = [patternsOf(settings, 'branches'), patternsOf(settings, 'tags')];
    return [
      ...(listens(settings, 'branches') ? refsOf('refs/heads/', branches) : []),
      ...(listens(settings, 'tags') ? refsOf('refs/tags/', tags) : []),
    ];
  }
  if (name === 'pull_request' || name === 'pull_request_target') {
    const targets = refsOf('', patternsOf(settings, 'branches'));
    return targets.map(({ ref: baseRef }) => ({
      ref: name === 'pull_request' ? startingWith('refs/pull/') : concatenated([scalar('refs/heads/'), baseRef]),
      baseRef,
    }));
  }
  return [{ ref: startingWith(name === 'schedule' ? 'refs/heads/' : 'refs/') }];
}

function refsOf(prefix: string, patterns: readonly FilterPattern[]): { ref: PipelineValue }[] {
  const positive = patterns.filter(({ isNegative }) => !isNegative);
  if (positive.length === 0 || positive.length > MAX_PATTERNS) return [{ ref: startingWith(prefix) }];
  return positive.map(({ text, pattern }) => ({
    ref: /[*?+[\\]/.test(text) ? startingWith(`${prefix}${patternPrefix(pattern)}`) : scalar(`${prefix}${text}`),
  }));
}

const startingWith = (prefix: string): Unknown => ({ kind: 'unknown', prefix, isNonEmpty: true });

/** Whether pushes of branches, or of tags, start the workflow: a filter for only the other kind excludes them. */
function listens(settings: YamlNode | undefined, kind: 'branches' | 'tags'): boolean {
  const has = (name: string): boolean =>
    valueOfKey(settings, name) !== undefined || valueOfKey(settings, `${name}-ignore`) !== undefined;
  return has(kind) || !has(kind === 'branches' ? 'tags' : 'branches');
}

/** Maximum number of patterns of one filter that are analyzed. */
const MAX_FILTER = 200;

/** The patterns of a filter, without invalid ones. */
const patternsOf = (settings: YamlNode | undefined, name: string): FilterPattern[] =>
  textsOf(valueOfKey(settings, name))
    .slice(0, MAX_FILTER)
    .flatMap(text => filterPattern(text) ?? []);

/** Path filters are assumed to match changes of the platform. */
export const branchPasses = (settings: YamlNode | undefined, name: string): Truth =>
  listens(settings, 'branches') ? listPasses(settings, 'branches', name) : false;

const tagPasses = (settings: YamlNode | undefined, name: string): Truth =>
  listens(settings, 'tags') ? listPasses(settings, 'tags', name) : false;

/** Without a filter everything matches. */
function listPasses(settings: YamlNode | undefined, list: 'branches' | 'tags', name: string): Truth {
  const taken = (key: string, rule: typeof passes): Truth => {
    const node = valueOfKey(settings, key);
    if (!node) return true;
    return itemsOfList(node).length > MAX_FILTER ? undefined : rule(patternsOf(settings, key), name);
  };
  return and(taken(list, passes), taken(`${list}-ignore`, passesIgnoring));
}

interface Facts {
  readonly eventName: string;
  readonly ref: PipelineValue;
  readonly baseRef?: PipelineValue;
  readonly isDefault: boolean;
  readonly inputs: Dictionary;
}

const guard = (name: string): Unknown => ({
  kind: 'unknown',
  isGuard: true,
  isNonEmpty: true,
  symbol: `github.${name}`,
});
const fixed = (name: string): Unknown => ({ kind: 'unknown', isNonEmpty: true, symbol: `github.${name}` });

/** Values of the context that identify a person or a repository, and don't influence the effect of a run. */
const GUARDS = [
  'actor',
  'triggering_actor',
  'repository',
  'repository_owner',
  'repository_id',
  'repository_owner_id',
  'actor_id',
  'server_url',
];
/** Values that are constant in one run. */
const FIXED = ['sha', 'run_id', 'run_number', 'run_attempt', 'workflow', 'workflow_ref', 'token'];

function githubContext({ eventName, ref, baseRef, isDefault, inputs }: Facts): Dictionary {
  const refName = withoutRefPrefix(ref);
  const isRequest = eventName.startsWith('pull_request');
  const branch = (knownPrefix(ref) ?? '').startsWith('refs/heads/');
  const repository = dictionary([['default_branch', isDefault ? refName : fixed('default_branch')]], 'guard');
  return dictionary(
    [
      ...GUARDS.map(name => [name, guard(name)] as const),
      ...FIXED.map(name => [name, fixed(name)] as const),
      ['event_name', scalar(eventName)],
      ['ref', ref],
      ['ref_name', refName],
      ['ref_type', lift([refKind(ref)], kind => kind)],
      ['base_ref', isRequest ? (baseRef ?? unknownValue) : scalar('')],
      ['head_ref', isRequest ? { kind: 'unknown', isNonEmpty: true } : scalar('')],
      ['workspace', scalar(ROOT)],
      [
        'event',
        dictionary(
          [
            ['repository', repository],
            ['inputs', eventName === 'workflow_dispatch' ? inputs : nothing],
            ['sender', { kind: 'unknown', isGuard: true }],
            ['base_ref', branch || eventName !== 'push' ? nothing : unknownValue],
            ['created', branch ? unknownValue : scalar(true)],
            ['deleted', scalar(false)],
          ],
          'unknown',
        ),
      ],
    ],
    'unknown',
  );
}

function refKind(ref: PipelineValue): PipelineValue {
  const prefix = knownPrefix(ref) ?? '';
  if (prefix.startsWith('refs/tags/')) return scalar('tag');
  return prefix.startsWith('refs/heads/') || prefix.startsWith('refs/pull/') ? scalar('branch') : unknownValue;
}

/** `main` of `refs/heads/main`. */
function withoutRefPrefix(ref: PipelineValue): PipelineValue {
  const short = (text: string): string => text.replace(/^refs\/(?:heads|tags|pull)\//, '');
  if (ref.kind !== 'unknown' || ref.among) return lift([ref], (known: Known) => scalar(short(scalarText(known) ?? '')));
  const prefix = ref.prefix ?? '';
  return /^refs\/(?:heads|tags|pull)\//.test(prefix)
    ? { ...startingWith(short(prefix)) }
    : { kind: 'unknown', isNonEmpty: true };
}

/** The inputs of a manual start: one of the options, a boolean, or any string. */
function inputValues(eventName: string, settings: YamlNode | undefined): Dictionary {
  if (eventName !== 'workflow_dispatch') return dictionary([]);
  return dictionary(
    inputsOf(settings).map(({ name, type, options }): readonly [string, PipelineValue] => {
      if (type === 'boolean') return [name, { kind: 'unknown', among: [scalar(true), scalar(false)] }];
      const list = type === 'choice' ? valueOf(options, noContexts) : unknownValue;
      if (list.kind !== 'list' || list.items.length === 0) return [name, unknownValue];
      const among = list.items.flatMap(item => (stringOf(item) === undefined || item.kind === 'unknown' ? [] : [item]));
      return [name, among.length === 1 && among[0] ? among[0] : { kind: 'unknown', among }];
    }),
  );
}
