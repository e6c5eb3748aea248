/** How a module call's attributes are migrated to the `object` generation, from the schemas of both generations. */
import { ownProperty } from '../../../common/ownProperty';
import type { ObjectType, Type } from '../../hcl/model';
import { typeAt } from '../../hcl/types/type';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { parseModuleSource } from '../../kubestack/modules/moduleSource';
import type { ModuleSchema, Schemas } from '../../kubestack/schemas/schemas';

export interface MigratedModule {
  /** Folder in the framework's repository. */
  readonly path: string;
  readonly ref: string;
  readonly old: ModuleSchema;
  readonly now: ModuleSchema;
  /** The new path of an attribute; undefined if the module no longer reads it. */
  readonly newPath: (name: string) => readonly string[] | undefined;
  /** The new declared type at a path. */
  readonly newType: (path: readonly string[]) => Type | undefined;
  /** Whether the attribute was a string before. */
  readonly wasText: (name: string) => boolean;
}

/** Whether a call uses a module of the `map` generation. */
export function isMapGeneration({ module }: ModuleCall, schemas: Schemas): boolean {
  const parsed = parseModuleSource(module.source);
  if (parsed.form !== 'framework') return false;
  return schemas.moduleFor(parsed.path, parsed.ref)?.generation === 'map';
}

/** Undefined if it is not a module of the `map` generation, or has no counterpart. */
export function migratedModule(source: string, schemas: Schemas): MigratedModule | undefined {
  const parsed = parseModuleSource(source);
  if (parsed.form !== 'framework' || parsed.ref === undefined) return undefined;
  const old = schemas.moduleFor(parsed.path, parsed.ref);
  const now = schemas.head(parsed.path);
  if (!old || old.generation !== 'map' || !now) return undefined;
  const renames = ownProperty(schemas.renames, parsed.path) ?? {};
  const environment = declaredEnvironment(now.configurationType);
  const before = declaredEnvironment(old.configurationType);
  return {
    path: parsed.path,
    ref: parsed.ref,
    old,
    now,
    newPath: name => {
      const path = ownProperty(renames, name)?.split('.') ?? [name];
      return typeAt(environment, path) ? path : undefined;
    },
    newType: path => typeAt(environment, path),
    wasText: name => !before || typeAt(before, [name])?.kind === 'string',
  };
}

/** The declared type of an environment; undefined for maps of any type. */
const declaredEnvironment = (type: Type): ObjectType | undefined =>
  type.kind === 'map' && type.element.kind === 'object' ? type.element : undefined;
