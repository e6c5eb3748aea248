/** Reads the parts of one block of a rules file. A part with a mistake is reported, and the block isn't applied. */
import { alternatives, t } from '../../../common/localization';
import { ownProperty } from '../../../common/ownProperty';
import { isTimeZone, parseMoment, parseWeekly, type FreezeWindow } from '../../../common/rules/freezes';
import { FREEZE_EXCEPTIONS, RULE_LEVELS, RULE_RESULTS, RULE_TARGETS } from '../../../common/rules/rules';
import type { Attribute, Block, Expression, Item, Label, Span } from '../../syntax/ast';
import type { PlacedText } from './placedText';
import {
  BLOCK_PARTS,
  GIVEN_NAMES,
  type Freeze,
  type PlacedBlock,
  type Rule,
  type RuleSource,
  type RulesProblem,
  type RuleTest,
} from './ruleModel';

type Attributes = ReadonlyMap<string, Attribute>;

export class BlockReader {
  private isValid = true;

  constructor(
    private readonly item: Item,
    private readonly offset: number,
    private readonly problems: RulesProblem[],
  ) {}

  rule(node: Block, attributes: Attributes, placed: PlacedBlock): Rule | undefined {
    const blocks = node.body.filter(part => part.kind === 'block' && part.type === 'enforce');
    const [enforce] = blocks;
    const head = headOf(node);
    if (blocks.length !== 1) this.refuse(blocks[1] ?? head, t('A rule has one block "enforce".'));
    const inner: Attributes = enforce?.kind === 'block' ? this.attributes(enforce) : new Map();
    const target = this.choice(attributes.get('target'), RULE_TARGETS) ?? this.missing(attributes, 'target', head);
    const level = attributes.has('level') ? this.choice(attributes.get('level'), RULE_LEVELS) : 'error';
    const condition = inner.get('condition')?.value ?? this.missing(inner, 'condition', head);
    const errorMessage = inner.get('error_message')?.value ?? this.missing(inner, 'error_message', head);
    const environments = this.names(attributes.get('environments'));
    const description = attributes.get('description');
    const text = description && this.text(description.value)?.text;
    const isReadable = this.isReadable(condition) && this.isReadable(attributes.get('filter')?.value);
    if (!this.isValid || !isReadable || !target || !level || !condition || !errorMessage) return undefined;
    const filter = attributes.get('filter')?.value;
    return { ...placed, description: text, target, level, environments, filter, condition, errorMessage };
  }

  freeze(node: Block, attributes: Attributes, placed: PlacedBlock): Freeze | undefined {
    const head = headOf(node);
    const reason = this.required(attributes, 'reason', head)?.text;
    const window = this.window(attributes, head);
    const environments = this.names(attributes.get('environments'));
    const allow = (this.names(attributes.get('allow')) ?? []).map(each => {
      if (!FREEZE_EXCEPTIONS.some(known => known === each.text))
        this.refuseAt(each, t('"{0}" is not supported: use {1}.', each.text, alternatives(FREEZE_EXCEPTIONS)), true);
      return each.text;
    });
    if (!this.isValid || !window || reason === undefined) return undefined;
    return { ...placed, environments, window, reason, allow };
  }

  private window(attributes: Attributes, head: Span): FreezeWindow | undefined {
    if (attributes.has('weekly')) {
      const other = attributes.get('from') ?? attributes.get('until');
      if (other) return this.refuse(nameOf(other), t('A freeze has either weekly, or from and until.'));
      const weekly = this.required(attributes, 'weekly', head);
      const zone = attributes.has('time_zone') ? this.required(attributes, 'time_zone', head) : undefined;
      const times = weekly && parseWeekly(weekly.text);
      if (weekly && !times)
        return this.refuseAt(
          weekly,
          t('"{0}" is not a part of a week, such as {1}.', weekly.text, 'Fri 16:00 - Mon 06:00'),
          true,
        );
      if (zone && !isTimeZone(zone.text))
        return this.refuseAt(
          zone,
          t('There is no time zone "{0}". An example is {1}.', zone.text, 'Europe/Berlin'),
          true,
        );
      return times && { kind: 'weekly', ...times, timeZone: zone?.text ?? 'UTC' };
    }
    const zone = attributes.get('time_zone');
    if (zone) return this.refuse(nameOf(zone), t('A time zone belongs to weekly. Other times have an offset.'));
    const from = this.moment(attributes, 'from', head);
    const until = this.moment(attributes, 'until', head);
    if (from === undefined || until === undefined) return undefined;
    if (from < until) return { kind: 'once', from, until };
    return this.refuse(attributes.get('until')!.value, t('The freeze ends before it begins.'));
  }

  private moment(attributes: Attributes, name: string, head: Span): number | undefined {
    const text = this.required(attributes, name, head);
    if (!text) return undefined;
    const moment = parseMoment(text.text);
    if (moment !== undefined) return moment;
    const message = t('"{0}" is neither a day nor a time, such as {1}.', text.text, '2026-12-18T16:00:00+01:00');
    return this.refuseAt(text, message, true);
  }

