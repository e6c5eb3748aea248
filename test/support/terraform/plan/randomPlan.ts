/** Root modules with only terraform_data, whose plans have random actions, values and secrets. */

/** Returns pseudo-random numbers from 0 to 1, which depend only on the seed. */
export type Random = () => number;

/** The generator of Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Prefix of all secrets in the modules. */
export const PLANTED = 'planted-secret-';

const MODULES = ['', 'b', 'b_pool', 'b_service', 'a', 'other'];

/** Files of a root module by path, before and after. */
export interface RandomModules {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

/** @returns a root module before and after: resources are created, deleted, updated, replaced, moved and forgotten */
export function randomModules(random: Random): RandomModules {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  let secrets = 0;
  const secret = () => `${PLANTED}${++secrets}-${Math.floor(random() * 1e9)}`;
  const value = (depth: number): string => {
    const kind = Math.floor(random() * (depth > 2 ? 6 : 9));
    if (kind === 0) return 'null';
    if (kind === 1) return String(random() < 0.5);
    if (kind === 2) return String(Math.floor(random() * 1000));
    if (kind === 3) return JSON.stringify(pick(['', 'x', 'é \u202e‮', 'a\nb', '$hidden', '<b>&amp;']));
    if (kind === 4) return `sensitive(${JSON.stringify(secret())})`;
    if (kind === 5) return `sensitive({ ${JSON.stringify(pick(['k', '$hidden']))} = ${JSON.stringify(secret())} })`;
    const parts = Array.from({ length: Math.floor(random() * 4) }, () => value(depth + 1));
    if (kind === 6) return `[${parts.join(', ')}]`;
    const keys = ['$hidden', '$$hidden', '__proto__', 'a.b', 'size', 'zone'];
    return `{ ${parts.map((part, index) => `${JSON.stringify(keys[(index + kind) % keys.length])} = ${part}`).join(', ')} }`;
  };
  const before: Record<string, string[]> = {};
  const after: Record<string, string[]> = {};
  for (const module of MODULES) {
    const [old, fresh]: [string[], string[]] = [[], []];
    const count = Math.floor(random() * 5);
    for (let index = 0; index < count; index++) {
      const name = `r${index}`;
      const block = (label: string, input: string, trigger: string, rest = '') =>
        `resource "terraform_data" "${label}" {\n  input = ${input}\n  triggers_replace = ${trigger}\n${rest}}\n`;
      const [input, trigger] = [value(0), value(1)];
      const kind = Math.floor(random() * 9);
      if (kind !== 0) old.push(block(name, input, trigger));
      if (kind === 0 || kind === 1) fresh.push(block(name, input, trigger));
      else if (kind === 2) fresh.push(block(name, value(0), trigger));
      else if (kind === 3) fresh.push(block(name, input, value(1)));
      else if (kind === 4)
        fresh.push(
          `moved {\n  from = terraform_data.${name}\n  to = terraform_data.${name}_new\n}\n`,
          block(`${name}_new`, input, trigger),
        );
      else if (kind === 5)
        fresh.push(`removed {\n  from = terraform_data.${name}\n  lifecycle {\n    destroy = false\n  }\n}\n`);
      else if (kind === 6)
        fresh.push(block(name, value(0), value(1), '  lifecycle {\n    create_before_destroy = true\n  }\n'));
      else if (kind === 7)
        fresh.push(
          block(name, `[terraform_data.${name}_of.id, ${input}]`, trigger),
          block(`${name}_of`, value(0), '1'),
        );
    }
    if (module === '') {
      for (const lines of [old, fresh]) {
        lines.push(...MODULES.slice(1).map(called => `module "${called}" {\n  source = "./${called}"\n}\n`));
        lines.push(`output "random" {\n  value = ${value(0)}\n  sensitive = true\n}\n`);
      }
    }
    before[`${module}/main.tf`.replace(/^\//, '')] = old;
    after[`${module}/main.tf`.replace(/^\//, '')] = fresh;
  }
  const joined = (files: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(files).map(([path, blocks]) => [path, blocks.join('\n')]));
  return { before: joined(before), after: joined(after) };
}
