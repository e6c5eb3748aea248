/** All checks, in the order of their codes. */
import type { Check } from './check';
import { refMissing } from '../versions/refMissing';
import { refsDiffer } from '../versions/refsDiffer';
import { imageVersion } from '../versions/imageVersion';
import { readmeVersion } from '../versions/readmeVersion';
import { refNotReleased } from '../versions/refNotReleased';
import { pathNotAtRef } from '../versions/pathNotAtRef';
import { imageVariant } from '../versions/imageVariant';
import { catalogVersion } from '../versions/catalogVersion';
import { formerBehavior } from '../versions/formerBehavior';
import { programRefuses } from '../versions/programRefuses';
import { languageFeature } from '../versions/languageFeature';
import { environmentMissing } from '../environments/environmentMissing';
import { keysOutOfOrder } from '../environments/keysOutOfOrder';
import { baseKeyNotSet } from '../environments/baseKeyNotSet';
import { baseKeyDiffers } from '../environments/baseKeyDiffers';
import { readmeEnvironments } from '../environments/readmeEnvironments';
import { unsetByOverride } from '../environments/unsetByOverride';
import { listOverride } from '../environments/listOverride';
import { structureOverride } from '../environments/structureOverride';
import { sameAsBase } from '../environments/sameAsBase';
import { localEnvironment } from '../environments/localEnvironment';
import { applicationEnvironment } from '../environments/applicationEnvironment';
import { environmentNameUnsafe } from '../environments/environmentNameUnsafe';
import { workspaceCondition } from '../environments/workspaceCondition';
import { keyRepeated } from '../environments/keyRepeated';
import { featureEnvironments } from '../environments/featureEnvironments';
import { requiredMissing } from '../attributes/requiredMissing';
import { attributeUnknown } from '../attributes/attributeUnknown';
import { attributeRenamed } from '../attributes/attributeRenamed';
import { structureInStringMap } from '../attributes/structureInStringMap';
import { stringForList } from '../attributes/stringForList';
import { attributeUnused } from '../attributes/attributeUnused';
import { sizesOutOfOrder } from '../attributes/sizesOutOfOrder';
import { zoneOfOtherRegion } from '../attributes/zoneOfOtherRegion';
import { tooFewZones } from '../attributes/tooFewZones';
import { namePrefix } from '../attributes/namePrefix';
import { baseDomain } from '../attributes/baseDomain';
import { nameTooLong } from '../attributes/nameTooLong';
import { poolName } from '../attributes/poolName';
import { taintNotation } from '../attributes/taintNotation';
import { patchVersion } from '../attributes/patchVersion';
import { valueRefused } from '../attributes/valueRefused';
import { rangesRefused } from '../attributes/rangesRefused';
import { combinationRefused } from '../attributes/combinationRefused';
import { labelReserved } from '../attributes/labelReserved';
import { identifierDiffers } from '../attributes/identifierDiffers';
import { regionDiffers } from '../attributes/regionDiffers';
import { aliasDiffers } from '../providers/aliasDiffers';
import { providerUndeclared } from '../providers/providerUndeclared';
import { kubernetesMissing } from '../providers/kubernetesMissing';
import { kustomizationMissing } from '../providers/kustomizationMissing';
import { otherCluster } from '../providers/otherCluster';
import { providerSource } from '../providers/providerSource';
import { tokenOnAks } from '../providers/tokenOnAks';
import { innerProvider } from '../providers/innerProvider';
import { providerIncomplete } from '../providers/providerIncomplete';
import { constraintContradicts } from '../providers/constraintContradicts';
import { providerRefused } from '../providers/providerRefused';
import { providersFile } from '../files/providersFile';
import { fileName } from '../files/fileName';
import { severalModules } from '../files/severalModules';
import { clusterReference } from '../files/clusterReference';
import { poolInputs } from '../files/poolInputs';
import { sourceMissing } from '../files/sourceMissing';
import { featureUnbound } from '../files/featureUnbound';
import { pathWithoutModule } from '../files/pathWithoutModule';
import { manifestMissing } from '../files/manifestMissing';
import { driftWithoutEffect } from '../files/driftWithoutEffect';
import { nameRepeated } from '../files/nameRepeated';
import { serviceTwice } from '../files/serviceTwice';
import { teamRules } from '../files/teamRules';
import { patchRefused } from '../files/patchRefused';
import { overlayRefused } from '../files/overlayRefused';
import { overlayOfOther } from '../files/overlayOfOther';
import { dnsOfOther } from '../files/dnsOfOther';
import { variableWithoutValue } from '../files/variableWithoutValue';
import { movedRefused } from '../files/movedRefused';
import { blockRefused } from '../files/blockRefused';
import { objectRefused } from '../files/objectRefused';
import { chartVersion } from '../files/chartVersion';
import { namespaceMissing } from '../files/namespaceMissing';
import { featureName } from '../files/featureName';
import { secretInCode } from '../files/secretInCode';
import { stateBackend } from '../files/stateBackend';
import { unreadFiles } from '../files/unreadFiles';
import { nameNotRendered } from '../files/nameNotRendered';
import { readmeTable } from '../readme/readmeTable';
import { readmeRow } from '../readme/readmeRow';
import { agentsFile } from '../readme/agentsFile';
import { readmeDuplicate } from '../readme/readmeDuplicate';
import { branchFilter } from '../pipelines/branchFilter';
import { pipelineEnvironments } from '../pipelines/pipelineEnvironments';
import { mainBranchDiffers } from '../pipelines/mainBranchDiffers';
import { programMissing } from '../pipelines/programMissing';
import { credentialsMissing } from '../pipelines/credentialsMissing';
import { tagSelectsOther } from '../pipelines/tagSelectsOther';
import { mainBranchMissing } from '../pipelines/mainBranchMissing';
import { mainAppliesOther } from '../pipelines/mainAppliesOther';
import { jobMissing } from '../pipelines/jobMissing';
import { planBeforeSelect } from '../pipelines/planBeforeSelect';
import { planNotApplied } from '../pipelines/planNotApplied';
import { neverApplied } from '../pipelines/neverApplied';
import { supportEnded } from '../lifecycle/supportEnded';
import { laterIsNewer } from '../lifecycle/laterIsNewer';
import { nodesStayBehind } from '../lifecycle/nodesStayBehind';
import { amazonLinux2 } from '../lifecycle/amazonLinux2';
import { providerMajor } from '../lifecycle/providerMajor';
import { apiRemoved } from '../lifecycle/apiRemoved';
import { apiDeprecated } from '../lifecycle/apiDeprecated';
import { retiredSoftware } from '../lifecycle/retiredSoftware';

