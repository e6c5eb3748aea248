/** What expressions of a module depend on. What a name stands for is up to the module. */
import type { Expression, ForExpression } from '../syntax/ast';
import { childrenOf } from '../syntax/traversal';
import { MAX_MODULE_DEPTH } from '../kubestack/modules/moduleInstance';
import type { ForecastSide } from './forecastSide';
import {
  alsoOn,
  EitherOf,
  CONSTANT,
  EVERYTHING,
  Fields,
  Mapped,
  Names,
  Plain,
  union,
  type Paths,
  type Reach,
} from './reach';
import type { ResourceFacts } from './resourceFacts';

/** Modules and their resources: levels of modules that call others can be millions. */
const MAX_PARTS = 20_000;
/** Expressions that are followed before everything counts as reached: the framework's largest module has about 4,000. */
const MAX_EXPRESSIONS = 200_000;
/** Expressions that contain or refer to each other: following them is recursive. */
const MAX_NESTING = 400;

/** What the modules of a call share. */
export class Analysis {
  isIncomplete = false;
  private expressions = 0;
  private parts = 0;
  private nesting = 0;

  constructor(
    readonly side: ForecastSide,
    readonly environment: string,
    readonly facts: ResourceFacts,
  ) {}

  /** Counts the parts of a module. @returns false, and the analysis is incomplete, if there are too many */
  mayRead(parts: number): boolean {
    this.parts += parts;
    if (this.parts > MAX_PARTS) this.isIncomplete = true;
    return this.parts <= MAX_PARTS;
  }

  /** Follows an expression, unless too much was followed already. */
  follow(compute: () => Reach): Reach {
    if (++this.expressions > MAX_EXPRESSIONS || this.nesting >= MAX_NESTING) return EVERYTHING;
    this.nesting++;
    try {
      return compute();
    } finally {
      this.nesting--;
    }
  }
}

/** Names that only an expression has. */
export interface ScopeNames {
  readonly values: ReadonlyMap<string, { readonly reach: Reach; readonly text?: string | undefined }>;
  /** What `each` and `count` depend on. */
  readonly repetition: Paths;
  readonly splatItem?: Reach;
}

export const NO_NAMES: ScopeNames = { values: new Map(), repetition: new Set() };

/** A module whose outputs a reference names. */
export interface CalledModuleReach {
  output(name: string): Reach;
  allOutputs(): Reach;
}

export abstract class ExpressionReach {
  constructor(protected readonly analysis: Analysis) {}

  protected abstract local(name: string): Reach;
  protected abstract variable(name: string): Reach;
  /** `aws_vpc.current`, `data.aws_vpc.current` */
  protected abstract resource(key: string): Reach;
  /** The module of a call; undefined if it isn't on this machine. */
  protected abstract child(name: string): CalledModuleReach | undefined;
  /** The expression of a local. */
  protected abstract localExpression(name: string): Expression | undefined;
  /** The text of a variable, if it is the same whatever the configuration is. */
  protected abstract textOfVariable(name: string, depth: number): string | undefined;

  /** What an expression depends on. */
  reach(expression: Expression, names: ScopeNames): Reach {
    return this.analysis.follow(() => this.computeReach(expression, names));
  }

  private computeReach(expression: Expression, names: ScopeNames): Reach {
    switch (expression.kind) {
      case 'parentheses':
      case 'templateWrap':
        return this.reach(expression.inner, names);
      case 'name':
        return names.values.get(expression.name)?.reach ?? CONSTANT;
      case 'splatItem':
        return names.splatItem ?? EVERYTHING;
      case 'attribute':
        return this.attribute(expression.target, expression.name, names);
      case 'index':
        return this.index(expression.target, expression.key, names);
      case 'splat': {
        const target = this.reach(expression.target, names);
        const splatItem = target.element ?? new Plain(target.all());
        return new Plain(union([target.shape(), this.reach(expression.each, { ...names, splatItem }).all()]));
      }
      case 'object':
        return this.object(expression.items, names);
      case 'for':
        return this.forExpression(expression, names);
      case 'call':
        return this.call(expression.name, expression.args, names);
      case 'conditional':
        return new EitherOf([
          this.reach(expression.then, names),
          this.reach(expression.otherwise, names),
          new Plain(this.condition(expression.condition, names)),
        ]);
      case 'unreadable':
        return EVERYTHING;
      default:
        return this.combined(childrenOf(expression), names);
    }
  }

  private combined(expressions: readonly Expression[], names: ScopeNames): Reach {
    const paths = union(expressions.map(each => this.reach(each, names).all()));
    return paths.size === 0 ? CONSTANT : new Plain(paths);
  }

  private attribute(target: Expression, name: string, names: ScopeNames): Reach {
    if (target.kind === 'name' && !names.values.has(target.name)) {
      switch (target.name) {
        case 'local':
          return this.local(name);
        case 'var':
          return this.variable(name);
        case 'module':
          return this.child(name)?.allOutputs() ?? EVERYTHING;
        case 'each':
        case 'count':
          return new Plain(names.repetition);
        case 'path':
        case 'terraform':
          return CONSTANT;
        case 'self':
          return EVERYTHING;
        case 'data':
          // The type of a data source: its name follows.
          return CONSTANT;
        default:
          return this.resource(`${target.name}.${name}`);
      }
    }
    if (target.kind === 'attribute' && target.target.kind === 'name' && target.target.name === 'data')
      return this.resource(`data.${target.name}.${name}`);
    const called = this.calledModule(target, names);
    if (called) return alsoOn(called.module.output(name), called.keys);
    return this.reach(target, names).at(name);
  }

