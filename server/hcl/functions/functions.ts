/** All functions of Terraform 1.16 and OpenTofu 1.13 by name, except `try`, `can` and `convert`, which evaluate their arguments themselves. */
import { ASSUME_FUNCTIONS } from './collections/assumeFunctions';
import { COLLECTION_FUNCTIONS } from './collections/collectionFunctions';
import { DATE_FUNCTIONS } from './time/dateFunctions';
import { ENCODING_FUNCTIONS } from './encoding/encodingFunctions';
import { FILE_FUNCTIONS } from './files/fileFunctions';
import { FORMAT_FUNCTIONS } from './string/formatFunctions';
import type { BuiltInFunction } from './function';
import { HASH_FUNCTIONS } from './encoding/hashFunctions';
import { IP_FUNCTIONS } from './network/ipFunctions';
import { LIST_FUNCTIONS } from './collections/listFunctions';
import { MAP_FUNCTIONS } from './collections/mapFunctions';
import { NUMERIC_FUNCTIONS } from './number/numericFunctions';
import { REGEX_FUNCTIONS } from './regex/regexFunctions';
import { SET_FUNCTIONS } from './collections/setFunctions';
import { STRING_FUNCTIONS } from './string/stringFunctions';
import { TYPE_FUNCTIONS } from './collections/typeFunctions';

/** By name without the namespace `core::`, in alphabetical order. */
export const FUNCTIONS: ReadonlyMap<string, BuiltInFunction> = new Map(
  [
    ...ASSUME_FUNCTIONS,
    ...COLLECTION_FUNCTIONS,
    ...DATE_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...FILE_FUNCTIONS,
    ...FORMAT_FUNCTIONS,
    ...HASH_FUNCTIONS,
    ...IP_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...MAP_FUNCTIONS,
    ...NUMERIC_FUNCTIONS,
    ...REGEX_FUNCTIONS,
    ...SET_FUNCTIONS,
    ...STRING_FUNCTIONS,
    ...TYPE_FUNCTIONS,
  ]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(fn => [fn.name, fn]),
);
