/** Functions for IP networks. Source of the rules and messages: Terraform's own functions and github.com/apparentlymart/go-cidr. */
import { localizable } from '../../../../common/localization';
import { UnknownResultError } from '../../../../common/unknownResultError';
import { behaviors, hasFeature } from '../../languageFeatures';
import { BOOL, NUMBER, STRING, listOf } from '../../types/type';
import { bool, list, string } from '../../values/value';
import { declareFunction, parameter, type FunctionDeclaration, type DeclaredFunction } from '../declareFunction';
import { FunctionError } from '../function';
import { cut, formatAddress, formatNetwork, lastAddress, parseAddress, parseNetwork, type Network } from './ipAddress';
import { stringArgument, bigIntArgument, intArgument } from '../arguments/scalarArgument';
import type { Value } from '../../model';

const PREFIX = parameter('prefix', STRING);
/** Maximum number of bits that `cidrsubnets` adds to a prefix, of IPv6 only in versions without `behaviors.wideSubnets`. */
const MAX_NEW_BITS = 32;

function networkOf(value: Value | undefined, argument?: number): Network {
  const network = parseNetwork(stringArgument(value));
  if (network) return network;
  throw new FunctionError(`invalid CIDR expression: invalid CIDR address: ${stringArgument(value)}`, argument);
}

/** Go's conversion of a big integer to 64 bits, which uses its magnitude. */
const uint64 = (n: bigint): bigint => BigInt.asUintN(64, n < 0n ? -n : n);

/** Inserts a shifted number into an address. Like in Go, a number that is too large makes the function fail. */
function withNumber(address: bigint, num: bigint, shift: number, bits: number): bigint {
  const combined = address | (num << BigInt(shift));
  const magnitude = combined < 0n ? -combined : combined;
  if (magnitude >> BigInt(bits) !== 0n) {
    throw new FunctionError('panic in function implementation: runtime error: index out of range [-1]');
  }
  return magnitude;
}

const cidrcontains: FunctionDeclaration = {
  description: localizable('Returns whether an address, or all of a network, is in a network.'),
  parameters: [parameter('containing_prefix', STRING), parameter('contained_ip_or_prefix', STRING)],
  returns: BOOL,
  call: ([prefix, contained]) => {
    const network = parseNetwork(stringArgument(prefix));
    if (!network) throw new FunctionError(`invalid CIDR address: ${stringArgument(prefix)}`);
    const text = stringArgument(contained);
    const inner = parseAddress(text) ?? parseNetwork(text);
    if (!inner) throw new FunctionError(`invalid IP address or prefix: ${text}`);
    if (inner.bits !== network.bits)
      throw new FunctionError(`address family mismatch: ${stringArgument(prefix)} vs. ${text}`);
    return bool(inner.prefix >= network.prefix && cut(inner.address, network.prefix, inner.bits) === network.address);
  },
};

const cidrhost: FunctionDeclaration = {
  description: localizable(
    'Returns the address of a host in a network by its number; negative numbers count from the end.',
  ),
  parameters: [PREFIX, parameter('hostnum', NUMBER)],
  returns: STRING,
  call: ([prefix, hostnum]) => {
    let num = bigIntArgument(hostnum!);
    const network = networkOf(prefix);
    const { address, bits } = network;
    const last = (1n << BigInt(bits - network.prefix)) - 1n;
    let checked = BigInt.asIntN(64, uint64(num));
    if (num < 0n) {
      checked = -num - 1n;
      num = last - checked;
    }
    if (checked > last)
      throw new FunctionError(`prefix of ${network.prefix} does not accommodate a host numbered ${num}`);
    return string(formatAddress(withNumber(address, num, 0, bits), bits));
  },
};

const cidrnetmask: FunctionDeclaration = {
  description: localizable('Returns the netmask of an IPv4 network.'),
  parameters: [PREFIX],
  returns: STRING,
  call: ([prefix]) => {
    const network = networkOf(prefix);
    if (network.bits === 128)
      throw new FunctionError(`IPv6 addresses cannot have a netmask: ${stringArgument(prefix)}`);
    return string(formatAddress(cut(0xffffffffn, network.prefix, 32), 32));
  },
};

