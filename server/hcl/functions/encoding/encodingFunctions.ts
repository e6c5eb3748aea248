/** Functions that encode and decode values. Source of the rules: Terraform's own functions and go-cty's library. */
import { localizable } from '../../../../common/localization';
import { fromHex, toBase64, utf8Bytes } from '../../../../common/bytes';
import { uriComponent } from '../../../../common/uriComponent';
import { quoteAsGo } from '../../goQuoted';
import { behaviors, hasFeature } from '../../languageFeatures';
import { fromJson, JsonError, toJson } from '../../values/json';
import { ANY, STRING, objectOf } from '../../types/type';
import { list, object, string, unknown, whollyKnown } from '../../values/value';
import { decodeBase64, decodeUtf8 } from './base64';
import { parseCsv } from './csv';
import { declareFunction, parameter, type FunctionDeclaration, type DeclaredFunction } from '../declareFunction';
import { FunctionError } from '../function';
import { gunzip } from './gunzip';
import { addFunctionMark } from '../functionMark';
import { stringArgument } from '../arguments/scalarArgument';
import { decodeWithCodec, encodeWithCodec } from './textCodec';
import { findTextEncoding, type TextEncoding } from './textEncodings';
import { decodeYaml } from '../yaml/yamlDecode';
import { encodeYaml } from '../yaml/yamlEncode';
import type { Value } from '../../model';
import { UnknownResultError } from '../../../../common/unknownResultError';

const STR = [parameter('str', STRING)];

const base64decode: FunctionDeclaration = {
  description: localizable('Decodes Base64 to a string, which must be valid UTF-8.'),
  parameters: [parameter('str', STRING, { allowUnknown: true, allowSensitive: true })],
  returns: STRING,
  call: args => {
    const [value] = args as [Value];
    if (value.kind === 'unknown') return addFunctionMark(unknown(STRING), value.sensitive);
    const bytes = decodeBase64(stringArgument(value));
    if ('badOffset' in bytes) {
      const shown = value.sensitive ? '(sensitive value)' : quoteAsGo(stringArgument(value));
      throw new FunctionError(`failed to decode base64 data ${shown}`);
    }
    const text = decodeUtf8(bytes);
    if (text === undefined) throw new FunctionError('the result of decoding the provided string is not valid UTF-8');
    return addFunctionMark(string(text), value.sensitive);
  },
};

const base64encode: FunctionDeclaration = {
  description: localizable('Encodes the UTF-8 bytes of a string in Base64.'),
  parameters: STR,
  returns: STRING,
  call: ([text]) => string(toBase64(utf8Bytes(stringArgument(text)))),
};

const base64gzip: FunctionDeclaration = {
  description: localizable('Compresses a string with gzip and encodes the result in Base64.'),
  parameters: STR,
  returns: STRING,
  call: () => {
    throw new UnknownResultError('the bytes depend on the compressor');
  },
};

const base64gunzip: FunctionDeclaration = {
  description: localizable('Decodes Base64, and decompresses the result with gzip.'),
  parameters: [parameter('str', STRING, { allowSensitive: true })],
  returns: STRING,
  call: args => {
    const [value] = args as [Value];
    const bytes = decodeBase64(stringArgument(value));
    if ('badOffset' in bytes) {
      const shown = value.sensitive ? '(sensitive value)' : quoteAsGo(stringArgument(value));
      throw new FunctionError(`failed to decode base64 data ${shown}`);
    }
    const text = decodeUtf8(gunzip(bytes));
    if (text === undefined) throw new UnknownResultError('the bytes are not text');
    return addFunctionMark(string(text), value.sensitive);
  },
};

const urlencode: FunctionDeclaration = {
  description: localizable('Escapes a string for use in the query of a URL.'),
  parameters: STR,
  returns: STRING,
  call: ([text]) => {
    const escaped = uriComponent(stringArgument(text)).replace(/[!'()*]/g, character => `%${hexByte(character)}`);
    return string(escaped.replaceAll('%20', '+'));
  },
};

const urldecode: FunctionDeclaration = {
  description: localizable('Replaces the escapes of the query of a URL by what they stand for.'),
  parameters: STR,
  returns: STRING,
  call: ([value]) => {
    const text = stringArgument(value);
    const bad = /%(?![0-9A-Fa-f]{2}).{0,2}/su.exec(text)?.[0];
    if (bad !== undefined)
      throw new FunctionError(`failed to decode URL '${text}': invalid URL escape ${quoteAsGo(bad)}`);
    const bytes = text.replaceAll('+', ' ').replace(/(?:%[0-9A-Fa-f]{2})+/g, escapes => {
      const decoded = decodeUtf8(fromHex(escapes.replaceAll('%', '')));
      if (decoded === undefined) throw new UnknownResultError('the bytes are not text');
      return decoded;
    });
    return string(bytes);
  },
};

const hexByte = (character: string): string => character.charCodeAt(0).toString(16).toUpperCase();

const jsonencode: FunctionDeclaration = {
  description: localizable('Writes a value as JSON.'),
  parameters: [parameter('val', ANY, { allowUnknown: true, allowAny: true, allowNull: true })],
  returns: STRING,
  call: ([value]) => (whollyKnown(value!) ? string(withJsonErrors(() => toJson(value!))) : unknown(STRING)),
};

const jsondecode: FunctionDeclaration = {
  description: localizable('Reads a value from JSON.'),
  parameters: STR,
  mayReturnNull: true,
  returns: ANY,
  call: ([text]) => withJsonErrors(() => fromJson(stringArgument(text))),
};

function withJsonErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof JsonError) throw new FunctionError(error.message);
    throw error;
  }
}

