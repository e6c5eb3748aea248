/** Functions for files, paths and templates. Source of the rules and messages: Terraform's own functions. */
import type { Program } from '../../../../common/program';
import { type Localizable, localizable } from '../../../../common/localization';
import { toBase64 } from '../../../../common/bytes';
import { convert, ConversionError } from '../../conversion/convert';
import { quoteAsGo } from '../../goQuoted';
import { setOfValues } from '../../values/setOfValues';
import { withoutSensitivity } from '../../values/sensitivity';
import { ANY, BOOL, STRING, setOf } from '../../types/type';
import { bool, containsSensitive, string, unknown } from '../../values/value';
import { decodeUtf8 } from '../encoding/base64';
import { entriesOf, isMapping } from '../arguments/collectionArgument';
import {
  declareFunction,
  parameter,
  type Acceptance,
  type FunctionDeclaration,
  type DeclaredFunction,
} from '../declareFunction';
import { baseName, cleanPath, directoryName, joinPath } from './filePath';
import { checkNotHome, readFile } from './fileReader';
import { FunctionError, type FunctionContext } from '../function';
import { GlobError, globFiles, isReadAlike } from './glob';
import { checkElementCount, MAX_GLOB_LENGTH } from '../limits';
import { addFunctionMark } from '../functionMark';
import { stringArgument } from '../arguments/scalarArgument';
import type { Value } from '../../model';
import { UnknownResultError } from '../../../../common/unknownResultError';
import { stepsBetween } from '../../../../common/within';

const OPAQUE: Acceptance = { allowUnknown: true, allowSensitive: true };
const PATH = [parameter('path', STRING, OPAQUE)];

/** Text in quotes for messages, unless it is sensitive. */
const shown = (text: string, ...values: readonly Value[]): string =>
  values.some(value => value.sensitive) ? '(sensitive value)' : quoteAsGo(text);

function contentOf(path: Value, context: FunctionContext): Uint8Array {
  return readFile(stringArgument(path), context, () => {
    const name = shown(stringArgument(path), path);
    return new FunctionError(
      `no file exists at ${name}; this function works only with files that are distributed as part of the configuration source code, so if this file will be created by a resource in this configuration you must instead obtain this result from an attribute of that resource`,
      0,
    );
  });
}

function textFile(path: Value, context: FunctionContext): string {
  const text = decodeUtf8(contentOf(path, context));
  if (text !== undefined) return text;
  const name = shown(stringArgument(path), path);
  throw new FunctionError(
    `contents of ${name} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead`,
  );
}

function fileFunction(
  name: string,
  description: Localizable,
  read: (path: Value, context: FunctionContext) => string,
): DeclaredFunction {
  return declareFunction(name, {
    description,
    parameters: PATH,
    returns: STRING,
    call: ([path], context) =>
      addFunctionMark(path!.kind === 'unknown' ? unknown(STRING) : string(read(path!, context)), path!.sensitive),
  });
}

const fileexists: FunctionDeclaration = {
  description: localizable('Returns whether a file exists.'),
  parameters: PATH,
  returns: BOOL,
  call: ([value], { files }) => {
    const path = value!;
    if (path.kind === 'unknown') return addFunctionMark(unknown(BOOL), path.sensitive);
    checkNotHome(stringArgument(path), 'failed to expand ~: ');
    const clean = cleanPath(stringArgument(path));
    const exists = files.exists(clean, 'file');
    if (!exists && files.exists(clean, 'folder'))
      throw new FunctionError(`${shown(clean, path)} is a directory, not a file`, 1);
    return addFunctionMark(bool(exists), path.sensitive);
  },
};

const fileset: FunctionDeclaration = {
  description: localizable(
    'Returns the paths of the files under a folder that match a pattern with `*`, `**`, `?`, `[…]` and `{…,…}`.',
  ),
  parameters: [parameter('path', STRING, OPAQUE), parameter('pattern', STRING, OPAQUE)],
  returns: setOf(STRING),
  call: (args, context) => {
    const { files } = context;
    const [path, pattern] = args as [Value, Value];
    const sensitive = path.sensitive || pattern.sensitive;
    if (path.kind === 'unknown' || pattern.kind === 'unknown')
      return addFunctionMark(unknown(setOf(STRING)), sensitive);
    const folder = cleanPath(stringArgument(path));
    const full = joinPath(folder, stringArgument(pattern));
    if (full.length > MAX_GLOB_LENGTH) throw new UnknownResultError('the pattern is too long');
    if (!isReadAlike(full) && context.version?.()?.program !== 'terraform')
      throw new UnknownResultError('Terraform and OpenTofu read this pattern differently');
    try {
      const found = globFiles(full, files, context.spend);
      checkElementCount(found.length);
      const relative = found.map(file => string(stepsBetween(folder === '.' ? '' : folder, file) || '.'));
      return addFunctionMark(setOfValues(STRING, relative), sensitive);
    } catch (error) {
      if (!(error instanceof GlobError)) throw error;
      throw new FunctionError(`failed to glob pattern ${shown(full, path, pattern)}: ${error.message}`);
    }
  },
};

