/** Finds the framework versions in the module blocks of a platform. */
import type { SourceRange } from '../../hcl/model';
import { computedRefRange } from '../../kubestack/modules/computedRef';
import type { PlatformModule } from '../engine/platformModules';
import { mapPausing } from '../../scheduling/pausing';
import { perContext } from '../engine/perContext';

/** A module block whose source is in the framework's repository. */
export interface FrameworkModule {
  readonly module: PlatformModule;
  /** For example `aws/cluster`. */
  readonly path: string;
  readonly ref: string | undefined;
  /** The expression of `source`, including quotes. */
  readonly sourceRange: SourceRange;
  /** The value of `?ref=`, in the source or in a local that it uses; the whole source if the value is in neither. */
  readonly refRange: SourceRange;
  /** Whether `refRange` contains exactly the ref. */
  readonly isRefWritten: boolean;
}

const RELEASE = /^v\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.\d+)?$/;
export const isRelease = (ref: string | undefined): ref is string => ref !== undefined && RELEASE.test(ref);
/** Whether the ref is `{{version}}`, the placeholder in the sources of the starters. */
export const isPlaceholder = (ref: string | undefined): boolean => ref?.includes('{{') === true;

/** One per block, however often its module is called, in the order of files and text. */
export const frameworkModules = perContext(function* ({ modules }): Generator<undefined, readonly FrameworkModule[]> {
  const seen = new Set<unknown>();
  return yield* mapPausing(modules, module => {
    const { source, sourceRange, declaration } = module;
    if (source?.form !== 'framework' || !sourceRange || seen.has(declaration.item)) return [];
    seen.add(declaration.item);
    const { path, ref } = source;
    const written =
      ref === undefined
        ? undefined
        : (refRangeIn(sourceRange, ref) ?? computedRefRange(module.instance.folder, declaration, ref));
    return [{ module, path, ref, sourceRange, refRange: written ?? sourceRange, isRefWritten: written !== undefined }];
  });
});

function refRangeIn(range: SourceRange, ref: string): SourceRange | undefined {
  const text = range.item.text.slice(range.start, range.end);
  const at = text.search(/(?<=[?&]ref=)/);
  if (at < 0 || !text.startsWith(ref, at)) return undefined;
  return { item: range.item, start: range.start + at, end: range.start + at + ref.length };
}

/** One framework module for each place of a ref. */
export const onePerRef = perContext(function* (context): Generator<undefined, readonly FrameworkModule[]> {
  const seen = new Map<unknown, Set<number>>();
  return yield* mapPausing(frameworkModules(context), module => {
    const { item, start } = module.refRange;
    const starts = seen.get(item) ?? new Set();
    if (starts.has(start)) return [];
    seen.set(item, starts.add(start));
    return [module];
  });
});

/** The most frequent ref of the framework modules; if several are equally frequent, the first one. Undefined if there is none. */
export const commonRef = perContext(function* (context): Generator<undefined, string | undefined> {
  const counts = new Map<string, number>();
  yield* mapPausing(frameworkModules(context), ({ ref }) => {
    if (ref !== undefined && !isPlaceholder(ref)) counts.set(ref, (counts.get(ref) ?? 0) + 1);
    return [];
  });
  let common: string | undefined;
  for (const [ref, count] of counts) if (common === undefined || count > counts.get(common)!) common = ref;
  return common;
});
