/** The schema of the stub provider: what module files use, with the types and rules of the facts. */
import { traversalOf } from '../../../server/forecast/addresses';
import type { ConstraintJson } from '../../../server/kubestack/schemas/constraint';
import type { ProviderChange } from '../../../server/kubestack/schemas/schemas';
import { resourcesOf } from '../../../server/forecast/moduleResources';
import type { Block, Expression } from '../../../server/syntax/ast';
import { visitBlock } from '../../../server/syntax/traversal';
import { workspaceOf } from '../testWorkspace';

/** An entry of `data/resources.json`. */
export interface TypeFacts {
  readonly replace?: readonly string[];
  readonly computed?: readonly string[];
  readonly outputs?: readonly string[];
  readonly types?: Readonly<Record<string, string>>;
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly replaceWhen?: readonly {
    readonly path: string;
    readonly when: string;
    readonly unless?: unknown;
    readonly ifSet?: unknown;
  }[];
  readonly changingOutputs?: Readonly<Record<string, readonly string[]>>;
  readonly knownOutputs?: readonly string[];
  readonly taggable?: boolean;
  readonly constraints?: Readonly<Record<string, ConstraintJson>>;
}
export interface FactsFile {
  readonly resources: Readonly<Record<string, TypeFacts>>;
  readonly dataSources?: Readonly<
    Record<string, { readonly reads?: string; readonly by?: Readonly<Record<string, string>> }>
  >;
}

interface StubAttribute {
  type: string;
  optional: boolean;
  required?: boolean;
  computed: boolean;
  forceNew: boolean;
  default?: unknown;
  accepts?: ConstraintJson;
}
interface StubNested {
  nesting: 'list' | 'set';
  computed: boolean;
  optional: boolean;
  required?: boolean;
  forceNew: boolean;
  block: StubBlock;
}
interface StubBlock {
  attributes: Record<string, StubAttribute>;
  blocks: Record<string, StubNested>;
}

const META = new Set([
  'count',
  'for_each',
  'provider',
  'depends_on',
  'lifecycle',
  'provisioner',
  'connection',
  'timeouts',
]);
/** The same in provider blocks. */
const PROVIDER_META = new Set(['alias', 'version']);

/** Attributes of data sources that are no strings. */
const DATA_TYPES: Readonly<Record<string, string>> = {
  'aws_ec2_instance_type.gpus': 'list(string)',
  'aws_ec2_instance_type.supported_architectures': 'list(string)',
  'aws_eks_node_group.subnet_ids': 'set(string)',
  'aws_subnets.ids': 'list(string)',
  'aws_subnets.filter.values': 'list(string)',
  'aws_internet_gateway.filter.values': 'list(string)',
  'aws_ami.owners': 'list(string)',
  'aws_ami.filter.values': 'list(string)',
  'aws_nat_gateway.tags': 'map(string)',
  'aws_default_tags.tags': 'map(string)',
};

const empty = (): StubBlock => ({ attributes: {}, blocks: {} });

export interface StubSchema {
  readonly providers: StubBlock;
  readonly resources: Readonly<Record<string, { readonly block: StubBlock }>>;
  readonly dataSources: Readonly<Record<string, { readonly block: StubBlock }>>;
}

/** @param files of all modules, by path */
export async function stubSchema(files: Readonly<Record<string, string>>, facts: FactsFile): Promise<StubSchema> {
  const { workspace } = await workspaceOf(files);
  const resources = new Map<string, StubBlock>();
  const dataSources = new Map<string, StubBlock>();
  const providers = empty();
  for (const folder of workspace.allFolders()) {
    for (const file of folder.sourceFiles())
      for (const { item } of file.items) {
        if (item.node.kind !== 'block') continue;
        if (item.node.type === 'provider') addUse(providers, item.node, '', {}, false);
      }
    for (const { isData, type, parts } of resourcesOf(folder).blocks.values()) {
      const target = isData ? dataSources : resources;
      const block = target.get(type) ?? empty();
      target.set(type, block);
      for (const part of parts)
        addUse(block, part.block, '', isData ? dataFacts(type, facts) : (facts.resources[type] ?? {}), isData);
    }
  }
  for (const [type, block] of resources) addFacts(block, facts.resources[type] ?? {});
  for (const folder of workspace.allFolders())
    for (const file of folder.sourceFiles())
      for (const { item } of file.items)
        visitBlock(item.node, expression => addReference(expression, resources, dataSources, facts));
  for (const [type, block] of dataSources) {
    const { reads, by } = facts.dataSources?.[type] ?? {};
    if (reads === undefined || by === undefined) continue;
    // What it reads has the form that the resource gives it, also where only the resource's configuration mentions it.
    for (const [name, each] of Object.entries(resources.get(reads)?.blocks ?? {}))
      if (block.blocks[name] ? !block.blocks[name].optional : each.computed && !each.optional) {
        delete block.attributes[name];
        block.blocks[name] = readOnly(each);
      }
    addComputed(block, facts.resources[reads] ?? {});
  }
  const made = (block: StubBlock, each: TypeFacts) => ({
    block,
    replaceWhen: (each.replaceWhen ?? []).filter(({ ifSet }) => ifSet === undefined),
    changingOutputs: each.changingOutputs ?? {},
    knownOutputs: each.knownOutputs ?? [],
    taggable: each.taggable ?? false,
  });
  return {
    providers,
    resources: Object.fromEntries(
      [...resources].map(([type, block]) => [type, made(block, facts.resources[type] ?? {})]),
    ),
    dataSources: Object.fromEntries(
      [...dataSources].map(([type, block]) => [
        type,
        { ...made(block, {}), reads: (facts.dataSources?.[type]?.by && facts.dataSources[type].reads) ?? '' },
      ]),
    ),
  };
}

