/** Every function of Terraform 1.11 and of OpenTofu 1.11 by name, but `try` and `can`, whose arguments are not evaluated first. */
import { COLLECTION_FUNCTIONS } from './collectionFunctions';
import { DATE_FUNCTIONS } from './dateFunctions';
import { ENCODING_FUNCTIONS } from './encodingFunctions';
import { FILE_FUNCTIONS } from './fileFunctions';
import { FORMAT_FUNCTIONS } from './formatFunctions';
import type { BuiltInFunction } from './function';
import { HASH_FUNCTIONS } from './hashFunctions';
import { IP_FUNCTIONS } from './ipFunctions';
import { LIST_FUNCTIONS } from './listFunctions';
import { MAP_FUNCTIONS } from './mapFunctions';
import { NUMERIC_FUNCTIONS } from './numericFunctions';
import { REGEX_FUNCTIONS } from './regexFunctions';
import { SET_FUNCTIONS } from './setFunctions';
import { STRING_FUNCTIONS } from './stringFunctions';
import { TYPE_FUNCTIONS } from './typeFunctions';

/** The functions by name, without the namespace `core::`, in alphabetical order. */
export const FUNCTIONS: ReadonlyMap<string, BuiltInFunction> = new Map(
  [
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
