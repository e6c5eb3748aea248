/** `kubestack/matrix`: the attributes of a platform, a cluster or a module in all environments. */
import { now } from '../../../common/now';
import { t } from '../../../common/localization';
import type { Matrix, MatrixCell, MatrixParams, MatrixResult, MatrixRow } from '../../../common/matrix/matrix';
import type { Comparison } from '../../../common/protocol';
import type { SourceRange } from '../../hcl/model';
import type { ResolvedAttribute } from '../../kubestack/inheritance/effectiveAttributes';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { allCalls, platformOutlines, type PlatformOutline } from '../../kubestack/platform/platform';
import { differsFromBase } from '../../semantics/effectiveParts';
import { printShort } from '../../semantics/hclPrinter';
import { labelInRoot, nameInPlatform } from '../../semantics/moduleCalls';
import { plainValue, SENSITIVE } from '../../semantics/plainValue';
import { locationOf, type RequestContext } from '../../semantics/requestContext';
import { shownExpression, valueOrigins } from '../../semantics/valueOrigins';
import { parentOf } from '../../workspace/uri';
import { ChangedCells } from './changedCells';
import { emptyRow, rowId } from './matrixRow';
import { NodeCounter } from './nodeCounts';

/** Maximum number of cells in an answer, whatever a repository contains. */
export const MAX_CELLS = 100_000;
/** Maximum length of a cell, in characters. */
export const MAX_CELL_LENGTH = 200;
/** Maximum number of problems. */
const MAX_PROBLEMS = 20;

/**
 * @param uri of `params`, normalized
 * @param comparison of the platform's folder with an earlier revision, whose changes are marked
 */
export function* computeMatrix(
  request: RequestContext,
  uri: string,
  { scope }: Pick<MatrixParams, 'scope'>,
  comparison?: Comparison,
): Generator<undefined, MatrixResult> {
  const folder = platformFolder(request, uri);
  for (const outline of yield* platformOutlines(request.model, request.settings.environments)) {
    if (outline.root.folderUri !== folder) continue;
    const writer = new MatrixWriter(request, outline, scope);
    return { matrix: yield* writer.matrix(comparison) };
  }
  return {};
}

/** The platform's folder, or the folder of a file. */
export const platformFolder = (request: RequestContext, uri: string): string =>
  request.model.workspace.file(uri) ? parentOf(uri) : uri;

class MatrixWriter {
  private readonly files = new Map<string, number>();
  private readonly origins = new Map<SourceRange, string>();
  private readonly environments: readonly string[];
  private readonly calls: readonly ModuleCall[];
  /** The cluster of each module block in the root module. */
  private readonly clusterOf = new Map<string, string>();

  constructor(
    private readonly request: RequestContext,
    private readonly outline: PlatformOutline,
    private readonly scope: MatrixParams['scope'],
  ) {
    this.environments = outline.environments;
    this.calls = now(allCalls(outline.root, request.model));
    for (const cluster of outline.clusters.values())
      for (const { name } of [cluster, ...cluster.nodePools, ...cluster.services])
        this.clusterOf.set(name, cluster.name);
  }