const cidrsubnet: FunctionDeclaration = {
  description: localizable('Returns the subnet with a number in a network whose prefix is extended by some bits.'),
  parameters: [PREFIX, parameter('newbits', NUMBER), parameter('netnum', NUMBER)],
  returns: STRING,
  call: ([prefixValue, newbits, netnum]) => {
    const newBits = intArgument(newbits!);
    const num = bigIntArgument(netnum!);
    const network = networkOf(prefixValue);
    const { address, bits } = network;
    const prefix = network.prefix + newBits;
    if (prefix > bits) {
      throw new FunctionError(`insufficient address space to extend prefix of ${network.prefix} by ${newBits}`);
    }
    const largest = newBits >= 0 && newBits < 64 ? (1n << BigInt(newBits)) - 1n : 2n ** 64n - 1n;
    if (uint64(num) > largest) {
      throw new FunctionError(`prefix extension of ${newBits} does not accommodate a subnet numbered ${num}`);
    }
    const subnet = withNumber(address, num, bits - prefix, bits);
    // Go can't create a mask of negative length.
    return string(prefix < 0 ? '<nil>' : formatNetwork({ address: subnet, bits, prefix }));
  },
};

const cidrsubnets: FunctionDeclaration = {
  description: localizable('Returns consecutive subnets of a network, each with its prefix extended by some bits.'),
  parameters: [PREFIX],
  variadic: parameter('newbits', NUMBER),
  returns: listOf(STRING),
  call: ([prefix, ...lengths], context) => {
    const network = networkOf(prefix, 0);
    const isLimited = (): boolean | undefined =>
      network.bits === 32 || not(hasFeature(behaviors.wideSubnets, context.version?.()));
    let current: Network | undefined;
    const subnets = lengths.map((length, i) => {
      current = nextSubnet(network, current, subnetPrefix(network, length, i, isLimited), i);
      return string(formatNetwork(current));
    });
    return list(STRING, subnets);
  },
};

const not = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

/** The prefix length of a subnet. Like in Terraform, messages refer to the preceding argument. */
function subnetPrefix(network: Network, length: Value, index: number, isLimited: () => boolean | undefined): number {
  const newBits = intArgument(length, '', index === 0 ? 1 : index + 1);
  if (newBits < 1) throw new FunctionError('must extend prefix by at least one bit', index + 1);
  if (newBits > MAX_NEW_BITS) {
    const refused = isLimited();
    if (refused === undefined) throw new UnknownResultError('not all versions extend a prefix by more than 32 bits');
    if (refused) throw new FunctionError('may not extend prefix by more than 32 bits', index + 1);
  }
  const prefix = network.prefix + newBits;
  if (prefix <= network.bits) return prefix;
  const protocol = network.bits === 32 ? 'IPv4' : 'IPv6';
  throw new FunctionError(
    `would extend prefix to ${prefix} bits, which is too long for an ${protocol} address`,
    index + 1,
  );
}

/** The subnet after the current one, or the first subnet of the network if there is none yet. */
function nextSubnet(network: Network, current: Network | undefined, prefix: number, index: number): Network {
  const { bits } = network;
  const limit = 1n << BigInt(bits);
  const before = current ?? { address: cut((network.address - 1n + limit) % limit, prefix, bits), bits, prefix };
  const covered = cut(lastAddress(before.address, before.prefix, bits), prefix, bits);
  const next = (lastAddress(covered, prefix, bits) + 1n) % limit;
  const inside = next >= network.address && next <= lastAddress(network.address, network.prefix, bits);
  if (next !== 0n && inside) return { address: next, bits, prefix };
  throw new FunctionError(
    `not enough remaining address space for a subnet with a prefix of ${prefix} bits after ${formatNetwork(before)}`,
    index + 1,
  );
}

export const IP_FUNCTIONS: readonly DeclaredFunction[] = [
  declareFunction('cidrcontains', cidrcontains),
  declareFunction('cidrhost', cidrhost),
  declareFunction('cidrnetmask', cidrnetmask),
  declareFunction('cidrsubnet', cidrsubnet),
  declareFunction('cidrsubnets', cidrsubnets),
];
