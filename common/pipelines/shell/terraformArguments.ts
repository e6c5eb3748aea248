/** Parses the command line of terraform and tofu. Source: `terraform -help`, `terraform workspace select -help` (1.11). */
import type { Field } from './expansion';
import { scalar, stringOf, unknownValue, type PipelineValue } from '../values/value';

export interface TerraformCall {
  /** The subcommand: `plan`, `workspace select`; '' if it is unknown. */
  readonly command: string;
  /** The folder of `-chdir`. */
  readonly folder: PipelineValue | undefined;
  /** The argument of `workspace select` and `workspace new`. */
  readonly workspace: PipelineValue | undefined;
  /** Whether it has the option `-refresh-only`. */
  readonly refreshOnly: boolean;
}

/** @param args after the program's name */
export function terraformCall(args: readonly Field[]): TerraformCall {
  let folder: PipelineValue | undefined;
  const words: Field[] = [];
  for (const field of args) {
    const option = words.length === 0 ? chdir(field.value) : undefined;
    if (option) folder = option;
    else if (!isOption(field.value)) words.push(field);
  }
  const refreshOnly = args.some(({ value }) => /^--?refresh-only(?:=true)?$/.test(stringOf(value) ?? ''));
  const [first, second, third] = words;
  const name = first && !first.isMany ? stringOf(first.value) : undefined;
  if (name === undefined) return { command: '', folder, workspace: undefined, refreshOnly };
  if (name !== 'workspace' && name !== 'env') return { command: name, folder, workspace: undefined, refreshOnly };
  const action = second && !second.isMany ? stringOf(second.value) : undefined;
  if (action === undefined) return { command: 'workspace', folder, workspace: undefined, refreshOnly };
  const isNamed = ['select', 'new', 'delete'].includes(action);
  const workspace = isNamed ? (third && !third.isMany ? third.value : unknownValue) : undefined;
  return { command: `workspace ${action}`, folder, workspace, refreshOnly };
}

const isOption = (value: PipelineValue): boolean =>
  value.kind === 'scalar'
    ? String(value.value).startsWith('-')
    : value.kind === 'unknown' && (value.prefix ?? '').startsWith('-');

function chdir(value: PipelineValue): PipelineValue | undefined {
  const text = stringOf(value);
  const [, path] = /^--?chdir=([^]*)$/.exec(text ?? '') ?? [];
  if (path !== undefined) return scalar(path);
  return text === undefined && /^--?chdir=/.test((value as { prefix?: string }).prefix ?? '')
    ? unknownValue
    : undefined;
}
