import type { Cases } from './functionCases/caseInputs';
import { COLLECTION_CASES } from './functionCases/collectionCases';
import { FILE_CASES } from './functionCases/fileCases';
import { FORMAT_CASES } from './functionCases/formatCases';
import { NUMBER_CASES } from './functionCases/numberCases';
import { REGEX_CASES } from './functionCases/regexCases';
import { TEXT_CASES } from './functionCases/textCases';
import { YAML_CASES } from './functionCases/yamlCases';

/** Arguments of calls to compare with terraform, by function. */
export const FUNCTION_CASES: Cases = {
  ...COLLECTION_CASES,
  ...FILE_CASES,
  ...FORMAT_CASES,
  ...NUMBER_CASES,
  ...REGEX_CASES,
  ...TEXT_CASES,
  ...YAML_CASES,
};
