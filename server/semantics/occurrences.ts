/** The names in an item, declared or referenced, from the syntax alone. */
import { memoizeRecent } from '../../common/memoize';
import { literalKey } from '../hcl/values/objectKey';
import { providerAddress, providerBlock } from '../kubestack/platform/clusterRegion';
import { withoutParentheses } from '../kubestack/inheritance/configurationEntries';
import type { Attribute, Block, Expression, Item, Span } from '../syntax/ast';
import { childrenOf } from '../syntax/traversal';
import { trimList } from '../syntax/trimList';

/** `value`: sets a variable in a variables file. */
export type OccurrenceRole = 'declaration' | 'use' | 'value';

/**
 * The target of a name as seen from the item's folder: `module` "a", `local` "b", `provider` "aws.c", `resource` "aws_vpc.d" and "data.aws_vpc.d".
 * For a called module: `output` and `argument` "a.name", with the call's label "a".
 */
export type OccurrenceKind =
  'module' | 'variable' | 'local' | 'output' | 'provider' | 'resource' | 'calledOutput' | 'argument' | 'source';

export interface Occurrence extends Span {
  readonly kind: OccurrenceKind;
  readonly name: string;
  readonly role: OccurrenceRole;
  /** The whole expression that contains the name: `module.a` for the name "a". */
  readonly whole: Span;
  /** `region` in `module.a.current_config["region"]`: an attribute of the cluster's configuration. */
  readonly attribute?: string;
}

/** Finds the occurrences of an item in the order of the text; offsets are those of the item. For work on all items, of which it needs only a few. */
export function findOccurrences(item: Item): readonly Occurrence[] {
  const found = new Finder().find(item.node);
  return found.length > 0 ? trimList(found) : NONE;
}

const NONE: readonly Occurrence[] = [];

/** Number of recent items whose occurrences are kept. A platform of 1,000 clusters has 9,000 items. */
const MAX_RECENT_ITEMS = 10_000;

/** The same, kept for items that were asked for recently. */
export const occurrencesIn = memoizeRecent(findOccurrences, MAX_RECENT_ITEMS);

/** Meta-arguments of a module block. */
const META_ARGUMENTS = new Set(['source', 'version', 'providers', 'count', 'for_each', 'depends_on', 'lifecycle']);
/** Roots of references that are not resource types. */
const RESERVED = new Set(['var', 'local', 'module', 'data', 'path', 'terraform', 'each', 'count', 'self']);

class Finder {
  private readonly uses: Occurrence[] = [];
  private bound: readonly string[] = [];

  find(node: Block | Attribute): readonly Occurrence[] {
    if (node.kind === 'attribute') {
      this.add('variable', node.name, 'value', { start: node.start, end: node.nameEnd });
      return this.uses;
    }
    this.header(node);
    for (const entry of node.body) this.topEntry(node, entry);
    return this.uses.sort((a, b) => a.start - b.start);
  }

  private add(
    kind: OccurrenceKind,
    name: string,
    role: OccurrenceRole,
    span: Span,
    whole: Span = span,
    attribute?: string,
  ): void {
    const { start, end } = span;
    this.uses.push({
      kind,
      name,
      role,
      start,
      end,
      whole: { start: whole.start, end: whole.end },
      ...(attribute === undefined ? {} : { attribute }),
    });
  }

  private header({ type, labels, body }: Block): void {
    const [first, second] = labels;
    if (!first) return;
    if (type === 'module' || type === 'variable' || type === 'output') this.add(type, first.name, 'declaration', first);
    if (type === 'provider') this.provider(first.name, first, body);
    if ((type === 'resource' || type === 'data') && second) {
      this.add('resource', `${type === 'data' ? 'data.' : ''}${first.name}.${second.name}`, 'declaration', second);
    }
  }

  private provider(type: string, label: Span, body: Block['body']): void {
    const alias = body.find((entry): entry is Attribute => entry.kind === 'attribute' && entry.name === 'alias')?.value;
    if (alias?.kind === 'text') this.add('provider', `${type}.${alias.value}`, 'declaration', alias);
    else this.add('provider', type, 'declaration', label);
  }

