/** The YAML parser for `common/`. */
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml';
import type { YamlLibrary } from '../../common/pipelines/yaml/tree';

export const yamlParser = { Composer, isAlias, isMap, isScalar, isSeq, Lexer, Parser } as unknown as YamlLibrary;
