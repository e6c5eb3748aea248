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
  /** The file of `plan -out`, or the plan file of `apply`; unknown if an argument is unknown. */
  readonly planFile: PipelineValue | undefined;
  /** Whether it is an `apply` that asks for an approval without input. */
  readonly asksInVain: boolean;
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
  const without = { folder, workspace: undefined, refreshOnly, planFile: undefined, asksInVain: false };
  if (name === undefined) return { command: '', ...without };
  if (name === 'plan' || name === 'apply') return { command: name, ...without, ...planOptions(name, args) };
  if (name !== 'workspace' && name !== 'env') return { command: name, ...without };
  const action = second && !second.isMany ? stringOf(second.value) : undefined;
  if (action === undefined) return { command: 'workspace', ...without };
  const isNamed = ['select', 'new', 'delete'].includes(action);
  const workspace = isNamed ? (third && !third.isMany ? third.value : unknownValue) : undefined;
  return { command: `workspace ${action}`, ...without, workspace };
}

/** Options whose value can be the next argument, as Go's package flag reads them. */
const WITH_VALUE = /^--?(?:out|var|var-file|target|exclude|replace|lock-timeout|parallelism|state|state-out|backup)$/;

/** Source: `terraform plan -help`, `terraform apply -help` (1.11). */
function planOptions(
  command: 'plan' | 'apply',
  args: readonly Field[],
): Pick<TerraformCall, 'planFile' | 'asksInVain'> {
  const texts = args.map(({ value, isMany }) => (isMany ? undefined : stringOf(value)));
  const rest = args.slice(texts.indexOf(command) + 1);
  let planFile: PipelineValue | undefined;
  for (let index = 0; index < rest.length; index++) {
    const { value, isMany } = rest[index]!;
    const text = isMany ? undefined : stringOf(value);
    const out = /^--?out=([^]*)$/.exec(text ?? '')?.[1];
    if (text === undefined && command === 'apply' && !isOption(value)) planFile = unknownValue;
    else if (text === undefined && command === 'plan') planFile ??= unknownValue;
    else if (out !== undefined) planFile = scalar(out);
    else if (text !== undefined && WITH_VALUE.test(text)) {
      index++;
      if (/^--?out$/.test(text)) planFile = rest[index]?.value ?? unknownValue;
    } else if (command === 'apply' && text !== undefined && !text.startsWith('-')) planFile = value;
  }
  const has = (option: RegExp): boolean => texts.some(text => text !== undefined && option.test(text));
  const asksInVain =
    command === 'apply' &&
    planFile === undefined &&
    texts.every(text => text !== undefined) &&
    has(/^--?input=(?:false|0)$/) &&
    !has(/^--?auto-approve(?:=true)?$/);
  return { planFile, asksInVain };
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
