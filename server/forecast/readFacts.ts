/** The bundled facts about resource types. They are read for the first forecast. */
import type { ReadAsset } from '../../common/assets';
import { loadFacts, NO_FACTS, type ResourceFacts } from './resourceFacts';

/** @returns the facts; without `data/resources.json`, every difference is unknown */
export function factsIn(readAsset: ReadAsset): () => ResourceFacts {
  let facts: ResourceFacts | undefined;
  return () => (facts ??= read(readAsset));
}

function read(readAsset: ReadAsset): ResourceFacts {
  let bytes: Uint8Array;
  try {
    bytes = readAsset('data/resources.json');
  } catch {
    return NO_FACTS;
  }
  return loadFacts(JSON.parse(new TextDecoder().decode(bytes)));
}