  private topEntry(block: Block, entry: Block | Attribute): void {
    if (entry.kind === 'attribute') {
      const name = { start: entry.start, end: entry.nameEnd };
      if (block.type === 'locals') this.add('local', entry.name, 'declaration', name);
      if (block.type === 'module') {
        const label = block.labels[0]?.name ?? '';
        if (entry.name === 'source') this.add('source', label, 'use', entry.value);
        if (!META_ARGUMENTS.has(entry.name)) this.add('argument', `${label}.${entry.name}`, 'use', name);
        if (entry.name === 'providers') return this.providersMap(entry.value);
      }
      if (entry.name === 'provider' && (block.type === 'resource' || block.type === 'data'))
        return this.providerUse(entry.value);
    }
    this.entry(entry);
  }

  private providersMap(expression: Expression): void {
    const value = withoutParentheses(expression);
    if (value.kind === 'object') for (const item of value.items) this.providerUse(item.value);
  }

  private providerUse(expression: Expression): void {
    const block = providerBlock(expression);
    const address = providerAddress(block);
    if (address !== undefined) this.add('provider', address, 'use', block);
    if (expression.kind === 'index') this.expression(expression.key);
  }

  private entry(entry: Block | Attribute): void {
    if (entry.kind === 'attribute') this.expression(entry.value);
    else for (const inner of entry.body) this.entry(inner);
  }

  private expression(expression: Expression): void {
    if (expression.kind === 'for') return this.forExpression(expression);
    if (expression.kind === 'object') {
      for (const { key, value } of expression.items) {
        if (literalKey(key) === undefined) this.expression(key);
        this.expression(value);
      }
      return;
    }
    if (expression.kind === 'attribute') this.access(expression);
    if (expression.kind === 'index') this.configurationRead(expression.target, expression.key);
    for (const child of childrenOf(expression)) this.expression(child);
  }

  private forExpression(expression: Extract<Expression, { kind: 'for' }>): void {
    this.expression(expression.collection);
    const outer = this.bound;
    this.bound = [...outer, expression.valueName, ...(expression.keyName === undefined ? [] : [expression.keyName])];
    for (const child of childrenOf(expression)) if (child !== expression.collection) this.expression(child);
    this.bound = outer;
  }

  /** `root.name` and the traversal after it. */
  private access(expression: Extract<Expression, { kind: 'attribute' }>): void {
    const { target, name, end } = expression;
    const span = { start: end - name.length, end };
    if (target.kind === 'name') {
      if (this.bound.includes(target.name)) return;
      const kind = ({ var: 'variable', local: 'local', module: 'module' } as const)[target.name];
      if (kind) this.add(kind, name, 'use', span, expression);
      else if (!RESERVED.has(target.name)) this.add('resource', `${target.name}.${name}`, 'use', span, expression);
      return;
    }
    const call = calledModule(target);
    if (call !== undefined && !this.bound.includes('module')) this.add('calledOutput', `${call}.${name}`, 'use', span);
    if (target.kind === 'attribute' && target.target.kind === 'name' && target.target.name === 'data') {
      this.add('resource', `data.${target.name}.${name}`, 'use', span, expression);
    }
    this.configurationRead(target, { kind: 'text', value: name, ...span });
  }

  /** `module.a.current_config["region"]` and `module.a.current_config.region`. */
  private configurationRead(target: Expression, key: Expression): void {
    if (target.kind !== 'attribute' || target.name !== 'current_config') return;
    const call = calledModule(target.target);
    const attribute = key.kind === 'text' ? key.value : undefined;
    if (call !== undefined && attribute !== undefined)
      this.add('calledOutput', `${call}.current_config`, 'use', key, key, attribute);
  }
}

/** "a" for `module.a`, `module.a[0]` and `module.a["x"]`. */
function calledModule(expression: Expression): string | undefined {
  if (expression.kind === 'index') return calledModule(expression.target);
  const isModule =
    expression.kind === 'attribute' && expression.target.kind === 'name' && expression.target.name === 'module';
  return isModule ? expression.name : undefined;
}
