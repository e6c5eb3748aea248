/** How a local, vendored or forked module inherits, according to the files in its folder. */
import type { Type } from '../../hcl/model';
import { staticString } from '../../workspace/staticEvaluation';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { parseModuleSource, type FrameworkKind } from '../modules/moduleSource';
import type { MergeGeneration, Schemas } from './schemas';
import type { Expression } from '../../syntax/ast';
import { visitExpression } from '../../syntax/traversal';

/** Data about a module other than its code. */
export interface ModuleFolderInterface {
  readonly kind: FrameworkKind;
  readonly configurationType: Type;
  readonly baseKeyNullable: boolean;
  /** The source in the call; undefined for local modules. */
  readonly ref: string | undefined;
  /** The framework's path at the end of the folder's path: `aws/cluster`. */
  readonly path: string | undefined;
}

/** Determined by the version of the framework module inside, or else by the structure of the declarations, or else by the rest of the platform. */
export function mergeOfFolder(
  folder: ModuleFolder,
  { kind, configurationType, baseKeyNullable, ref, path }: ModuleFolderInterface,
  context: { readonly schemas: Schemas; platformRef(): string | undefined },
): MergeGeneration {
  const { schemas } = context;
  const generation = schemas.mergeGenerationOf(innerRef(folder)) ?? schemas.mergeGenerationOf(ref);
  if (generation) return generation;
  if (configurationType.kind === 'map' && configurationType.element.kind === 'map') return 'shallow';
  if (!baseKeyNullable) return 'nested';
  return (
    mergeOfNewPath(path, schemas) ??
    schemas.mergeGenerationOf(context.platformRef()) ??
    (kind === 'nodePool' ? 'shallow' : 'nested')
  );
}

/**
 * Whether the module merges its environments itself: `merge(var.configuration["apps"], var.configuration["ops"])` in a local, as all modules did
 * before v0.9.3. They have no base key.
 */
export function hasWrittenMerge(folder: ModuleFolder): boolean {
  for (const name of folder.locals()) {
    let found = false;
    const local = folder.local(name);
    if (local)
      visitExpression(local.attribute.value, expression => {
        if (expression.kind !== 'call' || expression.name !== 'merge') return;
        found ||= expression.args.map(environmentRead).join(' ') === 'apps ops';
      });
    if (found) return true;
  }
  return false;
}

/** `apps` of `var.configuration["apps"]` and of `var.configuration.apps`. */
function environmentRead(expression: Expression): string | undefined {
  if (expression.kind !== 'index' && expression.kind !== 'attribute') return undefined;
  const { target } = expression;
  const isConfiguration =
    target.kind === 'attribute' &&
    target.name === 'configuration' &&
    target.target.kind === 'name' &&
    target.target.name === 'var';
  if (!isConfiguration) return undefined;
  if (expression.kind === 'attribute') return expression.name;
  return expression.key.kind === 'text' ? expression.key.value : undefined;
}

/** The source of the framework's merge module in the module. */
function innerRef(folder: ModuleFolder): string | undefined {
  for (const name of folder.namesInOrder('module')) {
    const call = folder.declaration('module', name);
    const parsed = parseModuleSource(staticString(folder, call, 'source') ?? '');
    if (parsed.form === 'framework' && parsed.path === 'common/configuration') return parsed.ref;
  }
  return undefined;
}

/** A path that exists in no release is newer than all of them, whatever release the rest of the platform uses. */
const mergeOfNewPath = (path: string | undefined, schemas: Schemas): MergeGeneration | undefined =>
  path === undefined || schemas.newestRelease(path) ? undefined : schemas.head(path)?.merge;
