/** The forecast as a service. Only processes with enough memory and disk have it: the language server in Node.js, the command line and `mcp`. */
import type { ReadAsset } from '../../common/assets';
import type { Forecast } from '../../common/forecast/forecast';
import type { GivenTree } from '../comparison/revisionFileSystem';
import type { RequestContext } from '../semantics/requestContext';
import type { HoverSection } from '../features/hover/hover';
import { effectText } from './effectText';
import { forecastContexts } from './forecast';
import { forecastEntries, type ForecastEntries } from './forecastEntries';
import { forecastLines, forecastMarkdown } from './forecastText';
import { frameworkFolders } from './frameworkFolders';
import { KnownEffects } from './knownEffects';
import { locateIn } from './locateRange';
import { factsIn } from './readFacts';

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
  /** Computes what changes of the attributes in a document replace. Yields after each step. */
  readonly prepareEffects: (request: RequestContext, uri: string) => Generator<undefined, void>;
}

/** The facts are read for the first forecast. */
export function forecasterIn(readAsset: ReadAsset): Forecaster {
  const facts = factsIn(readAsset);
  const effects = new KnownEffects(facts);
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
        locate: locateIn([after.model.workspace, before.model.workspace], clientUri),
      });
      return missing.size === 0 ? forecast : { ...forecast, missingVersions: [...missing].sort() };
    },
    markdown: forecastMarkdown,
    lines: forecastLines,
    entries: forecastEntries,
    effectSection(request, here) {
      const known = effects.at(request, here);
      return known && effectText(known.replaced, known.environment);
    },
    prepareEffects: (request, uri) => effects.prepare(request, uri),
  };
}