  /** `module.a` and `module.a[key]` */
  private calledModule(
    expression: Expression,
    names: ScopeNames,
  ): { module: CalledModuleReach; keys: Paths } | undefined {
    if (expression.kind === 'index') {
      const inner = this.calledModule(expression.target, names);
      return inner && { ...inner, keys: union([inner.keys, this.reach(expression.key, names).all()]) };
    }
    const isModule =
      expression.kind === 'attribute' && expression.target.kind === 'name' && expression.target.name === 'module';
    const module = isModule ? this.child(expression.name) : undefined;
    return module && { module, keys: CONSTANT.all() };
  }

  private index(target: Expression, key: Expression, names: ScopeNames): Reach {
    const inner = this.reach(target, names);
    const text = this.textOf(key, names);
    if (inner.element) return alsoOn(inner.element, this.reach(key, names).all());
    if (text !== undefined) return inner.at(text);
    return new Plain(union([inner.all(), this.reach(key, names).all()]));
  }

  private object(items: readonly { readonly key: Expression; readonly value: Expression }[], names: ScopeNames): Reach {
    const fields = new Map<string, Reach>();
    for (const { key, value } of items) {
      const name = key.kind === 'name' && !names.values.has(key.name) ? key.name : this.textOf(key, names);
      if (name === undefined)
        return this.combined(
          items.flatMap(each => [each.key, each.value]),
          names,
        );
      fields.set(name, this.reach(value, names));
    }
    return new Fields(fields);
  }

  private forExpression(expression: ForExpression, names: ScopeNames): Reach {
    const { collection, keyName, valueName, key, value, condition } = expression;
    const elements = this.reach(collection, names);
    /** The names for one key; for any element if it is undefined. */
    const namesFor = (name: string | undefined): ScopeNames => {
      const any = new Plain(elements.all());
      const values = new Map(names.values);
      const text = name === undefined ? { reach: any } : { reach: CONSTANT, text: name };
      if (keyName !== undefined) values.set(keyName, text);
      if (elements.named) values.set(valueName, text);
      else values.set(valueName, { reach: name === undefined ? any : elements.at(name) });
      return { ...names, values };
    };
    const bodyFor = (name: string | undefined): Reach => {
      const inner = namesFor(name);
      const parts = [value, condition, name === undefined ? key : undefined].filter(each => each !== undefined);
      const [body, ...others] = parts.map(each => this.reach(each, inner));
      return alsoOn(body!, union(others.map(each => each.all())));
    };
    const keyed = elements.named ? valueName : keyName;
    const isKept = key?.kind === 'name' && key.name === keyed && !expression.group;
    if (isKept) return new Mapped(elements, bodyFor);
    return new Plain(union([elements.all(), bodyFor(undefined).all()]));
  }

  private call(name: string, args: readonly Expression[], names: ScopeNames): Reach {
    const reaches = (): Reach[] => args.map(each => this.reach(each, names));
    const [first, second, third] = args;
    switch (name.replace(/^core::/, '')) {
      case 'lookup': {
        const key = second && this.textOf(second, names);
        if (!first || key === undefined) break;
        const found = this.reach(first, names).at(key);
        return third ? new EitherOf([found, this.reach(third, names), new Plain(found.shape())]) : found;
      }
      case 'try':
      case 'coalesce': {
        const all = reaches();
        return new EitherOf([...all, new Plain(union(all.map(each => each.shape())))]);
      }
      case 'merge':
        return new EitherOf(reaches());
      case 'can':
        return new Plain(union(reaches().map(each => each.shape())));
      case 'keys':
        return first ? new Names([this.reach(first, names)]) : CONSTANT;
      case 'setunion':
      case 'concat':
      case 'distinct':
      case 'toset':
      case 'tolist':
      case 'sort': {
        const all = reaches();
        if (all.length > 0 && all.every(({ named }) => named !== undefined))
          return new Names(all.flatMap(each => each.named!));
        break;
      }
      case 'tomap':
      case 'nonsensitive':
      case 'sensitive':
        return first ? this.reach(first, names) : CONSTANT;
    }
    return this.combined(args, names);
  }

  /** What decides a condition. Comparing with null doesn't depend on what is in an object. */
  private condition(expression: Expression, names: ScopeNames): Paths {
    switch (expression.kind) {
      case 'parentheses':
        return this.condition(expression.inner, names);
      case 'unary':
        return this.condition(expression.operand, names);
      case 'binary': {
        const { operator, left, right } = expression;
        if (operator === '&&' || operator === '||')
          return union([this.condition(left, names), this.condition(right, names)]);
        const other = left.kind === 'null' ? right : right.kind === 'null' ? left : undefined;
        if (other && (operator === '==' || operator === '!=')) return this.reach(other, names).shape();
        return this.reach(expression, names).all();
      }
      default:
        return this.reach(expression, names).all();
    }
  }

  /** The text of an expression, if it is the same whatever the configuration is. */
  textOf(expression: Expression, names: ScopeNames, depth = 0): string | undefined {
    if (depth > MAX_MODULE_DEPTH) return undefined;
    switch (expression.kind) {
      case 'text':
        return expression.value;
      case 'number':
        return expression.text;
      case 'parentheses':
      case 'templateWrap':
        return this.textOf(expression.inner, names, depth + 1);
      case 'name':
        return names.values.get(expression.name)?.text;
      case 'attribute': {
        const { target, name } = expression;
        if (target.kind !== 'name' || names.values.has(target.name)) return undefined;
        if (target.name === 'terraform' && name === 'workspace') return this.analysis.environment;
        if (target.name === 'var') return this.textOfVariable(name, depth + 1);
        const local = target.name === 'local' ? this.localExpression(name) : undefined;
        return local && this.textOf(local, NO_NAMES, depth + 1);
      }
      default:
        return undefined;
    }
  }
}
