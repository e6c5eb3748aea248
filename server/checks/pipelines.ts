/** The pipelines of a platform: GitHub Actions and GitLab CI, as far as they run terraform. */
import { isMap, isScalar, isSeq, parseDocument, visit, type Node, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { TextFile } from '../workspace/textFiles';
import { childOf, isWithin, parentOf } from '../workspace/uri';
import type { CheckContext } from './checkContext';
import { perContext } from './perContext';
import type { TextPlace } from './check';

export interface Pipeline {
  readonly file: TextFile;
  readonly forge: 'github' | 'gitlab';
  /** Undefined where the file does not parse. */
  readonly root: YAMLMap | undefined;
}

/** Something that runs: a step of a job, or a job. */
export interface PipelineUnit {
  readonly file: TextFile;
  /** Source text of what has to be true. */
  readonly conditions: readonly TextPlace[];
  /** Source text of what is run. */
  readonly scripts: readonly TextPlace[];
}

const parsed = new WeakMap<TextFile, { readonly root: YAMLMap | undefined }>();

/** Those in the platform's folder, or the nearest above it that belong to no other platform. */
// Few files: nothing pauses.
 
export const pipelinesOf = perContext(function* (context): Generator<undefined, readonly Pipeline[]> {
  return findPipelines(context);
});

function findPipelines(context: CheckContext): Pipeline[] {
  const { root, model } = context;
  const workspaceFolders = model.workspaceFolders();
  for (let folder = root.folderUri; ; folder = parentOf(folder)) {
    const found = pipelinesIn(context, folder);
    if (found.length > 0) return folder === root.folderUri || isAlone(context, folder) ? found : [];
    // Nothing is looked for outside of what is opened.
    if (workspaceFolders.some(each => each === folder) || !workspaceFolders.some(each => isWithin(folder, each)))
      return [];
  }
}

function pipelinesIn({ model }: CheckContext, folder: string): Pipeline[] {
  const { texts } = model.workspace;
  const workflows = childOf(childOf(folder, '.github'), 'workflows');
  const uris = [
    ...texts
      .list(workflows)
      .filter(({ name }) => /\.ya?ml$/.test(name))
      .map(({ name }) => childOf(workflows, name)),
    childOf(folder, '.gitlab-ci.yml'),
  ];
  return uris.flatMap(uri => {
    const file = texts.file(uri);
    if (!file || !runsTerraform(file.text)) return [];
    return [{ file, forge: uri.endsWith('.gitlab-ci.yml') ? 'gitlab' : 'github', root: rootOf(file) }];
  });
}

const runsTerraform = (text: string): boolean =>
  /\b(?:terraform|tofu)[ \t]+(?:-\S+[ \t]+)*(?:init|plan|apply|workspace)\b|KBST_AUTH_/.test(text);

function isAlone({ root, model }: CheckContext, folder: string): boolean {
  return !model.tree
    .rootInstances()
    .some(
      other =>
        other !== root &&
        isWithin(other.folderUri, folder) &&
        model.callsIn(other)[Symbol.iterator]().next().done !== true,
    );
}

function rootOf(file: TextFile): YAMLMap | undefined {
  let known = parsed.get(file);
  if (!known) {
    let root: YAMLMap | undefined;
    try {
      const document = parseDocument(file.text, { logLevel: 'silent' });
      if (document.errors.length === 0 && isMap(document.contents)) root = document.contents;
    } catch {
      // What can't be read says nothing.
    }
    parsed.set(file, (known = { root }));
  }
  return known.root;
}

/** The value of a key. */
export const valueOf = (node: unknown, key: string): unknown => (isMap(node) ? node.get(key, true) : undefined);

/** The text of a scalar as written, with its quotes. */
export function placeOfNode(file: TextFile, node: Node): TextPlace | undefined {
  const { range } = node;
  return range ? { file, start: range[0], end: Math.max(range[0], range[1]) } : undefined;
}

/** Texts of a scalar or of a list of them. */
export function scalarsIn(node: unknown): Scalar<string>[] {
  if (isSeq(node)) return node.items.flatMap(scalarsIn);
  return isScalar(node) && typeof node.value === 'string' ? [node as Scalar<string>] : [];
}

/** Every list below a key of a name that the pattern takes. */
export function listsNamed({ root }: Pipeline, pattern: RegExp): YAMLSeq[] {
  const found: YAMLSeq[] = [];
  if (root)
    visit(root, {
      Pair: (_, { key, value }) => {
        if (isScalar(key) && typeof key.value === 'string' && pattern.test(key.value) && isSeq(value))
          found.push(value);
      },
    });
  return found;
}

/** Steps of the jobs of a workflow; jobs of GitLab. */
export function unitsOf({ file, forge, root }: Pipeline): PipelineUnit[] {
  const jobs = forge === 'github' ? valueOf(root, 'jobs') : root;
  if (!isMap(jobs)) return [];
  return jobs.items.flatMap(({ value: job }): PipelineUnit[] => {
    if (forge === 'gitlab') {
      const conditions = [valueOf(job, 'only'), valueOf(valueOf(job, 'only'), 'refs'), ...rulesOf(job)];
      const scripts = ['before_script', 'script', 'after_script'].map(name => valueOf(job, name));
      return [unit(file, conditions, scripts)];
    }
    const steps = valueOf(job, 'steps');
    if (!isSeq(steps)) return [];
    return steps.items.map(step => unit(file, [valueOf(job, 'if'), valueOf(step, 'if')], [valueOf(step, 'run')]));
  });
}

function rulesOf(job: unknown): unknown[] {
  const rules = valueOf(job, 'rules');
  return isSeq(rules) ? rules.items.map(rule => valueOf(rule, 'if')) : [];
}

const unit = (file: TextFile, conditions: readonly unknown[], scripts: readonly unknown[]): PipelineUnit => ({
  file,
  conditions: placesOf(file, conditions),
  scripts: placesOf(file, scripts),
});

const placesOf = (file: TextFile, nodes: readonly unknown[]): TextPlace[] =>
  nodes.flatMap(node => scalarsIn(node).flatMap(scalar => placeOfNode(file, scalar) ?? []));

export const textOfPlace = ({ file, start, end }: TextPlace): string => file.text.slice(start, end);

/** What a pattern finds in a place: of its first group, where it has one. */
export function matchesIn(place: TextPlace, pattern: RegExp): { readonly text: string; readonly place: TextPlace }[] {
  const { file, start } = place;
  return [...textOfPlace(place).matchAll(pattern)].map(match => {
    const text = match[1] ?? match[0];
    const from = start + match.index + match[0].lastIndexOf(text);
    return { text, place: { file, start: from, end: from + text.length } };
  });
}

/** `workspace select ops` */
export const SELECT = /\bworkspace[ \t]+select[ \t]+(?:-\S+[ \t]+)*["']?([\w$][\w{}$.()-]*)/g;