function pathFunction(
  name: string,
  description: Localizable,
  change: (path: string, context: FunctionContext) => string,
): DeclaredFunction {
  return declareFunction(name, {
    description,
    parameters: [parameter('path', STRING)],
    returns: STRING,
    call: ([path], context) => string(change(stringArgument(path), context)),
  });
}

function templateVariables(value: Value): ReadonlyMap<string, Value> {
  if (!isMapping(value)) throw new FunctionError('invalid vars value: must be a map', 1);
  for (const [name] of entriesOf(value)) {
    if (/^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name)) continue;
    throw new FunctionError(
      `invalid template variable name ${quoteAsGo(name)}: must start with a letter, followed by zero or more letters, digits, and underscores`,
      1,
    );
  }
  return value.entries;
}

const templatefile: FunctionDeclaration = {
  description: localizable('Renders the template in a file with the variables of a map or object.'),
  parameters: [parameter('path', STRING, OPAQUE), parameter('vars', ANY, OPAQUE)],
  mayReturnNull: true,
  returns: ANY,
  call: (args, context) => {
    const [path, variables] = args as [Value, Value];
    const sensitive = path.sensitive || containsSensitive(variables);
    if (path.kind === 'unknown' || variables.kind === 'unknown') return addFunctionMark(unknown(ANY), sensitive);
    const text = textFile(path, context);
    const bare = withoutSensitivity(variables);
    return addFunctionMark(context.renderTemplate(text, templateVariables(bare), stringArgument(path)), sensitive);
  },
};

const templatestring: FunctionDeclaration = {
  description: localizable('Renders a template that another expression gives, with the variables of a map or object.'),
  parameters: [
    parameter('template', ANY, { allowNull: true, allowAny: true, allowUnknown: true }),
    parameter('vars', ANY, { allowAny: true, allowUnknown: true }),
  ],
  mayReturnNull: true,
  returns: ANY,
  call: (args, context) => {
    const [template, variables] = args as [Value, Value];
    const program = context.version?.()?.program;
    if (template.kind === 'unknown' || variables.kind === 'unknown') return unknownRendering(program);
    const text = program === 'terraform' ? template : converted(template, 'invalid template value', 0);
    if (text.kind !== 'string') throw new FunctionError('invalid template value: a string is required', 0);
    const result = context.renderTemplate(text.value, templateVariables(variables), '<templatestring argument>');
    if (result.kind === 'unknown') return unknownRendering(program);
    // OpenTofu returns a template that is only an interpolation as it is; Terraform converts it to a string.
    if (program === 'tofu' || result.kind === 'string') return result;
    return program === 'terraform' ? converted(result, 'invalid template result') : unknownRendering(program);
  },
};

const unknownRendering = (program: Program | undefined): Value =>
  program === 'terraform' ? unknown(STRING, undefined, true) : unknown(ANY);

function converted(value: Value, problem: string, argument?: number): Value {
  try {
    return convert(value, STRING);
  } catch (error) {
    if (error instanceof ConversionError) throw new FunctionError(`${problem}: ${error.message}`, argument);
    throw error;
  }
}

export const FILE_FUNCTIONS: readonly DeclaredFunction[] = [
  pathFunction('abspath', localizable('Returns the absolute form of a path.'), (path, { files }) =>
    files.absolute(path),
  ),
  pathFunction('basename', localizable('Returns the last part of a path.'), baseName),
  pathFunction('dirname', localizable('Returns a path without its last part.'), directoryName),
  fileFunction('file', localizable('Returns the text of a file, which must be UTF-8.'), textFile),
  fileFunction('filebase64', localizable('Returns the bytes of a file in Base64.'), (path, context) =>
    toBase64(contentOf(path, context)),
  ),
  declareFunction('fileexists', fileexists),
  declareFunction('fileset', fileset),
  pathFunction(
    'pathexpand',
    localizable('Returns a path with `~` at its beginning replaced by the home folder.'),
    path => {
      checkNotHome(path);
      return path;
    },
  ),
  declareFunction('templatefile', templatefile),
  declareFunction('templatestring', templatestring),
];
