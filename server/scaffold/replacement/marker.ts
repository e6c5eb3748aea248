/**
 * The comment in a module that takes the place of another one: `# kubestack:replaces eks_gc0_node_pool_extra`. It tells everyone who has the code
 * what is being replaced. The one for a cluster's default pool also has the new values, as JSON:
 * `# kubestack:replaces eks_gc0.default_node_pool {"values":{"instance_types":["m6i.large"]}}`.
 */
import { isRecord } from '../../../common/isRecord';
import { isNestedTooDeep } from '../../../common/jsonNesting';
import { commentLines } from '../../semantics/commentLines';
import { itemBefore } from '../../semantics/positionMapping';
import type { Item } from '../../syntax/ast';
import type { ModuleFolder } from '../../workspace/moduleFolder';

export interface ReplacementMarker {
  /** Label of the module with the comment. */
  readonly next: string;
  readonly item: Item;
  /** Label of the replaced module, or of the cluster of a default pool. */
  readonly old: string;
  readonly isDefaultPool: boolean;
  /** New values of the default pool by attribute, without `default_node_pool`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The environment that gets the values; undefined for the base environment. */
  readonly environment?: string;
}

export const MARKER_NAME = 'kubestack:replaces';
const DEFAULT_POOL = '.default_node_pool';
/** A longer comment is not read. */
const MAX_LENGTH = 10_000;
const MARKER =
  /^(?:#|\/\/)[ \t]*kubestack:replaces[ \t]+([A-Za-z_][\w-]*)(\.default_node_pool)?(?:[ \t]+(\{.*\}))?[ \t]*$/;

/** The markers in a folder's modules, in the order of the text. */
export function markersIn(folder: ModuleFolder): ReplacementMarker[] {
  const found: ReplacementMarker[] = [];
  for (const file of folder.sourceFiles()) {
    if (!file.text.includes(MARKER_NAME)) continue;
    for (const { start, text } of commentLines(file)) {
      const [, old, pool, json] = (text.length <= MAX_LENGTH ? MARKER.exec(text.trimEnd()) : undefined) ?? [];
      const placed = old === undefined ? undefined : itemBefore(file, start);
      const node = placed?.item.node;
      if (old === undefined || !placed || start > placed.offset + placed.item.text.length) continue;
      const next = node?.kind === 'block' && node.type === 'module' ? node.labels[0]?.name : undefined;
      const given = planIn(json);
      if (next === undefined || !given || (pool === undefined) !== (json === undefined)) continue;
      found.push({ next, item: placed.item, old, isDefaultPool: pool !== undefined, ...given });
    }
  }
  return found;
}

/** @returns undefined for other JSON than that of a marker */
function planIn(json: string | undefined): Pick<ReplacementMarker, 'values' | 'environment'> | undefined {
  if (json === undefined) return { values: {} };
  if (isNestedTooDeep(json)) return undefined;
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isRecord(given) || !isRecord(given['values'])) return undefined;
  const { values, environment } = given;
  return { values, ...(typeof environment === 'string' ? { environment } : {}) };
}

/** The block with a marker as its first line, in place of earlier ones. */
export const withMarker = (
  block: string,
  old: string,
  plan?: Pick<ReplacementMarker, 'values' | 'environment'>,
): string =>
  withoutMarker(block).replace(/\{[ \t]*\n?/, opening => {
    const json = plan
      ? ` ${JSON.stringify({ values: plan.values, ...(plan.environment === undefined ? {} : { environment: plan.environment }) })}`
      : '';
    return `${opening.trimEnd()}\n# ${MARKER_NAME} ${old}${plan ? DEFAULT_POOL : ''}${json}\n`;
  });

/** The block without markers. */
export const withoutMarker = (block: string): string =>
  block.replace(/^[ \t]*(?:#|\/\/)[ \t]*kubestack:replaces[ \t][^\n]*\n/gm, '');
