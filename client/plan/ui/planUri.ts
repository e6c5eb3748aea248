/** Names of the documents of scheme `kubestack-plan`. */
import { Scheme } from '../../core/ids';

/** What a document shows. */
export type PlanDocumentTarget =
  | {
      kind: 'difference';
      platform: string;
      environment: string;
      of: 'changes' | 'drift' | 'outputs';
      id: string;
      side: PlanDocumentSide;
      at: number;
    }
  | { kind: 'comparison'; platform: string; environment: string; other: string; at: number }
  | { kind: 'log'; platform: string; environment: string };

export type PlanDocumentSide = 'before' | 'after';

/** The parts of such a URI. */
export interface PlanUri {
  scheme: string;
  path: string;
  query: string;
}

/**
 * @param name what the document is called; anything that is no name of a file is left out.
 * @param ending decides on the language: `tf`, `log`.
 */
export function planUri(target: PlanDocumentTarget, name: string, ending: string): PlanUri {
  const file = name.replace(/[^\p{L}\p{N}.,_ ()↔-]+/gu, '_');
  return { scheme: Scheme.plan, path: `/${file}.${ending}`, query: JSON.stringify(target) };
}

/** @returns undefined for a URI that is none of ours, or was not made by this version. */
export function planTarget({ scheme, query }: Pick<PlanUri, 'scheme' | 'query'>): PlanDocumentTarget | undefined {
  if (scheme !== Scheme.plan) return undefined;
  try {
    const target = JSON.parse(query) as Partial<PlanDocumentTarget> | null;
    const isOurs =
      typeof target?.kind === 'string' && typeof target.platform === 'string' && typeof target.environment === 'string';
    return isOurs ? (target as PlanDocumentTarget) : undefined;
  } catch {
    return undefined;
  }
}