export const CHECKS: readonly Check[] = [
  refMissing,
  refsDiffer,
  imageVersion,
  readmeVersion,
  refNotReleased,
  pathNotAtRef,
  imageVariant,
  catalogVersion,
  formerBehavior,
  programRefuses,
  languageFeature,
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
  environmentNameUnsafe,
  workspaceCondition,
  keyRepeated,
  requiredMissing,
  attributeUnknown,
  attributeRenamed,
  structureInStringMap,
  stringForList,
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
  valueRefused,
  rangesRefused,
  combinationRefused,
  labelReserved,
  aliasDiffers,
  providerUndeclared,
  kubernetesMissing,
  kustomizationMissing,
  otherCluster,
  providerSource,
  tokenOnAks,
  innerProvider,
  providerIncomplete,
  constraintContradicts,
  providerRefused,
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
  driftWithoutEffect,
  nameRepeated,
  serviceTwice,
  teamRules,
  patchRefused,
  overlayRefused,
  overlayOfOther,
  dnsOfOther,
  variableWithoutValue,
  movedRefused,
  blockRefused,
  objectRefused,
  readmeTable,
  readmeRow,
  readmeDuplicate,
  agentsFile,
  branchFilter,
  pipelineEnvironments,
  mainBranchDiffers,
  programMissing,
  credentialsMissing,
  tagSelectsOther,
  mainBranchMissing,
  mainAppliesOther,
  planBeforeSelect,
  planNotApplied,
  neverApplied,
  jobMissing,
  supportEnded,
  laterIsNewer,
  nodesStayBehind,
  amazonLinux2,
  providerMajor,
  apiRemoved,
  apiDeprecated,
  retiredSoftware,
];

const byCode = new Map(CHECKS.map(check => [check.code, check]));

export const checkOf = (code: string): Check | undefined => byCode.get(code);