/** The schema after changes of a provider's major version. */
export function withMajor(schema: StubSchema, changes: readonly ProviderChange[]): StubSchema {
  const changed = structuredClone(schema);
  for (const { kind, name, value } of changes) {
    const [type = '', ...steps] = name.split('.');
    const last = steps.pop();
    const whole = changed.resources[type]?.block;
    const block = whole && steps.reduce<StubBlock | undefined>((each, step) => each?.blocks[step]?.block, whole);
    if (!block || last === undefined) continue;
    if (kind === 'removed') {
      delete block.attributes[last];
      delete block.blocks[last];
    } else if (kind === 'required') {
      delete block.attributes[last];
      const inner = empty();
      inner.attributes['mode'] = { type: 'string', optional: true, computed: false, forceNew: false };
      block.blocks[last] = {
        nesting: 'list',
        computed: false,
        optional: false,
        required: true,
        forceNew: false,
        block: inner,
      };
    } else if (kind === 'default') {
      block.attributes[last] = {
        ...(block.attributes[last] ?? { type: typeof value === 'boolean' ? 'bool' : 'string', forceNew: false }),
        optional: true,
        computed: false,
        default: value,
      };
    }
  }
  return changed;
}

/** A block of a resource, as a data source returns it. */
const readOnly = ({ nesting, block }: StubNested): StubNested => ({
  nesting,
  computed: true,
  optional: false,
  forceNew: false,
  block: {
    attributes: Object.fromEntries(
      Object.entries(block.attributes).map(([name, { type }]) => [
        name,
        { type, optional: false, computed: true, forceNew: false },
      ]),
    ),
    blocks: Object.fromEntries(Object.entries(block.blocks).map(([name, each]) => [name, readOnly(each)])),
  },
});

/** The types of a data source's attributes: those of the resource that it reads, and exceptions. */
const dataFacts = (type: string, facts: FactsFile): TypeFacts => ({
  types: {
    ...facts.resources[facts.dataSources?.[type]?.reads ?? '']?.types,
    ...Object.fromEntries(
      Object.entries(DATA_TYPES).flatMap(([path, each]) =>
        path.startsWith(`${type}.`) ? [[path.slice(type.length + 1), each]] : [],
      ),
    ),
  },
});

/** What a block of the configuration uses. */
function addUse(target: StubBlock, block: Block, path: string, facts: TypeFacts, isData: boolean): void {
  for (const entry of block.body) {
    const isDynamic = entry.kind === 'block' && entry.type === 'dynamic';
    const name = entry.kind === 'attribute' ? entry.name : isDynamic ? entry.labels[0]!.name : entry.type;
    if (path === '' && (META.has(name) || (block.type === 'provider' && PROVIDER_META.has(name)))) continue;
    const at = path === '' ? name : `${path}.${name}`;
    if (entry.kind === 'attribute') {
      const type =
        facts.types?.[at] ??
        (entry.value.kind === 'bool'
          ? 'bool'
          : entry.value.kind === 'tuple'
            ? 'list(string)'
            : entry.value.kind === 'object'
              ? 'map(string)'
              : 'string');
      if (type.startsWith('block')) continue;
      target.attributes[name] ??= attributeOf(at, type, facts, !isData);
    } else {
      const inner = isDynamic
        ? entry.body.find((each): each is Block => each.kind === 'block' && each.type === 'content')
        : entry;
      target.blocks[name] ??= nestedOf(at, facts);
      if (inner) addUse(target.blocks[name].block, inner, at, facts, isData);
    }
  }
}

