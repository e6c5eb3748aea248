/** Changes that effective values and resources don't show: providers, backends, pipelines, manifests, images. */
import { pipelineSystemOf } from '../../common/pipelines/pipelineFiles';
import type { RequestContext } from '../semantics/requestContext';
import type { Block } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import { sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf, isWithin } from '../workspace/uri';
import type { ComparedRevisions } from './tool';

export const OTHER_CHANGES = [
  ...['provider', 'backend', 'module', 'block', 'not_parsed'],
  ...['pipeline', 'image', 'lock_file', 'manifest', 'file'],
] as const;

export interface OtherChange {
  /** URI. */
  readonly file: string;
  readonly kind: (typeof OTHER_CHANGES)[number];
  /** What changes in the file: `provider "aws" (eu)`, `module "eks_gc0": providers`. Absent for a whole file. */
  readonly what?: string;
}

/** @returns empty if it isn't known which files differ */
export function otherChanges({ before, after, uri, changedFiles = [] }: ComparedRevisions): OtherChange[] {
  return changedFiles
    .filter(file => isWithin(file, uri) || isPipeline(file))
    .flatMap(file =>
      sourceSyntaxOf(file)
        ? configurationChanges(file, sourceOf(before, file), sourceOf(after, file))
        : [{ file, kind: kindOfFile(file) }],
    );
}

/** Also outside of the compared folder, since pipelines are at the top of the repository. */
function isPipeline(file: string): boolean {
  const segments = file.split('/');
  return [1, 3].some(count => pipelineSystemOf(segments.slice(-count).join('/')) !== undefined);
}

const sourceOf = ({ model }: RequestContext, uri: string): SourceFile | undefined => model.workspace.file(uri);

function kindOfFile(file: string): OtherChange['kind'] {
  const name = baseNameOf(file);
  if (isPipeline(file)) return 'pipeline';
  if (/^(?:Dockerfile|Containerfile)\b|\.Dockerfile$/.test(name)) return 'image';
  if (name === '.terraform.lock.hcl') return 'lock_file';
  return /\.(?:ya?ml|json)$/.test(name) ? 'manifest' : 'file';
}

/** Blocks whose effect is in the effective values, or in the resources of the forecast. */
const SHOWN_ELSEWHERE = new Set(['locals', 'variable', 'resource', 'data', 'moved', 'removed']);
/** Arguments of modules that the comparison of modules and values includes. */
const COMPARED_ARGUMENTS = new Set(['configuration', 'configuration_base_key', 'source', 'version']);

function configurationChanges(
  file: string,
  before: SourceFile | undefined,
  after: SourceFile | undefined,
): OtherChange[] {
  const unparsed = [before, after].some(side => side?.isUnread || (side?.diagnostics.length ?? 0) > 0);
  const [old, now] = [partsOf(before), partsOf(after)];
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter(key => old.get(key)?.text !== now.get(key)?.text);
  return [
    ...(unparsed ? [{ file, kind: 'not_parsed' as const }] : []),
    ...changed.map(key => ({ file, kind: (now.get(key) ?? old.get(key))!.kind, what: key })),
  ];
}

/** Parts of a file by their names. */
function partsOf(
  file: SourceFile | undefined,
): Map<string, { readonly kind: OtherChange['kind']; readonly text: string }> {
  const parts = new Map<string, { kind: OtherChange['kind']; text: string }>();
  const add = (key: string, kind: OtherChange['kind'], text: string): void =>
    void parts.set(key, { kind, text: `${parts.get(key)?.text ?? ''}${text.replace(/\s+/g, ' ')}\n` });
  for (const { item } of file?.items ?? []) {
    const { node, text } = item;
    if (node.kind !== 'block' || SHOWN_ELSEWHERE.has(node.type)) continue;
    const key = nameOf(node);
    if (node.type !== 'module' && node.type !== 'terraform') {
      add(key, node.type === 'provider' ? 'provider' : 'block', text);
      continue;
    }
    for (const entry of node.body) {
      const name = entry.kind === 'attribute' ? entry.name : nameOf(entry);
      if (node.type === 'module' && COMPARED_ARGUMENTS.has(name)) continue;
      add(
        `${key}: ${name}`,
        node.type === 'module' ? 'module' : kindInTerraform(name),
        text.slice(entry.start, entry.end),
      );
    }
  }
  return parts;
}

const nameOf = ({ type, labels }: Block): string => [type, ...labels.map(({ name }) => JSON.stringify(name))].join(' ');

const kindInTerraform = (name: string): OtherChange['kind'] =>
  /^(?:backend|cloud)\b/.test(name) ? 'backend' : name === 'required_providers' ? 'provider' : 'block';
