/** Hashes, UUIDs and decryption. Source of the rules: Terraform's own functions. */
import { localizable } from '../../../../common/localization';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { fromHex, toBase64, toHex, utf8Bytes, utf8Length } from '../../../../common/bytes';
import { quoteAsGo } from '../../goQuoted';
import { NUMBER, STRING } from '../../types/type';
import { string } from '../../values/value';
import { declareFunction, parameter, type FunctionDeclaration, type DeclaredFunction } from '../declareFunction';
import { FunctionError, type FunctionContext } from '../function';
import { cleanPath } from '../files/filePath';
import { readFile } from '../files/fileReader';
import { stringArgument } from '../arguments/scalarArgument';
import type { Value } from '../../model';
import { UnknownResultError } from '../../../../common/unknownResultError';

const ALGORITHMS = { md5, sha1, sha256, sha512 } as const;
type Algorithm = keyof typeof ALGORITHMS;

/** The number of steps of a hash in addition to one for each byte. */
const HASH_STEPS = 32;

function digest(
  algorithm: Algorithm,
  encoding: 'hex' | 'base64',
  bytes: Uint8Array,
  { spend }: FunctionContext,
): Value {
  spend(HASH_STEPS + bytes.length);
  const hash = ALGORITHMS[algorithm](bytes);
  return string(encoding === 'hex' ? toHex(hash) : toBase64(hash));
}

/** Declares a hash function for strings, and one for files. */
function hashes(name: string, algorithm: Algorithm, encoding: 'hex' | 'base64'): DeclaredFunction[] {
  const label = algorithm.toUpperCase();
  return [
    declareFunction(name, {
      description:
        encoding === 'hex'
          ? localizable('Returns the {0} hash of a string in hexadecimal digits.', label)
          : localizable('Returns the {0} hash of a string in Base64.', label),
      parameters: [parameter('str', STRING)],
      returns: STRING,
      call: ([text], context) => digest(algorithm, encoding, utf8Bytes(stringArgument(text)), context),
    }),
    declareFunction(`file${name}`, {
      description:
        encoding === 'hex'
          ? localizable('Returns the {0} hash of a file in hexadecimal digits.', label)
          : localizable('Returns the {0} hash of a file in Base64.', label),
      parameters: [parameter('path', STRING)],
      returns: STRING,
      call: ([path], context) => digest(algorithm, encoding, hashedFile(stringArgument(path), context), context),
    }),
  ];
}

function hashedFile(path: string, context: FunctionContext): Uint8Array {
  return readFile(path, context, () => new FunctionError(`open ${cleanPath(path)}: no such file or directory`));
}

const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ['dns', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  ['url', '6ba7b811-9dad-11d1-80b4-00c04fd430c8'],
  ['oid', '6ba7b812-9dad-11d1-80b4-00c04fd430c8'],
  ['x500', '6ba7b814-9dad-11d1-80b4-00c04fd430c8'],
]);

const uuidv5: FunctionDeclaration = {
  description: localizable('Returns the UUID of a name in a namespace: `dns`, `url`, `oid`, `x500` or another UUID.'),
  parameters: [parameter('namespace', STRING), parameter('name', STRING)],
  returns: STRING,
  call: ([namespaceValue, name], { spend }) => {
    const namespace = stringArgument(namespaceValue);
    spend(HASH_STEPS + stringArgument(name).length);
    const hash = sha1
      .create()
      .update(parseUuid(namespace))
      .update(utf8Bytes(stringArgument(name)))
      .digest()
      .subarray(0, 16);
    hash[6] = (hash[6]! & 0x0f) | 0x50;
    hash[8] = (hash[8]! & 0x3f) | 0x80;
    return string(toHex(hash).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
  },
};

/** The bytes of a namespace UUID in one of the formats of Go's uuid package. */
function parseUuid(namespace: string): Uint8Array {
  const refuse = (reason: string): never => {
    throw new FunctionError(`uuidv5() doesn't support namespace ${namespace} (${reason})`);
  };
  let text = NAMESPACES.get(namespace) ?? namespace;
  const length = utf8Length(text);
  if (length === 45) {
    if (!/^urn:uuid:/i.test(text)) refuse(`invalid urn prefix: ${quoteAsGo(text.slice(0, 9))}`);
    text = text.slice(9);
  } else if (length === 38) text = text.slice(1, 37);
  else if (length !== 36 && length !== 32) refuse(`invalid UUID length: ${length}`);
  const form = length === 32 ? /^[0-9a-f]{32}$/i : /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
  if (!form.test(text)) refuse('invalid UUID format');
  return fromHex(text.replaceAll('-', ''));
}

/** Declares a function with a result that is unknown without running terraform. */
function notKnowable(
  name: string,
  reason: string,
  declaration: Omit<FunctionDeclaration, 'returns' | 'call'>,
): DeclaredFunction {
  return declareFunction(name, {
    ...declaration,
    returns: STRING,
    call: args => {
      if (name === 'bcrypt' && args.length > 2) throw new FunctionError('bcrypt() takes no more than two arguments');
      throw new UnknownResultError(reason);
    },
  });
}

export const HASH_FUNCTIONS: readonly DeclaredFunction[] = [
  ...hashes('base64sha256', 'sha256', 'base64'),
  ...hashes('base64sha512', 'sha512', 'base64'),
  notKnowable('bcrypt', 'the salt is random', {
    description: localizable('Returns the bcrypt hash of a string, with a new salt in every run.'),
    parameters: [parameter('str', STRING)],
    variadic: parameter('cost', NUMBER),
  }),
  ...hashes('md5', 'md5', 'hex'),
  notKnowable('rsadecrypt', 'private keys are not used in the editor', {
    description: localizable('Decrypts a Base64 ciphertext with an RSA private key.'),
    parameters: [parameter('ciphertext', STRING), parameter('privatekey', STRING)],
  }),
  ...hashes('sha1', 'sha1', 'hex'),
  ...hashes('sha256', 'sha256', 'hex'),
  ...hashes('sha512', 'sha512', 'hex'),
  notKnowable('uuid', 'the result is random', { description: localizable('Returns a new random UUID.') }),
  declareFunction('uuidv5', uuidv5),
];
