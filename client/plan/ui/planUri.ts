/** The URIs of documents with the scheme `kubestack-plan`. */
import { Scheme } from '../../core/ids';

/** The content of a document. */
export type PlanDocumentTarget =
  | {
      kind: 'difference';
      platform: string;
      environment: string;
      purpose?: 'drift';
      of: 'changes' | 'drift' | 'outputs';
      id: string;
      side: PlanDocumentSide;
      at: number;
    }
  | { kind: 'comparison'; platform: string; environment: string; other: string; at: number }
  | { kind: 'log'; platform: string; environment: string; purpose?: 'drift' };

export type PlanDocumentSide = 'before' | 'after';

/** The parts of such a URI. */
export interface PlanUri {
  scheme: string;
  path: string;
  query: string;
}

/**
 * @param name of the document. Characters that are invalid in file names are removed.
 * @param ending determines the language: `tf`, `log`.
 */
export function planUri(target: PlanDocumentTarget, name: string, ending: string): PlanUri {
  const file = name.replace(/[^\p{L}\p{N}.,_ ()↔-]+/gu, '_');
  return { scheme: Scheme.plan, path: `/${file}.${ending}`, query: JSON.stringify(target) };
}

/** @returns undefined for other URIs, and for those of other versions. */
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
