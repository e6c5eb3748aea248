/** The YAML parser for `common/`. */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { YamlLibrary } from '../../common/pipelines/yaml/tree';

export const yamlLibrary: YamlLibrary = { isAlias, isMap, isScalar, isSeq, parseAllDocuments };
