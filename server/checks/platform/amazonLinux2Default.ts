/** Amazon Linux 2 on EKS. */
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { RequestContext } from '../../semantics/requestContext';

/** The first minor version without images of Amazon Linux 2. */
export const FIRST_WITHOUT_AMAZON_LINUX_2 = 33;

/** The releases whose modules select Amazon Linux 2. Before, EKS selects the image. */
const [FIRST_RELEASE, LAST_RELEASE] = ['v0.16.0-beta.0', 'v0.19.2-beta.0'] as const;

/** Whether node pools of a release use Amazon Linux 2 if nothing else is set. */
export function selectsAmazonLinux2(call: ModuleCall, { model: { schemas } }: Pick<RequestContext, 'model'>): boolean {
  const ref = exactSchema(call, schemas)?.ref;
  const index = ref === undefined ? -1 : schemas.releases.indexOf(ref);
  return index >= schemas.releases.indexOf(FIRST_RELEASE) && index <= schemas.releases.indexOf(LAST_RELEASE);
}
