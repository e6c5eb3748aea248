/** Signatures and descriptions of built-in functions. */
import { ownProperty } from '../../../common/ownProperty';
import { type Localizable, localizable, localized } from '../../../common/localization';
import { codeBlock } from '../../../common/markdown';
import { BOOL, ANY, friendlyName } from '../../hcl/types/type';
import { availabilityText, functionFeatures } from '../../hcl/languageFeatures';
import { FUNCTIONS } from '../../hcl/functions/functions';
import type { Parameter } from '../../hcl/functions/function';

export interface FunctionSignature {
  readonly name: string;
  /** `cidrsubnet(prefix string, newbits number, netnum number)` */
  readonly label: string;
  /** Range of each parameter in the label, in UTF-16 units. */
  readonly parameters: readonly (readonly [number, number])[];
  /** Whether the last parameter is variadic. */
  readonly variadic: boolean;
  /** Markdown. */
  readonly description: string;
}

interface Described {
  readonly description: Localizable;
  readonly parameters: readonly Parameter[];
  readonly variadic?: Parameter;
}

/** Functions whose arguments are not evaluated before the call. */
const LAZY: Readonly<Record<string, Described>> = {
  can: {
    description: localizable('Whether an expression can be evaluated without an error.'),
    parameters: [{ name: 'expression', type: BOOL }],
  },
  convert: {
    description: localizable('Converts a value to a type.'),
    parameters: [
      { name: 'value', type: ANY },
      { name: 'type', type: ANY },
    ],
  },
  try: {
    description: localizable('The first of several expressions that can be evaluated without an error.'),
    parameters: [],
    variadic: { name: 'expressions', type: ANY },
  },
};

/** In alphabetical order. */
export const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys(), ...Object.keys(LAZY)].sort();

/** @param name also with the namespace `core::`; undefined for unknown functions */
export function functionSignature(name: string): FunctionSignature | undefined {
  const plain = name.replace(/^core::/, '');
  const described: Described | undefined = Object.hasOwn(LAZY, plain) ? ownProperty(LAZY, plain) : FUNCTIONS.get(plain);
  if (!described) return undefined;
  const isLazy = Object.hasOwn(LAZY, plain);
  const texts = described.parameters.map(each => parameterText(each, isLazy));
  if (described.variadic) texts.push(`${parameterText(described.variadic, isLazy)}…`);
  let label = `${plain}(`;
  const parameters = texts.map((text, index): [number, number] => {
    if (index > 0) label += ', ';
    const start = label.length;
    label += text;
    return [start, label.length];
  });
  return {
    name: plain,
    label: `${label})`,
    parameters,
    variadic: described.variadic !== undefined,
    description: withAvailability(plain, localized(described.description)),
  };
}

function withAvailability(name: string, description: string): string {
  const since = functionFeatures.get(name);
  return since ? `${description}\n\n${availabilityText(since)}` : description;
}

function parameterText({ name, type }: Parameter, isLazy: boolean): string {
  return isLazy || type.kind === 'any' ? name : `${name} ${friendlyName(type)}`;
}

export const functionMarkdown = ({ label, description }: FunctionSignature): string =>
  `${codeBlock(label, 'terraform')}\n\n${description}`;
