/**
 * Parses and formats IP addresses and networks. Source of the rules: Terraform's ipaddr package, which is based on older versions of Go, and Go's net
 * package.
 */
import { UnknownResultError } from '../../../../common/unknownResultError';

/** An address with 32 or 128 bits and the length of its prefix. */
export interface Network {
  readonly address: bigint;
  readonly bits: 32 | 128;
  readonly prefix: number;
}

/**
 * Parses CIDR notation. Clears the address bits after the prefix. Octets may have leading zeros.
 * @returns undefined for other text
 * @throws UnknownResultError for IPv4 addresses in IPv6 notation, which Terraform confuses
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

/** Parses an address as the network that contains only this address. Undefined for other text; throws like {@link parseNetwork}. */
export function parseAddress(text: string): Network | undefined {
  if (text.includes('/')) return undefined;
  return parseNetwork(`${text}/${parseFour(text) === undefined ? 128 : 32}`);
}

/** The address with all bits after the prefix cleared. */
export function cut(address: bigint, prefix: number, bits: number): bigint {
  const rest = BigInt(bits - prefix);
  return (address >> rest) << rest;
}

/** The last address of the network with this first address. */
export function lastAddress(address: bigint, prefix: number, bits: number): bigint {
  return address | ((1n << BigInt(bits - prefix)) - 1n);
}

/** `address/prefix`. */
export function formatNetwork({ address, bits, prefix }: Network): string {
  return `${formatAddress(address, bits)}/${prefix}`;
}

/** The canonical text of an address. In IPv6, `::` replaces the longest run of zeros. */
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

/** Parses groups of four hexadecimal digits. The last two groups may be in IPv4 notation. */
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
