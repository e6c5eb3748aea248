/** Invalid inputs for the tools, which a confused or hostile model could send. */
import { TOOLS } from '../../../server/tools/toolTable';

/** Pseudo-random numbers by Mulberry32, which depend only on the seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const STRINGS = [
  ...[
    '',
    '.',
    '..',
    '/',
    '/etc/passwd',
    '../../..',
    'file:///',
    'C:\\',
    '\0',
    '\ud800',
    '\u202e',
    '${var.x}',
    '%00',
    '*',
  ],
  ...[
    'ops',
    'apps',
    'eks_gc0_eu-west-1',
    'main.tf',
    'README.md',
    'aws/cluster',
    'catalog/nginx',
    'head',
    'v0.19.2-beta.0',
  ],
  ...[
    'fix',
    'rename',
    'refactoring',
    'scaffold',
    'platform',
    'cluster',
    'KS105:main.tf:1:1:1',
    'default_node_pool',
    '__proto__',
  ],
  ...[
    'constructor',
    '1.00000000',
    'x'.repeat(5_000),
    '--upload-pack=x',
    'HEAD',
    'HEAD^{commit}',
    'var.domain',
    'module.a.b.c',
  ],
];
const NUMBERS = [0, 1, -1, 2, 500, 501, 1e9, 2 ** 53, 0.5, NaN, Infinity];

/** A name of a tool and an input for it; most inputs have the right names. */
export function randomCall(random: () => number): { name: string; input: unknown } {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const value = (depth: number): unknown => {
    const kind = random();
    if (kind < 0.6) return pick(STRINGS);
    if (kind < 0.75) return pick(NUMBERS);
    if (kind < 0.85) return pick([true, false, null, undefined]);
    if (depth > 2) return [];
    if (kind < 0.93) return Array.from({ length: Math.floor(random() * 4) }, () => value(depth + 1));
    return Object.fromEntries(Array.from({ length: 3 }, () => [pick(STRINGS), value(depth + 1)]));
  };
  const tool = pick(TOOLS);
  if (random() < 0.05) return { name: pick(STRINGS), input: value(0) };
  const input: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(tool.input.properties)) {
    const isNeeded = tool.input.required.includes(name);
    if (random() < (isNeeded ? 0.05 : 0.5)) continue;
    if (random() < 0.15) input[name] = value(0);
    else if (schema.enum) input[name] = pick(schema.enum);
    else if (schema.type === 'integer') input[name] = 1 + Math.floor(random() * 40);
    else if (schema.type === 'boolean') input[name] = random() < 0.5;
    else if (schema.type === 'array') input[name] = [pick(schema.items?.enum ?? STRINGS)];
    else if (schema.type === 'object') input[name] = Object.fromEntries([[pick(STRINGS), value(1)]]);
    else input[name] = name === 'path' && random() < 0.8 ? '.' : pick(STRINGS);
  }
  if (random() < 0.05) input[pick(STRINGS)] = value(0);
  return { name: tool.name, input };
}
