/** What changes for a platform if its modules get another version of the framework, beside their interfaces. */
import { localized, sentences, t, enumeration } from '../../../common/localization';
import { parseModuleSource } from '../modules/moduleSource';
import type { ModuleCall } from '../modules/moduleCall';
import type { PlatformModel } from '../platform/platformModel';
import { concerns, type AttributeText, type FrameworkUse, type ReleaseChange } from './releaseChange';
import type { Schemas } from './schemas';
import type { Value } from '../../hcl/model';

/** A call of a framework module that gets another version. */
export interface ChangedCall {
  readonly name: string;
  /** Path in the framework. */
  readonly path: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** The values of each environment; empty if they are unknown. */
  readonly environments: readonly AttributeText[];
  /** Whether the platform has code that a change concerns. */
  readonly isUsed: (use: FrameworkUse) => boolean;
}

/** A change, and the names of the modules that it concerns. */
export interface FrameworkChange {
  readonly change: ReleaseChange;
  readonly modules: readonly string[];
}

/** In the order of releases. */
export function frameworkChanges(schemas: Schemas, calls: readonly ChangedCall[]): FrameworkChange[] {
  const found = new Map<ReleaseChange, string[]>();
  for (const { name, path, from, to, environments, isUsed } of calls)
    for (const change of schemas.changesBetween(path, from, to)) {
      const { uses, applyFirst } = change;
      if (uses !== undefined && !isUsed(uses)) continue;
      if (environments.length > 0 && !environments.some(valueOf => concerns(change, valueOf))) continue;
      // The release to apply first only counts if the change skips it.
      if (applyFirst !== undefined && !schemas.changesBetween(path, from, applyFirst).length) continue;
      found.set(change, [...(found.get(change) ?? []), name]);
    }
  const order = [...schemas.releases, 'head'];
  return [...found]
    .map(([change, modules]) => ({ change, modules }))
    .sort((a, b) => order.indexOf(a.change.release) - order.indexOf(b.change.release));
}

/** The path of a framework module; undefined for other modules. */
export function frameworkPath(source: string): string | undefined {
  const parsed = parseModuleSource(source);
  return parsed.form === 'framework' ? parsed.path : undefined;
}

/** The values that each environment gets in a call. */
export const environmentTexts = (call: ModuleCall, model: PlatformModel): AttributeText[] =>
  [...model.effectiveConfiguration(call).environments.values()].map(({ attributes }) => {
    const values = new Map(attributes.map(({ path, value }) => [path.join('.'), value]));
    return attribute => {
      const value = values.get(attribute);
      return value === undefined ? null : valueText(value);
    };
  });

function valueText(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'bool':
      return String(value.value);
    case 'number':
      return value.value.toText();
    default:
      return undefined;
  }
}

/** One paragraph: `v0.16.0-beta.0, eks_zero: The default node pool … Set …`. */
export const changeSentence = ({ change, modules }: FrameworkChange, name = (text: string): string => text): string =>
  t(
    '{0}, {1}: {2}',
    name(releaseName(change)),
    enumeration(modules.map(name)),
    sentences(localized(change.summary), change.action && localized(change.action)),
  );

export const releaseName = ({ release }: ReleaseChange): string => (release === 'head' ? t('unreleased') : release);
