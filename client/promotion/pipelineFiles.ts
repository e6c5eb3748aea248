/** What the repository's own pipeline files tell of promotion: which tags deploy, and what the main branch applies to. */
import { isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml';

export interface PipelineFacts {
  /** Globs of tags that something listens to: `apps-deploy-*`. Not those that take any tag. */
  readonly triggers: readonly string[];
  /** The environment that a commit on the main branch is applied to. */
  readonly mainEnvironment?: string;
}

/** A file of a pipeline, by its path in the repository. */
export interface PipelineFile {
  readonly path: string;
  readonly text: string;
}

/** Whether a path in a repository is a pipeline file that is understood here. */
export const isPipelineFile = (path: string): boolean =>
  /^\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/.test(path) || /^\.gitlab-ci\.ya?ml$/.test(path);

/** @param environments those of the platform: only their names mean anything here */
export function readPipelineFiles(files: readonly PipelineFile[], environments: readonly string[]): PipelineFacts {
  const triggers = files.flatMap(file =>
    file.path.startsWith('.gitlab') ? gitlabTriggers(file) : workflowTriggers(file),
  );
  const own = [...new Set(triggers)].filter(glob => !/^[*./]*$/.test(glob));
  const selected = files.flatMap(({ text }) => selectedEnvironments(text, environments));
  const mainEnvironment = selected.find(name => !own.some(glob => startsWithName(glob, name)));
  return { triggers: own, ...(mainEnvironment === undefined ? {} : { mainEnvironment }) };
}

/** `on.push.tags`, and what conditions and scripts compare `refs/tags/…` with. */
function workflowTriggers({ text }: PipelineFile): string[] {
  const push = at(at(contentsOf(text), 'on'), 'push');
  const listed = textsIn(at(push, 'tags')).filter(glob => !glob.startsWith('!'));
  const compared = [...text.matchAll(/refs\/tags\/([\w./-]+)/g)].map(([, prefix = '']) => `${prefix}*`);
  const named = [...text.matchAll(/startsWith\(\s*github\.ref_name\s*,\s*'([^']+)'/g)].map(
    ([, prefix = '']) => `${prefix}*`,
  );
  return [...listed, ...compared, ...named];
}

/** Regular expressions of `only`, `if` and `refs`. */
function gitlabTriggers({ text }: PipelineFile): string[] {
  const found: string[] = [];
  visit(contentsOf(text), undefined, (key, value) => {
    if (key !== 'only' && key !== 'if' && key !== 'refs') return;
    for (const [, expression = ''] of value.matchAll(/\/((?:\\.|[^/\\])+)\//g)) {
      const literal = /^\^?((?:\\[^a-z0-9]|[\w./-](?![*+?{]))*)/i.exec(expression)?.[1] ?? '';
      const prefix = literal.replace(/\\(.)/g, '$1').replace(/\.$/, '');
      if (prefix !== '') found.push(`${prefix}*`);
    }
  });
  return found;
}

/** In the order in which they are selected. */
function selectedEnvironments(text: string, environments: readonly string[]): string[] {
  const selections = /workspace\s+select\s+(?:-\S+\s+)*["']?([\w-]+)|TF_WORKSPACE["']?\s*[:=]\s*["']?([\w-]+)/g;
  const names = [...text.matchAll(selections)].map(([, selected, assigned]) => selected ?? assigned ?? '');
  return names.filter(name => environments.includes(name));
}

const startsWithName = (glob: string, name: string): boolean =>
  glob === name || glob.startsWith(`${name}-`) || glob.startsWith(`${name}/`);

/** A file that does not parse tells nothing. */
function contentsOf(text: string): Node | null {
  try {
    const document = parseDocument(text, { logLevel: 'silent' });
    return document.errors.length > 0 ? null : document.contents;
  } catch {
    return null;
  }
}

const at = (node: unknown, key: string): unknown => (isMap(node) ? node.get(key, true) : undefined);

function textsIn(node: unknown): string[] {
  if (isScalar(node)) return typeof node.value === 'string' ? [node.value] : [];
  return isSeq(node) ? node.items.flatMap(textsIn) : [];
}

/** Every text below a node, with the nearest key above it. */
function visit(node: unknown, key: string | undefined, tell: (key: string | undefined, text: string) => void): void {
  if (isScalar(node) && typeof node.value === 'string') tell(key, node.value);
  if (isSeq(node)) for (const item of node.items) visit(item, key, tell);
  if (!isMap(node)) return;
  for (const { key: name, value } of node.items) visit(value, isScalar(name) ? String(name.value) : undefined, tell);
}
