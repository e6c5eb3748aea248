/** Names of jobs and stages that a GitLab pipeline lacks. Source: "CI/CD YAML syntax reference", `stages`, `stage` and `needs`. */
import { PipelineBudget, TooMuchError } from '../budget';
import type { MissingName } from '../event';
import { itemsOfList, textOf, textsOf, valueOfKey, type YamlNode } from '../yaml/tree';
import { jobsOf, type Configuration, type GitlabJob } from './configuration';

const DEFAULT_STAGES = ['build', 'test', 'deploy'];
const DEFAULT_STAGE = 'test';
/** Steps of resolving `extends`. */
const MAX_STEPS = 10_000;

/** @returns nothing if the pipeline includes files that were not found, or is too large */
export function missingNames(configuration: Configuration): MissingName[] {
  const { root } = configuration;
  // Included files and inputs have names of their own.
  if (!configuration.isComplete || valueOfKey(root, 'types')) return [];
  try {
    const jobs = jobsOf(configuration, new PipelineBudget(MAX_STEPS)).filter(({ isComplete }) => isComplete);
    return [...missingStages(jobs, valueOfKey(root, 'stages')), ...missingJobs(jobs, [...root.entries.keys()])];
  } catch (error) {
    if (error instanceof TooMuchError) return [];
    throw error;
  }
}

function missingStages(jobs: readonly GitlabJob[], node: YamlNode | undefined): MissingName[] {
  const others = node ? textsOf(node) : DEFAULT_STAGES;
  if (others.some(isComputed) || others.length < itemsOfList(node).length) return [];
  return jobs.flatMap(job => {
    const stage = valueOfKey(job.node, 'stage');
    const name = stage ? textOf(stage) : DEFAULT_STAGE;
    if (name === undefined || isComputed(name) || ['.pre', '.post', ...others].includes(name)) return [];
    return [{ kind: 'stage', name, range: stage ?? job.key, others }];
  });
}

function missingJobs(jobs: readonly GitlabJob[], keys: readonly string[]): MissingName[] {
  const others = jobs.map(({ name }) => name);
  const visible = new Set(keys.filter(key => !key.startsWith('.')));
  return jobs.flatMap(job =>
    itemsOfList(valueOfKey(job.node, 'needs')).flatMap(item => {
      // Jobs of other projects and pipelines, and optional ones.
      if (['project', 'pipeline', 'optional'].some(key => valueOfKey(item, key))) return [];
      const named = item.kind === 'map' ? valueOfKey(item, 'job') : item;
      const name = textOf(named);
      if (!named || name === undefined || isComputed(name) || visible.has(name)) return [];
      // `job: [a, b]` names an instance of a matrix.
      if (/: \[/.test(name)) return [];
      return [{ kind: 'job' as const, name, range: named, others }];
    }),
  );
}

const isComputed = (name: string): boolean => name.includes('$');
