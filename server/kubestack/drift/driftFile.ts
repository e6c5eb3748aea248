/**
 * Reads the accepted drift of a platform: blocks in `*.drift.hcl` files of its folder (docs/state.md). An entry with a problem is not in force,
 * so that it never hides drift.
 */
import { t } from '../../../common/localization';
import { memoize } from '../../../common/memoize';
import { now } from '../../../common/now';
import { DRIFT_FILE_ENDING } from '../../../common/drift/drift';
import type { Attribute, Block, Expression, Span } from '../../syntax/ast';
import { readItems } from '../../syntax/itemReader';
import type { TextFile, TextFiles } from '../../workspace/textFiles';
import { childOf } from '../../workspace/uri';
import { isDay } from '../lifecycle/lifecycle';

/** A text of an entry. Offsets are those in the file. */
export interface DriftText extends Span {
  readonly text: string;
}

/** A valid entry. */
export interface DriftEntry extends Span {
  readonly file: TextFile;
  /** Address of the resource. */
  readonly address: DriftText;
  /** Undefined for all environments. */
  readonly environments: readonly DriftText[] | undefined;
  /** Paths of attributes; undefined for all of them, and for a deleted resource. */
  readonly arguments: readonly DriftText[] | undefined;
  readonly reason: string;
  /** The last day on which it is in force. */
  readonly until: DriftText;
}

export interface DriftFileProblem extends Span {
  readonly message: string;
}

export interface DriftFile {
  readonly file: TextFile;
  readonly entries: readonly DriftEntry[];
  readonly problems: readonly DriftFileProblem[];
}

/** Longer files are not read. */
const MAX_LENGTH = 500_000;
/** Maximum number of drift files of a platform. */
const MAX_FILES = 50;
/** Maximum number of problems of a file. */
const MAX_PROBLEMS = 100;

/** `module.eks_gc0.module.cluster.aws_eks_cluster.current["a"]` */
const ADDRESS =
  /^(?:module\.[\p{L}_][\p{L}\p{N}_-]*(?:\[[^\]]*\])?\.)*[\p{L}_][\p{L}\p{N}_-]*\.[\p{L}_][\p{L}\p{N}_-]*(?:\[.*\])?$/u;

/** @param folder URI of the platform */
export function driftFiles(texts: TextFiles, folder: string): DriftFile[] {
  const names = texts
    .list(folder)
    .flatMap(({ name, kind }) =>
      kind !== 'folder' && name.endsWith(DRIFT_FILE_ENDING) && !name.startsWith('.') ? [name] : [],
    );
  const files = names.sort().slice(0, MAX_FILES);
  return files.flatMap(name => {
    const file = texts.file(childOf(folder, name));
    return file ? [readDriftFile(file)] : [];
  });
}

export const readDriftFile = memoize<TextFile, DriftFile>(file => {
  const entries: DriftEntry[] = [];
  const problems: DriftFileProblem[] = [];
  const { text, uri } = file;
  if (text.length > MAX_LENGTH)
    return { file, entries, problems: [{ start: 0, end: 1, message: t('The file is too long, so it is not read.') }] };
  const { items, broken } = now(readItems(uri, text, 'configuration', new Map()));
  for (const { start, end, message } of broken) problems.push({ start, end, message });
  for (const { item, offset } of items) {
    const reader = new EntryReader(file, offset, problems);
    const entry = reader.entry(item.node);
    if (entry) entries.push(entry);
  }
  return { file, entries, problems: problems.slice(0, MAX_PROBLEMS) };
});

const ATTRIBUTES = ['environments', 'arguments', 'reason', 'until'] as const;
type AttributeName = (typeof ATTRIBUTES)[number];

/** Reads one block. */
class EntryReader {
  private isValid = true;

  constructor(
    private readonly file: TextFile,
    private readonly offset: number,
    private readonly problems: DriftFileProblem[],
  ) {}

  /** @returns undefined if it has a problem */
  entry(node: Block | Attribute): DriftEntry | undefined {
    if (node.kind !== 'block' || node.type !== 'drift') {
      const name = node.kind === 'block' ? node.type : node.name;
      this.refuse({ start: node.start, end: node.start + name.length }, t('Only drift blocks are allowed here.'));
      return undefined;
    }
    const address = this.address(node);
    const attributes = this.attributes(node);
    const head = { start: node.start, end: node.start + node.type.length };
    const reason = this.required(attributes, 'reason', head);
    const until = this.required(attributes, 'until', head);
    if (until && !isDay(until.text)) {
      const message = t('"{0}" is not a day, such as {1}.', until.text, '2027-01-31');
      this.problems.push({ start: until.start, end: until.end, message });
      return undefined;
    }
    const environments = this.list(attributes.get('environments'));
    const parameters = this.list(attributes.get('arguments'));
    if (!this.isValid || !address || !reason || !until) return undefined;
    const { file } = this;
    return { file, ...this.placed(node), address, environments, arguments: parameters, reason: reason.text, until };
  }

  private address(node: Block): DriftText | undefined {
    const [label, ...others] = node.labels;
    if (!label || others.length > 0) {
      const message = t('A drift block has one label: the address of a resource.');
      return this.refuse({ start: node.start, end: node.start + node.type.length }, message);
    }
    if (ADDRESS.test(label.name)) return { text: label.name, ...this.placed(label) };
    return this.refuse(label, t('"{0}" is not the address of a resource.', label.name));
  }

  private attributes(node: Block): Map<AttributeName, Attribute> {
    const found = new Map<AttributeName, Attribute>();
    for (const part of node.body) {
      const name = part.kind === 'block' ? part.type : part.name;
      const known = ATTRIBUTES.find(each => each === name);
      const span = { start: part.start, end: part.start + name.length };
      if (part.kind === 'block' || known === undefined)
        this.refuse(span, t('A drift block has the attributes {0}, and no {1}.', ATTRIBUTES.join(', '), name));
      else if (found.has(known)) this.refuse(span, t('{0} is set twice.', name));
      else found.set(known, part);
    }
    return found;
  }

  /** A text that is not empty. */
  private required(
    attributes: ReadonlyMap<AttributeName, Attribute>,
    name: AttributeName,
    head: Span,
  ): DriftText | undefined {
    const attribute = attributes.get(name);
    if (!attribute) return this.refuse(head, t('{0} is missing.', name));
    const text = this.text(attribute.value);
    return text && text.text.trim() === '' ? this.refuse(attribute.value, t('{0} is empty.', name)) : text;
  }

  private list(attribute: Attribute | undefined): DriftText[] | undefined {
    if (!attribute) return undefined;
    const { value, name } = attribute;
    if (value.kind !== 'tuple' || value.elements.length === 0) {
      this.refuse(value, t('{0} is a list of strings, and not empty.', name));
      return undefined;
    }
    return value.elements.flatMap(element => this.text(element) ?? []);
  }

  private text(value: Expression): DriftText | undefined {
    if (value.kind === 'text') return { text: value.value, ...this.placed(value) };
    return this.refuse(value, t('Write a string in quotes, without expressions.'));
  }

  private refuse({ start, end }: Span, message: string): undefined {
    this.isValid = false;
    this.problems.push({ ...this.placed({ start, end }), message });
  }

  private placed({ start, end }: Span): Span {
    return { start: start + this.offset, end: end + this.offset };
  }
}
