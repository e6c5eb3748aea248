/** The platforms that files of cases name. */
import { stringCluster, TYPED } from '../features/completionPlatform';
import { LEGACY, NEWEST, RELEASED } from '../features/platformTexts';
import { readSamplePlatform } from '../scaffold/platformFiles';

type Texts = Readonly<Record<string, string>>;

const WRITTEN: Readonly<Record<string, Texts>> = {
  empty: {},
  legacy: LEGACY,
  newest: NEWEST,
  release: RELEASED,
  strings: stringCluster(''),
  typed: TYPED,
};

const read = new Map<string, Texts>();

/** @param name the name of a text, or of a folder of `test/platforms` after `sample/` */
export function platformNamed(name: string): Texts {
  const files = WRITTEN[name] ?? read.get(name) ?? readSamplePlatform(name.replace(/^sample\//, ''));
  read.set(name, files);
  return files;
}
