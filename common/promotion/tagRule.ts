/** The naming rule of an environment's deploy tags, from the setting, the pipeline, existing tags, or the framework's default. */
import { parseTagId } from './tagId';

/** `{environment}` and the parts of the id. */
const DEFAULT_PATTERN = '{environment}-deploy-{date}-{counter}';

export interface TagRule {
  readonly environment: string;
  /** With placeholders only for the ID: `apps-deploy-{date}-{counter}`. */
  readonly template: string;
  /** The rule's source. */
  readonly from: 'setting' | 'pipeline' | 'tags' | 'default';
}

const PLACEHOLDER = /\{(date|counter|timestamp|commit)\}/;

/** Literal text before and after the ID. */
export function affixes({ template }: TagRule): { prefix: string; suffix: string } {
  const first = PLACEHOLDER.exec(template)?.index ?? template.length;
  const end = template.lastIndexOf('}') + 1;
  return { prefix: template.slice(0, first), suffix: end > first ? template.slice(end) : '' };
}

/** An example of a tag that follows the rule. */
export const exampleTag = ({ template }: TagRule): string =>
  template
    .replaceAll('{date}', '2026-01-31')
    .replaceAll('{timestamp}', '20260131120000')
    .replaceAll('{counter}', '1')
    .replaceAll('{commit}', '0123abc');

/** The ID in a tag's name; undefined if the tag does not belong to this environment. */
export function idIn(rule: TagRule, name: string): string | undefined {
  const { prefix, suffix } = affixes(rule);
  if (!name.startsWith(prefix) || !name.endsWith(suffix) || name.length <= prefix.length + suffix.length)
    return undefined;
  const id = name.slice(prefix.length, name.length - suffix.length);
  // A pattern without literal text would match any tag that starts with the environment's name.
  const isOpen = !/[a-z]/i.test(prefix.replace(rule.environment, '') + suffix.replace(rule.environment, ''));
  return isOpen && parseTagId(id).form === 'other' ? undefined : id;
}

/** If a tag matches several rules, the longest environment name wins. */
export function ruleOf(rules: readonly TagRule[], name: string): { rule: TagRule; id: string } | undefined {
  let best: { rule: TagRule; id: string } | undefined;
  for (const rule of rules) {
    const id = idIn(rule, name);
    if (id !== undefined && (!best || rule.environment.length > best.rule.environment.length)) best = { rule, id };
  }
  return best;
}

/** Tags that trigger a pipeline. */
export interface TagTrigger {
  /** The environment that they deploy to. */
  readonly environment: string;
  /** Literal prefix and suffix. */
  readonly prefix: string;
  readonly suffix: string;
  /** A matching tag, with an ID in a supported form. */
  readonly example: string;
}

export interface RuleSources {
  /** All environments. */
  readonly environments: readonly string[];
  /** `kubestack.deployTag.pattern`; '' if it is not set. */
  readonly setting: string;
  /** The pipelines' tag triggers. */
  readonly triggers: readonly TagTrigger[];
  /** Names of all tags, newest last if that is known. */
  readonly tags: readonly string[];
}

/** A rule for each environment. */
export function tagRules(sources: RuleSources): TagRule[] {
  return sources.environments.map(environment => ruleFor(environment, sources));
}

function ruleFor(environment: string, { environments, setting, triggers, tags }: RuleSources): TagRule {
  if (setting.trim() !== '') return { environment, template: filled(setting.trim(), environment), from: 'setting' };
  const trigger = triggers.find(each => each.environment === environment);
  const rule: TagRule = (trigger && fromTrigger(trigger)) ?? {
    environment,
    template: filled(DEFAULT_PATTERN, environment),
    from: 'default',
  };
  const others = environments
    .filter(name => name.length > environment.length)
    .map(name => filled(DEFAULT_PATTERN, name));
  const own = tags.filter(
    name =>
      idIn(rule, name) !== undefined && !others.some(other => name.startsWith(other.slice(0, other.indexOf('{')))),
  );
  if (own.length === 0) return rule;
  const { prefix, suffix } = affixes(rule);
  const template = `${prefix}${idTemplate(rule, own)}${suffix}`;
  return { environment, template, from: trigger ? 'pipeline' : 'tags' };
}

const filled = (pattern: string, environment: string): string => pattern.replaceAll('{environment}', () => environment);

/** The form of the newest ID in a supported form. */
function idTemplate(rule: TagRule, names: readonly string[]): string {
  for (const name of [...names].reverse()) {
    const { form } = parseTagId(idIn(rule, name) ?? '');
    if (form === 'timestamp') return '{timestamp}';
    if (form === 'counter') return '{counter}';
    if (form === 'date') break;
  }
  return '{date}-{counter}';
}

function fromTrigger({ environment, prefix, suffix, example }: TagTrigger): TagRule {
  const { form } = parseTagId(example.slice(prefix.length, example.length - suffix.length));
  const id = form === 'timestamp' || form === 'counter' ? `{${form}}` : '{date}-{counter}';
  return { environment, template: `${prefix}${id}${suffix}`, from: 'pipeline' };
}

/** Why a pattern is invalid; undefined if it is valid. */
export function patternProblem(
  pattern: string,
): 'noEnvironment' | 'noId' | 'unknownPlaceholder' | 'noTagName' | undefined {
  if (pattern.trim() === '') return undefined;
  if (!pattern.includes('{environment}')) return 'noEnvironment';
  if (/\{(?!(?:environment|date|counter|timestamp|commit)\})/.test(pattern)) return 'unknownPlaceholder';
  if (!/\{(?:date|counter|timestamp|commit)\}/.test(pattern)) return 'noId';
  return isTagName(pattern.trim().replace(/\{\w+\}/g, '0')) ? undefined : 'noTagName';
}

/** Git's rules for names of references (git-check-ref-format). */
export function isTagName(name: string): boolean {
  if (name === '' || name === '@' || name.startsWith('-') || name.startsWith('/')) return false;
  if (/[\s~^:?*[\\\u0000-\u001f\u007f]|\.\.|@\{|\/\/|[./]$/.test(name)) return false;
  return name.split('/').every(part => !part.startsWith('.') && !part.endsWith('.lock'));
}
