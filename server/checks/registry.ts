/** Every check there is, in the order of the codes. */
import type { Check } from './check';
import { refMissing } from './refMissing';
import { refsDiffer } from './refsDiffer';
import { imageVersion } from './imageVersion';
import { readmeVersion } from './readmeVersion';
import { refNotReleased } from './refNotReleased';
import { pathNotAtRef } from './pathNotAtRef';
import { imageVariant } from './imageVariant';
import { catalogVersion } from './catalogVersion';
import { environmentMissing } from './environmentMissing';
import { keysOutOfOrder } from './keysOutOfOrder';
import { baseKeyNotSet } from './baseKeyNotSet';
import { baseKeyDiffers } from './baseKeyDiffers';
import { readmeEnvironments } from './readmeEnvironments';
import { unsetByOverride } from './unsetByOverride';
import { listOverride } from './listOverride';
import { structureOverride } from './structureOverride';
import { sameAsBase } from './sameAsBase';
import { localEnvironment } from './localEnvironment';
import { applicationEnvironment } from './applicationEnvironment';
import { featureEnvironments } from './featureEnvironments';
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
import { identifierDiffers } from './identifierDiffers';
import { regionDiffers } from './regionDiffers';
import { aliasDiffers } from './aliasDiffers';
import { providerUndeclared } from './providerUndeclared';
import { kubernetesMissing } from './kubernetesMissing';
import { kustomizationMissing } from './kustomizationMissing';
import { otherCluster } from './otherCluster';
import { providerSource } from './providerSource';
import { tokenOnAks } from './tokenOnAks';
import { innerProvider } from './innerProvider';
import { providerIncomplete } from './providerIncomplete';
import { providersFile } from './providersFile';
import { fileName } from './fileName';
import { severalModules } from './severalModules';
import { clusterReference } from './clusterReference';
import { poolInputs } from './poolInputs';
import { sourceMissing } from './sourceMissing';
import { featureUnbound } from './featureUnbound';
import { pathWithoutModule } from './pathWithoutModule';
import { manifestMissing } from './manifestMissing';
import { chartVersion } from './chartVersion';
import { namespaceMissing } from './namespaceMissing';
import { featureName } from './featureName';
import { secretInCode } from './secretInCode';
import { stateBackend } from './stateBackend';
import { unreadFiles } from './unreadFiles';
import { nameNotRendered } from './nameNotRendered';
import { readmeTable } from './readmeTable';
import { readmeRow } from './readmeRow';
import { readmeDuplicate } from './readmeDuplicate';
import { branchFilter } from './branchFilter';
import { pipelineEnvironments } from './pipelineEnvironments';
import { mainBranchDiffers } from './mainBranchDiffers';
import { terraformInTofuImage } from './terraformInTofuImage';
import { credentialsMissing } from './credentialsMissing';
import { tagSelectsOther } from './tagSelectsOther';

export const checks: readonly Check[] = [
  refMissing,
  refsDiffer,
  imageVersion,
  readmeVersion,
  refNotReleased,
  pathNotAtRef,
  imageVariant,
  catalogVersion,
  environmentMissing,
  keysOutOfOrder,
  baseKeyNotSet,
  baseKeyDiffers,
  readmeEnvironments,
  unsetByOverride,
  listOverride,
  structureOverride,
  sameAsBase,
  localEnvironment,
  applicationEnvironment,
  featureEnvironments,
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
  identifierDiffers,
  nameTooLong,
  poolName,
  taintNotation,
  regionDiffers,
  patchVersion,
  aliasDiffers,
  providerUndeclared,
  kubernetesMissing,
  kustomizationMissing,
  otherCluster,
  providerSource,
  tokenOnAks,
  innerProvider,
  providerIncomplete,
  providersFile,
  fileName,
  severalModules,
  clusterReference,
  poolInputs,
  sourceMissing,
  featureUnbound,
  pathWithoutModule,
  manifestMissing,
  chartVersion,
  namespaceMissing,
  featureName,
  secretInCode,
  stateBackend,
  nameNotRendered,
  unreadFiles,
  readmeTable,
  readmeRow,
  readmeDuplicate,
  branchFilter,
  pipelineEnvironments,
  mainBranchDiffers,
  terraformInTofuImage,
  credentialsMissing,
  tagSelectsOther,
];

const byCode = new Map(checks.map(check => [check.code, check]));

export const checkOf = (code: string): Check | undefined => byCode.get(code);
