/** The forecast as a service. Only processes with enough memory and disk have it: the language server in Node.js, the command line and `mcp`. */
import type { ReadAsset } from '../../common/assets';
import type { Forecast } from '../../common/forecast/forecast';
import type { GivenTree } from '../comparison/revisionFileSystem';
import type { RefusedArgument } from '../semantics/refusedArgument';
import type { RequestContext } from '../semantics/requestContext';
import type { CodeAction } from 'vscode-languageserver-types';
import { t } from '../../common/localization';
import type { HoverSection } from '../features/hover/hover';
import type { ResolvedPosition } from '../semantics/resolveAt';
import { effectText, REPLACE_COMMAND, replaceLink, type ReplacementBeginning } from './effectText';
import { forecastContexts } from './forecast';
import { forecastEntries, type ForecastEntries } from './forecastEntries';
import { forecastLines, forecastMarkdown } from './forecastText';
import { frameworkFolders } from './frameworkFolders';
import { KnownEffects, type AttributeReplacement } from './knownEffects';
import { locateIn } from './locateRange';
import { factsIn } from './readFacts';
import { RememberedForecasts } from './rememberedForecasts';

export interface ForecastRequest {
  readonly before: RequestContext;
  readonly after: RequestContext;
  /** Folder whose platforms are compared. */
  readonly uri: string;
  /** Only this environment. */
  readonly environment?: string | undefined;
  /** The framework's files at a ref; undefined if it has no such ref. For calls whose module isn't installed. */
  readonly frameworkAt?: ((ref: string) => GivenTree | undefined) | undefined;
  /** The URI of a file as the client names it; unchanged if missing. */
  readonly clientUri?: ((uri: string) => string) | undefined;
}

export interface Forecaster {
  /** Pauses between resources. */
  readonly forecast: (request: ForecastRequest) => Generator<undefined, Forecast>;
  /** @param withLocations whether reasons have the file and line of the code that causes them */
  readonly markdown: (forecast: Forecast, withLocations: boolean) => string;
  /** Lines of plain text; none if nothing changes. */
  readonly lines: (forecast: Forecast) => string[];
  /** For coding agents: environments with the same result share an entry. */
  readonly entries: (forecast: Forecast) => ForecastEntries;
  /** What a change of an attribute replaces, if it has been computed. */
  readonly effectSection: HoverSection;
  /** Runs the client's command that replaces in stages what a change of an attribute replaces at once, if that is known already. */
  readonly replaceAction: (request: RequestContext, here: ResolvedPosition) => CodeAction | undefined;
  /**
   * Computes what changes of the attributes in a document replace, and which arguments are refused. Yields after each step.
   * @returns whether the refused arguments may have changed
   */
  readonly prepareEffects: (request: RequestContext, uri: string) => Generator<undefined, boolean>;
  /** The refused arguments of the calls in a document, if they have been computed. */
  readonly refusedArguments: (request: RequestContext, uri: string) => readonly RefusedArgument[];
}

/** The facts are read for the first forecast. */
export function forecasterIn(readAsset: ReadAsset): Forecaster {
  const facts = factsIn(readAsset);
  const effects = new KnownEffects(facts);
  const remembered = new RememberedForecasts();
  return {
    *forecast({ before, after, uri, environment, frameworkAt, clientUri = each => each }) {
      const missing = new Set<string>();
      const filesAt = (ref: string): GivenTree | undefined => {
        const files = frameworkAt?.(ref);
        if (!files) missing.add(ref);
        return files;
      };
      const forecast = yield* forecastContexts(before, after, uri, {
        facts: facts(),
        environment,
        folderOf: frameworkFolders(filesAt),
        remembered,
        locate: locateIn([after.model.workspace, before.model.workspace], clientUri),
      });
      return missing.size === 0 ? forecast : { ...forecast, missingVersions: [...missing].sort() };
    },
    markdown: forecastMarkdown,
    lines: forecastLines,
    entries: forecastEntries,
    effectSection(request, here) {
      const known = effects.at(request, here);
      return known && sectionOf(request, known);
    },
    replaceAction(request, here) {
      const known = effects.at(request, here);
      const begin = known && beginningOf(request, known);
      const title = t('Replace Step by Step…');
      return (
        begin && { title, kind: 'refactor.rewrite', command: { title, command: REPLACE_COMMAND, arguments: [begin] } }
      );
    },
    prepareEffects: (request, uri) => effects.prepare(request, uri),
    refusedArguments: (request, uri) => effects.refusedIn(request, uri),
  };
}

/** Clients that run commands from links offer the way that loses nothing. */
function sectionOf(request: RequestContext, known: AttributeReplacement): string {
  const text = effectText(known.replaced, known.environment);
  const begin = request.client.markdown ? beginningOf(request, known) : undefined;
  return begin ? `${text} ${replaceLink(begin)}` : text;
}

/** What the command begins with; undefined for clients without it, and for parts that it doesn't replace. */
function beginningOf(
  { client }: RequestContext,
  { call, path, replaced }: AttributeReplacement,
): ReplacementBeginning | undefined {
  if (replaced.part === undefined || client.linkedCommands?.includes(REPLACE_COMMAND) !== true) return undefined;
  const platform = client.clientUri(call.instance.root.folderUri);
  return { platform, name: call.name, attribute: path.join('.') };
}
