/** The versions of the framework that a platform's module blocks name. */
import type { Place } from '../hcl/value';
import type { PlatformModule } from './checkContext';
import { perContext } from './perContext';

/** A module block with a source in the framework's repository. */
export interface FrameworkModule {
  readonly module: PlatformModule;
  /** `aws/cluster`. */
  readonly path: string;
  readonly ref: string | undefined;
  /** The text of `source`, quotes included. */
  readonly sourcePlace: Place;
  /** What `?ref=` names; the whole source where it has none. */
  readonly refPlace: Place;
}

const RELEASE = /^v\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.\d+)?$/;
export const isRelease = (ref: string | undefined): ref is string => ref !== undefined && RELEASE.test(ref);
/** `?ref={{version}}`, in the sources of the starters. */
export const isPlaceholder = (ref: string | undefined): boolean => ref?.includes('{{') === true;

/** One for each block, however often its module is called, in the order of files and text. */
export const frameworkModules = perContext(({ modules }): readonly FrameworkModule[] => {
  const seen = new Set<unknown>();
  return modules.flatMap(module => {
    const { source, sourcePlace, declaration } = module;
    if (source?.form !== 'framework' || !sourcePlace || seen.has(declaration.item)) return [];
    seen.add(declaration.item);
    const { path, ref } = source;
    return [{ module, path, ref, sourcePlace, refPlace: refPlaceIn(sourcePlace, ref) }];
  });
});

function refPlaceIn(place: Place, ref: string | undefined): Place {
  const text = place.item.text.slice(place.start, place.end);
  const at = ref === undefined ? -1 : text.search(/(?<=[?&]ref=)/);
  if (ref === undefined || at < 0 || !text.startsWith(ref, at)) return place;
  return { item: place.item, start: place.start + at, end: place.start + at + ref.length };
}

/** The ref that most modules name; of those that are named as often, the one that is named first. Undefined where none is named. */
export function commonRef(modules: readonly FrameworkModule[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { ref } of modules)
    if (ref !== undefined && !isPlaceholder(ref)) counts.set(ref, (counts.get(ref) ?? 0) + 1);
  let common: string | undefined;
  for (const [ref, count] of counts) if (common === undefined || count > counts.get(common)!) common = ref;
  return common;
}
