/** Caches the diagnostics of a workspace between calls of an agent, until something changes: a large platform has thousands. */
import { now } from '../../common/now';
import { fixableDiagnostics, type FixableDiagnostic } from '../diagnostics/checkedDiagnostics';
import { checkedDocuments } from '../diagnostics/checkedDocuments';
import type { RequestContext } from '../semantics/requestContext';
import type { Settings } from '../semantics/settings';

/** Results for one state of the workspace. */
interface Kept {
  readonly revision: number;
  readonly settings: Settings;
  readonly today: string | undefined;
  /** By requested folder. */
  readonly documents: Map<string, readonly string[]>;
  /** By document. */
  readonly diagnostics: Map<string, readonly FixableDiagnostic[]>;
}

const cacheOf = new WeakMap<RequestContext['model'], Kept>();

/** As `checkedDocuments`. */
export const cachedDocuments = (request: RequestContext, folderUri: string): readonly string[] =>
  remembered(kept(request).documents, folderUri, () => now(checkedDocuments(request, folderUri)));

/** As `fixableDiagnostics`. */
export const cachedDiagnostics = (request: RequestContext, uri: string): readonly FixableDiagnostic[] =>
  remembered(kept(request).diagnostics, uri, () => now(fixableDiagnostics(request, uri)));

function kept({ model, settings, lifecycle }: RequestContext): Kept {
  const { revision } = model.workspace;
  const today = lifecycle?.today;
  const cached = cacheOf.get(model);
  if (cached?.revision === revision && cached.settings === settings && cached.today === today) return cached;
  const empty: Kept = { revision, settings, today, documents: new Map(), diagnostics: new Map() };
  cacheOf.set(model, empty);
  return empty;
}

function remembered<T>(all: Map<string, T>, key: string, compute: () => T): T {
  const cached = all.get(key);
  if (cached !== undefined) return cached;
  const computed = compute();
  all.set(key, computed);
  return computed;
}
