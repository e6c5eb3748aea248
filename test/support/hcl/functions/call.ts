import { callFunction, callProblem } from '../../../../server/hcl/functions/callFunction';
import { FunctionError, type FunctionContext } from '../../../../server/hcl/functions/function';
import { FUNCTIONS } from '../../../../server/hcl/functions/functions';
import { toJson } from '../../../../server/hcl/values/json';
import { string } from '../../../../server/hcl/values/value';
import { functionFailed } from '../evaluatedText';
import { literal, type Literal } from './literal';
import type { Value } from '../../../../server/hcl/model';
import { UnknownResultError } from '../../../../common/unknownResultError';

/** Files of an imaginary root module. */
const FILES: Readonly<Record<string, string>> = {
  'greeting.tpl': 'Hello, ${name}!',
  'values/a.yaml': 'a',
  'values/b.yaml': 'b',
};

/** A context with a few files. Its templates support only `${name}`. */
export const context: FunctionContext = {
  files: {
    read: path => (path in FILES ? Buffer.from(FILES[path]!) : undefined),
    exists: (path, kind) =>
      kind === 'file' ? path in FILES : Object.keys(FILES).some(file => file.startsWith(`${path}/`)),
    list: (folder, depth) => {
      const prefix = folder === '.' ? '' : `${folder}/`;
      return Object.keys(FILES)
        .flatMap(path => (path.startsWith(prefix) ? [path.slice(prefix.length)] : []))
        .filter(path => path.split('/').length <= depth);
    },
    absolute: path => `/root/${path}`,
  },
  renderTemplate: (text, variables) =>
    string(
      text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
        const value = variables.get(name);
        return value?.kind === 'string' ? value.value : '';
      }),
    ),
  spend: () => {},
  functionFailed,
};

/** The result of a call. @throws the error of the call */
export function callByName(name: string, ...args: readonly Literal[]): Value {
  const fn = FUNCTIONS.get(name);
  if (!fn) throw new Error(`no function ${name}`);
  return callFunction(fn, args.map(literal), context);
}

/** The result of a call as text: JSON, `unknown`, `not knowable`, or an error message. */
export function outcome(name: string, ...args: readonly Literal[]): string {
  try {
    const value = callByName(name, ...args);
    return value.kind === 'unknown' ? 'unknown' : toJson(value);
  } catch (error) {
    if (error instanceof UnknownResultError) return 'not knowable';
    const fn = FUNCTIONS.get(name);
    if (error instanceof FunctionError && fn) return callProblem(fn, error).detail;
    throw error;
  }
}
