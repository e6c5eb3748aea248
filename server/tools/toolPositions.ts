/** Positions in inputs of tools: a file with a line and a column, or a name. */
import { now } from '../../common/now';
import { ownProperty } from '../../common/ownProperty';
import type { Position } from 'vscode-languageserver-types';
import type { SourceRange } from '../hcl/model';
import { allCalls } from '../kubestack/platform/platform';
import { keyRanges } from '../semantics/configurationRanges';
import { callText } from '../kubestack/modules/callText';
import { descendantModules } from '../kubestack/modules/descendantModules';
import { labelRange, rangeIn, type ModuleCall } from '../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { declaredAttribute } from '../workspace/declarations';
import { environmentOccurrences } from '../semantics/environmentOccurrences';
import { fileOf, locationOf, type RequestContext } from '../semantics/requestContext';
import { declarationsOf, rangeOfOccurrence } from '../semantics/symbolIndex';
import type { NamedKind } from '../semantics/codeSymbol';
import { isWithin } from '../workspace/uri';
import type { JsonSchema } from './jsonSchema';
import { optionalString, ToolError, type ToolHost, type ToolInput } from './tool';
import { targetOfPath } from './toolPaths';
import { attributeName } from './toolValue';

export const POSITION_INPUT: Readonly<Record<string, JsonSchema>> = {
  file: { type: 'string', description: 'With line and column: a position, as an alternative to name.' },
  line: { type: 'integer', minimum: 1, description: 'Counted from 1.' },
  column: { type: 'integer', minimum: 1, description: 'Counted from 1, in UTF-16 units.' },
};

/** A position in a document; zero-based. */
export interface ToolPosition {
  readonly uri: string;
  readonly position: Position;
}

/** Resolves the position of an input. @throws ToolError when there is none, or no symbol has the name */
export function positionInput(request: RequestContext, host: ToolHost, input: ToolInput): ToolPosition {
  const file = optionalString(input, 'file');
  if (file === undefined) {
    const name = optionalString(input, 'name');
    if (name === undefined || name === '') throw new ToolError('Pass `name`, or `file` with `line` and `column`.');
    return positionOfName(request, targetOfPath(request, host, optionalString(input, 'path')).folderUri, name);
  }
  const { uri } = targetOfPath(request, host, file);
  const cached = fileOf(request, uri);
  if (!cached) throw new ToolError(`${file} is not a configuration file of a platform.`);
  const { line = 1, column = 1 } = input as { line?: number; column?: number };
  const lines = cached.text.split('\n');
  if (line > lines.length) throw new ToolError(`${file} has ${lines.length} lines.`);
  return { uri, position: { line: line - 1, character: Math.min(column - 1, lines[line - 1]!.length) } };
}

/**
 * Where a name is: an environment, the label of a module, `module.NAME`, a platform service, an attribute of a module (`NAME.default_node_pool.min_size`),
 * `var.NAME`, `local.NAME`, `output.NAME`, or a provider such as `aws.eks_gc0_eu-west-1`.
 */
function positionOfName(request: RequestContext, folderUri: string, name: string): ToolPosition {
  const { model } = request;
  const roots = model.tree
    .rootInstances()
    .filter(root => isWithin(root.folderUri, folderUri) || isWithin(folderUri, root.folderUri));
  for (const root of roots) {
    const calls = now(allCalls(root, model));
    const sourceRange =
      environmentRange(request, calls, name) ??
      // The module of a service often calls one with the same name.
      moduleRange(
        request,
        calls.filter(({ instance }) => instance === root),
        name,
      ) ??
      serviceRange(request, root, name) ??
      moduleRange(request, calls, name) ??
      declaredRange(request, root.folderUri, name);
    if (!sourceRange) continue;
    const { uri, range } = locationOf(request, sourceRange);
    const isQuoted = fileOf(request, uri)?.text[offsetOf(request, uri, range.start)] === '"';
    return { uri, position: isQuoted ? { ...range.start, character: range.start.character + 1 } : range.start };
  }
  throw new ToolError(
    `Nothing is called "${name}" here. Pass an environment, the label of a module, a platform service, MODULE.ATTRIBUTE, var.NAME, local.NAME, output.NAME or PROVIDER.ALIAS.`,
  );
}

const offsetOf = (request: RequestContext, uri: string, position: Position): number =>
  fileOf(request, uri)?.lines.offsetAt(position) ?? 0;

function environmentRange(
  request: RequestContext,
  calls: readonly ModuleCall[],
  name: string,
): SourceRange | undefined {
  if (!/^[\w-]+$/.test(name)) return undefined;
  for (const files of environmentOccurrences(request, calls, name))
    for (const { occurrences } of files) {
      const found = occurrences.find(({ isKey }) => isKey);
      if (found) return found.range;
    }
  return undefined;
}

function moduleRange(request: RequestContext, calls: readonly ModuleCall[], name: string): SourceRange | undefined {
  const label = name.replace(/^module\./, '');
  const exact = calls.find(call => call.name === label || call.address === name);
  if (exact) return labelRange(exact.declaration);
  for (const call of calls) {
    if (!label.startsWith(`${call.name}.`)) continue;
    const wanted = label.slice(call.name.length + 1);
    const paths = [...request.model.effectiveConfiguration(call).environments.values()].flatMap(({ attributes }) =>
      attributes.flatMap(({ path }) => path.map((_, index) => path.slice(0, index + 1))),
    );
    const path = paths.find(each => attributeName(each) === wanted);
    const [first] = path ? keyRanges(request, call, path) : [];
    if (first) return first.range;
  }
  return undefined;
}

/** The source of a call of the local module with this name, such as `./modules/nginx` for `nginx`. */
function serviceRange({ model }: RequestContext, root: ModuleInstance, name: string): SourceRange | undefined {
  for (const { declaration, instance } of descendantModules(root, model)) {
    const source = callText(instance, declaration, 'source');
    const part = declaredAttribute(declaration, 'source');
    if (part && source !== undefined && /^\.\.?\//.test(source) && source.endsWith(`/${name}`))
      return rangeIn(part.item, part.attribute.value);
  }
  return undefined;
}

const KINDS: Readonly<Record<string, NamedKind>> = {
  var: 'variable',
  local: 'local',
  output: 'output',
  module: 'module',
};

function declaredRange(request: RequestContext, folderUri: string, name: string): SourceRange | undefined {
  const [first = '', ...rest] = name.split('.');
  const kind = ownProperty(KINDS, first);
  const symbols = kind
    ? [{ of: kind, name: rest.join('.') }]
    : [
        { of: 'provider' as const, name },
        { of: 'resource' as const, name },
        { of: 'module' as const, name },
      ];
  for (const each of symbols) {
    const [found] = declarationsOf(request, { kind: 'named', folderUri, ...each });
    if (found) return rangeOfOccurrence(found);
  }
  return undefined;
}