  *matrix(comparison: Comparison | undefined): Generator<undefined, Matrix> {
    const { request, environments } = this;
    const changes = comparison && new ChangedCells(comparison, environments, name => this.isInScope(name));
    const counters = environments.map(environment => new NodeCounter(request, environment));
    const rows: MatrixRow[] = [];
    const problems: string[] = [];
    const most = Math.floor(MAX_CELLS / Math.max(1, environments.length));
    let omitted = 0;
    const add = (more: readonly MatrixRow[]): void => {
      const room = Math.max(0, most - rows.length);
      for (const row of more.slice(0, room)) rows.push(row);
      omitted += Math.max(0, more.length - room);
    };
    for (const call of this.calls) {
      const name = nameInPlatform(call);
      if (!this.isInScope(name)) continue;
      yield;
      const own = this.rowsOf(call, name);
      add(changes ? changes.marked(name, own) : own);
      for (const counter of counters) counter.add(call, this.clusterCall(call));
      for (const { message } of request.model.effectiveConfiguration(call).diagnostics)
        problems.push(`${name}: ${message}`);
    }
    add(changes?.goneModules() ?? []);
    for (const { side, module, message } of comparison?.problems ?? [])
      if (side === 'before' && this.isInScope(module)) problems.push(t('{0} at the revision: {1}', module, message));
    return {
      environments: [...environments],
      baseEnvironment: this.outline.baseEnvironment,
      modules: this.modules(),
      rows,
      omitted,
      nodes: counters.map(counter => counter.counts()),
      files: [...this.files.keys()],
      problems: problems.slice(0, MAX_PROBLEMS),
    };
  }

  private modules(): Matrix['modules'] {
    const kinds = new Map(this.calls.map(call => [nameInPlatform(call), call.module.kind]));
    const labels = new Set(this.calls.map(call => labelInRoot(nameInPlatform(call))));
    return [...labels].map(name => ({ name, kind: kinds.get(name) ?? 'other' }));
  }

  private isInScope(name: string): boolean {
    const { scope } = this;
    if (!scope) return true;
    const label = labelInRoot(name);
    return scope.kind === 'cluster' ? this.clusterOf.get(label) === scope.name : label === scope.name;
  }

  private clusterCall({ name, module }: ModuleCall): ModuleCall | undefined {
    const cluster = module.kind === 'nodePool' ? this.clusterOf.get(name) : undefined;
    return cluster === undefined ? undefined : this.request.model.call(this.outline.root, cluster);
  }

  private rowsOf(call: ModuleCall, module: string): MatrixRow[] {
    const { environments: effective, baseKey } = this.request.model.effectiveConfiguration(call);
    const rows = new Map<string, MatrixRow>();
    for (const [column, environment] of this.environments.entries()) {
      for (const attribute of effective.get(environment)?.attributes ?? []) {
        const id = rowId(module, attribute.path);
        let row = rows.get(id);
        if (!row) rows.set(id, (row = emptyRow(module, attribute.path, this.environments.length)));
        row.cells[column] = this.cell(call, attribute, environment === baseKey);
      }
    }
    return [...rows.values()];
  }

  private cell(call: ModuleCall, attribute: ResolvedAttribute, isBase: boolean): MatrixCell {
    const { value, origin, overrides, range } = attribute;
    const { known, expression } = plainValue(value);
    return {
      text: printShort(value, MAX_CELL_LENGTH),
      origin,
      ...(!isBase && differsFromBase(attribute) ? { differs: true } : {}),
      ...(known || expression === SENSITIVE ? {} : { unknown: true }),
      ...(overrides ? { overrides: printShort(overrides.value, MAX_CELL_LENGTH) } : {}),
      ...(range && !value.sensitive ? this.why(call, range) : {}),
      ...(range ? { place: this.locationOf(range) } : {}),
    };
  }

  /** Environments that inherit a value share its range. */
  private why(call: ModuleCall, range: NonNullable<ResolvedAttribute['range']>): Pick<MatrixCell, 'why'> {
    let text = this.origins.get(range);
    if (text === undefined) {
      text = valueOrigins(call.instance, range)
        .map(origin => [origin.name, shownExpression(origin)].filter(part => part !== undefined).join(' = '))
        .join(' · ');
      this.origins.set(range, text);
    }
    return text === '' ? {} : { why: text };
  }

  private locationOf(sourceRange: NonNullable<ResolvedAttribute['range']>): NonNullable<MatrixCell['place']> {
    const { uri, range } = locationOf(this.request, sourceRange);
    let index = this.files.get(uri);
    if (index === undefined) this.files.set(uri, (index = this.files.size));
    return [index, range.start.line, range.start.character];
  }
}
