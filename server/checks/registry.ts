/** Every check there is, in the order of the codes. */
import type { Check } from './check';
import { environmentMissing } from './environmentMissing';
import { requiredMissing } from './requiredMissing';
import { attributeUnknown } from './attributeUnknown';
import { attributeRenamed } from './attributeRenamed';
import { structureInStringMap } from './structureInStringMap';
import { textForList } from './textForList';
import { attributeUnused } from './attributeUnused';
import { sizesOutOfOrder } from './sizesOutOfOrder';
import { zoneOfOtherRegion } from './zoneOfOtherRegion';
import { tooFewZones } from './tooFewZones';
import { namePrefix } from './namePrefix';
import { baseDomain } from './baseDomain';
import { nameTooLong } from './nameTooLong';
import { poolName } from './poolName';
import { taintNotation } from './taintNotation';
import { patchVersion } from './patchVersion';

export const checks: readonly Check[] = [
  environmentMissing,
  requiredMissing,
  attributeUnknown,
  attributeRenamed,
  structureInStringMap,
  textForList,
  attributeUnused,
  sizesOutOfOrder,
  zoneOfOtherRegion,
  tooFewZones,
  namePrefix,
  baseDomain,
  nameTooLong,
  poolName,
  taintNotation,
  patchVersion,
];

const byCode = new Map(checks.map(check => [check.code, check]));

export const checkOf = (code: string): Check | undefined => byCode.get(code);