const attributeOf = (path: string, type: string, facts: TypeFacts, hasRules: boolean): StubAttribute => ({
  type,
  optional: true,
  computed: hasRules && (facts.computed?.includes(path) ?? false) && facts.defaults?.[path] === undefined,
  forceNew: facts.replace?.includes(path) ?? false,
  ...(hasRules && facts.constraints?.[path] && { accepts: facts.constraints[path] }),
  ...(facts.defaults?.[path] !== undefined &&
    ['string', 'number', 'bool'].includes(type) && { default: facts.defaults[path] }),
});

const nestedOf = (path: string, facts: TypeFacts): StubNested => ({
  nesting: facts.types?.[path] === 'block set' ? 'set' : 'list',
  computed: facts.computed?.includes(path) ?? false,
  optional: true,
  forceNew: facts.replace?.includes(path) ?? false,
  block: empty(),
});

/** All arguments and outputs of the facts. */
function addFacts(block: StubBlock, facts: TypeFacts): void {
  for (const [path, type] of Object.entries(facts.types ?? {})) {
    const steps = path.split('.');
    const name = steps.pop()!;
    const target = blockAt(block, steps, facts);
    if (!target || type.startsWith('block') || META.has(name)) continue;
    if (!facts.outputs?.includes(path)) target.attributes[name] ??= attributeOf(path, type, facts, true);
  }
  addComputed(block, facts);
}

function addComputed(block: StubBlock, facts: TypeFacts): void {
  for (const path of facts.outputs ?? []) {
    const steps = path.split('.');
    const name = steps.pop()!;
    const target = blockAt(block, steps, facts);
    if (!target || target.blocks[name] || target.attributes[name]) continue;
    const type = facts.types?.[path] ?? (path === 'tags_all' ? 'map(string)' : 'string');
    if (!type.startsWith('block')) target.attributes[name] = { type, optional: false, computed: true, forceNew: false };
  }
}

/** Only blocks that the configuration uses. */
function blockAt(block: StubBlock, steps: readonly string[], _facts: TypeFacts): StubBlock | undefined {
  let target: StubBlock | undefined = block;
  for (const step of steps) target = target?.blocks[step]?.block;
  return target;
}

/** `aws_eks_cluster.current.identity[0].oidc[0].issuer`: an attribute that only references mention. */
function addReference(
  expression: Expression,
  resources: ReadonlyMap<string, StubBlock>,
  dataSources: ReadonlyMap<string, StubBlock>,
  facts: FactsFile,
): void {
  const steps = referenceSteps(expression);
  if (!steps) return;
  const isData = steps[0] === 'data';
  const [type, , ...rest] = isData ? steps.slice(1) : steps;
  const block = typeof type === 'string' ? (isData ? dataSources : resources).get(type) : undefined;
  const path = typeof rest[0] === 'object' ? rest.slice(1) : rest;
  if (block)
    addPath(block, path, '', isData ? dataFacts(type as string, facts) : (facts.resources[type as string] ?? {}));
}

type Step = string | object;

/** Also references with a key that isn't literal, and splats. */
function referenceSteps(expression: Expression): Step[] | undefined {
  if (expression.kind === 'attribute') {
    const target = referenceSteps(expression.target);
    return target && [...target, expression.name];
  }
  if (expression.kind === 'index') {
    const target = referenceSteps(expression.target);
    return target && [...target, {}];
  }
  if (expression.kind === 'splat') {
    const target = referenceSteps(expression.target);
    const each = splatSteps(expression.each);
    return target && each && [...target, {}, ...each];
  }
  return traversalOf(expression);
}

function splatSteps(expression: Expression): Step[] | undefined {
  if (expression.kind === 'splatItem') return [];
  const target =
    expression.kind === 'attribute' || expression.kind === 'index' ? splatSteps(expression.target) : undefined;
  return target && (expression.kind === 'attribute' ? [...target, expression.name] : [...target, {}]);
}

function addPath(
  block: StubBlock,
  [name, index, next, ...rest]: readonly Step[],
  path: string,
  facts: TypeFacts,
): void {
  if (typeof name !== 'string' || name === 'id') return;
  const at = path === '' ? name : `${path}.${name}`;
  if (typeof index === 'object' && typeof next === 'string') {
    if (block.attributes[name]?.optional) return;
    delete block.attributes[name];
    block.blocks[name] ??= { nesting: 'list', computed: true, optional: false, forceNew: false, block: empty() };
    addPath(block.blocks[name].block, [next, ...rest], at, facts);
  } else if (!block.attributes[name] && !block.blocks[name])
    block.attributes[name] = {
      type: facts.types?.[at] ?? (typeof index === 'object' ? 'list(string)' : 'string'),
      optional: false,
      computed: true,
      forceNew: false,
    };
}
