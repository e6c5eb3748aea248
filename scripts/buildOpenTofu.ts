// npm run opentofu: builds the newest OpenTofu once per machine, so that the tests that compare with it run. npm test never builds it.
import { buildOpenTofu } from '../test/support/terraform/openTofu';

async function main(): Promise<void> {
  const result = await buildOpenTofu();
  console.log('folder' in result ? `OpenTofu: ${result.folder}` : `OpenTofu is not built: ${result.missing}.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
