// Reads planned values from a plan file. `terraform show -json` needs a process for that, which takes a third of the plan's processor time.
import { readFileSync } from 'node:fs';
import { filesInZip } from '../../../client/gitHost/zipFiles';
import { everyField, fieldsOf } from './plan/pluginProtocol';

/** Limit of an uncompressed plan. */
const LARGEST_PLAN = 1 << 28;

/** Numbers of fields in Terraform's and OpenTofu's `planfile.proto`. */
const RESOURCE_CHANGES = 3;
const ADDRESS = 13;
const CHANGE = 9;
const VALUES = 2;
const MESSAGE_PACK = 1;

/** A resource that the plan creates, with its values; an unknown value is undefined. */
export interface PlannedResource {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Reads a plan without a state, which only creates resources.
 *
 * @returns the resources by address in alphabetical order; the plan has them in a random order
 * @throws Error if the file is not a plan, or changes a resource that exists
 */
export async function plannedResources(file: string): Promise<PlannedResource[]> {
  const plan = (await filesInZip(readFileSync(file), ['tfplan'], LARGEST_PLAN)).get('tfplan');
  if (!plan) throw new Error(`${file} is not a plan.`);
  const changes = everyField(Buffer.from(plan)).filter(([number]) => number === RESOURCE_CHANGES);
  const resources = changes.map(([, content]): PlannedResource => {
    const change = fieldsOf(content);
    const created = everyField(change.get(CHANGE)!).filter(([number]) => number === VALUES);
    if (created.length !== 1) throw new Error(`${file} contains a change of a resource that exists.`);
    const encoded = fieldsOf(created[0]![1]).get(MESSAGE_PACK)!;
    const values = new MessagePack(encoded).read() as Readonly<Record<string, unknown>>;
    return { address: String(change.get(ADDRESS)), values };
  });
  return resources.sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** Reads the part of MessagePack that terraform writes. */
class MessagePack {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  read(): unknown {
    const head = this.unsigned(1);
    if (head < 0x80) return head;
    if (head < 0x90) return this.map(head & 15);
    if (head < 0xa0) return this.list(head & 15);
    if (head < 0xc0) return this.text(head & 31);
    if (head >= 0xe0) return head - 256;
    const format = FORMATS[head];
    if (!format) throw new Error(`The plan has a value of the unknown format ${head}.`);
    return format(this);
  }

  /** A big-endian number of at most six bytes. */
  unsigned(size: number): number {
    this.at += size;
    return this.bytes.readUIntBE(this.at - size, size);
  }

  take(size: number): Buffer {
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  text(size: number): string {
    return this.take(size).toString('utf8');
  }

  /** A list; a value with its type is a pair of the type's notation, in bytes, and the value. */
  list(length: number): unknown {
    const elements = Array.from({ length }, () => this.read());
    const [type, value] = elements;
    return type instanceof Uint8Array ? typed(value, JSON.parse(String(type)) as TypeNotation) : elements;
  }

  map(length: number): Record<string, unknown> {
    return Object.fromEntries(Array.from({ length }, () => [this.read() as string, this.read()] as const));
  }
}

/** Readers of values by their first byte. */
const FORMATS: Readonly<Record<number, (from: MessagePack) => unknown>> = {
  0xc0: () => null,
  0xc2: () => false,
  0xc3: () => true,
  0xc4: from => from.take(from.unsigned(1)),
  0xc5: from => from.take(from.unsigned(2)),
  0xc6: from => from.take(from.unsigned(4)),
  // Extensions, which represent unknown values.
  0xc7: from => void from.take(from.unsigned(1) + 1),
  0xc8: from => void from.take(from.unsigned(2) + 1),
  0xd4: from => void from.take(2),
  0xd5: from => void from.take(3),
  0xd6: from => void from.take(5),
  0xca: from => from.take(4).readFloatBE(),
  0xcb: from => from.take(8).readDoubleBE(),
  0xcc: from => from.unsigned(1),
  0xcd: from => from.unsigned(2),
  0xce: from => from.unsigned(4),
  0xcf: from => Number(from.take(8).readBigUInt64BE()),
  0xd0: from => from.take(1).readInt8(),
  0xd1: from => from.take(2).readInt16BE(),
  0xd2: from => from.take(4).readInt32BE(),
  0xd3: from => Number(from.take(8).readBigInt64BE()),
  0xd9: from => from.text(from.unsigned(1)),
  0xda: from => from.text(from.unsigned(2)),
  0xdb: from => from.text(from.unsigned(4)),
  0xdc: from => from.list(from.unsigned(2)),
  0xdd: from => from.list(from.unsigned(4)),
  0xde: from => from.map(from.unsigned(2)),
  0xdf: from => from.map(from.unsigned(4)),
};

/** A type as in a state file. */
type TypeNotation =
  | string
  | readonly ['list' | 'set' | 'map', TypeNotation]
  | readonly ['tuple', readonly TypeNotation[]]
  | readonly ['object', Readonly<Record<string, TypeNotation>>, ...unknown[]];

/** A value in which numbers are numbers: terraform writes those that a double can't represent exactly as text. */
function typed(value: unknown, type: TypeNotation): unknown {
  if (type === 'number') return typeof value === 'string' ? Number(value) : value;
  if (typeof type === 'string' || typeof value !== 'object' || value === null) return value;
  const inner = (name: string | number): TypeNotation => {
    if (type[0] === 'tuple') return type[1][name as number]!;
    return type[0] === 'object' ? type[1][name]! : type[1];
  };
  if (Array.isArray(value)) return value.map((each, index) => typed(each, inner(index)));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, typed(each, inner(name))]));
}
