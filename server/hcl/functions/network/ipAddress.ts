/** IP addresses and networks. Source of the rules: terraform's ipaddr package, which keeps Go's old reading, and Go's net. */
import { UnknownResultError } from '../../unknownResultError';

/** An address of 32 or 128 bits as a number. */
export interface Network {
  readonly address: bigint;
  readonly bits: 32 | 128;
  readonly prefix: number;
}

/**
 * Reads a network in CIDR notation; the address is cut to the prefix. Octets may have leading zeros. Undefined for any other text.
 * Throws UnknownResultError for IPv4 addresses written as IPv6, which terraform mixes up.
 */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const length = /^\d{1,8}$/.exec(text.slice(slash + 1));
  const four = parseFour(text.slice(0, slash));
  const bits = four === undefined ? 128 : 32;
  const address = four ?? parseSix(text.slice(0, slash));
  const prefix = Number(length?.[0]);
  if (address === undefined || !length || prefix > bits) return undefined;
  if (bits === 128 && address >> 32n === 0xffffn) throw new UnknownResultError('an IPv4 address written as IPv6');
  return { address: cut(address, prefix, bits), bits, prefix };
}

/** Reads one address, as the network that has no other. Undefined for any other text; throws as {@link parseNetwork} does. */
export function parseAddress(text: string): Network | undefined {
  if (text.includes('/')) return undefined;
  return parseNetwork(`${text}/${parseFour(text) === undefined ? 128 : 32}`);
}

/** The address with everything after the prefix zero. */
export function cut(address: bigint, prefix: number, bits: number): bigint {
  const rest = BigInt(bits - prefix);
  return (address >> rest) << rest;
}

/** The last address of the network that begins at an address. */
export function lastAddress(address: bigint, prefix: number, bits: number): bigint {
  return address | ((1n << BigInt(bits - prefix)) - 1n);
}

/** `address/prefix`. */
export function formatNetwork({ address, bits, prefix }: Network): string {
  return `${formatAddress(address, bits)}/${prefix}`;
}

/** The usual text of an address; in IPv6 the longest run of zeros is left out. */
export function formatAddress(address: bigint, bits: number): string {
  if (bits === 32) return groupsOf(address, 4, 8).join('.');
  const groups = groupsOf(address, 8, 16);
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end += 1;
    if (end - i > length) [start, length] = [i, end - i];
  }
  const hex = groups.map(group => group.toString(16));
  if (start < 0) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

function groupsOf(address: bigint, count: number, size: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    Number(BigInt.asUintN(size, address >> BigInt((count - 1 - i) * size))),
  );
}

function parseFour(text: string): bigint | undefined {
  const octets = /^(\d{1,8})\.(\d{1,8})\.(\d{1,8})\.(\d{1,8})$/.exec(text)?.slice(1).map(Number);
  if (!octets || octets.some(octet => octet > 255)) return undefined;
  return octets.reduce((address, octet) => address * 256n + BigInt(octet), 0n);
}

function parseSix(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [front, back] = halves.map((half, i) => sixGroups(half, i === halves.length - 1));
  if (!front || (halves.length === 2 && !back)) return undefined;
  const missing = 8 - front.length - (back?.length ?? 0);
  if (back ? missing < 1 : missing !== 0) return undefined;
  const groups = back ? [...front, ...new Array<number>(missing).fill(0), ...back] : front;
  return groups.reduce((address, group) => address * 65536n + BigInt(group), 0n);
}

/** Groups of four hexadecimal digits; the last two may be written as IPv4. */
function sixGroups(text: string, atEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (/^0*[0-9a-f]{1,4}$/i.test(part)) groups.push(parseInt(part, 16));
    else if (atEnd && i === parts.length - 1 && parseFour(part) !== undefined) {
      const four = Number(parseFour(part));
      groups.push(Math.floor(four / 65536), four % 65536);
    } else return undefined;
  }
  return groups;
}
