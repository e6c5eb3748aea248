/** The versions of the framework that a platform's module blocks name. */
import type { SourceRange } from '../../hcl/model';
import { computedRefRange } from '../../kubestack/modules/computedRef';
import type { PlatformModule } from '../engine/checkContext';
import { mapInTurn } from '../../scheduling/inTurn';
import { perContext } from '../engine/perContext';

/** A module block with a source in the framework's repository. */
export interface FrameworkModule {
  readonly module: PlatformModule;
  /** `aws/cluster`. */
  readonly path: string;
  readonly ref: string | undefined;
  /** The text of `source`, quotes included. */
  readonly sourcePlace: SourceRange;
  /** What `?ref=` names, in the source or in the local that it is taken from; the whole source where it is neither. */
  readonly refPlace: SourceRange;
  /** Whether `refPlace` is the ref, letter by letter. */
  readonly isRefWritten: boolean;
}

const RELEASE = /^v\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.\d+)?$/;
export const isRelease = (ref: string | undefined): ref is string => ref !== undefined && RELEASE.test(ref);
/** `?ref={{version}}`, in the sources of the starters. */
export const isPlaceholder = (ref: string | undefined): boolean => ref?.includes('{{') === true;

/** One for each block, however often its module is called, in the order of files and text. */
export const frameworkModules = perContext(function* ({ modules }): Generator<undefined, readonly FrameworkModule[]> {
  const seen = new Set<unknown>();
  return yield* mapInTurn(modules, module => {
    const { source, sourcePlace, declaration } = module;
    if (source?.form !== 'framework' || !sourcePlace || seen.has(declaration.item)) return [];
    seen.add(declaration.item);
    const { path, ref } = source;
    const written =
      ref === undefined
        ? undefined
        : (refPlaceIn(sourcePlace, ref) ?? computedRefRange(module.instance.folder, declaration, ref));
    return [{ module, path, ref, sourcePlace, refPlace: written ?? sourcePlace, isRefWritten: written !== undefined }];
  });
});

function refPlaceIn(place: SourceRange, ref: string): SourceRange | undefined {
  const text = place.item.text.slice(place.start, place.end);
  const at = text.search(/(?<=[?&]ref=)/);
  if (at < 0 || !text.startsWith(ref, at)) return undefined;
  return { item: place.item, start: place.start + at, end: place.start + at + ref.length };
}

/** The first of those framework modules that take their ref from one place. */
export const onePerRef = perContext(function* (context): Generator<undefined, readonly FrameworkModule[]> {
  const seen = new Map<unknown, Set<number>>();
  return yield* mapInTurn(frameworkModules(context), module => {
    const { item, start } = module.refPlace;
    const starts = seen.get(item) ?? new Set();
    if (starts.has(start)) return [];
    seen.set(item, starts.add(start));
    return [module];
  });
});

/** The ref that most framework modules name; of those that are named as often, the one that is named first. Undefined where none is named. */
export const commonRef = perContext(function* (context): Generator<undefined, string | undefined> {
  const counts = new Map<string, number>();
  yield* mapInTurn(frameworkModules(context), ({ ref }) => {
    if (ref !== undefined && !isPlaceholder(ref)) counts.set(ref, (counts.get(ref) ?? 0) + 1);
    return [];
  });
  let common: string | undefined;
  for (const [ref, count] of counts) if (common === undefined || count > counts.get(common)!) common = ref;
  return common;
});
