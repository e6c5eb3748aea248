/** Accepted drift for clients: which drift of a check is accepted, and new entries. */
import {
  DRIFT_FILE_ENDING,
  type AcceptedDriftParams,
  type AcceptedDriftResult,
  type NewDriftEntryParams,
  type NewDriftEntryResult,
} from '../../common/drift/drift';
import { append } from '../../common/lists';
import { matchDrift } from '../kubestack/drift/acceptedDrift';
import { driftFiles, type DriftEntry } from '../kubestack/drift/driftFile';
import { platformOutlines } from '../kubestack/platform/platform';
import { quoteString } from '../semantics/hclPrinter';
import { rangeOf, type RequestContext } from '../semantics/requestContext';
import { childOf, normalizeUri } from '../workspace/uri';

export function* acceptedDrift(
  request: RequestContext,
  { uri, checks }: AcceptedDriftParams,
): Generator<undefined, AcceptedDriftResult> {
  const { model, settings, lifecycle } = request;
  const folder = normalizeUri(uri);
  const environments: string[] = [];
  for (const { root, ...outline } of yield* platformOutlines(model, settings.environments))
    if (root.folderUri === folder) append(environments, outline.environments);
  const entries = driftFiles(model.workspace.texts, folder).flatMap(file => file.entries);
  const { accepted, unused } = matchDrift(checks, entries, environments, lifecycle?.today);
  const locationOf = ({ file, start, end }: DriftEntry): AcceptedDriftResult['unused'][number] => ({
    uri: request.client.clientUri(file.uri),
    range: rangeOf(file.lines, start, end),
  });
  return { accepted, unused: unused.map(locationOf) };
}

/** The text of a new entry, for the first file with accepted drift, or a new one. */
export function newDriftEntry(request: RequestContext, params: NewDriftEntryParams): NewDriftEntryResult {
  const { uri, address, environments, arguments: parameters, reason, until } = params;
  const folder = normalizeUri(uri);
  const [first] = driftFiles(request.model.workspace.texts, folder);
  const list = (texts: readonly string[]): string => `[${texts.map(quoteString).join(', ')}]`;
  const attributes: readonly (readonly [string, string])[] = [
    ...(environments ? [['environments', list(environments)] as const] : []),
    ...(parameters ? [['arguments', list(parameters)] as const] : []),
    ['reason', quoteString(reason)],
    ['until', quoteString(until)],
  ];
  const width = Math.max(...attributes.map(([name]) => name.length));
  const lines = attributes.map(([name, value]) => `  ${name.padEnd(width)} = ${value}\n`).join('');
  return {
    uri: request.client.clientUri(first?.file.uri ?? childOf(folder, `accepted${DRIFT_FILE_ENDING}`)),
    text: `drift ${quoteString(address)} {\n${lines}}\n`,
  };
}
