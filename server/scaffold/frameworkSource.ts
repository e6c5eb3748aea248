/** The source of framework modules in a platform: as in its other modules, or else the framework's address and a version. */
import { memoize } from '../../common/memoize';
import { isFramework, mostFrequent, type ScaffoldContext, type PlatformContext } from './scaffoldContext';
import type { SchemaGeneration } from './schemaGeneration';
import type { ModuleSchema } from '../kubestack/schemas/schemas';
import type { RequestContext } from '../semantics/requestContext';
import { resolvePath } from '../workspace/uri';

/** The text before and after a module's path: `github.com/kbst/terraform-kubestack//`, `?ref=v0.19.2-beta.0`. */
interface Spelling {
  readonly before: string;
  readonly after: string;
}

export const frameworkAddress = (path: string, version: string): string =>
  `github.com/kbst/terraform-kubestack//${path}?ref=${version}`;

/**
 * The source of a framework module in a platform.
 * @param below folder of the calling module, relative to the platform: `modules/nginx`
 * @returns undefined if the platform's own copy of the framework lacks the module, or no version is known
 */
export function frameworkSource(
  { changes, request }: ScaffoldContext,
  platform: PlatformContext,
  path: string,
  below = '',
): string | undefined {
  const spelling = spellingOf(platform);
  if (!spelling) return platform.version === undefined ? undefined : frameworkAddress(path, platform.version);
  if (!isLocal(spelling)) return spelling.before + path + spelling.after;
  const folder = resolvePath(changes.folder, spelling.before + path);
  if (request.model.workspace.fileSystem.kind(folder) !== 'folder') return undefined;
  const up = below === '' ? '' : '../'.repeat(below.split('/').length);
  return up + (below === '' ? spelling.before : spelling.before.replace(/^\.\//, '')) + path;
}

const isLocal = ({ before }: Spelling): boolean => /^\.\.?\//.test(before);

/** The notation of most calls in the root module. */
const spellingOf = memoize(findSpelling);

function findSpelling({ calls, root }: PlatformContext): Spelling | undefined {
  const found = calls.flatMap(call => {
    const path = call.module.schema?.path;
    if (call.instance !== root || !isFramework(call) || path === undefined) return [];
    const { source } = call.module;
    const at = source.lastIndexOf(path);
    return at < 0 ? [] : [`${source.slice(0, at)}\n${source.slice(at + path.length)}`];
  });
  const [before, after] = mostFrequent(found)?.split('\n') ?? [];
  return before === undefined || after === undefined ? undefined : { before, after };
}

/** The schema of a module at a version; undefined if it does not exist there. */
export function schemaOf(
  request: RequestContext,
  path: string,
  version: string | undefined,
  generation: SchemaGeneration,
): ModuleSchema | undefined {
  const { schemas } = request.model;
  if (version !== undefined && schemas.knownRef(version) !== undefined) return schemas.moduleFor(path, version);
  return generation === 'object' ? schemas.head(path) : schemas.newestRelease(path);
}
