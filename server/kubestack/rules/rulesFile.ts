/**
 * The only parser of `*.rules.hcl` files (docs/rules.md): rules, freezes, tests, the policy for agents, locals, and sources of other rules. A block
 * with a problem isn't applied; a freeze or rule that can't be read stops promotions, since it must not open the door by being wrong.
 */
import { alternatives, t } from '../../../common/localization';
import { memoize } from '../../../common/memoize';
import { now } from '../../../common/now';
import type { Block, Item } from '../../syntax/ast';
import { readItems } from '../../syntax/itemReader';
import type { TextFile } from '../../workspace/textFiles';
import { agentPolicy, type AgentPolicy } from './agentPolicy';
import { BlockReader } from './ruleBlock';
import {
  RULE_BLOCKS,
  type Freeze,
  type Rule,
  type RuleLocal,
  type RulesFile,
  type RuleSource,
  type RulesProblem,
  type RuleTest,
} from './ruleModel';

/** Longer files are not read. */
const MAX_LENGTH = 500_000;
/** Maximum number of blocks of a file. */
const MAX_BLOCKS = 2_000;
const MAX_PROBLEMS = 100;

export const readRulesFile = memoize<TextFile, RulesFile>(file => {
  const reader = new FileReader(file);
  reader.read();
  return reader;
});

class FileReader implements RulesFile {
  readonly rules: Rule[] = [];
  readonly freezes: Freeze[] = [];
  readonly tests: RuleTest[] = [];
  readonly sources: RuleSource[] = [];
  readonly locals: RuleLocal[] = [];
  readonly agents: AgentPolicy[] = [];
  private readonly found: RulesProblem[] = [];

  constructor(readonly file: TextFile) {}

  get problems(): readonly RulesProblem[] {
    return this.found.slice(0, MAX_PROBLEMS);
  }

  read(): void {
    const { text, uri, problem } = this.file;
    if (problem !== undefined) this.found.push({ start: 0, end: 0, message: problem, stops: true });
    if (text.length > MAX_LENGTH) {
      this.found.push({ start: 0, end: 1, message: t('The file is too long, so it is not read.'), stops: true });
      return;
    }
    const { items, broken } = now(readItems(uri, text, 'configuration', new Map()));
    for (const { start, end, message } of broken) this.found.push({ start, end, message, stops: true });
    if (items.length > MAX_BLOCKS) {
      const message = t('The file has {0} blocks. Only the first {1} are read.', items.length, MAX_BLOCKS);
      this.found.push({ start: 0, end: 1, message, stops: true });
    }
    for (const { item, offset } of items.slice(0, MAX_BLOCKS)) this.item(item, offset);
  }

  private item(item: Item, offset: number): void {
    const { node } = item;
    const reader = new BlockReader(item, offset, this.found);
    if (node.kind !== 'block' || !RULE_BLOCKS.some(each => each === node.type)) {
      const name = node.kind === 'block' ? node.type : node.name;
      const message = t('"{0}" is not allowed here: use {1}.', name, alternatives(RULE_BLOCKS));
      reader.refuse({ start: node.start, end: node.start + name.length }, message);
      return;
    }
    if (node.type === 'locals') {
      this.readLocals(reader, node, item, offset);
      return;
    }
    if (node.type === 'agents') {
      const lists = new Map([...reader.attributes(node)].map(([name, { value }]) => [name, reader.list(value) ?? []]));
      this.agents.push(agentPolicy(lists, (span, message) => reader.refuseAt(span, message, false)));
      return;
    }
    const name = reader.label(node);
    const attributes = reader.attributes(node);
    if (!name) return;
    const placed = { file: this.file, item, offset, ...reader.placed(node), name };
    switch (node.type) {
      case 'rule':
        append(this.rules, reader.rule(node, attributes, placed));
        return;
      case 'freeze':
        append(this.freezes, reader.freeze(node, attributes, placed));
        return;
      case 'rule_test':
        append(this.tests, reader.test(node, attributes, placed));
        return;
      default:
        append(this.sources, reader.source(node, attributes, placed));
    }
  }

  private readLocals(reader: BlockReader, node: Block, item: Item, offset: number): void {
    for (const part of node.body) {
      if (part.kind === 'block') {
        reader.refuse(
          { start: part.start, end: part.start + part.type.length },
          t('Only attributes are allowed here.'),
        );
        continue;
      }
      const { name, value } = part;
      const range = reader.placed({ start: part.start, end: part.end });
      this.locals.push({ file: this.file, item, offset, ...range, name, nameEnd: part.nameEnd + offset, value });
    }
  }
}

function append<T>(list: T[], element: T | undefined): void {
  if (element) list.push(element);
}
