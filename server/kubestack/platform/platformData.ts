/** The bundled data on the framework and the clouds. */
import type { AssetName, ReadAsset } from '../../../common/assets';
import { loadSchemas, type Schemas } from '../schemas/schemas';
import { regionsIn, type Regions } from './regions';

export interface PlatformData {
  /** Of the framework's modules. */
  readonly schemas: Schemas;
  /** The clouds' regions, zones and machine types. They are read on first use. */
  readonly regions: Regions;
}

/** Throws if an asset is missing. */
export function platformData(readAsset: ReadAsset): PlatformData {
  const read = (name: AssetName): unknown => JSON.parse(new TextDecoder().decode(readAsset(name)));
  let regions: Regions | undefined;
  return {
    schemas: loadSchemas(read('data/schemas.json')),
    get regions() {
      return (regions ??= regionsIn(read('data/regions.json')));
    },
  };
}
