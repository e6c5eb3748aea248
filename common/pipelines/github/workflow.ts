/** A workflow file of GitHub, Gitea or Forgejo: its triggers, inputs and jobs as written. */
import {
  valueOfKey,
  entriesOfMap,
  itemsOfList,
  textOf,
  textsOf,
  type YamlFile,
  type TextRange,
  type YamlMap,
  type YamlNode,
} from '../yaml/tree';

export interface Workflow {
  readonly file: YamlFile;
  readonly root: YamlMap;
  readonly triggers: readonly Trigger[];
  readonly jobs: readonly WorkflowJob[];
}

export interface Trigger {
  readonly name: string;
  /** Filters and inputs; undefined if there are none. */
  readonly settings: YamlNode | undefined;
}

export interface WorkflowJob {
  readonly id: string;
  readonly range: TextRange;
  readonly node: YamlMap;
  readonly needs: readonly string[];
}

/** Maximum number of jobs that are analyzed. */
export const MAX_JOBS = 1_000;

/** @returns undefined if the file is not a workflow */
export function workflowOf(file: YamlFile, root: YamlNode | undefined): Workflow | undefined {
  if (root?.kind !== 'map') return undefined;
  return { file, root, triggers: triggersOf(valueOfKey(root, 'on')), jobs: jobsOf(valueOfKey(root, 'jobs')) };
}

/** `on: push`, `on: [push, pull_request]`, `on: { push: … }` */
function triggersOf(node: YamlNode | undefined): Trigger[] {
  if (node?.kind === 'map') return entriesOfMap(node).map(([name, settings]) => ({ name, settings }));
  return itemsOfList(node).flatMap(item => {
    const name = textOf(item);
    return name === undefined ? [] : [{ name, settings: undefined }];
  });
}

function jobsOf(node: YamlNode | undefined): WorkflowJob[] {
  if (node?.kind !== 'map') return [];
  const jobs: WorkflowJob[] = [];
  for (const [id, { key, value }] of node.entries)
    if (value.kind === 'map') jobs.push({ id, range: key, node: value, needs: textsOf(valueOfKey(value, 'needs')) });
  return inOrder(jobs);
}

/** Sorts jobs after those that they need; jobs in a cycle keep their order. */
function inOrder(jobs: readonly WorkflowJob[]): WorkflowJob[] {
  const byId = new Map(jobs.map(job => [job.id, job]));
  const sorted = new Set<WorkflowJob>();
  const open: { job: WorkflowJob; next: number }[] = [];
  const seen = new Set<WorkflowJob>();
  for (const start of jobs) {
    if (!seen.has(start)) open.push({ job: start, next: 0 });
    seen.add(start);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const needed = byId.get(top.job.needs[top.next++] ?? '');
      if (top.next > top.job.needs.length) {
        sorted.add(top.job);
        open.pop();
      } else if (needed && !seen.has(needed)) {
        seen.add(needed);
        open.push({ job: needed, next: 0 });
      }
    }
  }
  return [...sorted];
}

/** An input of `workflow_dispatch`, `workflow_call` or an action. */
export interface WorkflowInput {
  readonly name: string;
  readonly type: string;
  readonly default: YamlNode | undefined;
  readonly options: YamlNode | undefined;
}

export const inputsOf = (node: YamlNode | undefined): WorkflowInput[] =>
  entriesOfMap(valueOfKey(node, 'inputs')).map(([name, input]) => ({
    name,
    type: textOf(valueOfKey(input, 'type')) ?? 'string',
    default: valueOfKey(input, 'default'),
    options: valueOfKey(input, 'options'),
  }));