  test(node: Block, attributes: Attributes, placed: PlacedBlock): RuleTest | undefined {
    const head = headOf(node);
    const rule = this.required(attributes, 'rule', head);
    const expect = this.choice(attributes.get('expect'), RULE_RESULTS) ?? this.missing(attributes, 'expect', head);
    const hasEnvironment = attributes.has('environment');
    const environment = hasEnvironment ? this.required(attributes, 'environment', head) : undefined;
    const given = new Map<string, Expression>();
    for (const name of GIVEN_NAMES) {
      const attribute = attributes.get(name);
      if (attribute) given.set(name, attribute.value);
    }
    if (!this.isValid || !rule || !expect || (hasEnvironment && !environment)) return undefined;
    return { ...placed, rule, environment, given, expect };
  }

  source(node: Block, attributes: Attributes, placed: PlacedBlock): RuleSource | undefined {
    const source = this.required(attributes, 'source', headOf(node));
    return this.isValid && source ? { ...placed, source } : undefined;
  }

  /** The only label, which names the block in messages and comments. */
  label({ type, labels, ...node }: Block): PlacedText | undefined {
    const [label, ...others] = labels;
    if (label && others.length === 0 && NAME.test(label.name)) return this.nameOfLabel(label);
    const message = t('A {0} block has one label: its name, of letters, digits, "_" and "-".', type);
    return this.refuse(label ?? { start: node.start, end: node.start + type.length }, message);
  }

  private nameOfLabel(label: Label): PlacedText {
    return { text: label.name, ...this.placed(label) };
  }

  attributes(node: Block): Map<string, Attribute> {
    const found = new Map<string, Attribute>();
    const possible = ownProperty(BLOCK_PARTS, node.type) ?? [];
    for (const part of node.body) {
      const name = part.kind === 'block' ? part.type : part.name;
      const span = { start: part.start, end: part.start + name.length };
      const isBlock = name === 'enforce' && node.type === 'rule';
      if (!possible.includes(name) || isBlock !== (part.kind === 'block'))
        this.refuse(span, t('"{0}" is not allowed here: use {1}.', name, alternatives(possible)));
      else if (part.kind === 'attribute') {
        if (found.has(name)) this.refuse(span, t('{0} is set twice.', name));
        found.set(name, part);
      }
    }
    return found;
  }

  private missing(attributes: Attributes, name: string, head: Span): undefined {
    if (!attributes.has(name)) this.refuse(head, t('{0} is missing.', name));
  }

  private required(attributes: Attributes, name: string, head: Span): PlacedText | undefined {
    const attribute = attributes.get(name);
    if (!attribute) return this.missing(attributes, name, head);
    const text = this.text(attribute.value);
    return text && text.text.trim() === '' ? this.refuse(attribute.value, t('{0} is empty.', name)) : text;
  }

  private choice<T extends string>(attribute: Attribute | undefined, possible: readonly T[]): T | undefined {
    const text = attribute && this.text(attribute.value);
    if (!text) return undefined;
    const found = possible.find(each => each === text.text);
    return found ?? this.refuseAt(text, t('"{0}" is not supported: use {1}.', text.text, alternatives(possible)), true);
  }

  private names(attribute: Attribute | undefined): PlacedText[] | undefined {
    return attribute && this.list(attribute.value);
  }

  list(value: Expression): PlacedText[] | undefined {
    if (value.kind === 'tuple') return value.elements.flatMap(element => this.text(element) ?? []);
    return this.refuse(value, t('Write a list of strings.'));
  }

  private text(value: Expression): PlacedText | undefined {
    if (value.kind === 'text') return { text: value.value, ...this.placed(value) };
    return this.refuse(value, t('Write a string in quotes, without expressions.'));
  }

  private isReadable(value: Expression | undefined): boolean {
    if (value?.kind !== 'unreadable') return true;
    this.refuse(value, t('This expression has a syntax error.'));
    return false;
  }

  refuse({ start, end }: Span, message: string): undefined {
    return this.refuseAt(this.placed({ start, end }), message, true);
  }

  /** @param span offsets in the file */
  refuseAt({ start, end }: Span, message: string, stops: boolean): undefined {
    this.isValid &&= !stops;
    // Problems of tests, agents and sources don't weaken a rule.
    const { node } = this.item;
    const isGuard = node.kind !== 'block' || !['rule_test', 'agents'].includes(node.type);
    this.problems.push({ start, end, message, stops: stops && isGuard });
  }

  placed({ start, end }: Span): Span {
    return { start: start + this.offset, end: end + this.offset };
  }
}

const NAME = /^[\p{L}_][\p{L}\p{N}_-]{0,99}$/u;

const headOf = ({ start, type }: Block): Span => ({ start, end: start + type.length });
const nameOf = ({ start, nameEnd }: Attribute): Span => ({ start, end: nameEnd });