const csvdecode: FunctionDeclaration = {
  description: localizable(
    'Reads comma-separated values: a list of objects whose attributes are named by the first line.',
  ),
  parameters: STR,
  returns: ANY,
  call: ([text]) => {
    const [header, ...rows] = parseCsv(stringArgument(text));
    if (!header) throw new FunctionError('missing header line');
    const names = new Set<string>();
    const repeated = header.find(name => names.size === names.add(name).size);
    if (repeated !== undefined) throw new FunctionError(`duplicate column name ${quoteAsGo(repeated)}`);
    const type = objectOf(header.map(name => [name, STRING] as const));
    const objects = rows.map(row => object(new Map(row.map((field, i) => [header[i]!, string(field)]))));
    return list(type, objects);
  },
};

const yamldecode: FunctionDeclaration = {
  description: localizable('Reads a value from a YAML document.'),
  parameters: [parameter('src', STRING)],
  mayReturnNull: true,
  returns: ANY,
  call: ([text], context) =>
    decodeYaml(stringArgument(text), context.spend, () => hasFeature(behaviors.yamlMergeLists, context.version?.())),
};

const yamlencode: FunctionDeclaration = {
  description: localizable('Writes a value as YAML, in block style.'),
  parameters: [parameter('value', ANY, { allowAny: true, allowNull: true })],
  mayReturnNull: true,
  returns: STRING,
  call: ([value]) => (whollyKnown(value!) ? string(encodeYaml(value!)) : unknown(STRING)),
};

function encodingOf(value: Value | undefined): TextEncoding {
  const name = stringArgument(value);
  const encoding = findTextEncoding(name);
  if (encoding) return encoding;
  throw new FunctionError(
    `${quoteAsGo(name)} is not a supported IANA encoding name or alias in this Terraform version`,
    1,
  );
}

const textencodebase64: FunctionDeclaration = {
  description: localizable(
    'Encodes a string in a character encoding given by its IANA name, and the result in Base64.',
  ),
  parameters: [parameter('string', STRING), parameter('encoding', STRING)],
  returns: STRING,
  call: ([text, encodingName]) => {
    const { name, codec } = encodingOf(encodingName);
    const bytes = encodeWithCodec(stringArgument(text), codec);
    if (!bytes)
      throw new FunctionError(`the given string contains characters that cannot be represented in ${name}`, 0);
    return string(toBase64(bytes));
  },
};

const textdecodebase64: FunctionDeclaration = {
  description: localizable('Decodes Base64, and the result from a character encoding given by its IANA name.'),
  parameters: [parameter('source', STRING), parameter('encoding', STRING)],
  returns: STRING,
  call: ([source, encodingName]) => {
    const { name, codec } = encodingOf(encodingName);
    const bytes = decodeBase64(stringArgument(source));
    if ('badOffset' in bytes) {
      throw new FunctionError(`the given value is has an invalid base64 symbol at offset ${bytes.badOffset}`, 0);
    }
    const text = decodeWithCodec(bytes, codec);
    if (text === undefined)
      throw new FunctionError(`the given string contains symbols that are not defined for ${name}`, 0);
    return string(text);
  },
};

export const ENCODING_FUNCTIONS: readonly DeclaredFunction[] = [
  declareFunction('base64decode', base64decode),
  declareFunction('base64encode', base64encode),
  declareFunction('base64gunzip', base64gunzip),
  declareFunction('base64gzip', base64gzip),
  declareFunction('csvdecode', csvdecode),
  declareFunction('jsondecode', jsondecode),
  declareFunction('jsonencode', jsonencode),
  declareFunction('textdecodebase64', textdecodebase64),
  declareFunction('textencodebase64', textencodebase64),
  declareFunction('urldecode', urldecode),
  declareFunction('urlencode', urlencode),
  declareFunction('yamldecode', yamldecode),
  declareFunction('yamlencode', yamlencode),
];
